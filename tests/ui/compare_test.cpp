// SPDX-License-Identifier: GPL-3.0-or-later
// Story 5 through real events: which checkpoint do I keep, and did it help?
#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTableView>
#include <QTextEdit>
#include <QTreeWidget>
#include <algorithm>

#include "ui/charts/flip_matrix.h"
#include "ui/charts/interval_chart.h"
#include "ui/charts/picture_menu.h"
#include "ui/charts/scatter_chart.h"
#include "ui/models/evaluation_table.h"
#include "ui/pages/compare/answers_tab.h"
#include "ui/pages/compare/flips_tab.h"
#include "ui/pages/compare/model_tree.h"
#include "ui/pages/compare/problems_tab.h"
#include "ui/pages/compare/scores_tab.h"
#include "ui/pages/compare_page.h"
#include "ui/theme/tokens.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

class Compare : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<test::TempDir>();
        test::runFakeTrainer(*folder_ / "project/runs/run", {QStringLiteral("--rate"), QStringLiteral("0"),
                                                             QStringLiteral("--steps"), QStringLiteral("4")});
        test::runFakeTrainer(*folder_ / "project/runs/20260101-000000-beef",
                             {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"), QStringLiteral("4"),
                              QStringLiteral("--seed"), QStringLiteral("7")});
    }
    static void TearDownTestSuite() { folder_.reset(); }

    void SetUp() override {
        session_ = test::openSession(*folder_ / "project/runs/run");
        page_.resize(1200, 640);
        page_.show();
        page_.setSession(session_.get());
        ASSERT_TRUE(eventually([&] {
            return table()->model()->rowCount() > 2 &&
                   table()->model()->index(0, EvaluationTableModel::Flips).data().toString() != QStringLiteral("–");
        }));
    }
    void TearDown() override { page_.setSession(nullptr); }

    QTableView* table() { return page_.findChild<ScoresTab*>()->findChild<QTableView*>(); }
    template <class Widget>
    Widget* find() {
        return page_.findChild<Widget*>();
    }

    static std::unique_ptr<test::TempDir> folder_;
    std::unique_ptr<RunSession> session_;
    ComparePage page_;
};

std::unique_ptr<test::TempDir> Compare::folder_;

TEST_F(Compare, ThePaletteFindsTheExportToAFile) {
    QStringList found;
    for (const PageAction& action : page_.actions())
        if (action.name.startsWith(QStringLiteral("Export the scores")) && action.run) found << action.name;
    EXPECT_EQ(found.size(), 2) << found.join(QLatin1Char('|')).toStdString();
}

TEST_F(Compare, EveryTabIsReachedByKeys) {
    const std::pair<int, QWidget*> tabs[] = {{Qt::Key_1, find<ScoresTab>()},  {Qt::Key_2, find<ScatterChart>()},
                                             {Qt::Key_3, find<FlipsTab>()},   {Qt::Key_4, find<ProblemsTab>()},
                                             {Qt::Key_5, find<AnswersTab>()}, {Qt::Key_6, find<FlipMatrix>()}};
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
    EXPECT_TRUE(statement(comparePair(empty, empty), QStringLiteral("a"), QStringLiteral("b"))
                    .contains(QStringLiteral("no problem in common")));
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
    auto* list = find<ModelTree>();
    const int all = table()->model()->rowCount();
    ASSERT_EQ(list->topLevelItemCount(), all);
    const QString name = list->topLevelItem(0)->text(0);
    list->setFocus();
    list->setCurrentItem(list->topLevelItem(0));
    QTest::keyClick(list, Qt::Key_Space);
    EXPECT_EQ(table()->model()->rowCount(), all - 1);
    for (int row = 0; row < table()->model()->rowCount(); ++row)
        EXPECT_NE(table()->model()->index(row, 0).data().toString(), name);
    const QUrlQuery link = page_.link();
    QTest::keyClick(list, Qt::Key_Space);
    EXPECT_EQ(table()->model()->rowCount(), all);
    page_.openLink({QStringLiteral("compare"), link});
    EXPECT_EQ(table()->model()->rowCount(), all - 1) << "the link did not bring the choice back";
}

TEST_F(Compare, APairThatNobodyChoseIsTheBaselineAndTheBest) {
    const auto nameAt = [&](int row) { return table()->model()->index(row, EvaluationTableModel::Model).data().toString(); };
    auto* flips = find<FlipsTab>();
    auto* baseline = page_.findChildren<QComboBox*>().last();
    for (QComboBox* chooser : page_.findChildren<QComboBox*>())
        if (chooser->accessibleName() == QStringLiteral("Compared with")) baseline = chooser;
    // The table is sorted by score.
    const QString best = nameAt(0) == baseline->currentText() ? nameAt(1) : nameAt(0);
    EXPECT_EQ(flips->before(), baseline->currentText());
    EXPECT_EQ(flips->after(), best);
    baseline->setCurrentText(best);
    EXPECT_EQ(flips->before(), best) << "the pair does not follow the baseline";
    EXPECT_NE(flips->after(), best);
    flips->choosePair(nameAt(2), nameAt(1));
    baseline->setCurrentIndex((baseline->currentIndex() + 1) % baseline->count());
    EXPECT_EQ(flips->before(), nameAt(2)) << "a pair that was chosen went with the baseline";
    EXPECT_EQ(flips->after(), nameAt(1));
}

TEST_F(Compare, ProblemsBeginInTheOrderOfTheSuite) {
    page_.showTab(ComparePage::Problems);
    auto* list = find<ProblemsTab>()->findChild<QTableView*>();
    ASSERT_TRUE(eventually([&] { return list->isVisible() && list->model()->rowCount() > 1; }));
    auto* answers = find<AnswersTab>();
    const QString first = list->model()->index(0, 0).data().toString();
    list->setFocus();
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return answers->isVisible(); }));
    QLabel* place = nullptr;
    for (QLabel* label : answers->findChildren<QLabel*>())
        if (label->text().startsWith(QStringLiteral("1 of "))) place = label;
    EXPECT_NE(place, nullptr) << first.toStdString() << " is not the first of the answers";
}

TEST_F(Compare, ThePointsOfLengthAreWalkedByKeys) {
    QApplication::setActiveWindow(&page_);
    QTest::keyClick(&page_, Qt::Key_2, Qt::AltModifier);
    auto* points = find<ScatterChart>();
    ASSERT_TRUE(eventually([&] { return QApplication::focusWidget() == points; })) << "the points have no keys";
    QTest::keyClick(points, Qt::Key_Right);
    const QString spoken = points->accessibleDescription();
    EXPECT_FALSE(spoken.contains(QStringLiteral(", "))) << "no single point is spoken of: " << spoken.toStdString();
    QTest::keyClick(points, Qt::Key_Return);
    auto* flips = find<FlipsTab>();
    ASSERT_TRUE(eventually([&] { return flips->isVisible(); }));
    EXPECT_TRUE(spoken.startsWith(flips->after() + QLatin1Char(':'))) << spoken.toStdString();
}

TEST_F(Compare, BarsAndPublishedFiguresComeBack) {
    for (QPushButton* button : find<ScoresTab>()->findChildren<QPushButton*>())
        if (button->isCheckable()) QTest::mouseClick(button, Qt::LeftButton);
    for (QMenu* menu : find<ScoresTab>()->findChildren<QMenu*>())
        if (menu->title() == QStringLiteral("MATH-500")) menu->actions().front()->trigger();
    const QString spoken = find<IntervalChart>()->accessibleDescription();
    ASSERT_TRUE(spoken.contains(QStringLiteral("published: "))) << spoken.toStdString();
    ComparePage again;
    again.restoreState(page_.saveState());
    again.setSession(session_.get());
    EXPECT_TRUE(eventually(
        [&] { return again.findChild<IntervalChart*>()->accessibleDescription().contains(QStringLiteral("published: ")); }));
    EXPECT_EQ(again.saveState()[QStringLiteral("scores")], page_.saveState()[QStringLiteral("scores")]);
    again.setSession(nullptr);
}

TEST_F(Compare, ExportsHaveEveryModelAndItsInterval) {
    for (const PageAction& action : page_.actions()) {
        if (action.name == QStringLiteral("Copy the scores as Markdown")) action.run();
    }
    const QString text = QApplication::clipboard()->text();
    EXPECT_EQ(text.count(QLatin1Char('\n')), table()->model()->rowCount() + 2) << text.toStdString();
    EXPECT_TRUE(text.startsWith(QStringLiteral("| ")));
}

/// The table's column of a class, after the breakdown was chosen by its name in the palette.
int columnOf(const QTableView& table, const QString& heading) {
    for (int column = 0; column < table.model()->columnCount(); ++column)
        if (table.model()->headerData(column, Qt::Horizontal).toString() == heading) return column;
    return -1;
}

TEST_F(Compare, AScoreOfAClassHasItsIntervalAndOpensItsProblemsByKeys) {
    for (const PageAction& action : page_.actions())
        if (action.name == QStringLiteral("Scores by level")) action.run();
    const int column = columnOf(*table(), QStringLiteral("level 2"));
    ASSERT_GT(column, 0);
    QApplication::setActiveWindow(&page_);
    table()->setFocus();
    table()->setCurrentIndex(table()->model()->index(1, 0));
    for (int i = 0; i < column; ++i) QTest::keyClick(table(), Qt::Key_Right);
    ASSERT_EQ(table()->currentIndex().column(), column);
    const QString cell = table()->currentIndex().data().toString(), model = table()->model()->index(1, 0).data().toString();
    EXPECT_TRUE(QRegularExpression(QStringLiteral(R"(^\d+(\.\d)?% \(\d+\.\d – \d+\.\d\)$)")).match(cell).hasMatch())
        << cell.toStdString();
    QTest::keyClick(table(), Qt::Key_Return);
    auto* problems = find<ProblemsTab>();
    ASSERT_TRUE(eventually([&] { return problems->isVisible(); }));
    auto* list = problems->findChild<QTableView*>();
    EXPECT_EQ(list->model()->rowCount(), 13) << "every third of 40 problems";
    EXPECT_EQ(list->model()->headerData(list->currentIndex().column(), Qt::Horizontal).toString(), model);
    // What the list says adds up to the score.
    double sum = 0;
    for (int row = 0; row < list->model()->rowCount(); ++row) {
        const QString samples =
            list->model()->index(row, list->currentIndex().column()).data().toString().section(QLatin1Char(' '), 1);
        sum += samples.section(QLatin1Char('/'), 0, 0).toDouble() / samples.section(QLatin1Char('/'), 1).toDouble();
    }
    EXPECT_NEAR(sum / 13 * 100, cell.section(QLatin1Char('%'), 0, 0).toDouble(), 0.06);
    // Sorted by a key, opened by a key.
    ASSERT_TRUE(list->hasFocus());
    QTest::keyClick(list, Qt::Key_S);
    const auto share = [&](int row) {
        return list->model()->index(row, list->currentIndex().column()).data(Qt::UserRole).toDouble();
    };
    for (int row = 1; row < 13; ++row) EXPECT_LE(share(row - 1), share(row));
    const QString text = list->model()->index(list->currentIndex().row(), 0).data().toString();
    QTest::keyClick(list, Qt::Key_Return);
    auto* answers = find<AnswersTab>();
    ASSERT_TRUE(eventually(
        [&] { return answers->isVisible() && !answers->findChildren<QTextEdit*>()[1]->toPlainText().isEmpty(); }));
    QStringList shown;
    for (const QLabel* label : answers->findChildren<QLabel*>()) shown << label->text().simplified();
    EXPECT_TRUE(std::ranges::any_of(shown, [&](const QString& label) { return label.startsWith(text.left(40)); }))
        << text.toStdString();
    // The link brings the class back.
    const QUrlQuery link = page_.link();
    problems->showClass({}, {});
    EXPECT_EQ(list->model()->rowCount(), 40);
    page_.openLink({QStringLiteral("compare"), link});
    EXPECT_EQ(list->model()->rowCount(), 13);
}

TEST_F(Compare, AClickOnAScoreOfAClassOpensItsProblemsToo) {
    find<ScoresTab>()->setBreakdown(QStringLiteral("level"));
    const int column = columnOf(*table(), QStringLiteral("level 3"));
    ASSERT_GT(column, 0);
    const QModelIndex cell = table()->model()->index(0, column);
    table()->scrollTo(cell);
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(cell).center());
    auto* list = find<ProblemsTab>()->findChild<QTableView*>();
    ASSERT_TRUE(eventually([&] { return list->isVisible(); }));
    EXPECT_EQ(list->model()->rowCount(), 13);
    // pass@1 itself opens all of them.
    page_.showTab(ComparePage::Scores);
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {},
                      table()->visualRect(table()->model()->index(0, EvaluationTableModel::PassAt1)).center());
    ASSERT_TRUE(eventually([&] { return list->isVisible(); }));
    EXPECT_EQ(list->model()->rowCount(), 40);
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

TEST_F(Compare, AnotherRunsModelsStandBesideThese) {
    const int before = table()->model()->rowCount();
    ASSERT_TRUE(eventually([&] { return page_.runs().offers().size() == 1; }));
    page_.runs().add(page_.runs().offers().front().folder);
    ASSERT_TRUE(eventually([&] { return table()->model()->rowCount() == 2 * before; }));
    // Each against the baseline on the same problems, whichever store they lie in.
    EXPECT_TRUE(eventually([&] {
        int paired = 0;
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            paired += table()->model()->index(row, EvaluationTableModel::Flips).data().toString() != QStringLiteral("–");
        return paired == 2 * before - 1;
    }));
    page_.showTab(ComparePage::Answers);
    auto* answers = find<AnswersTab>();
    answers->showProblem(QStringLiteral("zero"), QStringLiteral("zero (beef)"), {});
    const auto texts = answers->findChildren<QTextEdit*>();
    EXPECT_TRUE(eventually([&] { return !texts[0]->toPlainText().isEmpty() && !texts[1]->toPlainText().isEmpty(); }));
    // It comes back with the link, and goes with a key.
    const QUrlQuery link = page_.link();
    auto* tree = find<ModelTree>();
    QTreeWidgetItem* run = tree->topLevelItem(tree->topLevelItemCount() - 1);
    EXPECT_EQ(run->childCount(), before);
    tree->setFocus();
    tree->setCurrentItem(run);
    QTest::keyClick(tree, Qt::Key_Delete);
    EXPECT_TRUE(eventually([&] { return table()->model()->rowCount() == before; }));
    page_.openLink({QStringLiteral("compare"), link});
    EXPECT_TRUE(eventually([&] { return table()->model()->rowCount() == 2 * before; }));
}

TEST_F(Compare, ARunWithoutEvaluationsIsRefusedInWords) {
    std::filesystem::create_directories(*folder_ / "nothing");
    QSignalSpy problems(&page_, &Page::problem);
    page_.runs().add(QString::fromStdString((*folder_ / "nothing").string()));
    ASSERT_TRUE(eventually([&] { return problems.count() > 0; }));
    EXPECT_TRUE(problems.front().front().toString().contains(QStringLiteral("nothing")))
        << problems.front().front().toString().toStdString();
    EXPECT_TRUE(page_.runs().others().isEmpty());
}

TEST_F(Compare, PublishedFiguresAreLinesThatSaySo) {
    auto* chart = find<IntervalChart>();
    const int without = chart->sizeHint().height();
    QMenu* benchmark = find<ScoresTab>()->findChildren<QMenu*>()[1];
    ASSERT_GT(benchmark->actions().size(), 3);
    benchmark->actions()[0]->trigger();
    benchmark->actions()[1]->trigger();
    EXPECT_GT(chart->sizeHint().height(), without + size::label_font) << "each has a line of its own below";
    EXPECT_TRUE(chart->accessibleDescription().contains(QStringLiteral("published")))
        << chart->accessibleDescription().toStdString();
    EXPECT_TRUE(publishedFigures().front().isOf(QStringLiteral("aime24")));
    EXPECT_FALSE(publishedFigures().front().isOf(QStringLiteral("heldout")));
}

TEST_F(Compare, EveryChartGivesPictureDrawingAndFigures) {
    for (QWidget* chart : {static_cast<QWidget*>(find<IntervalChart>()), static_cast<QWidget*>(find<ScatterChart>()),
                           static_cast<QWidget*>(find<FlipMatrix>())}) {
        chart->resize(600, 400);
        auto* menu = chart->findChild<PictureMenu*>();
        ASSERT_NE(menu, nullptr);
        for (const auto& [suffix, begins] : {std::pair("png", "\x89PNG"), std::pair("svg", "<?xml"), std::pair("csv", "")}) {
            const QString file = QString::fromStdString((*folder_ / (std::string("chart.") + suffix)).string());
            ASSERT_TRUE(menu->saveAs(file));
            QFile written(file);
            ASSERT_TRUE(written.open(QIODevice::ReadOnly));
            const QByteArray bytes = written.readAll();
            EXPECT_TRUE(bytes.startsWith(begins)) << suffix;
            EXPECT_TRUE(qstrcmp(suffix, "csv") != 0 || bytes.contains("zero")) << bytes.toStdString();
        }
        EXPECT_FALSE(menu->saveAs(QStringLiteral("/no such folder/chart.png")));
    }
}

}  // namespace
}  // namespace retort::ui
