// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/error.h"
#include "tokenizer/utf8.h"

namespace retort {
namespace {

constexpr std::uint32_t kMatchLimit = 50'000'000;
constexpr std::uint32_t kHeapLimitKib = 64 * 1024;
constexpr std::size_t kMaxPatternBytes = 64 * 1024;

std::string pcreMessage(int code) {
    PCRE2_UCHAR buffer[256];
    pcre2_get_error_message(code, buffer, sizeof buffer);
    return reinterpret_cast<const char*>(buffer);
}

/// PCRE2's \s has U+180E as well, which is no White_Space since Unicode 6.3.
std::string translate(const std::string& pattern) {
    std::string result;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '\\' || i + 1 == pattern.size()) {
            result += pattern[i];
            continue;
        }
        const char escaped = pattern[++i];
        if (escaped == 's') result += "\\p{White_Space}";
        else if (escaped == 'S') result += "\\P{White_Space}";
        else (result += '\\') += escaped;
    }
    return result;
}

/// What a thread needs for matching; PCRE2 code is shared, these are not.
struct MatchState {
    pcre2_match_data* data = pcre2_match_data_create(1, nullptr);
    pcre2_match_context* context = pcre2_match_context_create(nullptr);
    pcre2_jit_stack* stack = pcre2_jit_stack_create(32 * 1024, 4 * 1024 * 1024, nullptr);
    MatchState() {
        pcre2_set_match_limit(context, kMatchLimit);
        pcre2_set_heap_limit(context, kHeapLimitKib);
        pcre2_jit_stack_assign(context, nullptr, stack);
    }
    ~MatchState() {
        pcre2_jit_stack_free(stack);
        pcre2_match_context_free(context);
        pcre2_match_data_free(data);
    }
    MatchState(const MatchState&) = delete;
};

}  // namespace

Regex::Regex(const std::string& pattern, const std::string& where) : where_(where) {
    if (pattern.size() > kMaxPatternBytes) throw Error(ErrorCode::BadInput, "regular expression is longer than 64 KiB", where);
    const std::string translated = translate(pattern);
    int error = 0;
    PCRE2_SIZE at = 0;
    auto* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated.data()), translated.size(),
                               PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C, &error, &at, nullptr);
    if (code == nullptr) {
        throw Error(ErrorCode::BadInput, "regular expression cannot be read: " + pcreMessage(error), where);
    }
    code_ = std::shared_ptr<void>(code, [](void* p) { pcre2_code_free(static_cast<pcre2_code*>(p)); });
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);  // without JIT pcre2_match still works, only slower
}

std::optional<Range> Regex::find(std::string_view text, std::size_t offset) const {
    thread_local MatchState state;
    const int found = pcre2_match(static_cast<const pcre2_code*>(code_.get()), reinterpret_cast<PCRE2_SPTR>(text.data()),
                                  text.size(), offset, PCRE2_NO_UTF_CHECK, state.data, state.context);
    if (found == PCRE2_ERROR_NOMATCH) return std::nullopt;
    if (found < 0) {
        throw Error(ErrorCode::BadInput, "regular expression gave up on a text: " + pcreMessage(found), where_);
    }
    const PCRE2_SIZE* offsets = pcre2_get_ovector_pointer(state.data);
    return Range{offsets[0], std::max(offsets[0], offsets[1])};
}

Pattern::Pattern(const PatternSpec& spec, const std::string& where) {
    if (spec.is_regex) regex_.emplace(spec.text, where);
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
