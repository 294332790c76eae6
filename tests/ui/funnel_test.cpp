// SPDX-License-Identifier: GPL-3.0-or-later
// Story 4 through real events: where samples are lost, the traces behind it, other bounds tried, and put into the recipe.
#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTableView>
#include <algorithm>
#include <fstream>
#include <map>
#include <utility>

#include "base/file.h"
#include "curation_window.h"
#include "run/run_state.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "support/fake_trainer/fake_rollouts.h"
#include "ui/models/rollout_table.h"
#include "ui/pages/funnel_page.h"
#include "ui/pages/recipe_page.h"
#include "ui/pages/traces_page.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/bound_histogram.h"
#include "ui/widgets/funnel_bars.h"
#include "ui/widgets/toml_edit.h"
#include "ui/widgets/trace_reader.h"
#include "ui/widgets/trace_text.h"

namespace retort::ui {
namespace {

using test::eventually;

class FunnelStory : public test::CurationWindow {
protected:
    void SetUp() override {
        page_ = openPage<FunnelPage>(30, QStringLiteral("funnel"));
        ASSERT_TRUE(eventually([&] { return page_->model().counts().sampled > 0; }));
    }
    FunnelModel& model() { return page_->model(); }
    /// The field of the least language share, with its text selected; null where there is none.
    QDoubleSpinBox* languageBound() {
        for (auto* spin : page_->findChildren<QDoubleSpinBox*>()) {
            if (!spin->accessibleName().contains(QStringLiteral("language"))) continue;
            spin->setFocus();
            spin->selectAll();
            return spin;
        }
        return nullptr;
    }

    /// The same run with other words in its recipe.
    FunnelPage* reopenFunnel(const std::string& more) {
        std::string text = readFile(run_ / "recipe.resolved.toml");
        const std::string place = "kind = \"sample\"\n";
        std::ofstream(run_ / "recipe.resolved.toml") << text.insert(text.find(place) + place.size(), more);
        auto* page = reopen<FunnelPage>(QStringLiteral("funnel"));
        EXPECT_TRUE(eventually([&] { return page->model().counts().sampled > 0; }));
        return page;
    }
    TracesPage* openEnds(const QString& query, bool listed = true) {
        window_->goTo(QStringLiteral("traces"));
        auto* traces = window_->findChild<TracesPage*>();
        traces->openLink(PageLink::fromText(QStringLiteral("traces?") + query));
        EXPECT_TRUE(!listed ||
                    eventually([&] { return traces->model().filter().among != nullptr && !traces->model().loading(); }));
        return traces;
    }
    /// Samples that end at a test, by a look at each of them; ascending.
    std::vector<RolloutId> endingAt(SieveStep step, const SampleParams& params) const {
        RunReader reader(RunDirectory(run_).store());
        std::vector<RolloutId> ids;
        Sieve sieve(params);
        reader.visitTexts(reader.stage("candidates")->id, {}, 100000, [&](const RolloutSummary& row, std::string_view text) {
            if (sieve(sampleFacts(row, text)) == step) ids.push_back(row.id);
        });
        return ids;
    }
    /// What Traces lists, as far as it has been fetched; ascending.
    static std::vector<RolloutId> listedIn(TracesPage& traces) {
        std::vector<RolloutId> ids;
        for (int row = 0; row < traces.model().rowCount(); ++row) ids.push_back(traces.model().at(row).id);
        std::ranges::sort(ids);
        return ids;
    }
    /// The figure beside the search; -1: there is none now.
    static std::int64_t countShown(const TracesPage& traces) {
        static const QRegularExpression figure(QStringLiteral("^([0-9]+) traces?$"));
        for (const auto* label : traces.findChildren<QLabel*>())
            if (const auto match = figure.match(label->text()); match.hasMatch()) return match.captured(1).toLongLong();
        return -1;
    }
    /// Whether Traces comes to list just these, to its end, and counts them.
    static bool lists(TracesPage& traces, const std::vector<RolloutId>& expected) {
        const bool same = eventually([&] {
            if (traces.model().canFetchMore({})) traces.model().fetchMore({});
            return countShown(traces) == std::ssize(expected) && listedIn(traces) == expected;
        });
        if (!same)
            ADD_FAILURE() << "listed " << listedIn(traces).size() << ", counted " << countShown(traces) << " of "
                          << expected.size();
        return same;
    }
    static QPushButton* buttonWith(const QWidget& page, const QString& begin) {
        for (auto* button : page.findChildren<QPushButton*>())
            if (button->isVisible() && button->text().startsWith(begin)) return button;
        return nullptr;
    }
    static QComboBox* endingChooser(const QWidget& page) {
        for (auto* chooser : page.findChildren<QComboBox*>())
            if (chooser->accessibleName() == QStringLiteral("Where it ended in the funnel")) return chooser;
        return nullptr;
    }
    /// What an empty list says.
    static QString emptyWords(const QWidget& page) {
        QStringList words;
        for (const auto* empty : page.findChildren<EmptyState*>())
            if (empty->isVisible())
                for (const auto* label : empty->findChildren<QLabel*>()) words << label->text();
        return words.join(u'\n');
    }

    /// Bounds by which something is lost at every test.
    static constexpr const char* narrow_recipe =
        "min_language_share = 0.8\nmax_repetition = 0.3\nrequire_reflection = true\nmax_per_prompt = 1\n";
    FunnelPage* page_ = nullptr;
};

TEST_F(FunnelStory, EveryLossOpensItsTraces) {
    EXPECT_EQ(model().counts().sampled, 120);
    auto* bars = page_->findChild<FunnelBars*>();
    auto* table = page_->findChild<QTableView*>();
    std::int64_t listed = 0;
    for (std::size_t i = 0; i <= sieve_tests; ++i) {
        const auto step = static_cast<SieveStep>(i);
        QTest::mouseClick(bars, Qt::LeftButton, {}, bars->rowOf(step).center());
        EXPECT_EQ(table->model()->rowCount(), model().counts().ended[i]);
        listed += table->model()->rowCount();
    }
    EXPECT_EQ(listed, 120) << "a sample is in none or in two lists";
    QTest::mouseClick(bars, Qt::LeftButton, {}, bars->rowOf(SieveStep::Correct).center());
    ASSERT_GT(table->model()->rowCount(), 0);
    auto* text = page_->findChild<TraceText*>();
    EXPECT_TRUE(eventually([&] { return !text->toPlainText().isEmpty(); }));
}

TEST_F(FunnelStory, TriedBoundsChangeTheCountsAndGoIntoTheRecipe) {
    const std::int64_t before = model().counts().passed(SieveStep::Kept);
    QDoubleSpinBox* language = languageBound();
    ASSERT_NE(language, nullptr);
    QTest::keyClicks(language, QStringLiteral("1"));
    QTest::keyClick(language, Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return model().counts().passed(SieveStep::Kept) < before; }));
    EXPECT_EQ(model().countsThen().passed(SieveStep::Kept), before);
    for (QPushButton* button : page_->findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Put into the recipe")) QTest::mouseClick(button, Qt::LeftButton);
    auto* recipe = window_->findChild<RecipePage*>();
    EXPECT_TRUE(recipe->isVisible());
    EXPECT_TRUE(
        eventually([&] { return recipe->editor().toPlainText().contains(QStringLiteral("min_language_share = 1.00")); }));
}

TEST_F(FunnelStory, ANumberThatIsBeingTypedIsNotFinishedForIt) {
    QDoubleSpinBox* language = languageBound();
    ASSERT_NE(language, nullptr);
    QTest::keyClicks(language, QStringLiteral("0.95"));
    EXPECT_DOUBLE_EQ(language->value(), 0.95);
    EXPECT_DOUBLE_EQ(model().tried().min_language_share, 0.95);
}

TEST_F(FunnelStory, WhatIsBeingReadStaysWhileBoundsAreTried) {
    auto* bars = page_->findChild<FunnelBars*>();
    auto* table = page_->findChild<QTableView*>();
    QTest::mouseClick(bars, Qt::LeftButton, {}, bars->rowOf(SieveStep::Correct).center());
    ASSERT_GT(model().rowCount(), 3);
    table->selectRow(3);
    const RolloutId read = model().rolloutAt(3);
    // Another bound of a later test: the list of this one is the same.
    QSpinBox* most = nullptr;
    for (auto* spin : page_->findChildren<QSpinBox*>())
        if (spin->accessibleName().contains(QStringLiteral("of one problem"))) most = spin;
    ASSERT_NE(most, nullptr);
    const std::int64_t kept = model().counts().passed(SieveStep::Kept);
    most->setFocus();
    most->selectAll();
    QTest::keyClicks(most, QStringLiteral("1"));
    QTest::keyClick(most, Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return model().counts().passed(SieveStep::Kept) < kept; }));
    EXPECT_EQ(model().rolloutAt(table->currentIndex().row()), read);
}

TEST_F(FunnelStory, TheSpreadOfAFigureMovesItsBound) {
    auto* histogram = page_->findChild<BoundHistogram*>();
    ASSERT_TRUE(histogram->isVisible());
    std::int64_t all = 0;
    for (const std::int64_t count : model().distribution(FunnelMeasure::Language).bins) all += count;
    EXPECT_EQ(all, 120);
    QTest::mouseClick(histogram, Qt::LeftButton, {}, QPoint(histogram->width() * 9 / 10, histogram->height() / 2));
    EXPECT_NEAR(model().tried().min_language_share, 0.9, 0.02);
    EXPECT_TRUE(eventually([&] {
        return model().counts().ended[static_cast<std::size_t>(SieveStep::OneLanguage)] >
               model().countsThen().ended[static_cast<std::size_t>(SieveStep::OneLanguage)];
    }));
}

TEST_F(FunnelStory, FromALossToItsTraceByKeysAlone) {
    auto* bars = page_->findChild<FunnelBars*>();
    bars->setFocus();
    while (model().chosen() != SieveStep::Parsed) press(Qt::Key_Up);
    press(Qt::Key_Down);
    EXPECT_EQ(model().chosen(), SieveStep::Correct);
    auto* table = page_->findChild<QTableView*>();
    for (int i = 0; i < 40 && QApplication::focusWidget() != table; ++i) press(Qt::Key_Tab);
    ASSERT_EQ(QApplication::focusWidget(), table) << "Tab does not reach the list";
    press(Qt::Key_Down);
    const RolloutId read = model().rolloutAt(table->currentIndex().row());
    press(Qt::Key_Return);
    auto* traces = window_->findChild<TracesPage*>();
    EXPECT_TRUE(eventually([&] { return traces->isVisible() && traces->reader().shown() == read; }));
    EXPECT_EQ(traces->link().queryItemValue(QStringLiteral("ends")), QStringLiteral("correct"))
        << "the list beside it is that of the loss";
    EXPECT_TRUE(lists(*traces, endingAt(SieveStep::Correct, model().tried())));
}

// Every test of the funnel, by keys: what Traces lists is what the test lost, to the last trace.
TEST_F(FunnelStory, EveryLossOpensExactlyItsTracesInTraces) {
    page_ = reopenFunnel(narrow_recipe);
    auto* bars = page_->findChild<FunnelBars*>();
    auto* traces = window_->findChild<TracesPage*>();
    std::size_t opened = 0;
    for (std::size_t i = 0; i <= sieve_tests; ++i) {
        const auto step = static_cast<SieveStep>(i);
        window_->goTo(QStringLiteral("funnel"));
        bars->setFocus();
        while (model().chosen() != SieveStep::Parsed) press(Qt::Key_Up);
        while (model().chosen() != step) press(Qt::Key_Down);
        const std::vector<RolloutId> expected = endingAt(step, model().tried());
        EXPECT_EQ(std::ssize(expected), model().rowCount()) << linkName(step);
        if (expected.empty()) continue;
        ++opened;
        press(Qt::Key_O);
        ASSERT_TRUE(eventually([&] { return traces->isVisible() && traces->reader().shown() == expected.front(); }));
        EXPECT_TRUE(lists(*traces, expected)) << linkName(step);
        EXPECT_EQ(traces->link().queryItemValue(QStringLiteral("ends")), QString::fromStdString(linkName(step)));
    }
    EXPECT_GE(opened, 6U) << "too little is lost at too few tests for this to say anything";
}

TEST_F(FunnelStory, WhatATestLostForOneReasonIsListedAlone) {
    page_->findChild<FunnelBars*>()->setFocus();
    while (model().chosen() != SieveStep::Parsed) press(Qt::Key_Up);
    const int lost = model().rowCount();
    QPushButton* chip = buttonWith(*page_, QStringLiteral("malformed: "));
    ASSERT_NE(chip, nullptr);
    ASSERT_NE(buttonWith(*page_, QStringLiteral("cut: ")), nullptr) << "one reason only says nothing";
    for (int i = 0; i < 40 && QApplication::focusWidget() != chip; ++i) press(Qt::Key_Tab);
    ASSERT_EQ(QApplication::focusWidget(), chip) << "Tab does not reach the reasons";
    press(Qt::Key_Space);
    EXPECT_EQ(model().fault(), SieveFault::Malformed);
    std::vector<RolloutId> expected;
    RunReader reader(RunDirectory(run_).store());
    for (const RolloutId id : endingAt(SieveStep::Parsed, model().tried()))
        if (!reader.rollout(id)->summary.well_formed) expected.push_back(id);
    EXPECT_EQ(model().rowCount(), std::ssize(expected));
    EXPECT_LT(model().rowCount(), lost);
    EXPECT_EQ(chip->text(), QStringLiteral("malformed: %1").arg(expected.size()));
    press(Qt::Key_O);
    auto* traces = window_->findChild<TracesPage*>();
    ASSERT_TRUE(eventually([&] { return traces->isVisible(); }));
    EXPECT_TRUE(lists(*traces, expected));
    EXPECT_EQ(endingChooser(*traces)->currentText(), QStringLiteral("lost at “Parsed”: malformed"));
    // Another test has other reasons.
    window_->goTo(QStringLiteral("funnel"));
    page_->findChild<FunnelBars*>()->setFocus();
    press(Qt::Key_Down);
    EXPECT_FALSE(model().fault().has_value());
    EXPECT_EQ(buttonWith(*page_, QStringLiteral("malformed: ")), nullptr);
}

TEST_F(FunnelStory, ALossByTriedBoundsIsListedByThem) {
    QDoubleSpinBox* language = languageBound();
    ASSERT_NE(language, nullptr);
    QTest::keyClicks(language, QStringLiteral("0.95"));
    QTest::keyClick(language, Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return model().counts() != model().countsThen(); }));
    model().choose(SieveStep::OneLanguage);
    const std::vector<RolloutId> expected = endingAt(SieveStep::OneLanguage, model().tried());
    ASSERT_FALSE(expected.empty());
    page_->findChild<FunnelBars*>()->setFocus();
    press(Qt::Key_O);
    auto* traces = window_->findChild<TracesPage*>();
    ASSERT_TRUE(eventually([&] { return traces->isVisible() && traces->model().rowCount() > 0; }));
    EXPECT_TRUE(lists(*traces, expected));
    EXPECT_EQ(endingChooser(*traces)->currentText(), QStringLiteral("lost at “One language”"));
    QPushButton* chip = buttonWith(*traces, QStringLiteral("other bounds"));
    ASSERT_NE(chip, nullptr);
    EXPECT_TRUE(chip->toolTip().contains(QStringLiteral("min_language_share = 0.95"))) << chip->toolTip().toStdString();
    // The link alone gives the same list.
    const PageLink link{QStringLiteral("traces"), QUrlQuery(traces->link().toString(QUrl::FullyEncoded))};
    traces = reopen<TracesPage>(QStringLiteral("traces"));
    traces->openLink(link);
    ASSERT_TRUE(eventually([&] { return traces->model().filter().among != nullptr; }));
    EXPECT_TRUE(lists(*traces, expected));
    EXPECT_EQ(traces->link().queryItemValue(QStringLiteral("tried.min_language_share")), QStringLiteral("0.95"));
    // Without them, by the recipe's.
    chip = buttonWith(*traces, QStringLiteral("other bounds"));
    ASSERT_NE(chip, nullptr);
    chip->setFocus();
    press(Qt::Key_Space);
    EXPECT_TRUE(eventually([&] {
        return traces->link().toString().contains(QStringLiteral("ends=one_language")) &&
               !traces->link().toString().contains(QStringLiteral("tried."));
    }));
    EXPECT_EQ(buttonWith(*traces, QStringLiteral("other bounds")), nullptr);
}

// Without a look at Funnel: every test and every reason, by keys, in the chooser beside the other conditions.
TEST_F(FunnelStory, EveryLossCanBeChosenInTraces) {
    page_ = reopenFunnel(narrow_recipe);
    const SampleParams params = model().tried();
    RunReader reader(RunDirectory(run_).store());
    std::map<QString, std::vector<RolloutId>> expected;
    for (std::size_t i = 0; i <= sieve_tests; ++i) {
        const auto step = static_cast<SieveStep>(i);
        const QString test = QStringLiteral("lost at “%1”").arg(FunnelBars::words(step));
        const std::vector<RolloutId> ids = endingAt(step, params);
        expected[step == SieveStep::Kept ? QStringLiteral("kept") : test] = ids;
        for (const SieveFault fault : faultsOf(step)) {
            std::vector<RolloutId>& with = expected[test + QStringLiteral(": ") + FunnelBars::words(fault)];
            for (const RolloutId id : ids) {
                const auto detail = reader.rollout(id);
                if (has(faultsAt(step, sampleFacts(detail->summary, detail->rollout.text), params), fault))
                    with.push_back(id);
            }
        }
    }
    window_->goTo(QStringLiteral("traces"));
    auto* traces = window_->findChild<TracesPage*>();
    ASSERT_TRUE(eventually([&] { return traces->model().rowCount() > 0; }));
    QComboBox* chooser = endingChooser(*traces);
    ASSERT_TRUE(chooser->isVisible());
    EXPECT_EQ(chooser->count(), std::ssize(expected) + 1);
    chooser->setFocus();
    std::size_t not_empty = 0;
    for (int i = 1; i < chooser->count(); ++i) {
        press(Qt::Key_Down);
        const QString words = chooser->currentText();
        ASSERT_TRUE(expected.contains(words)) << words.toStdString();
        ASSERT_TRUE(eventually([&] {
            return traces->model().filter().among != nullptr && *traces->model().filter().among == expected[words];
        })) << words.toStdString();
        if (expected[words].empty()) continue;
        ++not_empty;
        EXPECT_TRUE(lists(*traces, expected[words])) << words.toStdString();
    }
    EXPECT_GE(not_empty, 8U);
    // The last one by its link; then none.
    const QString last = chooser->currentText();
    traces->openLink(PageLink::fromText(QStringLiteral("traces?") + traces->link().toString(QUrl::FullyEncoded)));
    EXPECT_EQ(chooser->currentText(), last);
    chooser->setFocus();  // the link led to the list
    press(Qt::Key_Home);
    EXPECT_TRUE(eventually([&] { return traces->model().filter().among == nullptr && traces->model().rowCount() > 0; }));
    EXPECT_FALSE(traces->link().hasQueryItem(QStringLiteral("ends")));
}

TEST_F(FunnelStory, ALossCombinesWithOtherConditionsAndIsTakenOff) {
    auto* traces = openEnds(QStringLiteral("ends=kept&stage=candidates&lang=en&sort=length"));
    std::vector<RolloutId> expected;
    RunReader reader(RunDirectory(run_).store());
    for (const RolloutId id : endingAt(SieveStep::Kept, model().tried()))
        if (reader.rollout(id)->summary.language == "en") expected.push_back(id);
    ASSERT_GT(expected.size(), 2U);
    ASSERT_LT(expected.size(), 60U) << "one page is compared";
    ASSERT_TRUE(eventually([&] { return traces->model().rowCount() == static_cast<int>(expected.size()); }));
    for (int row = 1; row < traces->model().rowCount(); ++row)
        EXPECT_GE(traces->model().at(row - 1).tokens, traces->model().at(row).tokens);
    EXPECT_TRUE(lists(*traces, expected));
    QComboBox* chooser = endingChooser(*traces);
    EXPECT_EQ(chooser->currentText(), QStringLiteral("kept"));
    chooser->setFocus();
    press(Qt::Key_Home);
    EXPECT_TRUE(eventually([&] { return traces->model().rowCount() > static_cast<int>(expected.size()); }));
    EXPECT_FALSE(traces->link().hasQueryItem(QStringLiteral("ends")));
}

TEST_F(FunnelStory, TheListFollowsARunThatGoesOnAndOneThatTakesStepsBack) {
    auto* traces = openEnds(QStringLiteral("ends=kept"));
    const std::vector<RolloutId> before = endingAt(SieveStep::Kept, model().tried());
    EXPECT_TRUE(lists(*traces, before));
    RunWriter writer(RunDirectory(run_).store());
    const StageId stage = writer.putStage(*RunReader(RunDirectory(run_).store()).stage("candidates"));
    Random random(3, 0);
    StepCommit commit;
    commit.step = {stage, 2, 0, 2, 2};
    commit.groups = test::fakeGroups(random, {0.7, 0.9, 0.7, 0.5, 0.4}, 500, 10, 4);
    writer.commit(commit);
    const std::vector<RolloutId> more = endingAt(SieveStep::Kept, model().tried());
    ASSERT_GT(more.size(), before.size());
    ASSERT_TRUE(eventually([&] { return traces->model().hasNewer(); }));
    EXPECT_TRUE(lists(*traces, before)) << "the list moved under who reads it";
    press(Qt::Key_R);
    EXPECT_TRUE(lists(*traces, more));
    writer.rewindStage(stage, 1);
    EXPECT_TRUE(lists(*traces, before)) << "what was taken back is still listed";
}

TEST_F(FunnelStory, SamplesOfAnotherRunAreListedThere) {
    const std::filesystem::path second = run_.parent_path() / "20260102-120000-bbbb";
    std::filesystem::create_directories(second);
    std::filesystem::copy(run_ / "recipe.resolved.toml", second / "recipe.resolved.toml");
    {
        StageRecord taken = *RunReader(RunDirectory(run_).store()).stage("candidates");
        RunWriter writer(RunDirectory(second).store());
        // Another id than in the run that sampled.
        StageRecord first;
        first.name = "zero";
        first.kind = "grpo";
        first.state = StageState::Done;
        const StageId zero = writer.putStage(first);
        Random random(3, 0);
        StepCommit commit;
        commit.step = {zero, 1, 0, 1, 1};
        commit.groups = test::fakeGroups(random, {0.7, 0.9, 0.7, 0.5, 0.4}, 0, 2, 4);
        writer.commit(commit);
        taken.id = {};
        taken.position = 1;
        taken.state = StageState::Skipped;
        taken.source_run = run_.filename().string();
        writer.putStage(taken);
        recordRunState(writer, RunState::Done);
    }
    const std::vector<RolloutId> expected = endingAt(SieveStep::Correct, model().tried());
    const std::filesystem::path sampled = std::exchange(run_, second);
    auto* traces = reopen<TracesPage>(QStringLiteral("traces"));
    traces->openLink(PageLink::fromText(QStringLiteral("traces?ends=correct")));
    ASSERT_TRUE(eventually([&] { return emptyWords(*traces).contains(QStringLiteral("another run's")); }));
    QPushButton* there = buttonWith(*traces, QStringLiteral("Open that run"));
    ASSERT_NE(there, nullptr);
    there->setFocus();
    press(Qt::Key_Space);
    traces = window_->findChild<TracesPage*>();
    ASSERT_TRUE(eventually([&] { return traces->model().rowCount() > 0 && traces->model().filter().among != nullptr; }));
    EXPECT_TRUE(lists(*traces, expected));
    // And from the Funnel of the run that took them over.
    page_ = reopen<FunnelPage>(QStringLiteral("funnel"));
    ASSERT_TRUE(eventually([&] { return model().counts().sampled == 120; }));
    model().choose(SieveStep::Correct);
    press(Qt::Key_O);
    traces = window_->findChild<TracesPage*>();
    ASSERT_TRUE(eventually([&] { return traces->isVisible() && traces->model().filter().among != nullptr; }));
    EXPECT_TRUE(lists(*traces, expected));
    EXPECT_EQ(std::exchange(run_, sampled), second);
}

TEST_F(FunnelStory, WhereThereIsNoFunnelTracesSaysSo) {
    auto* traces = openEnds(QStringLiteral("ends=correct&stage=zero"), false);
    ASSERT_TRUE(eventually([&] { return emptyWords(*traces).contains(QStringLiteral("no funnel here")); }));
    EXPECT_TRUE(emptyWords(*traces).contains(QStringLiteral("this stage has none")));
    EXPECT_EQ(traces->model().rowCount(), 0);
    std::ofstream(run_ / "recipe.resolved.toml") << "[[[";
    traces->openLink(PageLink::fromText(QStringLiteral("traces?ends=correct")));
    ASSERT_TRUE(eventually([&] { return emptyWords(*traces).contains(QStringLiteral("cannot be said")); }))
        << emptyWords(*traces).toStdString();
    EXPECT_EQ(traces->model().rowCount(), 0);
    QPushButton* all = buttonWith(*traces, QStringLiteral("Show all traces"));
    ASSERT_NE(all, nullptr);
    QTest::mouseClick(all, Qt::LeftButton);
    EXPECT_TRUE(eventually([&] { return traces->model().rowCount() > 0; }));
}

TEST_F(FunnelStory, ALinkOpensTheStageAndTheLoss) {
    model().choose(SieveStep::Distinct);
    const PageLink link{QStringLiteral("funnel"), QUrlQuery(page_->link().toString(QUrl::FullyEncoded))};
    page_ = reopen<FunnelPage>(QStringLiteral("funnel"));
    page_->openLink(link);
    EXPECT_TRUE(eventually([&] { return model().counts().sampled > 0 && model().chosen() == SieveStep::Distinct; }));
}

}  // namespace
}  // namespace retort::ui
