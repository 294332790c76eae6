// SPDX-License-Identifier: Apache-2.0
// Attention of one row over its cache. Keys lie transposed in tiles of 16 positions, so scores need no sums across lanes;
// the query heads that share a key-value head are done two at a time.
#include "kernels/decode/decode_ops.h"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/decode/decode_attend.cpp"
#include "kernels/decode/decode_simd.h"

HWY_BEFORE_NAMESPACE();
namespace retort::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using F = hn::CappedTag<float, kKvTile>;
using V = hn::Vec<F>;

constexpr int kLanes = static_cast<int>(hn::MaxLanes(F()));
constexpr int kTileVectors = kKvTile / kLanes;
constexpr int kSumBlock = 16;  // a score is summed in short blocks

const float* tileOf(const KvSegment& segment, int layer, int kv_head, int tile) {
    const KvLayout& l = segment.layout;
    return segment.data + layer * l.layerFloats() + kv_head * l.headFloats() + tile * l.tileFloats();
}

// Two vectors of scores side by side hide the latency of their products: of one tile, or of two where a vector is a tile.
constexpr int kTogether = kTileVectors == 1 ? 2 : 1;  // tiles
constexpr int kScoreVectors = 2;

/// The row of values and the row of the next tile's keys that lie where row `i` of these keys does, for caches that leave
/// the first two levels: a tile is one page, and the prefetching of processors without AVX-512 ends at pages.
HWY_INLINE void fetchAhead(const float* keys, int dim, int i) {
    if constexpr (kTileVectors == 1) return;
    hwy::Prefetch(keys + (dim + i) * kKvTile);
    hwy::Prefetch(keys + (2 * dim + i) * kKvTile);
}

/// total[g] += q[g] . N vectors of keys, `step` floats apart, over `count` dimensions, and the same for the next block of
/// `count2` (at most count): two running sums hide the latency of the products.
template <int G, int N>
HWY_INLINE void addScoreBlocks(const float* HWY_RESTRICT q, int dim, const float* HWY_RESTRICT keys, std::size_t step,
                               int count, int count2, V (&total)[G][N]) {
    const F d;
    V left[G][N], right[G][N];
#pragma GCC unroll 4
    for (int i = 0; i < G * N; ++i) left[i / N][i % N] = right[i / N][i % N] = hn::Zero(d);
    const auto add = [&](int i, V(&sum)[G][N]) HWY_ATTR {
        V key[N];
#pragma GCC unroll 2
        for (int v = 0; v < N; ++v) key[v] = hn::Load(d, keys + i * kKvTile + v * step);
#pragma GCC unroll 2
        for (int g = 0; g < G; ++g) {
            const V query = hn::Set(d, q[g * dim + i]);
#pragma GCC unroll 2
            for (int v = 0; v < N; ++v) sum[g][v] = hn::MulAdd(query, key[v], sum[g][v]);
        }
    };
    for (int i = 0; i < count2; ++i) {
        fetchAhead(keys, dim, i);
        fetchAhead(keys, dim, i + kSumBlock);
        add(i, left);
        add(i + kSumBlock, right);
    }
    for (int i = count2; i < count; ++i) add(i, left);
#pragma GCC unroll 4
    for (int i = 0; i < G * N; ++i) {
        V& sum = total[i / N][i % N];
        sum = hn::Add(hn::Add(sum, left[i / N][i % N]), right[i / N][i % N]);
    }
}

/// scores[g][0 ... N vectors) = q[g] . keys; those at `valid` and behind are masked.
template <int G, int N>
void scoreVectors(const float* HWY_RESTRICT q, int dim, const float* HWY_RESTRICT keys, std::size_t step, int valid,
                  float* HWY_RESTRICT scores, std::size_t score_stride) {
    const F d;
    V total[G][N];
#pragma GCC unroll 4
    for (int i = 0; i < G * N; ++i) total[i / N][i % N] = hn::Zero(d);
    for (int i = 0; i < dim; i += 2 * kSumBlock) {
        const int count = std::min(kSumBlock, dim - i), count2 = std::clamp(dim - i - kSumBlock, 0, kSumBlock);
        addScoreBlocks<G, N>(q + i, dim, keys + i * kKvTile, step, count, count2, total);
    }
    for (int v = 0; v < N; ++v) {
        const int begin = v * kLanes;
        const auto inside = hn::Lt(hn::Iota(d, static_cast<float>(begin)), hn::Set(d, static_cast<float>(valid)));
        for (int g = 0; g < G; ++g)
            hn::Store(hn::IfThenElse(inside, total[g][v], hn::Set(d, kMaskedScore)), d, scores + g * score_stride + begin);
    }
}

/// The scores of a tile, or of two `tile_floats` apart where there are more than kKvTile valid ones.
template <int G>
void scoreTiles(const float* HWY_RESTRICT q, int dim, const float* HWY_RESTRICT keys, std::size_t tile_floats, int valid,
                float* HWY_RESTRICT scores, std::size_t score_stride) {
    if constexpr (kTogether == 2) {
        if (valid > kKvTile) scoreVectors<G, 2>(q, dim, keys, tile_floats, valid, scores, score_stride);
        else scoreVectors<G, 1>(q, dim, keys, tile_floats, valid, scores, score_stride);
    } else {
        for (int first = 0; first < kKvTile; first += kScoreVectors * kLanes)
            scoreVectors<G, kScoreVectors>(q, dim, keys + first, kLanes, valid - first, scores + first, score_stride);
    }
}

double exponentiateImpl(float* scores, int count, float scale, float* largest) {
    const F d;
    const hn::CappedTag<double, kLanes> wide;
    const hn::Rebind<float, decltype(wide)> narrow;
    V max = hn::Set(d, kMaskedScore);
    for (int i = 0; i < count; i += kLanes) max = hn::Max(max, hn::LoadU(d, scores + i));
    max = hn::MaxOfLanes(d, max);
    *largest = hn::GetLane(max);
    for (int i = 0; i < count; i += kLanes) {
        const V scaled = hn::Mul(hn::Sub(hn::LoadU(d, scores + i), max), hn::Set(d, scale));
        hn::StoreU(expOf(d, scaled), d, scores + i);
    }
    auto sum = hn::Zero(wide);
    for (int i = 0; i < count; i += static_cast<int>(hn::MaxLanes(wide))) {
        sum = hn::Add(sum, hn::PromoteTo(wide, hn::LoadU(narrow, scores + i)));
    }
    return hn::GetLane(hn::SumOfLanes(wide, sum));
}

/// sum[g][N vectors] += weights[g] . values of a tile, or of T `tile_floats` apart, from dimension `column`. Summing tile by
/// tile keeps long sums accurate.
template <int G, int N, int T>
HWY_INLINE void addValues(const float* values, std::size_t value_stride, std::size_t tile_floats, int valid,
                          const float* weights, std::size_t weight_stride, V (&sum)[G][N]) {
    const F d;
    V part[T][G][N];
#pragma GCC unroll 16
    for (int i = 0; i < T * G * N; ++i) part[i / (G * N)][i / N % G][i % N] = hn::Zero(d);
    const auto add = [&](int t, int i) HWY_ATTR {
        V weight[G];
#pragma GCC unroll 2
        for (int g = 0; g < G; ++g) weight[g] = hn::Set(d, weights[g * weight_stride + t * kKvTile + i]);
#pragma GCC unroll 4
        for (int v = 0; v < N; ++v) {
            const V value = hn::Load(d, values + t * tile_floats + i * value_stride + v * kLanes);
#pragma GCC unroll 2
            for (int g = 0; g < G; ++g) part[t][g][v] = hn::MulAdd(weight[g], value, part[t][g][v]);
        }
    };
    const int last = valid - (T - 1) * kKvTile;  // of the last tile
    for (int i = 0; i < last; ++i) {
#pragma GCC unroll 2
        for (int t = 0; t < T; ++t) add(t, i);
    }
    if constexpr (T == 2)
        for (int i = last; i < kKvTile; ++i) add(0, i);
#pragma GCC unroll 16
    for (int i = 0; i < T * G * N; ++i)
        sum[i / N % G][i % N] = hn::Add(sum[i / N % G][i % N], part[i / (G * N)][i / N % G][i % N]);
}

/// Calls visit(keys, number of valid positions, index of the first score) for the tiles of the row's two segments, kTogether
/// at a time where there are as many.
template <class Visit>
int forTiles(const DecodeRow& row, int layer, int kv_head, const Visit& visit) {
    int index = 0;
    for (const KvSegment* segment : {&row.prefix, &row.own}) {
        for (int begin = 0; begin < segment->length; begin += kTogether * kKvTile) {
            const int valid = std::min(kTogether * kKvTile, segment->length - begin);
            visit(tileOf(*segment, layer, kv_head, begin / kKvTile), valid, index);
            index += (valid + kKvTile - 1) / kKvTile * kKvTile;
        }
    }
    return index;
}

/// out[g * dim + column ...] for N vectors of columns, cut at the head's end.
template <int G, int N>
void attendColumns(const AttendParams& p, const DecodeRow& row, int kv_head, std::size_t stride, const double* sums,
                   int column, float* out) {
    const F d;
    const int dim = p.shape->head_dim;
    V sum[G][N];
#pragma GCC unroll 8
    for (int i = 0; i < G * N; ++i) sum[i / N][i % N] = hn::Zero(d);
    forTiles(row, p.layer, kv_head, [&](const float* keys, int valid, int index) {
        const auto add = [&]<int T>() HWY_ATTR {
            addValues<G, N, T>(keys + dim * kKvTile + column, row.own.layout.valueStride(), row.own.layout.tileFloats(),
                               valid, p.scratch + index, stride, sum);
        };
        if (valid > kKvTile) add.template operator()<kTogether>();
        else add.template operator()<1>();
    });
    HWY_ALIGN float lanes[N * kLanes];
    for (int g = 0; g < G; ++g) {
        const V inverse = hn::Set(d, static_cast<float>(1.0 / sums[g]));
        for (int v = 0; v < N; ++v) hn::Store(hn::Mul(sum[g][v], inverse), d, lanes + v * kLanes);
        std::copy_n(lanes, std::min(dim - column, N * kLanes), out + g * dim + column);
    }
}

template <int G>
void attendHeads(const AttendParams& p, const DecodeRow& row, int kv_head, const float* q, float* out) {
    const int dim = p.shape->head_dim;
    const std::size_t stride = (row.prefix.length + row.own.length + 2 * kKvTile) / kKvTile * kKvTile;
    float* scores = p.scratch;
    const int count = forTiles(row, p.layer, kv_head, [&](const float* keys, int valid, int index) {
        scoreTiles<G>(q, dim, keys, row.own.layout.tileFloats(), valid, scores + index, stride);
    });
    double sums[G];
    float largest;
    const float scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(dim)));
    for (int g = 0; g < G; ++g) sums[g] = exponentiateImpl(scores + g * stride, count, scale, &largest);
    const int padded = static_cast<int>(row.own.layout.valueStride());
    int column = 0;
    for (; column + 4 * kLanes <= padded; column += 4 * kLanes) {
        attendColumns<G, 4>(p, row, kv_head, stride, sums, column, out);
    }
    for (; column + 2 * kLanes <= padded; column += 2 * kLanes) {
        attendColumns<G, 2>(p, row, kv_head, stride, sums, column, out);
    }
    if (column < dim) attendColumns<G, 1>(p, row, kv_head, stride, sums, column, out);
}

void attendImpl(const AttendParams& p) {
    const int group = p.shape->heads / p.shape->kv_heads, dim = p.shape->head_dim;
    for (int item = p.item_begin; item < p.item_end; ++item) {
        const int row = item / p.shape->kv_heads, kv_head = item % p.shape->kv_heads;
        const float* q = p.qkv + static_cast<std::size_t>(row) * p.qkv_stride + kv_head * group * dim;
        float* out = p.out + static_cast<std::size_t>(row) * p.shape->queryWidth() + kv_head * group * dim;
        int g = 0;
        for (; g + 2 <= group; g += 2) attendHeads<2>(p, p.rows[row], kv_head, q + g * dim, out + g * dim);
        if (g < group) attendHeads<1>(p, p.rows[row], kv_head, q + g * dim, out + g * dim);
    }
}

}  // namespace retort::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace retort::kernels {
HWY_EXPORT(attendImpl);
HWY_EXPORT(exponentiateImpl);

void attend(const AttendParams& params) { HWY_DYNAMIC_DISPATCH(attendImpl)(params); }
double exponentiateScores(float* scores, std::int32_t count, float scale, float* max) {
    return HWY_DYNAMIC_DISPATCH(exponentiateImpl)(scores, count, scale, max);
}

std::size_t attendScratch(std::int32_t max_length) {
    return 2 * (static_cast<std::size_t>(max_length) / kKvTile + 3) * kKvTile;
}
}  // namespace retort::kernels
#endif
