// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizer.h"

#include <algorithm>

#include "tokenizer/utf8.h"

namespace retort {
namespace {

using Kind = PreTokenizerStep::Kind;
using Behavior = PreTokenizerStep::Behavior;

// HuggingFace tokenizers, pre_tokenizers/byte_level.rs
constexpr const char* kGpt2Pattern = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

struct Segment {
    Range range;
    bool is_match = false;
};

/// Every byte of the text in matches and the gaps between them.
std::vector<Segment> segments(std::string_view text, const std::vector<Range>& matches, bool invert) {
    std::vector<Segment> result;
    std::size_t done = 0;
    for (const Range& match : matches) {
        if (match.begin > done) result.push_back({{done, match.begin}, invert});
        result.push_back({match, !invert});
        done = match.end;
    }
    if (done < text.size()) result.push_back({{done, text.size()}, invert});
    return result;
}

std::vector<Range> joinToPrevious(const std::vector<Segment>& all) {
    std::vector<Range> result;
    bool previous_match = false;
    for (const Segment& segment : all) {
        if (segment.is_match && !previous_match && !result.empty()) result.back().end = segment.range.end;
        else result.push_back(segment.range);
        previous_match = segment.is_match;
    }
    return result;
}

std::vector<Range> joinToNext(const std::vector<Segment>& all) {
    std::vector<Range> result;
    bool previous_match = false;
    for (auto segment = all.rbegin(); segment != all.rend(); ++segment) {
        if (segment->is_match && !previous_match && !result.empty()) result.back().begin = segment->range.begin;
        else result.push_back(segment->range);
        previous_match = segment->is_match;
    }
    std::ranges::reverse(result);
    return result;
}

std::vector<Range> applyBehavior(const std::vector<Segment>& all, Behavior behavior) {
    if (behavior == Behavior::MergedWithPrevious) return joinToPrevious(all);
    if (behavior == Behavior::MergedWithNext) return joinToNext(all);
    std::vector<Range> result;
    bool previous_match = false;
    for (const Segment& segment : all) {
        if (behavior == Behavior::Removed && segment.is_match) continue;
        if (behavior == Behavior::Contiguous && !result.empty() && segment.is_match == previous_match) {
            result.back().end = segment.range.end;
        } else {
            result.push_back(segment.range);
        }
        previous_match = segment.is_match;
    }
    return result;
}

template <class Predicate>
void matchCharacters(std::string_view text, Predicate predicate, std::vector<Range>& matches) {
    matches.clear();
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t begin = i;
        if (predicate(nextCodePoint(text, i))) matches.push_back({begin, i});
    }
}

void cut(std::string_view text, const std::vector<Range>& matches, Behavior behavior, bool invert,
         std::vector<std::string_view>& out) {
    for (const Range& range : applyBehavior(segments(text, matches, invert), behavior)) {
        if (range.end > range.begin) out.push_back(text.substr(range.begin, range.end - range.begin));
    }
}

std::string metaspace(std::string_view text, const PreTokenizerStep& step, bool first) {
    std::string result;
    for (const char c : text) {
        if (c == ' ') result += step.replacement;
        else result += c;
    }
    const bool prepend =
        step.prepend == PreTokenizerStep::Prepend::Always || (step.prepend == PreTokenizerStep::Prepend::First && first);
    if (prepend && !result.starts_with(step.replacement)) result.insert(0, step.replacement);
    return result;
}

/// The pattern that a step searches for, when it has one.
std::optional<PatternSpec> stepPattern(const PreTokenizerStep& step) {
    switch (step.kind) {
        case Kind::Split: return step.pattern;
        case Kind::Whitespace: return PatternSpec{R"(\w+|[^\w\s]+)", true};
        case Kind::Metaspace: return step.split ? std::optional(PatternSpec{step.replacement, false}) : std::nullopt;
        case Kind::ByteLevel: return step.use_regex ? std::optional(PatternSpec{kGpt2Pattern, true}) : std::nullopt;
        default: return std::nullopt;
    }
}

}  // namespace

PreTokenizer::PreTokenizer(const std::vector<PreTokenizerStep>& steps) {
    for (const PreTokenizerStep& spec : steps) {
        Step step{spec, std::nullopt};
        if (const auto pattern = stepPattern(spec)) step.pattern.emplace(*pattern, "pre_tokenizer.pattern");
        steps_.push_back(std::move(step));
    }
}

void PreTokenizer::run(std::string_view text, bool first, Pieces& pieces) const {
    pieces.views.clear();
    pieces.storage.clear();
    if (text.empty()) return;
    pieces.views.push_back(text);
    std::vector<std::string_view> next;
    std::vector<Range> matches;
    for (const Step& step : steps_) {
        next.clear();
        for (std::string_view piece : pieces.views) {
            const bool leads = first && piece.data() == text.data();
            Behavior behavior = Behavior::Isolated;
            bool invert = false;
            switch (step.spec.kind) {
                case Kind::Split:
                    behavior = step.spec.behavior;
                    invert = step.spec.invert;
                    break;
                case Kind::Digits:
                    matchCharacters(piece, isNumeric, matches);
                    behavior = step.spec.individual_digits ? Behavior::Isolated : Behavior::Contiguous;
                    break;
                case Kind::Punctuation:
                    matchCharacters(piece, isPunctuation, matches);
                    behavior = step.spec.behavior;
                    break;
                case Kind::Whitespace:
                    behavior = Behavior::Removed;
                    invert = true;
                    break;
                case Kind::WhitespaceSplit:
                    matchCharacters(piece, isWhiteSpace, matches);
                    behavior = Behavior::Removed;
                    break;
                case Kind::Metaspace:
                    piece = pieces.storage.emplace_back(metaspace(piece, step.spec, leads));
                    matches.clear();
                    behavior = Behavior::MergedWithNext;
                    break;
                case Kind::ByteLevel:
                    if (step.spec.add_prefix_space && !piece.starts_with(' ')) {
                        piece = pieces.storage.emplace_back(" " + std::string(piece));
                    }
                    matches.clear();
                    break;
            }
            if (step.pattern) step.pattern->findAll(piece, matches);
            cut(piece, matches, behavior, invert, next);
        }
        pieces.views.swap(next);
    }
}

}  // namespace retort
