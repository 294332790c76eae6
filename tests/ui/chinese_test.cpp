// SPDX-License-Identifier: GPL-3.0-or-later
// The Chinese window speaks Chinese: every page of a run is walked, and every text that a person can see or point at is
// looked at.
#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTextDocumentFragment>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "curate/candidate_rows.h"
#include "project/check_report.h"
#include "reward/answer_compare.h"
#include "reward/rubric.h"
#include "support/shared_data.h"
#include "text/analyse.h"
#include "ui/main_window.h"
#include "ui/session/trainer_process.h"
#include "ui/text/core_words.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

constexpr int rows_looked_at = 60;
constexpr const char* schema_words[] = {"JSON", "schema", "integer", "number", "string", "null", "anyOf", "oneOf"};

/// Three words of Latin letters in a row, and no Chinese character: an English sentence.
bool isEnglish(const QString& text) {
    static const QRegularExpression chinese(QStringLiteral("[\\x{4e00}-\\x{9fff}]")),
        sentence(QStringLiteral("[A-Za-z']{2,}[ ,:;]+[A-Za-z']{2,}[ ,:;]+[A-Za-z']{2,}"));
    return !text.contains(chinese) && text.contains(sentence);
}

/// Its words of Latin letters; what it quotes is somebody else's.
QStringList englishIn(QString chinese) {
    chinese.remove(QRegularExpression(QStringLiteral("\"[^\"]*\"|“[^”]*”|[a-z_]+:[a-z_]+|/[a-z/0-9]+|<[^>]*>|\\{.*\\}")));
    static const QRegularExpression word(QStringLiteral("[A-Za-z]{4,}"));
    QStringList words;
    for (auto match = word.globalMatch(chinese); match.hasNext();) words << match.next().captured();
    return words;
}

class ChineseWindow : public ::testing::Test {
protected:
    void SetUp() override {
        language_.setChoice(QStringLiteral("zh_CN"));
        window_ = std::make_unique<MainWindow>(theme_, language_);
        window_->resize(1280, 720);
        window_->show();
    }
    void TearDown() override {
        window_.reset();
        language_.setChoice(QStringLiteral("en"));
    }
    void look(const QString& where, const QString& text) {
        const QString plain = Qt::mightBeRichText(text) ? QTextDocumentFragment::fromHtml(text).toPlainText() : text;
        if (isEnglish(plain) && !found_.contains(plain)) {
            found_ << plain;
            places_ << where;
        }
    }
    void lookAtCells(const QString& where, const QAbstractItemView& view) {
        const QAbstractItemModel* model = view.model();
        if (model == nullptr) return;
        for (int column = 0; column < model->columnCount(); ++column) {
            for (const int role : {Qt::DisplayRole, Qt::ToolTipRole})
                look(where + QStringLiteral(" header"), model->headerData(column, Qt::Horizontal, role).toString());
            for (int row = 0; row < std::min(rows_looked_at, model->rowCount()); ++row)
                for (const int role : {Qt::DisplayRole, Qt::ToolTipRole})
                    look(QStringLiteral("%1 cell %2").arg(where).arg(column),
                         model->index(row, column).data(role).toString());
        }
    }
    void walk(const QString& page) {
        for (QWidget* widget : window_->findChildren<QWidget*>()) {
            if (!widget->isVisible()) continue;
            const QString where = page + QLatin1Char(' ') + QLatin1String(widget->metaObject()->className()) +
                                  QLatin1Char(' ') + widget->accessibleName();
            look(where + QStringLiteral(" tip"), widget->toolTip());
            look(where + QStringLiteral(" name"), widget->accessibleName());
            look(where + QStringLiteral(" description"), widget->accessibleDescription());
            if (const auto* label = qobject_cast<QLabel*>(widget)) look(where, label->text());
            if (const auto* button = qobject_cast<QAbstractButton*>(widget)) look(where, button->text());
            if (const auto* edit = qobject_cast<QLineEdit*>(widget)) look(where, edit->placeholderText());
            if (const auto* edit = qobject_cast<QPlainTextEdit*>(widget)) look(where, edit->placeholderText());
            if (const auto* box = qobject_cast<QComboBox*>(widget))
                for (int i = 0; i < box->count(); ++i) look(where, box->itemText(i));
            if (const auto* view = qobject_cast<QAbstractItemView*>(widget)) lookAtCells(where, *view);
            for (const QAction* action : widget->actions()) look(where + QStringLiteral(" action"), action->text());
        }
    }
    void walkPages() {
        for (int page = 0; page < window_->pageCount(); ++page) {
            window_->goTo(page);
            QTest::qWait(800);
            walk(QStringLiteral("page %1").arg(page));
            for (const PageAction& action : window_->currentPage()->actions())
                look(QStringLiteral("keys of page %1").arg(page), action.name);
        }
    }

    test::PrivateState state_;
    test::TempDir folder_;
    Theme theme_{*qApp};
    Language language_;
    std::unique_ptr<MainWindow> window_;
    QStringList found_, places_;
};

TEST_F(ChineseWindow, NoSentenceOnAnyPageIsEnglish) {
    // A run to be walked by hand: RETORT_WALK_RUN prints what is found there.
    const QString given = qEnvironmentVariable("RETORT_WALK_RUN");
    const std::filesystem::path run =
        given.isEmpty() ? folder_ / "project/runs/run" : std::filesystem::path(given.toStdString());
    walkPages();
    if (given.isEmpty())
        test::runFakeTrainer(
            run, {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"), QStringLiteral("6")});
    window_->openRun(QString::fromStdString(run.string()));
    ASSERT_TRUE(eventually([&] { return window_->session() != nullptr && window_->session()->caughtUp(); }));
    walkPages();
    // Problems are in their own language: the fake run's English ones end so.
    for (qsizetype i = found_.size() - 1; i >= 0; --i)
        if (found_[i].endsWith(QStringLiteral("Show your work."))) {
            found_.removeAt(i);
            places_.removeAt(i);
        }
    std::string listed;
    for (qsizetype i = 0; i < found_.size(); ++i)
        listed += "\n  " + places_[i].toStdString() + ": " + found_[i].left(200).toStdString();
    if (!given.isEmpty()) GTEST_SKIP() << "found:" << listed;
    EXPECT_TRUE(found_.isEmpty()) << listed;
}

struct Graded {
    std::string term, value;  ///< as in a rubric
    std::string reference, grading, completion;
};

// Sentences that the terms really say, each in Chinese to its last word; only what they quote stays as it is.
TEST_F(ChineseWindow, EveryReasonOfARewardIsChinese) {
    const std::string schema =
        R"({ schema = '{"type":"object","required":["a"],"properties":{"a":{"type":"integer","minimum":3}}}' })";
    const std::string follows =
        R"({"instruction_id_list":["length_constraints:number_words","keywords:existence","punctuation:no_comma","startend:quotation"],)"
        R"("kwargs":[{"num_words":5,"relation":"at least"},{"keywords":["seven"]},{},{}]})";
    const std::vector<Graded> cases{
        {"accuracy", "1.0", "7", "", "<think>3+4</think><answer>7</answer>"},
        {"accuracy", "1.0", "7", "", "<think>3+4</think><answer>8</answer>"},
        {"accuracy", "1.0", "7", "", "nothing of the kind"},
        {"accuracy", "1.0", "7", "", "<answer></answer>"},
        {"accuracy", "1.0", "7", "", "<answer>7"},
        {"accuracy", "1.0", "7", "", "<answer>7</answer><answer>8</answer>"},
        {"accuracy", "1.0", "", "", "<answer>7</answer>"},
        {"accuracy", "1.0", "\\frac{1}{2", "", "<answer>7</answer>"},
        {"accuracy", "1.0", "\\frac{1}{2}", "", "<answer>0.5</answer>"},
        {"accuracy", "1.0", "x^2+2x+1", "", "<answer>(x+1)^2</answer>"},
        {"accuracy", "1.0", "x^2+2x+1", "", "<answer>(x+2)^2</answer>"},
        {"accuracy", "1.0", "(1, 2)", "", "<answer>(1, 3)</answer>"},
        {"accuracy", "1.0", "Paris", "", "<answer>London</answer>"},
        {"accuracy", "1.0", "7", "", "<answer>((((</answer>"},
        {"accuracy", "1.0", "B", "", "<answer>(C)</answer>"},
        {"multiple_choice", "1.0", "B", R"({"choices":["one","two","three"]})", "<answer>C</answer>"},
        {"multiple_choice", "1.0", "B", R"({"choices":["one","two","three"]})", "<answer>B</answer>"},
        {"multiple_choice", "1.0", "B", R"({"choices":["one","two","three"]})", "<answer>perhaps</answer>"},
        {"exact", "1.0", "seven", "", "<answer>seven</answer>"},
        {"exact", "1.0", "seven", "", "<answer>eight</answer>"},
        {"exact", "1.0", R"(["a","b"])", "", "<answer>c</answer>"},
        {"numeric", "1.0", "7", "", "<answer>7.5</answer>"},
        {"numeric", "1.0", "seven", "", "<answer>7</answer>"},
        {"numeric", "1.0", "7", "", "<answer>many</answer>"},
        {"format", "1.0", "", "", "<think>a</think><answer>b</answer>"},
        {"format", "1.0", "", "", "b"},
        {"language", "1.0", "", "", "<think>two words</think><answer>7</answer>"},
        {"language", "1.0", "", "", "7"},
        {"length", "{ weight = 1.0, min_length = 5, max_length = 9 }", "", "", "<answer>7</answer>"},
        {"repetition", "1.0", "", "", "a b c a b c a b c a b c"},
        {"json_schema", schema, "", "", R"(<answer>{"a": 5}</answer>)"},
        {"json_schema", schema, "", "", R"(<answer>{"a": 1}</answer>)"},
        {"json_schema", schema, "", "", R"(<answer>{"b": 1}</answer>)"},
        {"json_schema", schema, "", "", R"(<answer>{"a": "x"}</answer>)"},
        {"json_schema", schema, "", "", R"(<answer>{"a" 1}</answer>)"},
        {"json_schema", schema, "", "", "<answer>none</answer>"},
        {"json_schema", "1.0", "", "", "<answer>none</answer>"},
        {"instructions", "1.0", "", follows, "<answer>\"one, two\"</answer>"},
        {"instructions", "1.0", "", follows, "<answer>one two</answer>"},
        {"instructions", "1.0", "", "", "<answer>one two</answer>"},
        {"reasoning_gym", "1.0", R"({"task":"countdown","meta":{"numbers":[3,4],"target":7}})", "",
         "<answer>3 + 4</answer>"},
        {"reasoning_gym", "1.0", R"({"task":"countdown","meta":{"numbers":[3,4],"target":8}})", "",
         "<answer>3 + 4</answer>"},
        {"reasoning_gym", "1.0", R"({"task":"countdown","meta":{"numbers":[3,4],"target":8}})", "",
         "<answer>3 + 5</answer>"},
        {"reasoning_gym", "1.0", R"({"task":"rubiks_cube","meta":{}})", "", "<answer>R</answer>"},
        {"reasoning_gym", "1.0", "no puzzle", "", "<answer>R</answer>"},
    };
    for (const Graded& one : cases) {
        const TemplateSection form;
        Prompt prompt{"key", "a question in English", one.reference, "en", "reasoning", one.grading};
        Rollout rollout;
        rollout.text = one.completion;
        rollout.completion.ids.assign(7, 1);
        rollout.facts = analyse(one.completion, "en", form);
        const RewardBreakdown graded = Rubric(readRubric({{one.term, one.value}}), form).grade(prompt, rollout);
        const QString english = QString::fromStdString(graded.terms.at(0).reason);
        const QString chinese = coreWords(english);
        ASSERT_FALSE(english.isEmpty()) << one.term;
        QStringList left = englishIn(chinese);
        for (const char* name : {"Paris", "meta", "rubiks", "cube", "frac"}) left.removeAll(QLatin1String(name));
        for (const char* name : schema_words) left.removeAll(QLatin1String(name));
        EXPECT_TRUE(left.isEmpty()) << one.term << ": " << english.toStdString() << " -> " << chinese.toStdString();
    }
    EXPECT_EQ(coreWords(QStringLiteral("equals the reference words: the same words")),
              QStringLiteral("与参考答案 words 相等：文字相同"))
        << "a reference is not ours to translate";
    EXPECT_EQ(coreWords(QStringLiteral("2 of 5 tests passed; test 3: wrong answer: line 1: expected \"7\", got the end")),
              QStringLiteral("5 个测试通过 2 个；测试 3：答案错误：第 1 行：应为 \"7\"，得到 结尾"));
    EXPECT_EQ(coreWords(QStringLiteral("something new")), QStringLiteral("something new"));
}

// Whatever two answers have been found to be, of all kinds that there are cases of.
TEST_F(ChineseWindow, EveryComparisonOfAnswersIsChinese) {
    std::ifstream lines(retort::test::testData("math/answer_pairs.txt"));
    QStringList seen;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t middle = line.find(" :: ");
        if (line.starts_with("#") || middle == line.npos) continue;
        const QString english =
            QString::fromStdString(compareAnswers(line.substr(3, middle - 3), line.substr(middle + 4)).how);
        const QString chinese = coreWords(english);
        QStringList left = englishIn(chinese);
        for (const char* unit : {"dollar", "cent", "degree"}) left.removeAll(QLatin1String(unit));
        EXPECT_TRUE(left.isEmpty()) << line << ": " << english.toStdString() << " -> " << chinese.toStdString();
        if (!seen.contains(english)) seen << english;
    }
    EXPECT_GT(seen.size(), 30) << "different sentences";
}

TEST_F(ChineseWindow, EveryRuleCaseIsChinese) {
    std::ifstream lines(retort::test::testData("rule_cases.jsonl"));
    TemplateSection form;
    form.answer_open = form.answer_close = "";
    for (std::string line; std::getline(lines, line);) {
        const auto row = nlohmann::json::parse(line);
        const std::string kind = row["reward"];
        auto grading = nlohmann::json::object();
        for (const std::string_view column : kGradingColumns)
            if (row.contains(column)) grading[std::string(column)] = row.at(std::string(column));
        const Prompt prompt{"p/0", "", row.value("reference", ""), "en", "reasoning", grading.empty() ? "" : grading.dump()};
        Rollout rollout;
        rollout.text = row["completion"];
        const QString english =
            QString::fromStdString(Rubric(readRubric({{kind, "1.0"}}), form).grade(prompt, rollout).terms.at(0).reason);
        const QString chinese = coreWords(english);
        QStringList left = englishIn(chinese);
        for (const char* name : schema_words) left.removeAll(QLatin1String(name));
        EXPECT_TRUE(left.isEmpty()) << english.toStdString() << " -> " << chinese.toStdString();
    }
}

constexpr const char* good_recipe = R"([project]
name = "p"
[models]
base = "base"
[data.problems]
path = "problems.jsonl"
[data.rows]
path = "rows.jsonl"
kind = "sft"
[rubrics.r]
accuracy = 1.0
[stages.zero]
kind = "grpo"
model = "base"
data = ["problems"]
rubric = "r"
steps = 20
[stages.picked]
kind = "sample"
model = "zero"
data = ["problems"]
rubric = "r"
[stages.cold]
kind = "curate"
candidates = "picked"
[stages.tuned]
kind = "sft"
model = "base"
data = ["cold", "rows"]
[stages.bench]
kind = "evaluate"
models = ["zero"]
data = "problems"
rubric = "r"
)";

// Findings that the check really comes to, each in Chinese, whatever is done to a recipe.
TEST_F(ChineseWindow, EveryFindingOfARecipeIsChinese) {
    const std::vector<std::pair<std::string, std::string>> edits{
        {"steps = 20", "steps = 0"},
        {"steps = 20", "steps = \"x\""},
        {"steps = 20", "steps = 20\nsteeps = 3"},
        {"steps = 20", "steps = 20\nsampling = { temperature = 9.5 }"},
        {"steps = 20", "steps = 20\nsampling = { temperature = 0.0 }"},
        {"steps = 20", "steps = 20\nsampling = 3"},
        {"steps = 20", "steps = 20\nminibatches = 7"},
        {"steps = 20", "steps = 20\nmix = [0.5, 0.5]"},
        {"steps = 20", "steps = 20\nmix = [0.0]"},
        {"steps = 20", "steps = 20\nmix = [\"a\"]"},
        {"steps = 20\n", ""},
        {"model = \"base\"\ndata = [\"problems\"]", "model = \"bose\"\ndata = [\"problems\"]"},
        {"model = \"base\"\ndata = [\"problems\"]", "model = \"rows\"\ndata = [\"problems\"]"},
        {"model = \"base\"\ndata = [\"problems\"]", "model = \"cold\"\ndata = [\"problems\"]"},
        {"model = \"base\"\ndata = [\"problems\"]", "model = \"\"\ndata = [\"problems\"]"},
        {"model = \"base\"\ndata = [\"problems\"]", "model = 3\ndata = [\"problems\"]"},
        {"data = [\"problems\"]\nrubric = \"r\"\nsteps", "data = [\"rows\"]\nrubric = \"r\"\nsteps"},
        {"data = [\"problems\"]\nrubric = \"r\"\nsteps", "data = [\"picked\"]\nrubric = \"r\"\nsteps"},
        {"data = [\"problems\"]\nrubric = \"r\"\nsteps", "data = [\"nothing\"]\nrubric = \"r\"\nsteps"},
        {"data = [\"problems\"]\nrubric = \"r\"\nsteps", "data = [\"problems\", \"problems\"]\nrubric = \"r\"\nsteps"},
        {"data = [\"cold\", \"rows\"]", "data = [\"cald\"]"},
        {"data = [\"cold\", \"rows\"]", "data = [\"bench\"]"},
        {"rubric = \"r\"\nsteps", "rubric = \"q\"\nsteps"},
        {"kind = \"grpo\"", "kind = \"grop\""},
        {"kind = \"grpo\"\n", ""},
        {"kind = \"grpo\"", "kind = 3"},
        {"accuracy = 1.0\n", ""},
        {"accuracy = 1.0", "acuracy = 1.0"},
        {"accuracy = 1.0", "accuracy = { weight = 1.0, model = \"zero\" }"},
        {"accuracy = 1.0", "judge = { kind = \"reward_model\", weight = 1.0 }"},
        {"accuracy = 1.0", "judge = { kind = \"reward_model\", weight = 1.0, model = \"zero\" }"},
        {"accuracy = 1.0", "judge = { kind = \"reward_model\", weight = 1.0, model = \"nobody\" }"},
        {"accuracy = 1.0", "length = { weight = 1.0, min_length = 9, max_length = 3 }"},
        {"accuracy = 1.0", "accuracy = { weight = 1.0, domain = \"chemistry\" }"},
        {"base = \"base\"", "base = \"elsewhere\""},
        {"base = \"base\"", "base = 3"},
        {"base = \"base\"", "zero = \"base\""},
        {"\"problems.jsonl\"", "\"no.jsonl\""},
        {"\"problems.jsonl\"", "\"no-*.jsonl\""},
        {"candidates = \"picked\"", "candidates = \"pocked\""},
        {"candidates = \"picked\"", "candidates = \"zero\""},
        {"candidates = \"picked\"", "candidates = \"picked\"\nmax_length = 3\nmin_length = 9"},
        {"models = [\"zero\"]", "models = [\"zero\"]\nmodel = \"zero\""},
        {"[project]\nname = \"p\"\n", ""},
        {"[project]", "[template]\nprompt = \"nothing\"\n[project]"},
        {"[stages.bench]", "[stages.\"a b\"]"},
        {"model = \"base\"\ndata = [\"problems\"]", "model = \"tuned\"\ndata = [\"problems\"]"},
        {"[project]", "[defaults.grop]\nsteps = 3\n[project]"},
        {"[project]", "[defaults]\ngrpo = 3\n[project]"},
        {"name = \"p\"", "name = [3]"},
        {"data = [\"cold\", \"rows\"]", "data = [\"cold\"]"},
        {"[stages.bench]",
         "[stages.start]\nkind = \"pretrain\"\ndata = [\"rows\"]\nsteps = 3\ninit = { tokenizer = \"none\", hidden_size = "
         "30, num_attention_heads = 4, num_key_value_heads = 3 }\n[stages.bench]"},
        {"[stages.bench]",
         "[stages.judge]\nkind = \"reward_model\"\nmodel = \"base\"\nloss = \"process\"\ndata = "
         "[\"picked\"]\n[stages.bench]"},
        {"steps = 20", "steps = 20\nnever = 2026-01-01"}};
    std::filesystem::create_directories(folder_ / "p/base");
    std::ofstream(folder_ / "p/base/config.json") << "{}";
    std::ofstream(folder_ / "p/problems.jsonl") << R"({"prompt": "1+1?", "reference": "2"})"
                                                   "\n"
                                                   R"({"prompt": "2+2?"})"
                                                   "\n";
    std::ofstream(folder_ / "p/rows.jsonl") << R"({"prompt": "1+1?", "completion": "2"})"
                                               "\n";
    static const QRegularExpression chinese(QStringLiteral("[\\x{4e00}-\\x{9fff}]"));
    std::set<std::string> said;
    for (const auto& [from, to] : edits) {
        std::string text = good_recipe;
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
        std::ofstream(folder_ / "p/recipe.toml") << text;
        const CheckReport report = checkProject(openProject(folder_ / "p"));
        EXPECT_FALSE(report.findings.empty()) << to;
        for (const Finding& finding : report.findings)
            for (const std::string& sentence : {finding.message, finding.remedy}) {
                if (sentence.empty() || !said.insert(sentence).second) continue;
                const QString words = findingWords(QString::fromStdString(sentence));
                EXPECT_TRUE(words.contains(chinese) &&
                            !words.contains(QRegularExpression(QStringLiteral("[a-z]{2,} [a-z]{2,} [a-z]{2,}"))))
                    << "\"" << sentence << "\" is \"" << words.toStdString() << "\"";
            }
    }
    EXPECT_GT(said.size(), 70U);
}

// What is really wrong with files that people import, each in Chinese; what they quote and what JSON's parser says stay.
TEST_F(ChineseWindow, WhatIsWrongWithAnImportIsChinese) {
    const std::string nested(200, '[');
    const std::vector<std::pair<const char*, std::string>> files{
        {"a.jsonl", R"({"prompt": "1+1?"})"},
        {"b.jsonl", R"({"prompt": "1+1?", "completion": ""})"},
        {"c.jsonl", R"({"prompt": ["x"], "completion": "2"})"},
        {"d.jsonl", R"({"prompt": null, "completion": "2"})"},
        {"e.jsonl", R"({"prompt": true, "completion": "2"})"},
        {"f.jsonl", R"({"prompt": {}, "completion": "2"})"},
        {"g.jsonl", R"({"prompt": [{"say": "x"}], "completion": "2"})"},
        {"h.jsonl", R"({"messages": [{"role": "user", "content": "x"}]})"},
        {"i.jsonl", R"({"messages": [{"role": "system", "content": "x"}, {"role": "user", "content": "x"}]})"},
        {"j.jsonl",
         "{\"id\": \"x\", \"prompt\": \"1\", \"completion\": \"2\"}\n{\"id\": \"x\", \"prompt\": \"1\", \"completion\": "
         "\"2\"}"},
        {"k.jsonl", "[1, 2]"},
        {"l.jsonl", "7"},
        {"m.jsonl", "\"seven\""},
        {"n.jsonl", "null"},
        {"o.jsonl", "true"},
        {"p.jsonl", "{\"prompt\": \"1\", \"prompt\": \"2\"}"},
        {"q.jsonl", "{\"prompt\": \"1\", \"completion\": " + nested + "}"},
        {"r.jsonl", "{\"prompt\": \"1\","},
        {"s.jsonl", ""},
        {"t.json", R"([{"prompt": "1", "completion": "2"})"},
        {"u.json", R"([{"prompt": "1", "completion": "2"}] more)"},
        {"v.jsonl", "{}"},
        {"w.jsonl", "\x1f\x8b"},
        {"x.jsonl", "PK\x03\x04"},
        {"y.jsonl", "version https://git-lfs"},
        {"z.jsonl", "SQLite format 3"},
        {"za.jsonl", "ARROW1"},
        {"zb.parquet", "PAR1"},
        {"zc.json", "[]"}};
    static const QRegularExpression chinese(QStringLiteral("[\\x{4e00}-\\x{9fff}]"));
    const auto look = [&](const QString& english) {
        QString words = coreWords(english);
        const QString whole = words;
        words.remove(QRegularExpression(QStringLiteral("column \\d+：[^。]*")));  // the parser's own words
        words.remove(QRegularExpression(QStringLiteral("(?<=列：)[^。]*")));
        QStringList left = englishIn(words.mid(words.indexOf(u'：')));
        for (const char* name :
             {"JSON",  "Excel",  "SQLite",   "Parquet", "Arrow", "Lines",  "content", "role", "null",    "true",
              "false", "system", "template", "retort",  "pull",  "gunzip", "FILE",    "gzip", "parquet", "jsonl"})
            left.removeAll(QLatin1String(name));
        EXPECT_TRUE(whole.contains(chinese) && left.isEmpty())
            << english.toStdString() << " -> " << whole.toStdString() << " (" << left.join(u' ').toStdString() << ")";
    };
    for (const auto& [name, text] : files) {
        std::ofstream(folder_ / name) << text;
        try {
            readImport(folder_ / name);
            ADD_FAILURE() << name << " is taken";
        } catch (const Error& error) {
            look(QString::fromUtf8(error.what()));
        }
    }
    try {
        readImport(folder_ / "nowhere.jsonl");
        ADD_FAILURE();
    } catch (const Error& error) {
        look(QString::fromUtf8(error.what()));
    }
    // What `retort` says of tables, which it reads.
    for (const char* said :
         {"a.csv: row 2 has 1 cells, the header 2. Rows are lines of cells with commas between; a cell with a comma, quote "
          "or line end is quoted",
          "b.csv: row 1: column \"completion\" is missing. The columns are prompt, completions. Give every row this column.",
          "c.parquet: declares 9 rows in 7 bytes. The file is damaged or made to exhaust this machine: get it from its "
          "author"})
        look(QString::fromUtf8(said));
    EXPECT_EQ(errorIn(QStringLiteral("07:07:27 warning: this\n07:07:28 error: a.csv: has no rows\n")),
              QStringLiteral("a.csv: has no rows"));
}

TEST(CoreWords, EnglishStaysAsItIs) {
    for (const char* said : {"differs from the reference 7: the numbers differ",
                             "1 of 2 instructions followed; keywords:existence: \"a\" is not there", "part 2: they differ",
                             "50% of the words are en"})
        EXPECT_EQ(coreWords(QString::fromUtf8(said)), QString::fromUtf8(said));
}

}  // namespace
}  // namespace retort::ui
