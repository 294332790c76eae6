// SPDX-License-Identifier: Apache-2.0
// Rule rewards besides mathematics and code: choices, exact texts, numbers, JSON against a schema, instructions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "reward/choice_reward.h"
#include "reward/exact_reward.h"
#include "reward/instruction_reward.h"
#include "reward/json_reward.h"
#include "reward/json_schema.h"
#include "reward/numeric_reward.h"
#include "reward/rubric.h"
#include "text/normalize.h"

using namespace retort;
using testing::HasSubstr;
using Json = nlohmann::json;

namespace {

/// Answers in every usual form.
TemplateSection anyForm() {
    TemplateSection form;
    form.answer_open = form.answer_close = "";
    return form;
}

RewardTerm grade(const RewardFn& reward, const std::string& completion, const std::string& reference,
                 const std::string& grading = {}, const std::string& prompt = {}) {
    Rollout rollout;
    rollout.text = completion;
    return reward.score({"p/0", prompt, reference, "en", "reasoning", grading}, rollout);
}

bool chooses(const std::string& completion, const std::string& reference, const std::string& grading = {},
             const std::string& prompt = {}) {
    const RewardTerm term = grade(ChoiceReward(anyForm()), completion, reference, grading, prompt);
    EXPECT_NE(term.outcome, Outcome::GraderError) << completion << ": " << term.reason;
    EXPECT_FALSE(term.reason.empty());
    return term.score == 1;
}

const std::string kCities = R"({"choices": ["Paris", "London", "Rome", "Madrid"]})";

}  // namespace

TEST(MultipleChoice, LabelsInManyStyles) {
    for (const std::string answer : {"B",
                                     "(B)",
                                     "B.",
                                     "B)",
                                     "**B**",
                                     "\\boxed{B}",
                                     "\\boxed{\\text{B}}",
                                     "\\boxed{\\textbf{(B)}}",
                                     "$\\mathrm{B}$",
                                     "The answer is B.",
                                     "The answer is (B).",
                                     "The correct answer is B",
                                     "Answer: B",
                                     "Answer: (B) London",
                                     "B. London",
                                     "B: London",
                                     "选B",
                                     "答案是B",
                                     "答案：B",
                                     "故选：B",
                                     "故选B。",
                                     "本题选（B）",
                                     "Ｂ",
                                     "（Ｂ）",
                                     "<answer>B</answer>",
                                     "<answer>\nB. London\n</answer>",
                                     "Let me think about it.\n\nB",
                                     "Let me see.\nOption B",
                                     "b",
                                     "(b)",
                                     "I looked at (B) again and again.",
                                     "The answer is **B**.",
                                     "<think>A? C?</think>The answer is B",
                                     "#### B",
                                     "B选项",
                                     "The correct option is:\n\n(B) London"})
        EXPECT_TRUE(chooses(answer, "B", kCities)) << answer;
    for (const std::string answer : {"A", "(C)", "The answer is A or B.", "A, B", "AB", "I do not know.", "\\boxed{D}",
                                     "答案是A", "(A) or (B)", "Both A and B"})
        EXPECT_FALSE(chooses(answer, "B", kCities)) << answer;
}

TEST(MultipleChoice, TextsReferencesAndLists) {
    EXPECT_TRUE(chooses("The answer is London.", "B", kCities));
    EXPECT_TRUE(chooses("\\boxed{\\text{london}}", "B", kCities));
    EXPECT_FALSE(chooses("The answer is Paris.", "B", kCities));
    EXPECT_TRUE(chooses("B", "London", kCities));
    EXPECT_TRUE(chooses("B", "1", kCities)) << "a number counts from 0";
    EXPECT_TRUE(chooses("2", "2", R"({"choices": {"text": ["x", "y", "z"], "label": ["1", "2", "3"]}})"))
        << "labels of the data's own";
    EXPECT_TRUE(chooses("y", "2", R"({"choices": {"text": ["x", "y", "z"], "label": ["1", "2", "3"]}})"));
    EXPECT_TRUE(chooses("AC", "A, C"));
    EXPECT_TRUE(chooses("答案是A、C", "AC"));
    EXPECT_TRUE(chooses("\\boxed{A, C}", "A和C"));
    EXPECT_FALSE(chooses("A", "AC"));
    const std::string prompt = "What is the capital?\nA. Paris\nB. London\nC. Rome";
    EXPECT_TRUE(chooses("London", "B", {}, prompt)) << "the options that the prompt lists";
    EXPECT_TRUE(chooses("The answer is Rome", "(C)", {}, prompt));
    EXPECT_TRUE(chooses("北京", "A", {}, "中国的首都是？A、北京 B、上海 C、广州"));
    EXPECT_FALSE(chooses("上海", "A", {}, "中国的首都是？A、北京 B、上海 C、广州"));
    EXPECT_EQ(grade(ChoiceReward(anyForm()), "B", "no such city", kCities).outcome, Outcome::GraderError);
    EXPECT_EQ(grade(ChoiceReward(anyForm()), "B", "", kCities).outcome, Outcome::GraderError);
    EXPECT_THAT(grade(ChoiceReward(anyForm()), "A", "B", kCities).reason, HasSubstr("B (London)"));
}

TEST(Exact, NormalisesOrNot) {
    const ExactReward exact(anyForm(), true), strict(anyForm(), false);
    for (const std::string answer : {"New York", "new  york", "\"New York\"", "**New York**", "The answer is New York.",
                                     "\\boxed{\\text{New York}}", "ＮＥＷ　ＹＯＲＫ", "<answer>New York</answer>"})
        EXPECT_EQ(grade(exact, answer, "New York").score, 1) << answer;
    EXPECT_EQ(grade(exact, "New York City", "New York").score, 0);
    EXPECT_EQ(grade(exact, "York", R"(["New York", "york"])").score, 1) << "any of a list";
    EXPECT_EQ(grade(exact, "北京。", "北京").score, 1);
    EXPECT_EQ(grade(strict, "new york", "New York").score, 0);
    EXPECT_EQ(grade(strict, "New York", "New York").score, 1);
    EXPECT_EQ(grade(exact, "x", "").outcome, Outcome::GraderError);
    EXPECT_EQ(foldText(" Straße\t  ① "), "strasse 1");
    EXPECT_EQ(foldAnswer("\\text{a} and \\text{b}"), "\\text{a} and \\text{b}");
}

TEST(Numeric, Tolerances) {
    const NumericReward close(anyForm(), 1e-9, 0.01);
    for (const std::string answer : {"3.14", "The answer is 3.14159.", "\\boxed{\\pi}", "22/7", "about 3.15", "x = 3.14",
                                     "\\frac{22}{7}", "3.14 cm", "3.14e0"})
        EXPECT_EQ(grade(close, answer, "3.14159").score, 1) << answer;
    for (const std::string answer : {"3.0", "-3.14", "between 3 and 4", "no idea", "314"})
        EXPECT_EQ(grade(close, answer, "3.14159").score, 0) << answer;
    const NumericReward absolute(anyForm(), 0.5, 0);
    EXPECT_EQ(grade(absolute, "10.5", "10").score, 1);
    EXPECT_EQ(grade(absolute, "10.6", "10").score, 0);
    EXPECT_EQ(grade(absolute, "1,234.5", "1234").score, 1);
    EXPECT_EQ(grade(close, "50%", "0.5").score, 1);
    EXPECT_EQ(grade(close, "50", "50%").score, 1);
    EXPECT_EQ(grade(close, "5", "50%").score, 0);
    EXPECT_EQ(grade(close, "5", "many").outcome, Outcome::GraderError);
    EXPECT_EQ(grade(close, "5", "five").outcome, Outcome::Pass);
    EXPECT_THAT(grade(close, "3", "4").reason, HasSubstr("3 differs from 4 by 1; 0.04 is allowed"));
}

TEST(JsonSchemas, KeywordsBothWays) {
    struct Case {
        const char *schema, *right, *wrong;
    };
    for (
        const Case& c : std::vector<Case>{
            {R"({"type": "integer"})", "3.0", "3.5"},
            {R"({"type": ["string", "null"]})", "null", "1"},
            {R"({"enum": [1, "a", [2]]})", "[2]", "[3]"},
            {R"({"const": {"a": 1}})", R"({"a": 1.0})", R"({"a": 2})"},
            {R"({"required": ["a"], "properties": {"a": {"minimum": 2}}})", R"({"a": 2})", R"({"a": 1})"},
            {R"({"required": ["a"]})", R"({"a": null})", R"({"b": 1})"},
            {R"({"properties": {"a": true}, "additionalProperties": false})", R"({"a": 1})", R"({"b": 1})"},
            {R"({"patternProperties": {"^x": {"type": "number"}}, "additionalProperties": {"type": "string"}})",
             R"({"x1": 1, "y": "s"})", R"({"x1": "s"})"},
            {R"({"propertyNames": {"maxLength": 2}})", R"({"ab": 1})", R"({"abc": 1})"},
            {R"({"dependentRequired": {"a": ["b"]}})", R"({"a": 1, "b": 2})", R"({"a": 1})"},
            {R"({"minProperties": 1, "maxProperties": 2})", R"({"a": 1})", "{}"},
            {R"({"prefixItems": [{"type": "string"}], "items": {"type": "number"}})", R"(["a", 1, 2])", R"(["a", "b"])"},
            {R"({"items": false})", "[]", "[1]"},
            {R"({"minItems": 2, "maxItems": 3, "uniqueItems": true})", "[1, 2]", "[1, 1]"},
            {R"({"contains": {"const": 7}, "maxContains": 1})", "[7, 1]", "[7, 7]"},
            {R"({"exclusiveMinimum": 0, "exclusiveMaximum": 1})", "0.5", "1"},
            {R"({"multipleOf": 0.1})", "0.3", "0.35"},
            {R"({"minLength": 2, "maxLength": 2})", R"("汉字")", R"("汉")"},
            {R"({"pattern": "^\\d{3}-\\u0041$"})", R"("123-A")", R"("1234-A")"},
            {R"({"pattern": "b"})", R"("abc")", R"("ac")"},
            {R"({"allOf": [{"minimum": 1}, {"maximum": 2}]})", "1.5", "3"},
            {R"({"anyOf": [{"type": "string"}, {"minimum": 5}]})", "6", "4"},
            {R"({"oneOf": [{"multipleOf": 2}, {"multipleOf": 3}]})", "4", "6"},
            {R"({"not": {"type": "null"}})", "1", "null"},
            {R"({"if": {"type": "string"}, "then": {"minLength": 3}, "else": {"minimum": 3}})", R"("abc")", "2"},
            {R"({"$defs": {"node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}, "additionalProperties": false}}, "$ref": "#/$defs/node"})",
             R"({"next": {"next": {}}})", R"({"next": {"other": 1}})"},
        }) {
        const JsonSchema schema(c.schema);
        EXPECT_EQ(schema.problem(Json::parse(c.right)), std::nullopt) << c.schema;
        EXPECT_TRUE(schema.problem(Json::parse(c.wrong)).has_value()) << c.schema;
    }
    EXPECT_EQ(
        *JsonSchema(R"({"properties": {"a": {"items": {"type": "string"}}}})").problem(Json::parse(R"({"a": ["x", 2]})")),
        "/a/1: string is wanted, not 2");
}

TEST(JsonSchemas, BadOnesAreRefusedAndBadJsonFails) {
    for (const auto& [schema, part] : std::vector<std::pair<std::string, std::string>>{
             {R"({"typ": "string"})", "\"typ\" is not supported"},
             {R"({"type": "text"})", "is wanted"},
             {R"({"properties": {"a": {"minLength": -1}}})", "#/properties/a/minLength"},
             {R"({"$ref": "http://example.com/x"})", "within this schema"},
             {R"({"$ref": "#/$defs/none"})", "leads nowhere"},
             {R"({"pattern": "("})", "cannot be read"},
             {R"({"multipleOf": 0})", "above 0"},
             {"[1]", "a schema is an object"},
             {"{", "no JSON"},
             {R"({"a": 1, "a": 2})", "twice"},
             {std::string(100, '[') + std::string(100, ']'), "nested deeper"}}) {
        try {
            JsonSchema checked(schema);
            ADD_FAILURE() << schema;
        } catch (const Error& error) {
            EXPECT_THAT(std::string(error.what()), HasSubstr(part)) << schema;
        }
    }
    EXPECT_THROW((void)JsonSchema(R"({"$ref": "#"})").problem(1), Error) << "a schema that is itself";
    EXPECT_THROW((void)JsonSchema(R"({"pattern": "^(a+)+$"})").problem(std::string(40, 'a') + "b"), Error)
        << "a pattern that never ends";
    const JsonReward reward(anyForm(), R"({"type": "object", "required": ["city"]})");
    EXPECT_EQ(grade(reward, "Here it is:\n```json\n{\"city\": \"Rome\"}\n```\nDone.", "").score, 1);
    EXPECT_EQ(grade(reward, "{\"city\": \"Rome\"}", "").score, 1);
    EXPECT_EQ(grade(reward, "<think>{}</think><answer>{\"city\": 1}</answer>", "").score, 1);
    EXPECT_EQ(grade(reward, "{\"town\": \"Rome\"}", "").score, 0);
    EXPECT_EQ(grade(reward, "{\"city\": ", "").score, 0);
    EXPECT_EQ(grade(reward, "no JSON", "").score, 0);
    EXPECT_EQ(grade(reward, std::string(100000, '['), "").outcome, Outcome::Fail);
    const JsonReward by_row(anyForm(), "");
    EXPECT_EQ(grade(by_row, "3", "", R"({"schema": {"type": "integer"}})").score, 1);
    EXPECT_EQ(grade(by_row, "3", "", R"({"schema": "{\"type\": \"string\"}"})").score, 0);
    EXPECT_EQ(grade(by_row, "3", "").outcome, Outcome::GraderError);
}

TEST(Instructions, EachRuleBothWays) {
    struct Case {
        const char *rule, *right, *wrong;
    };
    for (
        const Case& c : std::vector<Case>{
            {R"(keywords:existence {"keywords": ["Moon", "star"]})", "The moon and a STAR.", "Only the moon."},
            {R"(keywords:existence {"keywords": ["月亮"]})", "今晚的月亮很圆。", "今晚没有星星。"},
            {R"(keywords:forbidden_words {"forbidden_words": ["rain"]})", "The train is late.", "It may Rain."},
            {R"(keywords:forbidden_words {"forbidden_words": ["下雨"]})", "天气很好。", "今天又下雨了。"},
            {R"(keywords:frequency {"keyword": "cat", "frequency": 2, "relation": "at least"})", "A cat, a Cat.", "A cat."},
            {R"(keywords:letter_frequency {"letter": "e", "let_frequency": 3, "let_relation": "less than"})", "Eve", "Evee"},
            {R"(language:response_language {"language": "zh"})", "今天的天气真不错，我们去公园吧。",
             "The weather is fine today."},
            {R"(language:response_language {"language": "de"})", "Heute ist das Wetter schön und wir gehen in den Park.",
             "The weather is fine today."},
            {R"(length_constraints:number_sentences {"num_sentences": 2, "relation": "exactly"})",
             "Dr. Smith came. He left.", "One. Two. Three."},
            {R"(length_constraints:number_sentences {"num_sentences": 2, "relation": "at least"})",
             "今天天气很好。我们出去玩吧！", "今天天气很好，我们出去玩吧"},
            {R"(length_constraints:number_words {"num_words": 4, "relation": "less than"})", "It doesn't matter.",
             "It does not matter."},
            {R"(length_constraints:number_words {"num_words": 4, "relation": "at most"})", "我喜欢北京",
             "我非常喜欢北京的秋天和冬天"},
            {R"(length_constraints:number_paragraphs {"num_paragraphs": 2})", "One\n***\nTwo", "One\n\nTwo"},
            {R"(length_constraints:nth_paragraph_first_word {"num_paragraphs": 2, "nth_paragraph": 2, "first_word": "then"})",
             "First.\n\nThen, more.", "Then.\n\nFirst."},
            {R"(detectable_content:number_placeholders {"num_placeholders": 2})", "Dear [name], from [place].",
             "Dear [name]."},
            {R"(detectable_content:postscript {"postscript_marker": "P.S."})", "Bye.\n\nP.S. Call me.", "Bye."},
            {R"(detectable_format:number_bullet_lists {"num_bullets": 2})", "* one\n* two", "* one\n* two\n- three"},
            {R"(detectable_format:constrained_response)", "My answer is no.", "No."},
            {R"(detectable_format:number_highlighted_sections {"num_highlights": 2})", "A *b* and **c d**.", "A *b* only."},
            {R"(detectable_format:multiple_sections {"section_spliter": "SECTION", "num_sections": 2})",
             "SECTION 1\na\nSECTION 2\nb", "SECTION 1\na"},
            {R"(detectable_format:json_format)", "```json\n{\"a\": 1}\n```", "{\"a\": 1} is it"},
            {R"(detectable_format:title)", "<<A Poem>>\nIt is.", "# A Poem"},
            {R"(combination:two_responses)", "One.\n******\nTwo.", "One.\n******\nOne."},
            {R"(combination:repeat_prompt {"prompt_to_repeat": "Say it."})", "Say it. Done.", "Done. Say it."},
            {R"(startend:end_checker {"end_phrase": "Is there more?"})", "Yes. Is there more?", "Is there more? Yes."},
            {R"(startend:start_checker {"start_phrase": "Well,"})", "Well, yes.", "Yes, well,"},
            {R"(startend:quotation)", "\"All of it.\"", "\"Part\" of it."},
            {R"(change_case:capital_word_frequency {"capital_frequency": 2, "capital_relation": "at least"})", "STOP it NOW",
             "Stop it NOW"},
            {R"(change_case:english_capital)", "THIS IS THE ONE THAT WE WANT.", "This is the one that we want."},
            {R"(change_case:english_lowercase)", "this is the one that we want.", "This is the one that we want."},
            {R"(punctuation:no_comma)", "No comma here.", "Here, one."},
            {R"(punctuation:no_comma)", "这里没有。", "这里，有。"},
        }) {
        const Instruction rule = readInstruction(c.rule, "test");
        const InstructionVerdict right = follows(c.right, rule), wrong = follows(c.wrong, rule);
        EXPECT_TRUE(right.followed) << c.rule << ": " << right.reason;
        EXPECT_FALSE(wrong.followed) << c.rule << ": " << wrong.reason;
        EXPECT_FALSE(wrong.reason.empty()) << c.rule;
    }
}

TEST(Instructions, EveryRuleIsTested) { EXPECT_EQ(knownInstructions().size(), 26u); }

TEST(Instructions, RowsAndTerms) {
    const std::string row = R"({"instruction_id_list": ["punctuation:no_comma", "length_constraints:number_words"],
                                "kwargs": [{}, {"num_words": 3.0, "relation": "at least", "keyword": null}]})";
    const InstructionReward all(anyForm(), {}, false), share(anyForm(), {}, true);
    EXPECT_EQ(grade(all, "One two three.", "", row).score, 1);
    const RewardTerm half = grade(share, "One, two, three.", "", row);
    EXPECT_DOUBLE_EQ(half.score, 0.5);
    EXPECT_EQ(half.outcome, Outcome::Fail);
    EXPECT_EQ(half.reason, "1 of 2 instructions followed; punctuation:no_comma: 2 commas");
    EXPECT_EQ(grade(all, "One, two, three.", "", row).score, 0);
    EXPECT_EQ(grade(all, "x", "").outcome, Outcome::GraderError);
    EXPECT_THROW(grade(all, "x", "", R"({"instruction_id_list": ["no:such"]})"), Error);
    EXPECT_THROW(InstructionReward(anyForm(), {"length_constraints:number_words {\"num_words\": 3}"}, false), Error)
        << "no relation";
    const InstructionReward term(anyForm(), {"punctuation:no_comma"}, false);
    EXPECT_EQ(grade(term, "<think>a, b</think>No comma", "").score, 1) << "the thinking does not count";
}

TEST(Rules, TheRecipeMakesThemAndNamesWhatIsWrong) {
    RubricSection section{"r", {}};
    for (const std::string kind : {"multiple_choice", "exact", "numeric", "json_schema", "instructions"}) {
        RewardTermSection term;
        term.name = term.kind = kind;
        section.terms.push_back(term);
    }
    section.terms[4].instructions = {"punctuation:no_comma"};
    Rollout rollout;
    rollout.text = "The answer is 2";
    const RewardBreakdown breakdown =
        Rubric(section, anyForm()).grade({"p/0", "q", "2", "en", "reasoning", R"({"schema": true})"}, rollout);
    EXPECT_EQ(breakdown.find("exact")->score, 1);
    EXPECT_EQ(breakdown.find("numeric")->score, 1);
    EXPECT_EQ(breakdown.find("instructions")->score, 1);
    section.terms[4].instructions = {"punctuation:no_commas"};
    try {
        Rubric(section, anyForm());
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Usage);
        EXPECT_THAT(std::string(error.what()), HasSubstr("rubrics.r.instructions"));
        EXPECT_THAT(std::string(error.what()), HasSubstr("no instruction is called"));
    }
}
