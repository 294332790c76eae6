// SPDX-License-Identifier: Apache-2.0
#include "curate/sieve_bounds.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace retort {
namespace {

constexpr std::array<SieveBound, 8> bounds{{{"keep_well_formed", &SampleParams::keep_well_formed},
                                            {"keep_correct", &SampleParams::keep_correct},
                                            {"allow_code", &SampleParams::allow_code},
                                            {"require_reflection", &SampleParams::require_reflection},
                                            {"min_language_share", &SampleParams::min_language_share},
                                            {"max_repetition", &SampleParams::max_repetition},
                                            {"max_paragraph", &SampleParams::max_paragraph},
                                            {"max_per_prompt", &SampleParams::max_per_prompt}}};

std::string write(bool value) { return value ? "true" : "false"; }
std::string write(std::int64_t value) { return std::to_string(value); }
/// Two decimals where they say it all.
std::string write(double value) {
    const std::string usual = fmt::format("{:.2f}", value), exact = fmt::format("{}", value);
    return exact.size() <= usual.size() ? usual : exact;
}

template <class Number>
bool readNumber(const std::string& text, Number most, Number& value) {
    Number read{};
    const char* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, read);
    if (error != std::errc() || at != end || !(read >= 0 && read <= most)) return false;
    value = read;
    return true;
}
bool read(const std::string& text, bool& value) {
    if (text != "true" && text != "false") return false;
    value = text == "true";
    return true;
}
bool read(const std::string& text, std::int64_t& value) { return readNumber<std::int64_t>(text, INT32_MAX, value); }
bool read(const std::string& text, double& value) { return readNumber<double>(text, 1, value); }

}  // namespace

std::string SieveBound::text(const SampleParams& params) const {
    return std::visit([&](auto member) { return write(params.*member); }, field);
}
bool SieveBound::same(const SampleParams& a, const SampleParams& b) const {
    return std::visit([&](auto member) { return a.*member == b.*member; }, field);
}
bool SieveBound::set(SampleParams& params, const std::string& text) const {
    return std::visit([&](auto member) { return read(text, params.*member); }, field);
}

std::span<const SieveBound> sieveBounds() { return bounds; }

TriedBounds triedBounds(const SampleParams& tried, const SampleParams& recipe) {
    TriedBounds different;
    for (const SieveBound& bound : bounds)
        if (!bound.same(tried, recipe)) different.emplace(bound.name, bound.text(tried));
    return different;
}

SampleParams withBounds(SampleParams params, const TriedBounds& tried) {
    for (const SieveBound& bound : bounds)
        if (const auto found = tried.find(bound.name); found != tried.end()) bound.set(params, found->second);
    return params;
}

}  // namespace retort
