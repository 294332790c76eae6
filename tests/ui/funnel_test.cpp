// SPDX-License-Identifier: GPL-3.0-or-later
// Story 4 through real events: where samples are lost, the traces behind it, other bounds tried, and put into the recipe.
#include <gtest/gtest.h>

#include <QApplication>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>

#include "curation_window.h"
#include "ui/pages/funnel_page.h"
#include "ui/pages/recipe_page.h"
#include "ui/pages/traces_page.h"
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
    EXPECT_EQ(traces->link().queryItemValue(QStringLiteral("verdict")), QStringLiteral("wrong"))
        << "the list beside it is that of the loss";
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
