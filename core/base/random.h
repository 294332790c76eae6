// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace retort {

/// Counter-based generator (Philox-4x32-10; Salmon et al., SC'11): every draw is a pure function of (seed, stream,
/// counter), so a sampler can give each rollout its own stream and the result does not depend on batch order or threads.
/// Copyable; its whole state is three integers, which is what a checkpoint stores.
class Random {
public:
    Random() = default;
    Random(std::uint64_t seed, std::uint64_t stream) : seed_(seed), stream_(stream) {}

    /// Uniform 64 bits.
    std::uint64_t next();
    /// Uniform in [0, 1), 53 bits.
    double uniform();
    /// Uniform in [0, bound), unbiased; bound >= 1.
    std::uint64_t below(std::uint64_t bound);
    /// Standard normal (Box-Muller).
    double normal();

    /// Fisher-Yates.
    template <class T>
    void shuffle(std::vector<T>& items) {
        for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
    }

    struct State {
        std::uint64_t seed, stream, counter;
    };
    State state() const { return {seed_, stream_, counter_}; }
    static Random restore(const State& state);

private:
    std::uint64_t seed_ = 0, stream_ = 0, counter_ = 0;
};

/// Mixes a seed with a name, so that every stage of a run has a seed of its own from the run's one seed.
std::uint64_t deriveSeed(std::uint64_t seed, std::string_view name);

}  // namespace retort
