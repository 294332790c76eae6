// SPDX-License-Identifier: Apache-2.0
// Panel GEMM: a panel of two vectors of output columns stays in the first-level cache while blocks of rows pass over it.
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
constexpr int kDepthBlock = 16;  // short sums: log-probabilities then agree with double precision twice as well as with 128

/// tile[M][kWidth] (+)= x[M, depth] * panel[depth, kWidth].
template <int M>
void multiplyTile(const float* HWY_RESTRICT x, std::size_t x_stride, const float* HWY_RESTRICT panel, int depth,
                  float* HWY_RESTRICT tile, bool first) {
    const F d;
    V low[M], high[M];
#pragma GCC unroll 16
    for (int r = 0; r < M; ++r) low[r] = high[r] = hn::Zero(d);
    for (int k = 0; k < depth; ++k) {
        const V left = hn::Load(d, panel + static_cast<std::size_t>(k) * kWidth);
        const V right = hn::Load(d, panel + static_cast<std::size_t>(k) * kWidth + kLanes);
#pragma GCC unroll 16
        for (int r = 0; r < M; ++r) {
            const V value = hn::Set(d, x[r * x_stride + k]);
            low[r] = hn::MulAdd(value, left, low[r]);
            high[r] = hn::MulAdd(value, right, high[r]);
        }
    }
#pragma GCC unroll 16
    for (int r = 0; r < M; ++r) {
        float* out = tile + r * kWidth;
        hn::Store(first ? low[r] : hn::Add(hn::Load(d, out), low[r]), d, out);
        hn::Store(first ? high[r] : hn::Add(hn::Load(d, out + kLanes), high[r]), d, out + kLanes);
    }
}

using Multiply = void (*)(const float*, std::size_t, const float*, int, float*, bool);

template <int... M>
constexpr std::array<Multiply, sizeof...(M)> multiplyTable(std::integer_sequence<int, M...>) {
    return {multiplyTile<M + 1>...};
}
constexpr auto kMultiply = multiplyTable(std::make_integer_sequence<int, kRows>());

/// Calls finish(panel, first row, rows, tile) for every tile of the product.
template <class Finish>
void forTiles(const GemmParams& p, const Finish& finish) {
    HWY_ALIGN float tile[kRows * kWidth];
    const int depth = p.w->depth;
    const int blocks = (p.rows + kRows - 1) / kRows;
    for (int panel = p.panel_begin; panel < p.panel_end; ++panel) {
        const float* weights = p.w->data.get() + static_cast<std::size_t>(panel) * depth * kWidth;
        for (int block = 0; block < blocks; ++block) {
            const int begin = p.rows * block / blocks, rows = p.rows * (block + 1) / blocks - begin;
            const float* x = p.x + static_cast<std::size_t>(begin) * p.x_stride;
            for (int k = 0; k < depth; k += kDepthBlock) {
                kMultiply[rows - 1](x + k, p.x_stride, weights + static_cast<std::size_t>(k) * kWidth,
                                    std::min(kDepthBlock, depth - k), tile, k == 0);
            }
            finish(panel, begin, rows, tile);
        }
    }
}

void gemmPanelsImpl(const GemmParams& p) {
    const F d;
    forTiles(p, [&](int panel, int begin, int rows, const float* tile) {
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

V swiglu(V gate, V up) {
    const F d;
    const V decay = hn::Exp(d, hn::Min(hn::Neg(gate), hn::Set(d, 88.0f)));
    return hn::Mul(hn::Div(gate, hn::Add(hn::Set(d, 1.0f), decay)), up);
}

void gemmSwigluImpl(const GemmParams& p) {
    const F d;
    forTiles(p, [&](int panel, int begin, int rows, const float* tile) {
        for (int r = 0; r < rows; ++r, tile += kWidth) {
            float* out = p.y + static_cast<std::size_t>(begin + r) * p.y_stride + panel * kLanes;
            hn::StoreU(swiglu(hn::Load(d, tile), hn::Load(d, tile + kLanes)), d, out);
        }
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
