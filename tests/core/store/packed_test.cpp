// SPDX-License-Identifier: Apache-2.0
#include "store/packed.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "base/random.h"

namespace retort::test {
namespace {

std::vector<std::uint32_t> bitsOf(const std::vector<float>& values) {
    std::vector<std::uint32_t> bits;
    for (const float value : values) bits.push_back(std::bit_cast<std::uint32_t>(value));
    return bits;
}

TEST(Packed, IdsAndFloatsComeBackBitForBit) {
    Random random(3, 0);
    for (const std::uint64_t vocabulary : {1ULL, 2ULL, 500ULL, 65536ULL, 151936ULL, 1ULL << 31}) {
        for (const int count : {0, 1, 7, 8, 64, 1000}) {
            std::vector<std::int32_t> ids;
            std::vector<float> floats;
            for (int i = 0; i < count; ++i) {
                ids.push_back(static_cast<std::int32_t>(random.below(vocabulary)));
                floats.push_back(static_cast<float>(-random.uniform() * std::exp(10 * random.normal())));
            }
            EXPECT_EQ(rows::unpackIds(rows::packIds(ids)), ids);
            EXPECT_EQ(rows::unpackFloats(rows::packFloats(floats)), floats);
        }
    }
    constexpr float infinity = std::numeric_limits<float>::infinity();
    const std::vector<float> special{
        0.0F, -0.0F, infinity, -infinity, std::nanf(""), std::numeric_limits<float>::denorm_min(), -1e38F};
    EXPECT_EQ(bitsOf(rows::unpackFloats(rows::packFloats(special))), bitsOf(special));
    const std::vector<std::int32_t> ids{-1, 0, std::numeric_limits<std::int32_t>::min(),
                                        std::numeric_limits<std::int32_t>::max()};
    EXPECT_EQ(rows::unpackIds(rows::packIds(ids)), ids);
}

TEST(Packed, RoundedValuesAreWithinTheirLastBit) {
    Random random(4, 0);
    std::vector<float> values{0.0F, 1.0F, std::numeric_limits<float>::infinity()};
    for (int i = 0; i < 2000; ++i) values.push_back(static_cast<float>(std::exp(8 * random.normal())));
    const std::vector<float> got = rows::unpackRounded(rows::packRounded(values));
    ASSERT_EQ(got.size(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isfinite(values[i])) EXPECT_NEAR(got[i], values[i], values[i] / 4096);
        else EXPECT_EQ(got[i], values[i]);
    }
    EXPECT_TRUE(std::isnan(rows::unpackRounded(rows::packRounded({std::nanf(""), 1.0F}))[0]));
}

TEST(Packed, DamagedBytesEndEarly) {
    Random random(5, 0);
    std::vector<std::int32_t> ids;
    for (int i = 0; i < 200; ++i) ids.push_back(static_cast<std::int32_t>(random.below(1000)));
    const std::string whole = rows::packIds(ids);
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_TRUE(rows::unpackIds(whole.substr(0, size)).empty()) << size;
    for (int trial = 0; trial < 20000; ++trial) {
        std::string bytes = whole.substr(0, 1 + random.below(whole.size()));
        for (int flip = 0; flip < 4; ++flip) bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
        EXPECT_LE(rows::unpackIds(bytes).size(), std::size_t{1} << 22);
        rows::PackReader reader(bytes);
        while (!reader.failed()) (void)reader.text();
    }
}

}  // namespace
}  // namespace retort::test
