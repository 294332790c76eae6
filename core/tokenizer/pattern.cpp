// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pattern.h"

#include "tokenizer/utf8.h"

namespace retort {

Pattern::Pattern(const PatternSpec& spec, const std::string& where) {
    if (spec.is_regex) regex_.emplace(spec.text, RegexDialect::Oniguruma, where);
    else literal_ = spec.text;
}

void Pattern::findAll(std::string_view text, std::vector<Range>& matches) const {
    matches.clear();
    if (!regex_) {
        if (literal_.empty()) return;
        for (std::size_t at = text.find(literal_); at != text.npos; at = text.find(literal_, at + literal_.size())) {
            matches.push_back({at, at + literal_.size()});
        }
        return;
    }
    std::size_t offset = 0;
    while (offset <= text.size()) {
        const auto match = regex_->find(text, offset);
        if (!match) return;
        const bool is_empty = match->end == match->begin;
        if (!is_empty || matches.empty() || matches.back().end != match->begin) matches.push_back(*match);
        offset = match->end;
        if (is_empty) {
            if (offset == text.size()) return;
            nextCodePoint(text, offset);
        }
    }
}

std::string replaceAll(std::string_view text, const Pattern& pattern, std::string_view content) {
    std::vector<Range> matches;
    pattern.findAll(text, matches);
    if (matches.empty()) return std::string(text);
    std::string result;
    std::size_t done = 0;
    for (const Range& match : matches) {
        result.append(text.substr(done, match.begin - done)).append(content);
        done = match.end;
    }
    return result.append(text.substr(done));
}

}  // namespace retort
