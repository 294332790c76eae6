// SPDX-License-Identifier: Apache-2.0
// Rules about the lay-out of an answer: paragraphs, lists, sections, marks, how it begins and ends.
#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "base/error.h"
#include "reward/instruction_rules.h"
#include "reward/json_reward.h"
#include "text/ascii.h"
#include "text/normalize.h"

namespace retort {
namespace {

using Json = nlohmann::json;
using Type = RuleArgument::Type;

std::vector<std::string_view> filled(std::vector<std::string_view> pieces) {
    std::erase_if(pieces, [](std::string_view piece) { return piece.empty(); });
    return pieces;
}

/// IFEval's paragraphs stand between lines of "***".
InstructionVerdict paragraphs(std::string_view answer, const Json& arguments) {
    return compareCount(filled(splitBy(answer, "***")).size(), "exactly", countOf(arguments, "num_paragraphs"),
                        "paragraphs between \"***\"");
}

std::string firstWord(std::string_view paragraph) {
    std::string folded = foldText(paragraph);
    std::string_view word = folded;
    const std::size_t begin = word.find_first_not_of("*_#\"'`>(- ");
    word = begin == word.npos ? std::string_view() : word.substr(begin);
    return std::string(word.substr(0, word.find_first_of(" .,;:?!\"'*_)")));
}

InstructionVerdict nthParagraph(std::string_view answer, const Json& arguments) {
    const auto pieces = filled(splitBy(answer, "\n\n"));
    const std::int64_t nth = countOf(arguments, "nth_paragraph"), count = countOf(arguments, "num_paragraphs");
    if (static_cast<std::int64_t>(pieces.size()) != count || nth < 1 || nth > count)
        return {false, fmt::format("{} paragraphs, exactly {} wanted", pieces.size(), count)};
    const std::string wanted = foldText(textOf(arguments, "first_word")),
                      paragraph(pieces[static_cast<std::size_t>(nth - 1)]);
    const bool spaceless = static_cast<unsigned char>(wanted[0]) >= 0xE0 && foldText(paragraph).starts_with(wanted);
    const std::string given = firstWord(paragraph);
    return {spaceless || given == wanted,
            fmt::format("paragraph {} begins with \"{}\", \"{}\" is wanted", nth, given, wanted)};
}

InstructionVerdict placeholders(std::string_view answer, const Json& arguments) {
    std::size_t count = 0;
    for (std::size_t open = answer.find('['); open != answer.npos;) {
        const std::size_t close = answer.find_first_of("]\n", open);
        if (close == answer.npos) break;
        count += answer[close] == ']' && close > open + 1;
        open = answer.find('[', close);
    }
    return compareCount(count, "at least", countOf(arguments, "num_placeholders"), "placeholders in [brackets]");
}

InstructionVerdict postscript(std::string_view answer, const Json& arguments) {
    const auto folded = [](std::string_view text) {
        std::string out = foldText(text);
        for (std::size_t at = out.find(". "); at != out.npos; at = out.find(". ", at)) out.erase(at + 1, 1);
        return out;
    };
    const std::string text = folded(answer), marker = folded(textOf(arguments, "postscript_marker"));
    const std::size_t at = text.rfind(marker);
    const bool there = at != text.npos && !trimAscii(std::string_view(text).substr(at + marker.size())).empty();
    return {there, there ? "the postscript is there"
                         : fmt::format("there is no postscript \"{}\"", textOf(arguments, "postscript_marker"))};
}

InstructionVerdict bullets(std::string_view answer, const Json& arguments) {
    std::size_t count = 0;
    for (std::string_view line : linesOf(answer)) {
        line = trimAscii(line);
        const bool marked = line.size() > 1 && (line[0] == '*' || line[0] == '-') && line[1] != line[0];
        count += marked || (line.size() > 3 && line.starts_with("•"));
    }
    return compareCount(count, "exactly", countOf(arguments, "num_bullets"), "bullets");
}

InstructionVerdict constrained(std::string_view answer, const Json&) {
    for (const std::string_view option : {"My answer is yes.", "My answer is no.", "My answer is maybe."}) {
        if (answer.find(option) != answer.npos) return {true, fmt::format("it says \"{}\"", option)};
    }
    return {false, "it says none of \"My answer is yes.\", \"My answer is no.\", \"My answer is maybe.\""};
}

InstructionVerdict highlights(std::string_view answer, const Json& arguments) {
    std::size_t count = 0;
    for (const std::string_view line : linesOf(answer)) {
        for (std::size_t open = line.find('*'); open != line.npos;) {
            std::size_t begin = open;
            while (begin < line.size() && line[begin] == '*') ++begin;
            const std::size_t close = line.find('*', begin);
            if (close == line.npos) break;
            // "* item" is a bullet and opens nothing.
            const bool bullet =
                begin == open + 1 && begin < line.size() && line[begin] == ' ' && trimAscii(line.substr(0, open)).empty();
            if (bullet) {
                open = close;
                continue;
            }
            count += !trimAscii(line.substr(begin, close - begin)).empty();
            const std::size_t behind = line.find_first_not_of('*', close);
            open = behind == line.npos ? behind : line.find('*', behind);
        }
    }
    return compareCount(count, "at least", countOf(arguments, "num_highlights"), "highlighted passages");
}

InstructionVerdict sections(std::string_view answer, const Json& arguments) {
    const std::string mark = foldText(textOf(arguments, "section_spliter")), text = foldText(answer);
    std::size_t count = 0;
    for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at + mark.size())) {
        const std::size_t behind = text.find_first_not_of(' ', at + mark.size());
        count += behind != text.npos && isAsciiDigit(text[behind]);
    }
    return compareCount(count, "at least", countOf(arguments, "num_sections"),
                        fmt::format("sections \"{} NUMBER\"", textOf(arguments, "section_spliter")));
}

InstructionVerdict jsonFormat(std::string_view answer, const Json&) {
    const std::string_view text = trimAscii(answer);
    const bool fenced = text.starts_with("```") && text.ends_with("```");
    try {
        parseBoundedJson(fenced ? extractJson(text).value_or("") : std::string(text), "the answer");
        return {true, "it is JSON"};
    } catch (const Error& error) {
        return {false, error.message()};
    }
}

InstructionVerdict title(std::string_view answer, const Json&) {
    for (const std::string_view line : linesOf(answer)) {
        const std::size_t open = line.find("<<"), close = open == line.npos ? open : line.find(">>", open + 2);
        if (close != line.npos && trimAscii(line.substr(open + 2, close - open - 2)).find_first_not_of("<>") != line.npos)
            return {true, "there is a title in << >>"};
    }
    return {false, "there is no title in << >>"};
}

InstructionVerdict twoResponses(std::string_view answer, const Json&) {
    const auto pieces = splitBy(answer, "******");
    const auto responses = filled(pieces);
    const bool right = responses.size() == 2 && pieces.size() <= 4 && responses[0] != responses[1];
    return {right, fmt::format("{} responses between \"******\", two different ones wanted", responses.size())};
}

InstructionVerdict repeatPrompt(std::string_view answer, const Json& arguments) {
    const bool repeated = foldText(answer).starts_with(foldText(textOf(arguments, "prompt_to_repeat")));
    return {repeated, repeated ? "it repeats the request first" : "it does not repeat the request first"};
}

/// Without quotes around and Markdown emphasis at the ends.
std::string edge(std::string_view text) {
    std::string out = foldText(text);
    std::string_view rest = out;
    for (bool more = true; more;) {
        more = false;
        for (const std::string_view mark : {"\"", "*", "“", "”", "'", "`"}) {
            if (rest.starts_with(mark)) rest.remove_prefix(mark.size()), more = true;
            if (rest.ends_with(mark)) rest.remove_suffix(mark.size()), more = true;
        }
    }
    return std::string(trimAscii(rest));
}

InstructionVerdict endPhrase(std::string_view answer, const Json& arguments) {
    const bool right = edge(answer).ends_with(edge(textOf(arguments, "end_phrase")));
    return {right, fmt::format("it {} with \"{}\"", right ? "ends" : "does not end", textOf(arguments, "end_phrase"))};
}

InstructionVerdict startPhrase(std::string_view answer, const Json& arguments) {
    const bool right = edge(answer).starts_with(edge(textOf(arguments, "start_phrase")));
    return {right, fmt::format("it {} with \"{}\"", right ? "begins" : "does not begin", textOf(arguments, "start_phrase"))};
}

InstructionVerdict quotation(std::string_view answer, const Json&) {
    const std::string_view text = trimAscii(answer);
    static constexpr std::array<std::array<std::string_view, 2>, 4> kQuotes{
        {{"\"", "\""}, {"“", "”"}, {"「", "」"}, {"«", "»"}}};
    const bool quoted = std::ranges::any_of(kQuotes, [&](const auto& q) {
        return text.size() > q[0].size() + q[1].size() && text.starts_with(q[0]) && text.ends_with(q[1]);
    });
    return {quoted, quoted ? "all of it is quoted" : "it is not quoted as a whole"};
}

}  // namespace

const std::vector<InstructionRule>& layoutRules() {
    static const std::vector<InstructionRule> rules{
        {"length_constraints:number_paragraphs", {{"num_paragraphs", Type::Whole}}, paragraphs},
        {"length_constraints:nth_paragraph_first_word",
         {{"num_paragraphs", Type::Whole}, {"nth_paragraph", Type::Whole}, {"first_word", Type::Text}},
         nthParagraph},
        {"detectable_content:number_placeholders", {{"num_placeholders", Type::Whole}}, placeholders},
        {"detectable_content:postscript", {{"postscript_marker", Type::Text}}, postscript},
        {"detectable_format:number_bullet_lists", {{"num_bullets", Type::Whole}}, bullets},
        {"detectable_format:constrained_response", {}, constrained},
        {"detectable_format:number_highlighted_sections", {{"num_highlights", Type::Whole}}, highlights},
        {"detectable_format:multiple_sections", {{"section_spliter", Type::Text}, {"num_sections", Type::Whole}}, sections},
        {"detectable_format:json_format", {}, jsonFormat},
        {"detectable_format:title", {}, title},
        {"combination:two_responses", {}, twoResponses},
        {"combination:repeat_prompt", {{"prompt_to_repeat", Type::Text}}, repeatPrompt},
        {"startend:end_checker", {{"end_phrase", Type::Text}}, endPhrase},
        {"startend:start_checker", {{"start_phrase", Type::Text}}, startPhrase},
        {"startend:quotation", {}, quotation},
    };
    return rules;
}

}  // namespace retort
