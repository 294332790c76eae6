// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/decoder.h"

#include <charconv>

#include "tokenizer/byte_level.h"
#include "tokenizer/utf8.h"

namespace retort {
namespace {

using Kind = DecoderStep::Kind;

std::optional<char> fallbackByte(const std::string& token) {
    if (token.size() != 6 || !token.starts_with("<0x") || token[5] != '>') return std::nullopt;
    unsigned value = 0;
    const auto [end, error] = std::from_chars(token.data() + 3, token.data() + 5, value, 16);
    if (error != std::errc() || end != token.data() + 5) return std::nullopt;
    return static_cast<char>(value);
}

/// Runs of byte tokens become text; a run that is no UTF-8 becomes one U+FFFD a byte, as HuggingFace does.
std::vector<std::string> joinFallbackBytes(const std::vector<std::string>& tokens) {
    std::vector<std::string> result;
    std::string run;
    const auto flush = [&] {
        if (run.empty()) return;
        if (validUtf8Prefix(run) == run.size()) result.push_back(run);
        else
            for (std::size_t i = 0; i < run.size(); ++i) result.emplace_back("\xEF\xBF\xBD");
        run.clear();
    };
    for (const std::string& token : tokens) {
        if (const auto byte = fallbackByte(token)) {
            run += *byte;
            continue;
        }
        flush();
        result.push_back(token);
    }
    flush();
    return result;
}

std::string fuse(const std::vector<std::string>& tokens, std::string_view separator = {}) {
    std::string text;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i > 0) text += separator;
        text += tokens[i];
    }
    return text;
}

std::string stripEnds(std::string_view token, const DecoderStep& step) {
    if (step.content.empty()) return std::string(token);
    for (std::int64_t i = 0; i < step.start && token.starts_with(step.content); ++i)
        token.remove_prefix(step.content.size());
    for (std::int64_t i = 0; i < step.stop && token.ends_with(step.content); ++i) token.remove_suffix(step.content.size());
    return std::string(token);
}

std::string spell(const std::string& token) { return unspellBytes(token).value_or(token); }

}  // namespace

Decoder::Decoder(const TokenizerSpec& spec) : join_with_space_(!spec.has_decoder) {
    for (const DecoderStep& decoder : spec.decoder) {
        Step step{decoder, std::nullopt};
        if (decoder.kind == Kind::Replace) step.pattern.emplace(decoder.pattern, "decoder.pattern");
        if (decoder.kind == Kind::Metaspace) step.pattern.emplace(PatternSpec{decoder.content, false}, "decoder");
        steps_.push_back(std::move(step));
    }
}

std::string Decoder::run(std::vector<std::string> tokens) const {
    for (const Step& step : steps_) {
        switch (step.spec.kind) {
            case Kind::ByteLevel: {
                std::string bytes;
                for (const std::string& token : tokens) bytes += spell(token);
                tokens = {replaceInvalidUtf8(bytes)};
                break;
            }
            case Kind::ByteFallback: tokens = joinFallbackBytes(tokens); break;
            case Kind::Fuse: tokens = {fuse(tokens)}; break;
            case Kind::Replace:
                for (std::string& token : tokens) token = replaceAll(token, *step.pattern, step.spec.content);
                break;
            case Kind::Strip:
                for (std::string& token : tokens) token = stripEnds(token, step.spec);
                break;
            case Kind::Metaspace:
                for (std::size_t i = 0; i < tokens.size(); ++i) {
                    tokens[i] = replaceAll(tokens[i], *step.pattern, " ");
                    if (i == 0 && step.spec.drop_first && tokens[i].starts_with(' ')) tokens[i].erase(0, 1);
                }
                break;
        }
    }
    return replaceInvalidUtf8(fuse(tokens, join_with_space_ ? " " : ""));
}

std::string Decoder::bytes(const std::string& token) const {
    std::string result = token;
    for (const Step& step : steps_) {
        switch (step.spec.kind) {
            case Kind::ByteLevel: result = spell(result); break;
            case Kind::ByteFallback:
                if (const auto byte = fallbackByte(result)) return std::string(1, *byte);
                break;
            case Kind::Replace: result = replaceAll(result, *step.pattern, step.spec.content); break;
            case Kind::Metaspace: result = replaceAll(result, *step.pattern, " "); break;
            case Kind::Fuse:
            case Kind::Strip: break;  // they work on a whole text
        }
    }
    return result;
}

}  // namespace retort
