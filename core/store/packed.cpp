// SPDX-License-Identifier: Apache-2.0
#include "store/packed.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace retort::rows {
namespace {

constexpr std::uint64_t most_values = std::uint64_t{1} << 22;  // bounds what a damaged count can make us allocate
constexpr unsigned rounded_bits = 12;  // dropped from a float's 23 of mantissa, one of them by rounding

std::string packBits(const std::vector<std::uint32_t>& values) {
    PackWriter out;
    out.number(values.size());
    if (values.empty()) return out.bytes;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const auto width = static_cast<unsigned>(std::bit_width(*high - *low));
    out.number(*low);
    out.number(width);
    std::uint64_t pending = 0;
    unsigned bits = 0;
    for (const std::uint32_t value : values) {
        pending |= static_cast<std::uint64_t>(value - *low) << bits;
        for (bits += width; bits >= 8; bits -= 8, pending >>= 8) out.bytes += static_cast<char>(pending & 0xff);
    }
    if (bits > 0) out.bytes += static_cast<char>(pending & 0xff);
    return out.bytes;
}

std::vector<std::uint32_t> unpackBits(std::string_view bytes) {
    PackReader in(bytes);
    const std::uint64_t count = in.number(), low = in.number(), width = in.number();
    if (count == 0 || in.failed() || count > most_values || width > 32) return {};
    const std::string_view packed = in.take((count * width + 7) / 8);
    if (in.failed()) return {};
    std::vector<std::uint32_t> values;
    values.reserve(count);
    const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
    std::uint64_t pending = 0;
    unsigned bits = 0;
    auto next = packed.begin();
    while (values.size() < count) {
        for (; bits < width; bits += 8) pending |= static_cast<std::uint64_t>(static_cast<unsigned char>(*next++)) << bits;
        values.push_back(static_cast<std::uint32_t>(low + (pending & mask)));
        pending >>= width;
        bits -= static_cast<unsigned>(width);
    }
    return values;
}

template <class To, class From, class Change>
std::vector<To> changed(const std::vector<From>& values, Change change) {
    std::vector<To> result(values.size());
    std::transform(values.begin(), values.end(), result.begin(), change);
    return result;
}

}  // namespace

void PackWriter::number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
    bytes += static_cast<char>(value);
}

void PackWriter::text(std::string_view text) {
    number(text.size());
    bytes += text;
}

void PackWriter::real(double value) { bytes.append(reinterpret_cast<const char*>(&value), sizeof value); }

std::string_view PackReader::take(std::size_t size) {
    failed_ = failed_ || size > left_.size();
    const std::string_view taken = left_.substr(0, failed_ ? 0 : size);
    left_.remove_prefix(taken.size());
    return taken;
}

std::uint64_t PackReader::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const std::string_view byte = take(1);
        if (byte.empty()) return 0;
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(byte[0]) & 0x7f) << shift;
        if ((static_cast<unsigned char>(byte[0]) & 0x80) == 0) return value;
    }
    failed_ = true;
    return 0;
}

std::string PackReader::text() { return std::string(take(number())); }

double PackReader::real() {
    double value = 0;
    const std::string_view bytes = take(sizeof value);
    if (bytes.size() == sizeof value) std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

std::string packIds(const std::vector<std::int32_t>& ids) {
    return packBits(changed<std::uint32_t>(ids, [](std::int32_t id) { return static_cast<std::uint32_t>(id); }));
}
std::vector<std::int32_t> unpackIds(std::string_view bytes) {
    return changed<std::int32_t>(unpackBits(bytes), [](std::uint32_t id) { return static_cast<std::int32_t>(id); });
}
std::string packFloats(const std::vector<float>& values) {
    return packBits(changed<std::uint32_t>(values, [](float value) { return std::bit_cast<std::uint32_t>(value); }));
}
std::vector<float> unpackFloats(std::string_view bytes) {
    return changed<float>(unpackBits(bytes), [](std::uint32_t value) { return std::bit_cast<float>(value); });
}
std::string packRounded(const std::vector<float>& values) {
    constexpr std::uint32_t half = std::uint32_t{1} << (rounded_bits - 1);
    // A NaN keeps its upper bits, which make it one.
    return packBits(changed<std::uint32_t>(values, [](float value) {
        const auto bits = std::bit_cast<std::uint32_t>(value);
        return (value != value ? bits : bits + half) >> rounded_bits;
    }));
}
std::vector<float> unpackRounded(std::string_view bytes) {
    return changed<float>(unpackBits(bytes),
                          [](std::uint32_t value) { return std::bit_cast<float>(value << rounded_bits); });
}

}  // namespace retort::rows
