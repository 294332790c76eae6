// SPDX-License-Identifier: Apache-2.0
#include "recipe/recipe_text.h"

#include <gtest/gtest.h>

namespace retort::test {
namespace {

constexpr const char* sample = R"(# top
[project]
name = "x"   # the name

[stages.zero]
kind = "grpo"
steps = 10   # ten
data = [
  "a",  # first ] not the end
  "b",
]
sampling = { temperature = 1.0, max_tokens = 64 }   # inline
optimizer.learning_rate = 1e-4

[stages."odd name"]
steps = 1

[stages.two.sampling]
temperature = 0.5
)";

std::string applied(const std::string& text, const std::optional<TextEdit>& edit) {
    EXPECT_TRUE(edit);
    if (!edit) return text;
    return text.substr(0, edit->begin) + edit->text + text.substr(edit->end);
}

std::string with(const std::string& text, const char* section, const char* key, const char* value) {
    return applied(text, RecipeText(text).set(section, key, value));
}

TEST(RecipeText, FindsValuesHoweverTheyAreWritten) {
    const RecipeText text(sample);
    EXPECT_EQ(text.get("project.name"), "\"x\"");
    EXPECT_EQ(text.get("stages.zero.steps"), "10");
    EXPECT_EQ(text.get("stages.zero.data"), "[\n  \"a\",  # first ] not the end\n  \"b\",\n]");
    EXPECT_EQ(text.get("stages.zero.sampling.max_tokens"), "64");
    EXPECT_EQ(text.get("stages.zero.optimizer.learning_rate"), "1e-4");
    EXPECT_EQ(text.get("stages.odd name.steps"), "1");
    EXPECT_EQ(text.get("stages.two.sampling.temperature"), "0.5");
    EXPECT_FALSE(text.get("stages.zero.nothing"));
    EXPECT_EQ(text.lineOf("stages.zero"), 5);
    EXPECT_EQ(text.lineOf("stages.nine"), 0);
}

TEST(RecipeText, ChangesOneValueAndNothingElse) {
    for (const auto& [key, old, fresh] :
         {std::tuple{"steps", "steps = 10 ", "steps = 25 "},
          std::tuple{"sampling.max_tokens", "max_tokens = 64 ", "max_tokens = 25 "},
          std::tuple{"optimizer.learning_rate", "learning_rate = 1e-4", "learning_rate = 25"}}) {
        std::string expected = sample;
        expected.replace(expected.find(old), std::string(old).size(), fresh);
        EXPECT_EQ(with(sample, "stages.zero", key, "25"), expected) << key;
    }
}

TEST(RecipeText, AddsWhatIsNotThereToTheRightTable) {
    EXPECT_EQ(RecipeText(with(sample, "stages.zero", "group_size", "8")).get("stages.zero.group_size"), "8");
    EXPECT_NE(with(sample, "stages.zero", "sampling.top_p", "0.9")
                  .find("{ temperature = 1.0, max_tokens = 64, top_p = 0.9 }   # inline"),
              std::string::npos);
    EXPECT_NE(with(sample, "stages.zero", "optimizer.beta1", "0.8").find("optimizer.beta1 = 0.8\n"), std::string::npos);
    EXPECT_NE(with(sample, "stages.two", "sampling.top_p", "0.9").find("temperature = 0.5\ntop_p = 0.9\n"),
              std::string::npos);
    EXPECT_NE(with(sample, "stages.odd name", "sampling.top_p", "0.9").find("sampling = { top_p = 0.9 }\n"),
              std::string::npos);
    EXPECT_FALSE(RecipeText(sample).set("stages.nine", "steps", "1"));
    EXPECT_EQ(with("[a]\nx = {}", "a", "x.y", "1"), "[a]\nx = { y = 1 }");
    EXPECT_EQ(with("[a]", "a", "x", "1"), "[a]\nx = 1\n");
}

TEST(RecipeText, RemovesAValueWithItsLineOrItsComma) {
    const auto without = [](const std::string& text, const char* path) {
        return applied(text, RecipeText(text).unset(path));
    };
    EXPECT_EQ(without(sample, "stages.zero.steps").find("# ten"), std::string::npos);
    EXPECT_NE(without(sample, "stages.zero.sampling.max_tokens").find("{ temperature = 1.0 }"), std::string::npos);
    EXPECT_NE(without(sample, "stages.zero.sampling.temperature").find("{ max_tokens = 64 }"), std::string::npos);
    EXPECT_FALSE(RecipeText(sample).unset("stages.zero.nothing"));
}

TEST(RecipeText, BrokenTextIsReadAsFarAsItMakesSense) {
    for (const char* broken : {"", "[", "[[[", "=", "a", "a =", "a = [", "a = {", "a = { b", "a = { b = ", "\"",
                               "x = \"open\n[t]\ny = 1", "x = '''never", "a = [[[[{{{{", "\n\n#", "= = =\n[x"}) {
        const RecipeText text(broken);
        EXPECT_FALSE(text.get("no.such"));
        text.set("t", "k", "1");
        text.unset("a");
    }
    EXPECT_EQ(RecipeText("x = \"open\n[t]\ny = 1").get("t.y"), "1");
    EXPECT_EQ(RecipeText(std::string(100000, '[')).get("a"), std::nullopt);
    EXPECT_EQ(RecipeText("a = " + std::string(100000, '{')).get("b"), std::nullopt);
}

}  // namespace
}  // namespace retort::test
