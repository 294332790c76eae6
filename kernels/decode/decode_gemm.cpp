// SPDX-License-Identifier: Apache-2.0
// Panel GEMM: kDepthChunk places of a panel of two vectors of output columns stay in the first-level cache while blocks of
// rows pass over them.
#include "kernels/decode/decode_ops.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/decode/decode_gemm.cpp"
#include "kernels/decode/decode_simd.h"

HWY_BEFORE_NAMESPACE();
namespace retort::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using F = hn::ScalableTag<float>;
using V = hn::Vec<F>;

constexpr int kLanes = static_cast<int>(hn::MaxLanes(F()));
constexpr int kWidth = 2 * kLanes;
// Accumulators for kRows x 2 vectors, two panel vectors and a broadcast fill the register file.
constexpr int kRows = kLanes == 16 ? 12 : 6;
constexpr int kDepthBlock =
    32;  // short sums: log-probabilities agree with double precision nearly twice as well as with 128

constexpr int kDepthChunk = 128;          // places: 8 KiB of a panel on AVX2
constexpr std::int64_t kPairChunk = 256;  // pairs: 32 KiB on AVX-512, beside 12 rows of x
constexpr int kRowGroup = 192;            // rows whose sums and whose share of x stay in the second-level cache

/// low and high += x[M] * panel of one place.
template <int M>
HWY_INLINE void addProducts(const float* HWY_RESTRICT x, std::size_t x_stride, const float* HWY_RESTRICT panel, V (&low)[M],
                            V (&high)[M]) {
    const F d;
    const V left = hn::Load(d, panel), right = hn::Load(d, panel + kLanes);
#pragma GCC unroll 16
    for (int r = 0; r < M; ++r) {
        const V value = hn::Set(d, x[r * x_stride]);
        low[r] = hn::MulAdd(value, left, low[r]);
        high[r] = hn::MulAdd(value, right, high[r]);
    }
}

/// tile[M][kWidth] (+)= the sums of B neighbouring blocks of kDepthBlock places, the last of `count` places. Few rows do not
/// hide the latency of their own products: B blocks side by side do. They are added in their order, so that B does not show
/// in the result.
template <int M, int B>
HWY_INLINE void multiplyBlocks(const float* HWY_RESTRICT x, std::size_t x_stride, const float* HWY_RESTRICT panel, int count,
                               float* HWY_RESTRICT tile, bool first) {
    const F d;
    V low[B][M], high[B][M];
#pragma GCC unroll 16
    for (int i = 0; i < B * M; ++i) low[i / M][i % M] = high[i / M][i % M] = hn::Zero(d);
    const auto add = [&](int k) HWY_ATTR {
#pragma GCC unroll 4
        for (int b = 0; b < B; ++b) {
            const int place = b * kDepthBlock + k;
            addProducts<M>(x + place, x_stride, panel + place * kWidth, low[b], high[b]);
        }
    };
    if (count == kDepthBlock) {
#pragma GCC unroll 4
        for (int k = 0; k < kDepthBlock; ++k) add(k);
    } else {
        for (int k = 0; k < count; ++k) add(k);
    }
#pragma GCC unroll 16
    for (int r = 0; r < M; ++r) {
        float* out = tile + r * kWidth;
        V left = first ? low[0][r] : hn::Add(hn::Load(d, out), low[0][r]);
        V right = first ? high[0][r] : hn::Add(hn::Load(d, out + kLanes), high[0][r]);
#pragma GCC unroll 4
        for (int b = 1; b < B; ++b) {
            left = hn::Add(left, low[b][r]);
            right = hn::Add(right, high[b][r]);
        }
        hn::Store(left, d, out);
        hn::Store(right, d, out + kLanes);
    }
}

/// Blocks side by side for M rows: as many running sums as hide the latency of two products per cycle. What comes from
/// memory is waited for longer than that, and comes faster in one stream.
constexpr int blocksTogether(int rows, bool streamed) { return streamed ? 1 : rows == 1 ? 4 : rows <= 3 ? 2 : 1; }

/// tile[M][kWidth] (+)= x[M, depth] * panel[depth, kWidth], in blocks of kDepthBlock places.
template <int M, bool Streamed>
void multiplyTile(const float* HWY_RESTRICT x, std::size_t x_stride, const float* HWY_RESTRICT panel, int depth,
                  float* HWY_RESTRICT tile, bool first) {
    int begin = 0;
    const auto pass = [&]<int B>() HWY_ATTR {
        for (; begin + B * kDepthBlock <= depth; begin += B * kDepthBlock, first = false)
            multiplyBlocks<M, B>(x + begin, x_stride, panel + begin * kWidth, kDepthBlock, tile, first);
    };
    if constexpr (blocksTogether(M, Streamed) >= 4) pass.template operator()<4>();
    if constexpr (blocksTogether(M, Streamed) >= 2) pass.template operator()<2>();
    pass.template operator()<1>();
    if (begin < depth) multiplyBlocks<M, 1>(x + begin, x_stride, panel + begin * kWidth, depth - begin, tile, first);
}

using Multiply = void (*)(const float*, std::size_t, const float*, int, float*, bool);

template <bool Streamed, int... M>
constexpr std::array<Multiply, sizeof...(M)> multiplyTable(std::integer_sequence<int, M...>) {
    return {multiplyTile<M + 1, Streamed>...};
}
constexpr auto kMultiply = multiplyTable<false>(std::make_integer_sequence<int, kRows>());
constexpr auto kMultiplyStreamed = multiplyTable<true>(std::make_integer_sequence<int, kRows>());

/// tiles[rows][kWidth] = rows [first, first + rows) of x * panel.
void multiplyRows(const GemmParams& p, const float* panel, int first, int rows, float* tiles) {
    const int depth = p.w->depth, blocks = (rows + kRows - 1) / kRows;
    const auto& multiply = p.w->streamed ? kMultiplyStreamed : kMultiply;
    for (int k = 0; k < depth; k += kDepthChunk) {
        for (int block = 0; block < blocks; ++block) {
            const int begin = rows * block / blocks, count = rows * (block + 1) / blocks - begin;
            // The next chunk comes while this one is multiplied; the last one's successor is the next panel's first. What
            // the caches hold is there sooner without being asked for.
            for (int i = kDepthChunk * block / blocks; p.w->streamed && i < kDepthChunk * (block + 1) / blocks; ++i) {
                for (int lane = 0; lane < kWidth; lane += 16)
                    hwy::Prefetch(panel + static_cast<std::size_t>(k + kDepthChunk + i) * kWidth + lane);
            }
            multiply[count - 1](p.x + static_cast<std::size_t>(first + begin) * p.x_stride + k, p.x_stride,
                                panel + static_cast<std::size_t>(k) * kWidth, std::min(kDepthChunk, depth - k),
                                tiles + begin * kWidth, k == 0);
        }
    }
}

/// The same of bf16 pairs: x [p.rows, depth of pairs], x_stride apart; the rows of the result are `stride` apart.
void multiplyPairs(const GemmParams& p, const Bf16Pair* x, std::int64_t x_stride, const Bf16Pair* panel, int rows,
                   float* tiles, std::int64_t stride) {
    const std::int64_t depth = (p.w->depth + 1) / 2;
    for (std::int64_t k = 0; k < depth; k += kPairChunk)
        bf16Kernels().gemm(tiles, stride, x + k, x_stride, 1, panel + k * kWidth, kWidth, rows, kWidth,
                           std::min<std::int64_t>(kPairChunk, depth - k), k > 0);
}

/// Calls finish(panel, first row, rows, tiles) for parts of the product. `InPlace`: whole panels of pairs go to p.y instead.
template <bool InPlace, class Finish>
void forTiles(const GemmParams& p, const Finish& finish) {
    HWY_ALIGN float tiles[kRowGroup * kWidth];
    const Bf16Pair* pairs = p.x_pairs;
    std::int64_t stride = p.x_stride;
    if (p.w->pairs && pairs == nullptr) {
        pairs = pairUpRows(p.x, p.x_stride, p.rows, p.w->depth);
        stride = (p.w->depth + 1) / 2;
    }
    for (int panel = p.panel_begin; panel < p.panel_end; ++panel) {
        const std::size_t at = panel * p.w->panelSize();
        for (int first = 0; first < p.rows; first += kRowGroup) {
            const int rows = std::min(kRowGroup, p.rows - first);
            if (InPlace && pairs && p.y_stride - panel * kWidth >= kWidth) {
                float* out = p.y + static_cast<std::size_t>(first) * p.y_stride + panel * kWidth;
                multiplyPairs(p, pairs + first * stride, stride, p.w->pairs.get() + at, rows, out, p.y_stride);
                continue;
            }
            if (pairs) multiplyPairs(p, pairs + first * stride, stride, p.w->pairs.get() + at, rows, tiles, kWidth);
            else multiplyRows(p, p.w->data.get() + at, first, rows, tiles);
            finish(panel, first, rows, tiles);
        }
    }
}

void gemmPanelsImpl(const GemmParams& p) {
    const F d;
    forTiles<true>(p, [&](int panel, int begin, int rows, const float* tile) {
        const int room = p.y_stride - panel * kWidth;
        for (int r = 0; r < rows; ++r, tile += kWidth) {
            float* out = p.y + static_cast<std::size_t>(begin + r) * p.y_stride + panel * kWidth;
            if (room < kWidth) {
                std::copy_n(tile, room, out);
                continue;
            }
            hn::StoreU(hn::Load(d, tile), d, out);
            hn::StoreU(hn::Load(d, tile + kLanes), d, out + kLanes);
        }
    });
}

HWY_INLINE V swiglu(V gate, V up) {
    const F d;
    const V decay = expOf(d, hn::Min(hn::Neg(gate), hn::Set(d, 88.0f)));
    return hn::Mul(hn::Mul(gate, inverseOf(d, hn::Add(hn::Set(d, 1.0f), decay))), up);
}

void gemmSwigluImpl(const GemmParams& p) {
    const F d;
    forTiles<false>(p, [&](int panel, int begin, int rows, float* tile) {
        float* out = tile;
        std::size_t stride = kWidth;
        if (p.y_pairs == nullptr) {
            out = p.y + static_cast<std::size_t>(begin) * p.y_stride + panel * kLanes;
            stride = p.y_stride;
        }
        for (int r = 0; r < rows; ++r) {
            const V gate = hn::Load(d, tile + r * kWidth), up = hn::Load(d, tile + r * kWidth + kLanes);
            hn::StoreU(swiglu(gate, up), d, out + r * stride);
            if (p.operands == nullptr) continue;
            float* kept = p.operands + static_cast<std::size_t>(begin + r) * p.operands_stride + panel * kLanes;
            hn::StoreU(gate, d, kept);
            hn::StoreU(up, d, kept + p.w->columns / 2);
        }
        if (p.y_pairs == nullptr) return;
        const std::int64_t width = p.y_stride / 2;
        bf16Kernels().pairUp(tile, kWidth, rows, kLanes, p.y_pairs + begin * width + panel * (kLanes / 2), width);
    });
}

void swigluRowsImpl(const float* gate_up, std::int64_t rows, std::int64_t width, float* y) {
    const F d;
    const std::int64_t whole = width / kLanes * kLanes;
    for (std::int64_t r = 0; r < rows; ++r, gate_up += 2 * width, y += width) {
        for (std::int64_t i = 0; i < whole; i += kLanes) {
            hn::StoreU(swiglu(hn::LoadU(d, gate_up + i), hn::LoadU(d, gate_up + width + i)), d, y + i);
        }
        if (whole == width) continue;
        HWY_ALIGN float gate[kLanes] = {}, up[kLanes] = {};
        std::copy_n(gate_up + whole, width - whole, gate);
        std::copy_n(gate_up + width + whole, width - whole, up);
        hn::Store(swiglu(hn::Load(d, gate), hn::Load(d, up)), d, gate);
        std::copy_n(gate, width - whole, y + whole);
    }
}

int panelWidthImpl() { return kWidth; }
const char* targetImpl() { return hwy::TargetName(HWY_TARGET); }

}  // namespace retort::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace retort::kernels {
HWY_EXPORT(gemmPanelsImpl);
HWY_EXPORT(gemmSwigluImpl);
HWY_EXPORT(swigluRowsImpl);
HWY_EXPORT(panelWidthImpl);
HWY_EXPORT(targetImpl);

void gemmPanels(const GemmParams& params) { HWY_DYNAMIC_DISPATCH(gemmPanelsImpl)(params); }
void gemmSwiglu(const GemmParams& params) { HWY_DYNAMIC_DISPATCH(gemmSwigluImpl)(params); }
void swigluRows(const float* gate_up, std::int64_t rows, std::int64_t width, float* y) {
    HWY_DYNAMIC_DISPATCH(swigluRowsImpl)(gate_up, rows, width, y);
}
std::int32_t panelWidth() { return HWY_DYNAMIC_DISPATCH(panelWidthImpl)(); }
std::string decodeTarget() { return HWY_DYNAMIC_DISPATCH(targetImpl)(); }

std::vector<std::string> decodeTargets() {
    hwy::SetSupportedTargetsForTest(0);
    std::vector<std::string> names;
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) names.emplace_back(hwy::TargetName(target));
    return names;
}

void useDecodeTarget(const std::string& name) {
    hwy::SetSupportedTargetsForTest(0);
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
        if (name == hwy::TargetName(target)) hwy::SetSupportedTargetsForTest(target);
    }
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}
}  // namespace retort::kernels
#endif
