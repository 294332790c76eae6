// SPDX-License-Identifier: GPL-3.0-or-later
// Story 5 through real events: which checkpoint do I keep, and did it help?
#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QListWidget>
#include <QPushButton>
#include <QTableView>
#include <QTextEdit>

#include "ui/charts/flip_matrix.h"
#include "ui/charts/interval_chart.h"
#include "ui/charts/scatter_chart.h"
#include "ui/models/evaluation_table.h"
#include "ui/pages/compare/answers_tab.h"
#include "ui/pages/compare/flips_tab.h"
#include "ui/pages/compare/scores_tab.h"
#include "ui/pages/compare_page.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

class Compare : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<test::TempDir>();
        test::runFakeTrainer(*folder_ / "project/runs/run", {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"), QStringLiteral("4")});
    }
    static void TearDownTestSuite() { folder_.reset(); }

    void SetUp() override {
        session_ = test::openSession(*folder_ / "project/runs/run");
        page_.resize(1200, 640);
        page_.show();
        page_.setSession(session_.get());
        ASSERT_TRUE(eventually([&] { return table()->model()->rowCount() > 2 && table()->model()->index(0, EvaluationTableModel::Flips).data().toString() != QStringLiteral("–"); }));
    }
    void TearDown() override { page_.setSession(nullptr); }

    QTableView* table() { return page_.findChild<ScoresTab*>()->findChild<QTableView*>(); }
    template <class Widget>
    Widget* find() { return page_.findChild<Widget*>(); }

    static std::unique_ptr<test::TempDir> folder_;
    std::unique_ptr<RunSession> session_;
    ComparePage page_;
};

std::unique_ptr<test::TempDir> Compare::folder_;

TEST_F(Compare, EveryTabIsReachedByKeys) {
    const std::pair<int, QWidget*> tabs[] = {{Qt::Key_1, find<ScoresTab>()}, {Qt::Key_2, find<ScatterChart>()}, {Qt::Key_3, find<FlipsTab>()},
                                             {Qt::Key_4, find<AnswersTab>()}, {Qt::Key_5, find<FlipMatrix>()}};
    QApplication::setActiveWindow(&page_);
    for (const auto& [key, widget] : tabs) {
        QTest::keyClick(&page_, static_cast<Qt::Key>(key), Qt::AltModifier);
        EXPECT_TRUE(eventually([&] { return widget->isVisible(); })) << key;
    }
}

TEST_F(Compare, EveryCountHasItsListAndEveryProblemItsAnswers) {
    page_.showTab(ComparePage::Flips);
    auto* flips = find<FlipsTab>();
    auto* list = flips->findChild<QTableView*>();
    std::int64_t total = 0;
    for (QPushButton* count : flips->findChildren<QPushButton*>()) {
        if (!count->isCheckable()) continue;
        QTest::mouseClick(count, Qt::LeftButton);
        const auto said = count->text().section(QLatin1Char(' '), 0, 0).toLongLong();
        EXPECT_EQ(list->model()->rowCount(), said) << count->text().toStdString();
        total += said;
    }
    EXPECT_GT(total, 0);
    for (QPushButton* count : flips->findChildren<QPushButton*>()) {
        if (!count->isCheckable() || count->text().startsWith(QStringLiteral("0 "))) continue;
        QTest::mouseClick(count, Qt::LeftButton);
        break;
    }
    ASSERT_GT(list->model()->rowCount(), 0);
    list->setFocus();
    list->selectRow(0);
    Q_EMIT list->activated(list->model()->index(0, 0));
    auto* answers = find<AnswersTab>();
    EXPECT_TRUE(eventually([&] { return answers->isVisible(); }));
    const auto texts = answers->findChildren<QTextEdit*>();
    ASSERT_EQ(texts.size(), 2);
    EXPECT_TRUE(eventually([&] { return !texts[0]->toPlainText().isEmpty() && !texts[1]->toPlainText().isEmpty(); }));
}

TEST_F(Compare, TheStatementSaysWhatTheTestSays) {
    const ComparedModel empty;
    EXPECT_TRUE(statement(comparePair(empty, empty), QStringLiteral("a"), QStringLiteral("b")).contains(QStringLiteral("no problem in common")));
    ComparedModel base, better;
    for (int i = 0; i < 40; ++i) {
        EvalProblemRecord problem;
        problem.prompt_key = "p" + std::to_string(i);
        problem.samples = 1;
        base.problems.push_back(problem);
        problem.right = i < 20 ? 1 : 0;
        better.problems.push_back(problem);
    }
    const QString words = statement(comparePair(base, better), QStringLiteral("base"), QStringLiteral("better"));
    EXPECT_TRUE(words.contains(QStringLiteral("+50.0 points"))) << words.toStdString();
    EXPECT_TRUE(words.contains(QStringLiteral("20 became right, 0 became wrong"))) << words.toStdString();
    EXPECT_TRUE(words.contains(QStringLiteral("p < 0.001: more than chance"))) << words.toStdString();
}

TEST_F(Compare, AModelWithoutItsMarkIsLeftOutOfEverything) {
    auto* list = find<QListWidget>();
    const int all = table()->model()->rowCount();
    ASSERT_EQ(list->count(), all);
    const QString name = list->item(0)->data(Qt::UserRole).toString();
    list->setFocus();
    list->setCurrentRow(0);
    QTest::keyClick(list, Qt::Key_Space);
    EXPECT_EQ(table()->model()->rowCount(), all - 1);
    for (int row = 0; row < table()->model()->rowCount(); ++row) EXPECT_NE(table()->model()->index(row, 0).data().toString(), name);
    const QUrlQuery link = page_.link();
    QTest::keyClick(list, Qt::Key_Space);
    EXPECT_EQ(table()->model()->rowCount(), all);
    page_.openLink({QStringLiteral("compare"), link});
    EXPECT_EQ(table()->model()->rowCount(), all - 1) << "the link did not bring the choice back";
}

TEST_F(Compare, ExportsHaveEveryModelAndItsInterval) {
    for (const PageAction& action : page_.actions()) {
        if (action.name.contains(QStringLiteral("Markdown"))) action.run();
    }
    const QString text = QApplication::clipboard()->text();
    EXPECT_EQ(text.count(QLatin1Char('\n')), table()->model()->rowCount() + 2) << text.toStdString();
    EXPECT_TRUE(text.startsWith(QStringLiteral("| ")));
}

TEST_F(Compare, AClickInTheMatrixOpensThePair) {
    page_.showTab(ComparePage::Training);
    auto* matrix = find<FlipMatrix>();
    ASSERT_TRUE(eventually([&] { return matrix->isVisible(); }));
    matrix->setFocus();
    QTest::keyClick(matrix, Qt::Key_Right);
    QTest::keyClick(matrix, Qt::Key_Return);
    auto* flips = find<FlipsTab>();
    EXPECT_TRUE(eventually([&] { return flips->isVisible(); }));
    EXPECT_NE(flips->before(), flips->after());
}

}  // namespace
}  // namespace retort::ui
