// SPDX-License-Identifier: GPL-3.0-or-later
// The data sets of a stage, looked at through a real child process.
#include "ui/widgets/data_card.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

#include "support/temp_dir.h"
#include "ui/theme/theme.h"
#include "ui/widgets/basics.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

class DataCardTest : public ::testing::Test {
protected:
    void SetUp() override {
        qputenv("RETORT_TRAINER", RETORT_FAKE_SPEAKER);
        recipe_.project = folder_.path();
        for (const auto& [name, path] :
             {std::pair{"train", "train.parquet"}, {"test", "test.csv"}, {"broken", "broken.csv"}}) {
            DataSection section;
            section.name = name;
            section.path = {path};
            recipe_.data.push_back(section);
        }
        stage_.name = "zero";
        stage_.inputs = {"base", "train", "test", "broken"};
        card_ = std::make_unique<DataCard>();
        card_->resize(900, 300);
    }
    void TearDown() override { qunsetenv("RETORT_TRAINER"); }

    QTableWidget& rows() { return *card_->findChild<QTableWidget*>(); }
    Chooser& which() { return *card_->findChild<Chooser*>(); }
    bool says(const QString& words) {
        for (const QLabel* label : card_->findChildren<QLabel*>())
            if (label->text().contains(words) && !label->isHidden()) return true;
        return false;
    }

    test::TempDir folder_;
    Recipe recipe_;
    StageSection stage_;
    std::unique_ptr<DataCard> card_;
};

TEST_F(DataCardTest, NothingIsReadUntilItIsOpened) {
    card_->show(recipe_, stage_);
    EXPECT_FALSE(card_->isHidden());
    EXPECT_EQ(which().count(), 3);
    EXPECT_FALSE(card_->process().running());
    QTest::mouseClick(card_->findChild<QPushButton*>(), Qt::LeftButton);
    EXPECT_TRUE(card_->isOpen());
    ASSERT_TRUE(eventually([&] { return rows().rowCount() == 2; }));
    EXPECT_EQ(rows().item(0, 0)->text(), QStringLiteral("problem of train ⏎ in two lines"));
    EXPECT_EQ(rows().horizontalHeaderItem(1)->text(), QStringLiteral("Reference"));
    EXPECT_TRUE(says(QStringLiteral("parquet")));
    EXPECT_TRUE(says(QStringLiteral("question (string)")));
}

TEST_F(DataCardTest, AnotherDataSetAndOneThatIsWrong) {
    card_->show(recipe_, stage_);
    card_->setOpen(true);
    ASSERT_TRUE(eventually([&] { return rows().rowCount() == 2; }));
    which().setCurrentIndex(2);
    Q_EMIT which().activated(2);
    ASSERT_TRUE(eventually([&] { return says(QStringLiteral("column \"prompt\" is missing")); }));
    EXPECT_EQ(rows().rowCount(), 0);
    // A mapping that changes in the recipe asks again; the same recipe does not.
    recipe_.data[2].prompt_column = "question";
    recipe_.data[2].name = "mended";
    stage_.inputs = {"mended"};
    card_->show(recipe_, stage_);
    ASSERT_TRUE(eventually([&] { return rows().rowCount() == 2; }));
    EXPECT_FALSE(says(QStringLiteral("is missing")));
}

TEST_F(DataCardTest, AStageWithoutDataHasNoCard) {
    stage_.inputs = {"sample"};
    card_->show(recipe_, stage_);
    EXPECT_TRUE(card_->isHidden());
}

TEST_F(DataCardTest, AProgramThatDiesSaysWhy) {
    recipe_.data[0].path = {"die"};
    card_->show(recipe_, stage_);
    card_->setOpen(true);
    EXPECT_TRUE(eventually([&] { return says(QStringLiteral("out of memory")); }));
}

}  // namespace
}  // namespace retort::ui
