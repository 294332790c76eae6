// SPDX-License-Identifier: GPL-3.0-or-later
// The token strip of a stored trace: ratios and alternatives by a checkpoint that is asked, against a program that speaks
// the sampler's lines.
#include <gtest/gtest.h>

#include <QComboBox>
#include <cmath>
#include <fstream>

#include "run/run_directory.h"
#include "run/run_state.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "support/shared_data.h"
#include "tokenizer/tokenizer.h"
#include "ui/widgets/token_pane.h"
#include "ui/widgets/token_strip.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

constexpr float stored = -1.2F;

class TokenPaneStory : public ::testing::Test {
protected:
    void SetUp() override {
        qputenv("RETORT_TRAINER", RETORT_FAKE_SPEAKER);
        const auto project = folder_ / "project";
        root_ = project / "runs/20260101-120000-aaaa";
        std::filesystem::create_directories(root_);
        addModel(project / "models/base");
        for (const int step : {2, 5}) addModel(root_ / checkpoint(step));
        const std::string recipe = std::string(
                                       "[project]\nname = \"tokens\"\n[models]\nbase = "
                                       "\"models/base\"\n[data.problems]\npath = \"problems.jsonl\"\n"
                                       "[rubrics.zero]\naccuracy = 1.0\n[stages.zero]\nkind = \"grpo\"\nmodel = "
                                       "\"base\"\ndata = [\"problems\"]\nrubric = \"zero\"\nsteps = 9\n") +
                                   "[stages.candidates]\nkind = \"sample\"\nmodel = \"base\"\ndata = [\"problems\"]\nrubric "
                                   "= \"zero\"\nsampling = { top_p = 0.9 }\n";
        std::ofstream(root_ / "recipe.resolved.toml") << recipe;
        std::ofstream(project / "recipe.toml") << recipe;
        std::ofstream(project / "problems.jsonl") << R"({"prompt":"1+1?","answer":"2"})"
                                                  << "\n";
        writeStore();
        session_ = test::openSession(root_);
        pane_.resize(700, 400);
        static_cast<QWidget&>(pane_).show();
        pane_.setSession(session_.get());
    }
    void TearDown() override {
        pane_.setSession(nullptr);
        qunsetenv("RETORT_TRAINER");
    }
    static std::string checkpoint(int step) { return "checkpoints/zero/step-" + std::to_string(step); }
    static void addModel(const std::filesystem::path& folder) {
        std::filesystem::create_directories(folder.parent_path());
        std::filesystem::copy(test::testData("tokenizer/trained"), folder, std::filesystem::copy_options::recursive);
        std::ofstream(folder / "config.json") << "{}";
    }
    void writeStore() {
        RunWriter writer(RunDirectory(root_).store());
        StageRecord stage;
        stage.name = "zero";
        stage.kind = "grpo";
        stage.state = StageState::Done;
        const StageId zero = writer.putStage(stage);
        stage.name = "candidates";
        stage.kind = "sample";
        stage.position = 1;
        const StageId candidates = writer.putStage(stage);
        const Tokenizer tokenizer = Tokenizer::load(root_.parent_path().parent_path() / "models/base");
        for (const auto& [where, step] : {std::pair(zero, 3), {zero, 9}, {candidates, 1}}) {
            RolloutGroup group;
            group.prompt = {{"problems:0", "1+1?", "2", "en", "reasoning"}, tokenizer.encode("1+1?")};
            Rollout rollout;
            rollout.text = "The answer is 2";
            rollout.completion.ids = tokenizer.encode(rollout.text);
            rollout.completion.logprobs.assign(rollout.completion.ids.size(), stored);
            group.rollouts = {rollout};
            StepCommit commit;
            commit.step = {where, step, step, 1, 1};
            commit.groups = {group};
            writer.commit(commit);
        }
        for (const int step : {2, 5}) writer.addCheckpoint({{}, zero, step, checkpoint(step), "", false, 1});
        EventRecord change;
        change.kind = "set_field";
        change.level = "info";
        change.message = "stages.zero.sampling.temperature = 0.5 from step 2";
        change.stage = zero;
        writer.addEvent(change);
        recordRunState(writer, RunState::Done);
    }
    void show(int trace) { pane_.show(*RunReader(RunDirectory(root_).store()).rollout(RolloutId{trace})); }
    QComboBox* scorer() {
        for (auto* one : pane_.findChildren<QComboBox*>())
            if (one->accessibleName().startsWith(QStringLiteral("Model that is asked"))) return one;
        return nullptr;
    }
    bool asked() {
        return eventually([&] { return !pane_.strip().facts().asked.isEmpty(); });
    }

    test::TempDir folder_;
    test::PrivateState state_;
    std::filesystem::path root_;
    std::unique_ptr<RunSession> session_;
    TokenPane pane_;
};

TEST_F(TokenPaneStory, TheRatioIsOfTheNextCheckpointAtTheTemperatureOfTheStep) {
    pane_.setMeasure(TokenMeasure::Ratio);
    show(1);
    ASSERT_TRUE(asked()) << pane_.told().toStdString();
    EXPECT_EQ(scorer()->currentText(), QStringLiteral("zero, step 5")) << "that of step 2 has not seen the trace of step 3";
    const TokenFacts& facts = pane_.strip().facts();
    ASSERT_GT(facts.size(), 2u);
    // The fake says -0.5 at temperature 1; somebody set 0.5 at step 2.
    EXPECT_NEAR(*facts.value(TokenMeasure::Ratio, 0), std::exp(-0.5 / 0.5 - stored), 1e-5);
    EXPECT_TRUE(pane_.told().contains(QStringLiteral("zero, step 5"))) << pane_.told().toStdString();
    EXPECT_TRUE(pane_.told().contains(QStringLiteral("step 3"))) << "whose ratio to whom";
    QTest::keyClick(const_cast<TokenStrip*>(&pane_.strip()), Qt::Key_Right);
    EXPECT_TRUE(pane_.told().contains(QStringLiteral("“§” 90"))) << "no alternatives: " << pane_.told().toStdString();
    // Anybody else can be asked.
    scorer()->setFocus();
    scorer()->setCurrentIndex(scorer()->findText(QStringLiteral("base")));
    Q_EMIT scorer()->activated(scorer()->currentIndex());
    ASSERT_TRUE(eventually([&] { return pane_.strip().facts().asked == QStringLiteral("base"); }));
    EXPECT_EQ(pane_.strip().current(), 0) << "the chosen token is lost";
}

TEST_F(TokenPaneStory, WithoutACheckpointThatHasLearntFromItItIsSaid) {
    pane_.setMeasure(TokenMeasure::Ratio);
    show(2);
    ASSERT_TRUE(eventually([&] { return scorer()->count() > 1; }));
    EXPECT_TRUE(pane_.told().contains(QStringLiteral("No checkpoint that has learnt"))) << pane_.told().toStdString();
    EXPECT_FALSE(pane_.strip().facts().value(TokenMeasure::Ratio, 0).has_value());
}

TEST_F(TokenPaneStory, ACutDistributionHasAlternativesButNoRatio) {
    pane_.setMeasure(TokenMeasure::Ratio);
    show(3);
    ASSERT_TRUE(asked());
    EXPECT_EQ(scorer()->currentText(), QStringLiteral("base")) << "who wrote it";
    EXPECT_FALSE(pane_.strip().facts().value(TokenMeasure::Ratio, 0).has_value());
    EXPECT_TRUE(pane_.told().contains(QStringLiteral("top-p 0.9"))) << pane_.told().toStdString();
    EXPECT_FALSE(pane_.strip().facts().alternatives.isEmpty());
}

TEST(TokenFacts, AnswersAboutOtherTokensAreNotTaken) {
    TokenFacts facts;
    facts.texts = {QStringLiteral("a"), QStringLiteral("b")};
    const auto token = [](const char* text) {
        return QJsonObject{{QStringLiteral("text"), QLatin1String(text)}, {QStringLiteral("logprob"), -1}};
    };
    EXPECT_FALSE(takeScores({token("a")}, facts));
    EXPECT_FALSE(takeScores({token("a"), token("c")}, facts));
    EXPECT_TRUE(facts.scored.empty());
    EXPECT_TRUE(takeScores({token("a"), token("b")}, facts));
    EXPECT_EQ(facts.scored.size(), 2u);
}

}  // namespace
}  // namespace retort::ui
