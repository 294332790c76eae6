// SPDX-License-Identifier: Apache-2.0
#include "kernels/decode/decode_team.h"

namespace retort::kernels {
namespace {

/// Spins for some microseconds, then lets others run: with more threads than cores, pure spinning would wait for itself.
void awaitChange(const std::atomic<std::uint32_t>& value, std::uint32_t old) {
    for (int spin = 0; spin < 4000; ++spin) {
        if (value.load(std::memory_order_acquire) != old) return;
        __builtin_ia32_pause();
    }
    value.wait(old, std::memory_order_acquire);
}

}  // namespace

Team::Team(int size) : size_(size) {
    for (int rank = 1; rank < size_; ++rank) threads_.emplace_back([this, rank] { serve(rank); });
}

Team::~Team() {
    closing_ = true;
    generation_.fetch_add(1, std::memory_order_release);
    generation_.notify_all();
    for (auto& thread : threads_) thread.join();
}

void Team::run(const std::function<void(int)>& job) {
    if (size_ == 1) return job(0);
    job_ = &job;
    generation_.fetch_add(1, std::memory_order_release);
    generation_.notify_all();
    job(0);
    barrier();
}

void Team::barrier() {
    if (size_ == 1) return;
    const std::uint32_t phase = phase_.load(std::memory_order_relaxed);
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == static_cast<std::uint32_t>(size_)) {
        arrived_.store(0, std::memory_order_relaxed);
        phase_.store(phase + 1, std::memory_order_release);
        phase_.notify_all();
    } else {
        awaitChange(phase_, phase);
    }
}

std::pair<std::int32_t, std::int32_t> Team::share(std::int32_t count, int rank) const {
    const auto edge = [&](int r) { return static_cast<std::int32_t>(std::int64_t{count} * r / size_); };
    return {edge(rank), edge(rank + 1)};
}

void Team::serve(int rank) {
    for (std::uint32_t seen = 0;; ++seen) {
        awaitChange(generation_, seen);
        if (closing_) return;
        (*job_)(rank);
        barrier();
    }
}

}  // namespace retort::kernels
