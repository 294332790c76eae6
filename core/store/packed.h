// SPDX-License-Identifier: Apache-2.0
#pragma once

// Numbers of a rollout in little room; private to core/store. What is read may be damaged: reading ends early, never beyond
// it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace retort::rows {

/// Whole numbers below 128 in a byte, others in more; texts with their length; doubles.
class PackWriter {
public:
    void number(std::uint64_t value);
    void text(std::string_view text);
    void real(double value);
    std::string bytes;
};

class PackReader {
public:
    explicit PackReader(std::string_view bytes) : left_(bytes) {}
    std::uint64_t number();
    std::string text();
    double real();
    /// Something was missing: what was read last is 0 or empty.
    bool failed() const { return failed_; }
    std::string_view take(std::size_t size);

private:
    std::string_view left_;
    bool failed_ = false;
};

/// Token ids, exactly: less their smallest, each in as many bits as the largest of them needs.
std::string packIds(const std::vector<std::int32_t>& ids);
std::vector<std::int32_t> unpackIds(std::string_view bytes);
/// Log-probs, exactly: their bits in the same way. Those of one text mostly share the sign and most of the exponent.
std::string packFloats(const std::vector<float>& values);
std::vector<float> unpackFloats(std::string_view bytes);
/// Entropies, which are only looked at: rounded to 12 significant bits.
std::string packRounded(const std::vector<float>& values);
std::vector<float> unpackRounded(std::string_view bytes);

}  // namespace retort::rows
