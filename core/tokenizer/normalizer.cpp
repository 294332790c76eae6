// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizer.h"

#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "base/error.h"
#include "tokenizer/utf8.h"

namespace retort {
namespace {

using Kind = NormalizerStep::Kind;

const icu::Normalizer2& unicodeForm(Kind kind) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* form = nullptr;
    switch (kind) {
        case Kind::Nfd: form = icu::Normalizer2::getNFDInstance(status); break;
        case Kind::Nfkc: form = icu::Normalizer2::getNFKCInstance(status); break;
        case Kind::Nfkd: form = icu::Normalizer2::getNFKDInstance(status); break;
        default: form = icu::Normalizer2::getNFCInstance(status); break;
    }
    if (U_FAILURE(status)) {
        throw Error(ErrorCode::Environment, std::string("ICU has no normalisation data: ") + u_errorName(status), {},
                    "Reinstall the ICU library");
    }
    return *form;
}

std::string normalizeUnicode(Kind kind, std::string_view text) {
    // ASCII is the same in all four forms.
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return std::string(text);
    UErrorCode status = U_ZERO_ERROR;
    std::string result;
    icu::StringByteSink<std::string> sink(&result, static_cast<std::int32_t>(text.size()));
    unicodeForm(kind).normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr,
                                    status);
    if (U_FAILURE(status))
        throw Error(ErrorCode::BadInput, std::string("text cannot be normalised: ") + u_errorName(status));
    return result;
}

std::string lowercase(std::string_view text) {
    std::string result;
    icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())))
        .toLower(icu::Locale::getRoot())
        .toUTF8String(result);
    return result;
}

std::string strip(std::string_view text, bool left, bool right) {
    std::size_t begin = text.size(), end = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t start = i;
        if (isWhiteSpace(nextCodePoint(text, i))) continue;
        begin = std::min(begin, start);
        end = i;
    }
    if (begin > end) return {};
    if (!left) begin = 0;
    if (!right) end = text.size();
    return std::string(text.substr(begin, end - begin));
}

}  // namespace

Normalizer::Normalizer(const std::vector<NormalizerStep>& steps) {
    for (const NormalizerStep& spec : steps) {
        Step step{spec, std::nullopt};
        if (spec.kind == Kind::Replace) step.pattern.emplace(spec.pattern, "normalizer.pattern");
        steps_.push_back(std::move(step));
    }
}

std::string Normalizer::run(std::string_view text) const {
    std::string result(text);
    for (const Step& step : steps_) {
        switch (step.spec.kind) {
            case Kind::Lowercase: result = lowercase(result); break;
            case Kind::Strip: result = strip(result, step.spec.left, step.spec.right); break;
            case Kind::Prepend:
                if (!result.empty()) result.insert(0, step.spec.content);
                break;
            case Kind::Replace: result = replaceAll(result, *step.pattern, step.spec.content); break;
            default: result = normalizeUnicode(step.spec.kind, result); break;
        }
    }
    return result;
}

}  // namespace retort
