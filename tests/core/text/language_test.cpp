// SPDX-License-Identifier: Apache-2.0
#include "text/language.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "support/shared_data.h"
#include "text/script.h"

using namespace retort;
using Json = nlohmann::json;

namespace {

std::int64_t words(std::string_view text, std::string_view language = "en") { return measureLanguage(text, language).words; }

std::vector<std::string> foreign(std::string_view text, std::string_view language) {
    std::vector<std::string> result;
    for (const TextSpan& span : measureLanguage(text, language).foreign) {
        result.push_back(span.label + ":" + std::string(text.substr(span.begin, span.end - span.begin)));
    }
    return result;
}

using List = std::vector<std::string>;

}  // namespace

TEST(Language, CountsWords) {
    EXPECT_EQ(words("Tom has 3 apples."), 3);
    EXPECT_EQ(words("don't e.g. state-of-the-art"), 6);
    EXPECT_EQ(words("naïve café Привет"), 3);
    EXPECT_EQ(words("小明有苹果", "zh"), 5);
    EXPECT_EQ(words("カタカナー", "ja"), 5);
    EXPECT_EQ(words("나는 학교에 간다", "ko"), 3);
    EXPECT_EQ(words("ฉันไปโรงเรียน", "th"), 3);
    EXPECT_EQ(words("12 + 30 = 42 ½ % ！。"), 0);
}

TEST(Language, WhatIsNoWord) {
    EXPECT_EQ(words("<think></think><answer></answer><|im_end|>"), 0);
    EXPECT_EQ(words("```python\nprint('hello')\n```"), 0);
    EXPECT_EQ(words("`x = foo` is code"), 2);
    EXPECT_EQ(words("\\frac{1}{2} \\sqrt{2} \\begin{aligned}\\end{aligned}"), 0);
    EXPECT_EQ(words("$speed = distance$ \\(abc\\) \\[ foo bar \\] $$baz$$ \\boxed{qux}"), 0);
    EXPECT_EQ(words("$\\text{total cost} = 5$"), 2);
    EXPECT_EQ(words("```unclosed code"), 0);
}

TEST(Language, DollarsThatArePricesStayProse) {
    EXPECT_EQ(words("It costs $5 and then $6 more"), 5);
    EXPECT_EQ(words("a price of $ 5 or 6$ each"), 5);
    EXPECT_EQ(words("less < more and more > less"), 5);
}

TEST(Language, ShareOfTheTarget) {
    EXPECT_DOUBLE_EQ(measureLanguage("Tom has 三 apples", "en").share.value(), 0.75);
    EXPECT_DOUBLE_EQ(measureLanguage("Tom has 三 apples", "zh-CN").share.value(), 0.25);
    EXPECT_DOUBLE_EQ(measureLanguage("日本語のテスト", "ja").share.value(), 1);
    EXPECT_LT(measureLanguage("日本語のテスト", "zh").share.value(), 1);
    EXPECT_DOUBLE_EQ(measureLanguage("Привет, мир", "ru").share.value(), 1);
    EXPECT_DOUBLE_EQ(measureLanguage("Привет, мир", "en").share.value(), 0);
    EXPECT_FALSE(measureLanguage("1 + 1 = 2", "en").share);
    EXPECT_FALSE(measureLanguage("some words", "").share);
    EXPECT_EQ(measureLanguage("some words", "").words, 2);
}

TEST(Language, VariablesLabelsAndUnitsAreUniversal) {
    EXPECT_DOUBLE_EQ(measureLanguage("设 x 为三角形 ABC 的边，长 5 km，角 α", "zh").share.value(), 1);
    EXPECT_LT(measureLanguage("设 let x 为边", "zh").share.value(), 1);
    EXPECT_LT(measureLanguage("走 km 远", "zh").share.value(), 1) << "a unit only behind a number";
}

TEST(Language, ForeignSpansJoinNeighbours) {
    EXPECT_EQ(foreign("我想 let me check 一下 wait 好", "zh"), (List{"en:let me check", "en:wait"}));
    EXPECT_EQ(foreign("So 我们 get 3", "en"), List{"zh:我们"});
    EXPECT_EQ(foreign("first\nsecond", "zh"), (List{"en:first", "en:second"}));
    EXPECT_EQ(foreign("all English here", "en"), List{});
}

TEST(Language, Guess) {
    EXPECT_EQ(guessLanguage("How many apples does 小明 have?"), "en");
    EXPECT_EQ(guessLanguage("小明有 x 个苹果"), "zh");
    EXPECT_EQ(guessLanguage("私は学校に行きます"), "ja");
    EXPECT_EQ(guessLanguage("Сколько яблок?"), "ru");
    EXPECT_EQ(guessLanguage("1 + 1 = ?"), "");
}

TEST(Language, GuessWithinLatin) {
    EXPECT_EQ(guessLanguage("Wie viele Äpfel hat Anna, wenn sie drei verschenkt?"), "de");
    EXPECT_EQ(guessLanguage("Combien de pommes reste-t-il à Marie après le déjeuner ?"), "fr");
    EXPECT_EQ(guessLanguage("¿Cuántas manzanas le quedan a Lucía después de comer?"), "es");
    EXPECT_EQ(guessLanguage("Cuantas manzanas le quedan despues de comer manana"), "es") << "without its accents";
    EXPECT_EQ(guessLanguage("Quante mele restano a Giulia dopo il pranzo?"), "it");
    EXPECT_EQ(guessLanguage("Hoeveel appels heeft Pieter nog over?"), "nl");
    EXPECT_EQ(guessLanguage("Скільки яблук залишилося в Оксани, якщо вона віддала три?"), "uk");
    EXPECT_EQ(guessLanguage("Compute the value of x."), "en");
}

TEST(Language, ChineseAndJapaneseByForms) {
    EXPECT_EQ(guessLanguage("東京駅前広場"), "ja") << "ideographs only Japan writes so";
    EXPECT_EQ(guessLanguage("我们应该检查这个结果"), "zh");
    EXPECT_DOUBLE_EQ(measureLanguage("昨日は雨が降りました。今天下雨了，我们不去学校。", "ja").share.value(), 10.0 / 21);
    EXPECT_EQ(foreign("我们去学校。昨日は雨が降りました。", "zh"), List{"ja:昨日は雨が降りました"});
}

TEST(Language, PassagesOfOneScriptAreLocated) {
    EXPECT_EQ(foreign("First we add the two numbers. Danach teilen wir die Summe durch vier. So the answer is seven.", "en"),
              List{"de:Danach teilen wir die Summe durch vier"});
    EXPECT_EQ(foreign("On ajoute les deux nombres, but wait, let me check this once more. Donc la somme est juste.", "fr"),
              List{"en:but wait, let me check this once more"});
    EXPECT_EQ(foreign("The professor and the physicians discussed a questionnaire about participation.", "en"), List{});
    EXPECT_EQ(foreign("Die Firma Microsoft verkauft Software und Computer in San Francisco.", "de"), List{});
}

TEST(Language, ALanguageWithoutAListIsItsScript) {
    EXPECT_DOUBLE_EQ(measureLanguage("Je, Juma ana matofaa mangapi sasa?", "sw").share.value(), 1);
    EXPECT_DOUBLE_EQ(measureLanguage("علی چند سیب دارد؟", "fa").share.value(), 1);
}

// What a tiny model writes is no language's words; between English and Chinese the script decides.
TEST(Language, EnglishAndChineseAreToldByScript) {
    for (const char* text :
         {"first 12+8=20, so tolal dann 20, wiat rechek sum der 20", "le x y z de la suma get 3 next", "und so und so so"}) {
        EXPECT_DOUBLE_EQ(measureLanguage(std::string("then we add ") + text, "en").share.value(), 1) << text;
    }
    EXPECT_DOUBLE_EQ(measureLanguage("先算六加三，再算円的面积", "zh").share.value(), 1);
}

TEST(Language, LongAndStrangeTextsAreLinear) {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += i % 7 == 0 ? "und die " : i % 5 == 0 ? "的の" : "qzx' ''a\xff ";
    EXPECT_GT(measureLanguage(text, "en").words, 10000);
    EXPECT_FALSE(findLanguages(std::string(300000, 'a')).empty());
}

// Sentences and mixed texts of our own, that no list was made from.
TEST(Language, OwnSentencesAreRecognised) {
    std::ifstream lines(retort::test::testData("text/own_sentences.txt"));
    int right = 0, all = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line[0] == '#' || line.starts_with("mix ")) continue;
        const std::size_t space = line.find(' ');
        const std::string language = line.substr(0, space), guess = guessLanguage(line.substr(space + 1));
        ++all;
        right += guess == language;
        if (guess != language)
            std::printf("%s as %s: %s\n", language.c_str(), guess.c_str(), line.substr(space + 1).c_str());
    }
    EXPECT_GT(all, 140);
    EXPECT_GE(right, 0.97 * all) << right << " of " << all;
}

TEST(Language, OwnMixedTextsAreLocated) {
    std::ifstream lines(retort::test::testData("text/own_sentences.txt"));
    double hit = 0, found = 0, wanted = 0;  // letters of foreign passages
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("mix ")) continue;
        std::string text, own;
        std::vector<std::string> true_language;  // of each byte
        for (std::size_t begin = 4; begin < line.size();) {
            const std::size_t end = std::min(line.find('|', begin), line.size()), colon = line.find(':', begin);
            const std::string language = line.substr(begin, colon - begin);
            if (own.empty()) own = language;
            text += line.substr(colon + 1, end - colon - 1);
            true_language.resize(text.size(), language);
            begin = end + 1;
        }
        std::vector<std::string> told(text.size());
        for (const TextSpan& span : findLanguages(text))
            for (std::int32_t i = span.begin; i < span.end; ++i) told[static_cast<std::size_t>(i)] = span.label;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto byte = static_cast<unsigned char>(text[i]);
            if (byte < 0x80 && std::isalpha(byte) == 0) continue;
            const bool foreign = true_language[i] != own, marked = !told[i].empty() && told[i] != own;
            wanted += foreign;
            found += marked;
            hit += foreign && marked && told[i] == true_language[i];
        }
    }
    EXPECT_GT(wanted, 200);
    EXPECT_GE(2 * hit / (wanted + found), 0.9) << hit << " of " << wanted << ", " << found << " found";
}

TEST(Language, SharedSentencesAreRecognised) {
    RETORT_REQUIRE_SHARED(file, "langid/lingua_dev.jsonl");
    const std::set<std::string> asked{"zh", "en", "ja", "ko", "ru", "de", "fr", "es"};
    std::ifstream lines(file);
    int right = 0, own = 0, all = 0;
    for (std::string line; std::getline(lines, line);) {
        const Json row = Json::parse(line);
        if (row["kind"] != "sentence" || !asked.contains(row["lang"])) continue;
        const auto text = row["text"].get<std::string>();
        ++all;
        right += guessLanguage(text) == row["lang"];
        own += measureLanguage(text, row["lang"].get<std::string>()).share.value_or(0) > 0.9;
    }
    EXPECT_GE(right, 0.97 * all);
    EXPECT_GE(own, 0.97 * all);
}

// Every byte of a word has one label and one truth: precision, recall and F1 are the same number.
TEST(Language, SharedMixedTextsAreSegmented) {
    RETORT_REQUIRE_SHARED(file, "langid/mixed.jsonl");
    std::ifstream lines(file);
    double right = 0, found = 0;
    for (std::string line; std::getline(lines, line);) {
        const Json row = Json::parse(line);
        std::vector<std::string> truth;
        for (const Json& segment : row["segments"])
            truth.insert(truth.end(), segment["text"].get<std::string>().size(), segment["lang"]);
        for (const TextSpan& span : findLanguages(row["text"].get<std::string>())) {
            for (auto i = static_cast<std::size_t>(span.begin); i < static_cast<std::size_t>(span.end); ++i) {
                ++found;
                right += truth[i] == span.label;
            }
        }
    }
    EXPECT_GE(right / found, 0.95);
}

TEST(Language, ScriptsOfLanguages) {
    EXPECT_EQ(scriptOfLanguage("zh_Hans"), Script::Han);
    EXPECT_EQ(scriptOfLanguage("PT-BR"), Script::Latin);
    EXPECT_EQ(languageOf(Script::Kana), "ja");
    EXPECT_TRUE(writes("ja", Script::Han));
    EXPECT_FALSE(writes("zh", Script::Kana));
}

// Labelled segments give the true share wherever the languages differ in script and no segment has foreign names in it.
TEST(Language, MixedTextsHaveTheirTrueShare) {
    RETORT_REQUIRE_SHARED(file, "langid/mixed.jsonl");
    std::ifstream lines(file);
    int checked = 0;
    for (std::string line; std::getline(lines, line);) {
        const Json row = Json::parse(line);
        std::set<std::string> languages;
        std::set<Script> scripts;
        for (const Json& segment : row["segments"]) {
            languages.insert(segment["lang"].get<std::string>());
            scripts.insert(scriptOfLanguage(segment["lang"].get<std::string>()));
        }
        const bool told_apart = scripts.size() == languages.size() && languages.size() > 1 && !languages.contains("ja");
        if (!told_apart) continue;
        for (const std::string& language : languages) {
            const bool pure = std::ranges::all_of(row["segments"], [&](const Json& segment) {
                const bool target = segment["lang"] == language;
                return measureLanguage(segment["text"].get<std::string>(), language).share.value_or(target) == target;
            });
            if (!pure) continue;
            double own = 0, all = 0;
            for (const Json& segment : row["segments"]) {
                const auto text = segment["text"].get<std::string>();
                const auto count = static_cast<double>(measureLanguage(text, language).words);
                all += count;
                if (segment["lang"] == language) own += count;
            }
            const auto share = measureLanguage(row["text"].get<std::string>(), language).share;
            ASSERT_TRUE(share) << row["id"];
            EXPECT_NEAR(*share, own / all, 1e-9) << row["id"] << " " << language;
            ++checked;
        }
    }
    EXPECT_GT(checked, 120);
}
