// SPDX-License-Identifier: GPL-3.0-or-later
// Story 4 through real events: where samples are lost, the traces behind it, other bounds tried, and put into the recipe.
#include <gtest/gtest.h>

#include <QApplication>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QTableView>

#include "curation_run.h"
#include "ui/main_window.h"
#include "ui/pages/funnel_page.h"
#include "ui/pages/recipe_page.h"
#include "ui/widgets/funnel_bars.h"
#include "ui/widgets/toml_edit.h"
#include "ui/widgets/trace_text.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

class FunnelStory : public ::testing::Test {
protected:
    void SetUp() override {
        run_ = test::makeCurationRun(folder_ / "project", 30);
        theme_ = std::make_unique<Theme>(*qApp);
        window_ = std::make_unique<MainWindow>(*theme_, language_);
        window_->resize(1280, 720);
        window_->show();
        window_->openRun(QString::fromStdString(run_.string()));
        window_->goTo(QStringLiteral("funnel"));
        page_ = window_->findChild<FunnelPage*>();
        ASSERT_TRUE(eventually([&] { return page_->model().counts().sampled > 0; }));
    }
    FunnelModel& model() { return page_->model(); }

    test::TempDir folder_;
    test::PrivateState state_;
    std::filesystem::path run_;
    std::unique_ptr<Theme> theme_;
    Language language_;
    std::unique_ptr<MainWindow> window_;
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
    QDoubleSpinBox* language = nullptr;
    for (auto* spin : page_->findChildren<QDoubleSpinBox*>())
        if (spin->accessibleName().contains(QStringLiteral("language"))) language = spin;
    ASSERT_NE(language, nullptr);
    language->setFocus();
    language->selectAll();
    QTest::keyClicks(language, QStringLiteral("1"));
    QTest::keyClick(language, Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return model().counts().passed(SieveStep::Kept) < before; }));
    EXPECT_EQ(model().countsThen().passed(SieveStep::Kept), before);
    for (QPushButton* button : page_->findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Put into the recipe")) QTest::mouseClick(button, Qt::LeftButton);
    auto* recipe = window_->findChild<RecipePage*>();
    EXPECT_TRUE(recipe->isVisible());
    EXPECT_TRUE(eventually([&] { return recipe->editor().toPlainText().contains(QStringLiteral("min_language_share = 1.00")); }));
}

}  // namespace
}  // namespace retort::ui
