// SPDX-License-Identifier: Apache-2.0
#include "train/adamw.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <cmath>
#include <unordered_map>

#include "base/error.h"
#include "kernels/adamw.h"

namespace retort {
namespace {

// Work is cut into pieces of fixed size, so that sums do not depend on the number of threads.
constexpr std::int64_t kPiece = 16384;

// The instruction set is chosen at run time.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
#define RETORT_CLONES __attribute__((target_clones("default", "avx2", "avx512f")))
#else
#define RETORT_CLONES
#endif

RETORT_CLONES
double sumOfSquares(const float* g, std::int64_t n) {
    // Independent lanes with a fixed order of addition: vectorisable without -ffast-math.
    double lanes[8] = {};
    std::int64_t i = 0;
    for (; i + 8 <= n; i += 8)
        for (int lane = 0; lane < 8; ++lane) lanes[lane] += static_cast<double>(g[i + lane]) * g[i + lane];
    for (; i < n; ++i) lanes[0] += static_cast<double>(g[i]) * g[i];
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

struct Piece {
    std::size_t parameter;
    std::int64_t begin, size;
};

std::vector<Piece> cut(const NamedTensors& parameters) {
    std::vector<Piece> pieces;
    for (std::size_t k = 0; k < parameters.size(); ++k)
        for (std::int64_t begin = 0, n = parameters[k].second.numel(); begin < n; begin += kPiece)
            pieces.push_back({k, begin, std::min(kPiece, n - begin)});
    return pieces;
}

/// Contiguous gradients, undefined where a parameter took no part.
std::vector<at::Tensor> gradients(const NamedTensors& parameters) {
    std::vector<at::Tensor> result;
    for (const auto& [name, tensor] : parameters)
        result.push_back(tensor.grad().defined() ? tensor.grad().contiguous() : at::Tensor());
    return result;
}

double norm(const std::vector<Piece>& pieces, const std::vector<at::Tensor>& gradient) {
    std::vector<double> partial(pieces.size(), 0.0);
    at::parallel_for(0, static_cast<std::int64_t>(pieces.size()), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            const Piece& piece = pieces[static_cast<std::size_t>(i)];
            if (gradient[piece.parameter].defined())
                partial[static_cast<std::size_t>(i)] =
                    sumOfSquares(gradient[piece.parameter].const_data_ptr<float>() + piece.begin, piece.size);
        }
    });
    double sum = 0;
    for (const double part : partial) sum += part;
    return std::sqrt(sum);
}

}  // namespace

AdamW::AdamW(NamedTensors parameters, const AdamWOptions& options) : parameters_(std::move(parameters)), options_(options) {
    for (const auto& [name, tensor] : parameters_) {
        if (!tensor.is_contiguous() || tensor.scalar_type() != at::kFloat || !tensor.device().is_cpu())
            throw Error(ErrorCode::Usage, "the optimizer takes contiguous fp32 tensors on the CPU", name);
        first_.push_back(at::zeros(tensor.sizes(), at::kFloat));
        second_.push_back(at::zeros(tensor.sizes(), at::kFloat));
    }
}

void AdamW::zeroGrad() {
    // Undefined, not zero: the first backward pass then stores its result instead of adding to zeros.
    for (auto& [name, tensor] : parameters_) tensor.mutable_grad() = at::Tensor();
}

double AdamW::gradNorm() const { return norm(cut(parameters_), gradients(parameters_)); }

double AdamW::step(double learning_rate, double max_grad_norm) {
    const std::vector<Piece> pieces = cut(parameters_);
    const std::vector<at::Tensor> gradient = gradients(parameters_);
    const double total = norm(pieces, gradient);
    if (!std::isfinite(total)) return total;

    ++steps_;
    const double scale = max_grad_norm > 0 ? std::min(1.0, max_grad_norm / (total + 1e-6)) : 1.0;
    at::parallel_for(0, static_cast<std::int64_t>(pieces.size()), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            const Piece& piece = pieces[static_cast<std::size_t>(i)];
            const std::size_t k = piece.parameter;
            if (!gradient[k].defined()) continue;
            kernels::adamwCpu({.parameter = parameters_[k].second.mutable_data_ptr<float>() + piece.begin,
                               .gradient = gradient[k].const_data_ptr<float>() + piece.begin,
                               .first_moment = first_[k].mutable_data_ptr<float>() + piece.begin,
                               .second_moment = second_[k].mutable_data_ptr<float>() + piece.begin,
                               .count = piece.size,
                               .step = steps_,
                               .learning_rate = learning_rate,
                               .beta1 = options_.beta1,
                               .beta2 = options_.beta2,
                               .epsilon = options_.epsilon,
                               .weight_decay = parameters_[k].second.dim() >= 2 ? options_.weight_decay : 0,
                               .gradient_scale = scale});
        }
    });
    // Written past ATen: whoever keeps something computed from a parameter sees by its version that it changed.
    for (std::size_t k = 0; k < parameters_.size(); ++k)
        if (gradient[k].defined()) parameters_[k].second.unsafeGetTensorImpl()->bump_version();
    return total;
}

NamedTensors AdamW::state() const {
    NamedTensors result;
    for (std::size_t k = 0; k < parameters_.size(); ++k) {
        result.emplace_back("exp_avg." + parameters_[k].first, first_[k]);
        result.emplace_back("exp_avg_sq." + parameters_[k].first, second_[k]);
    }
    return result;
}

void AdamW::restore(const NamedTensors& state, std::int64_t steps) {
    std::unordered_map<std::string, at::Tensor> given(state.begin(), state.end());
    const NamedTensors mine = this->state();
    for (const auto& [name, tensor] : mine) {
        const auto found = given.find(name);
        if (found == given.end())
            throw Error(ErrorCode::BadInput, "the optimizer state lacks this moment", name,
                        "Resume from another checkpoint");
        if (found->second.sizes() != tensor.sizes() || found->second.scalar_type() != at::kFloat)
            throw Error(ErrorCode::BadInput, "the optimizer state has another shape than the model", name,
                        "Resume with the recipe that wrote this checkpoint");
    }
    for (const auto& [name, tensor] : mine) tensor.copy_(given.at(name));
    steps_ = steps;
}

}  // namespace retort
