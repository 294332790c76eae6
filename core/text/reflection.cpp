// SPDX-License-Identifier: Apache-2.0
#include "text/reflection.h"

#include <algorithm>
#include <array>
#include <string>

#include "text/ascii.h"

namespace retort {
namespace {

// Where one entry begins another the longer stands first.
constexpr std::array<std::string_view, 46> kEnglish{"but",
                                                    "check again",
                                                    "checked",
                                                    "checking",
                                                    "checks",
                                                    "check",
                                                    "double-checking",
                                                    "double-check",
                                                    "double check",
                                                    "errors",
                                                    "error",
                                                    "evaluate",
                                                    "go over the steps",
                                                    "hmm",
                                                    "hold on",
                                                    "however",
                                                    "let me see again",
                                                    "mistaken",
                                                    "mistakes",
                                                    "mistake",
                                                    "re-check",
                                                    "re-evaluate",
                                                    "re-examine",
                                                    "re-read",
                                                    "re-think",
                                                    "recalculate",
                                                    "recheck",
                                                    "reconsider",
                                                    "reevaluate",
                                                    "reexamine",
                                                    "rethink",
                                                    "retry",
                                                    "start over",
                                                    "think again",
                                                    "try again",
                                                    "try another",
                                                    "verified",
                                                    "verifies",
                                                    "verifying",
                                                    "verify",
                                                    "wait",
                                                    "wrong",
                                                    "incorrect",
                                                    "not right",
                                                    "on second thought",
                                                    "actually"};

constexpr std::array<std::string_view, 32> kChinese{
    "等一下", "等一等", "慢着", "再检查", "再看看", "再看", "再想想", "再想",   "再算一遍", "再算", "再验证",
    "检查",   "检验",   "验证", "验算",   "核对",   "核实", "确认",   "重新",   "不对",     "错误", "错了",
    "有误",   "出错",   "但是", "然而",   "不过",   "反思", "回头看", "仔细想", "换一种",   "回顾"};

// "等等" is "wait" before a pause and "and so on" elsewhere.
constexpr std::string_view kWaitOrEtc = "等等";
constexpr std::array<std::string_view, 6> kPauses{"，", ",", "！", "!", "…", "——"};

bool isWordByte(char c) { return isAsciiLetter(c) || isAsciiDigit(c) || c == '_'; }

/// U+0080 to U+024F in UTF-8: Latin letters with accents, which continue a word.
bool isAccentedLead(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xC3 && byte <= 0xC9;
}

bool startsWord(std::string_view text, std::size_t i) {
    if (i == 0) return true;
    return !isWordByte(text[i - 1]) && !(i >= 2 && isAccentedLead(text[i - 2]));
}

bool matchesEnglish(std::string_view rest, std::string_view entry) {
    if (rest.size() < entry.size()) return false;
    for (std::size_t i = 0; i < entry.size(); ++i) {
        const char c = rest[i] == '\n' ? ' ' : asciiLower(rest[i]);
        if (c != entry[i]) return false;
    }
    return rest.size() == entry.size() || !(isWordByte(rest[entry.size()]) || isAccentedLead(rest[entry.size()]));
}

std::string_view englishAt(std::string_view rest) {
    for (const std::string_view entry : kEnglish) {
        if (entry[0] == asciiLower(rest[0]) && matchesEnglish(rest, entry)) return entry;
    }
    return {};
}

std::string_view chineseAt(std::string_view rest) {
    for (const std::string_view entry : kChinese) {
        if (rest.starts_with(entry)) return entry;
    }
    if (!rest.starts_with(kWaitOrEtc)) return {};
    const std::string_view after = rest.substr(kWaitOrEtc.size());
    const bool pause = std::ranges::any_of(kPauses, [&](std::string_view mark) { return after.starts_with(mark); });
    return pause ? kWaitOrEtc : std::string_view();
}

}  // namespace

std::vector<TextSpan> findReflection(std::string_view text) {
    std::vector<TextSpan> spans;
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        std::string_view found;
        if (byte >= 0xE4 && byte <= 0xE9) found = chineseAt(text.substr(i));
        else if (isWordByte(text[i]) && startsWord(text, i)) found = englishAt(text.substr(i));
        if (found.empty()) {
            ++i;
            continue;
        }
        spans.push_back(
            {static_cast<std::int32_t>(i), static_cast<std::int32_t>(i + found.size()), "reflection", std::string(found)});
        i += found.size();
    }
    return spans;
}

}  // namespace retort
