// SPDX-License-Identifier: Apache-2.0
#include "base/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>

#include "base/error.h"

namespace retort {
namespace {

struct Bounds {
    std::uint32_t match_limit, heap_limit_kib;
    std::size_t pattern_bytes;
};

/// A tokenizer's pattern meets whole files, a schema's the strings of one answer.
constexpr Bounds boundsOf(RegexDialect dialect) {
    return dialect == RegexDialect::Oniguruma ? Bounds{50'000'000, 64 * 1024, 64 * 1024}
                                              : Bounds{1'000'000, 16 * 1024, 16 * 1024};
}

constexpr std::uint32_t optionsOf(RegexDialect dialect) {
    // ECMA-262's \uXXXX is ALT_BSUX.
    return PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C |
           (dialect == RegexDialect::Oniguruma ? PCRE2_UCP | PCRE2_MULTILINE
                                               : PCRE2_ALT_BSUX | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF);
}

std::string messageOf(int code) {
    PCRE2_UCHAR buffer[256];
    pcre2_get_error_message(code, buffer, sizeof buffer);
    return reinterpret_cast<const char*>(buffer);
}

/// PCRE2's \s has U+180E as well, which is no White_Space since Unicode 6.3.
std::string withWhiteSpace(const std::string& pattern) {
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
    explicit MatchState(RegexDialect dialect) {
        pcre2_set_match_limit(context, boundsOf(dialect).match_limit);
        pcre2_set_heap_limit(context, boundsOf(dialect).heap_limit_kib);
        pcre2_jit_stack_assign(context, nullptr, stack);
    }
    ~MatchState() {
        pcre2_jit_stack_free(stack);
        pcre2_match_context_free(context);
        pcre2_match_data_free(data);
    }
    MatchState(const MatchState&) = delete;
};

MatchState& stateOf(RegexDialect dialect) {
    thread_local MatchState tokenizer(RegexDialect::Oniguruma), schema(RegexDialect::EcmaScript);
    return dialect == RegexDialect::Oniguruma ? tokenizer : schema;
}

}  // namespace

Regex::Regex(const std::string& pattern, RegexDialect dialect, const std::string& where) : dialect_(dialect), where_(where) {
    const std::size_t most = boundsOf(dialect).pattern_bytes;
    if (pattern.size() > most)
        throw Error(ErrorCode::BadInput, "regular expression is longer than " + std::to_string(most / 1024) + " KiB", where);
    const std::string text = dialect == RegexDialect::Oniguruma ? withWhiteSpace(pattern) : pattern;
    int error = 0;
    PCRE2_SIZE at = 0;
    auto* code =
        pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), optionsOf(dialect), &error, &at, nullptr);
    if (code == nullptr)
        throw Error(ErrorCode::BadInput,
                    "regular expression cannot be read: " + messageOf(error) + " at byte " + std::to_string(at), where);
    code_ = std::shared_ptr<void>(code, [](void* p) { pcre2_code_free(static_cast<pcre2_code*>(p)); });
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);  // without JIT pcre2_match still works, only slower
}

std::optional<Range> Regex::find(std::string_view text, std::size_t offset) const {
    const MatchState& state = stateOf(dialect_);
    const int found = pcre2_match(static_cast<const pcre2_code*>(code_.get()), reinterpret_cast<PCRE2_SPTR>(text.data()),
                                  text.size(), offset, PCRE2_NO_UTF_CHECK, state.data, state.context);
    if (found == PCRE2_ERROR_NOMATCH) return std::nullopt;
    if (found < 0) throw Error(ErrorCode::BadInput, "regular expression gave up on a text: " + messageOf(found), where_);
    const PCRE2_SIZE* offsets = pcre2_get_ovector_pointer(state.data);
    return Range{offsets[0], std::max(offsets[0], offsets[1])};
}

}  // namespace retort
