// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <cmath>
#include <numbers>

namespace retort {
namespace {

// Philox-4x32-10: multipliers and Weyl constants of the published algorithm.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = std::uint64_t{0xD2511F53u} * counter[0];
        const std::uint64_t b = std::uint64_t{0xCD9E8D57u} * counter[2];
        counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
                   static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
        key[0] += 0x9E3779B9u;
        key[1] += 0xBB67AE85u;
    }
    return counter;
}

}  // namespace

std::uint64_t Random::next() {
    const std::uint64_t index = counter_++;
    const auto word = philox({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32),
                              static_cast<std::uint32_t>(stream_), static_cast<std::uint32_t>(stream_ >> 32)},
                             {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)});
    return (std::uint64_t{word[1]} << 32) | word[0];
}

double Random::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

std::uint64_t Random::below(std::uint64_t bound) {
    // Rejects the incomplete last interval, so that every value is equally likely.
    const std::uint64_t limit = -bound % bound;
    for (;;) {
        const std::uint64_t draw = next();
        if (draw >= limit) return draw % bound;
    }
}

double Random::normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

Random Random::restore(const State& state) {
    Random random(state.seed, state.stream);
    random.counter_ = state.counter;
    return random;
}

std::uint64_t deriveSeed(std::uint64_t seed, std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325u ^ seed;  // FNV-1a, then one Philox round trip to spread it
    for (const unsigned char c : name) hash = (hash ^ c) * 0x100000001b3u;
    return Random(hash, seed).next();
}

}  // namespace retort
