// SPDX-License-Identifier: GPL-3.0-or-later
// Walks what a screen reader is given: every page, with a run and without; every sheet, menu and bar that can be opened; in
// both languages. And what it is told when the row that one is at changes.
#include <gtest/gtest.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDirIterator>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QTableView>
#include <algorithm>
#include <fstream>

#include "accessible_walk.h"
#include "curation_run.h"
#include "project/project.h"
#include "recipe/field_info.h"
#include "reward/rubric.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "ui/charts/chart_table_view.h"
#include "ui/charts/flip_matrix.h"
#include "ui/charts/interval_chart.h"
#include "ui/charts/metric_chart.h"
#include "ui/charts/scatter_chart.h"
#include "ui/main_window.h"
#include "ui/models/rollout_table.h"
#include "ui/models/run_list.h"
#include "ui/pages/candidates_page.h"
#include "ui/pages/compare/evaluate_sheet.h"
#include "ui/pages/compare/model_tree.h"
#include "ui/pages/compare/scores_tab.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/page_list.h"
#include "ui/pages/playground_page.h"
#include "ui/pages/recipe_page.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/traces_page.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/confirm_bar.h"
#include "ui/widgets/confirm_sheet.h"
#include "ui/widgets/fork_sheet.h"
#include "ui/widgets/funnel_bars.h"
#include "ui/widgets/group_bars.h"
#include "ui/widgets/key_sheet.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/overlay.h"
#include "ui/widgets/recipe_graph.h"
#include "ui/widgets/rollout_filter_bar.h"
#include "ui/widgets/talk_column.h"
#include "ui/widgets/token_strip.h"
#include "ui/widgets/trace_reader.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

class Accessibility : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        made_ = std::make_unique<test::TempDir>();
        const std::filesystem::path run = *made_ / "training/runs/run";
        for (const char* id : {"run", "other"})
            test::runFakeTrainer(*made_ / "training/runs" / id, {QStringLiteral("--rate"), QStringLiteral("0"),
                                                                 QStringLiteral("--steps"), QStringLiteral("6")});
        std::ofstream(*made_ / "training/recipe.toml") << recipe;
        std::ofstream(run / "recipe.resolved.toml") << recipe;
        RunWriter writer(run / "run.db");
        const StageId stage = RunReader(run / "run.db").stages().front().id;
        std::filesystem::create_directories(run / "checkpoints/zero/step-000002");
        std::ofstream(run / "checkpoints/zero/step-000002/manifest.json") << R"({"files": {}})";
        writer.addCheckpoint({.id = {},
                              .stage = stage,
                              .step = 2,
                              .path = "checkpoints/zero/step-000002",
                              .sha256 = "x",
                              .final = false,
                              .time = 1});
        curating_ = test::makeCurationRun(*made_ / "curation", 6);
    }
    static void TearDownTestSuite() { made_.reset(); }

    void SetUp() override {
        qputenv("RETORT_TRAINER", RETORT_FAKE_SPEAKER);
        rememberProject(*made_ / "training");
        window_ = std::make_unique<MainWindow>(theme_, language_);
        window_->resize(1280, 720);
        window_->show();
        QApplication::setActiveWindow(window_.get());
    }
    void TearDown() override {
        window_.reset();
        language_.setChoice(QStringLiteral("en"));
        qunsetenv("RETORT_TRAINER");
    }

    static std::filesystem::path training() { return *made_ / "training/runs/run"; }
    void open(const std::filesystem::path& run) {
        window_->openRun(QString::fromStdString(run.string()));
        ASSERT_TRUE(eventually([&] { return window_->session()->caughtUp(); }));
        QStringList words;
        for (const StageRecord& stage : window_->session()->stages())
            words << QString::fromStdString(stage.name) << QString::fromStdString(stage.kind);
        words << window_->session()->series().keys() << window_->session()->id() << window_->session()->projectName();
        for (const EvaluationRecord& one : window_->session()->evaluations())
            words << QString::fromStdString(one.suite) << QString::fromStdString(one.model);
        for (const RolloutSummary& row : window_->session()->newest()) words << QString::fromStdString(row.prompt_text);
        walk_.addData(words);
    }
    void speak(const QString& code) {
        language_.setChoice(code);
        walk_.setChinese(code == QStringLiteral("zh_CN"));
        QTest::qWait(duration::tick);
    }
    QString tongue() const {
        return language_.choice() == QStringLiteral("zh_CN") ? QStringLiteral("zh") : QStringLiteral("en");
    }

    /// A window of its own that has been closed leaves none with the keys here.
    void activate() {
        ASSERT_TRUE(eventually([&] {
            if (QApplication::activeModalWidget() != nullptr || QApplication::activePopupWidget() != nullptr) return false;
            if (!window_->isActiveWindow()) window_->activateWindow();
            return window_->isActiveWindow();
        }));
    }
    template <class Widget>
    Widget* find() {
        for (Widget* one : window_->findChildren<Widget*>())
            if (one->isVisible()) return one;
        return nullptr;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        activate();
        QTest::keyClick(QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : window_.get(), key,
                        modifiers);
    }
    /// Whatever is walked in a panel over the window, or beside it.
    void look(QWidget* what, const QString& where) { walk_.look(what, QStringLiteral("%1 %2").arg(tongue(), where)); }
    void lookAtWindow(const QString& where) { look(window_.get(), where); }
    template <class Sheet>
    void lookAtSheet(const QString& where) {
        Sheet* sheet = nullptr;
        ASSERT_TRUE(eventually([&] { return (sheet = find<Sheet>()) != nullptr; })) << where.toStdString();
        opened_ << QLatin1String(sheet->metaObject()->className());
        const auto* node = QAccessible::queryAccessibleInterface(sheet);
        EXPECT_EQ(node->role(), QAccessible::Dialog) << where.toStdString();
        look(sheet, where);
        ASSERT_TRUE(sheet->isAncestorOf(QApplication::focusWidget()) || sheet->hasFocus())
            << where.toStdString() << " leaves the keys outside";
        press(Qt::Key_Escape);
        ASSERT_TRUE(eventually([&] { return find<Sheet>() == nullptr; })) << where.toStdString();
    }
    /// The menu that is open, and those that it leads to.
    void lookAtMenu(const QString& source, const QString& where) {
        QMenu* menu = nullptr;
        ASSERT_TRUE(eventually([&] { return (menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) != nullptr; }))
            << where.toStdString();
        menus_ << source;
        look(menu, where);
        for (const QAction* action : menu->actions()) {
            if (action->menu() == nullptr) continue;
            action->menu()->popup(menu->pos());
            look(action->menu(), where + QStringLiteral(" › ") + action->text());
            QTest::keyClick(action->menu(), Qt::Key_Escape);
        }
        if (menu->isVisible()) QTest::keyClick(menu, Qt::Key_Escape);
        ASSERT_TRUE(eventually([] { return QApplication::activePopupWidget() == nullptr; })) << where.toStdString();
        activate();
    }
    /// By its menu key.
    void lookAtContextMenu(QWidget* widget, const QPoint& at, const QString& source, const QString& where) {
        ASSERT_NE(widget, nullptr) << where.toStdString();
        widget->setFocus();
        QContextMenuEvent event(QContextMenuEvent::Keyboard, at, widget->mapToGlobal(at));
        QApplication::sendEvent(widget, &event);
        lookAtMenu(source, where);
    }
    void lookAtButtonMenu(QWidget* page, const QString& source, int count) {
        int found = 0;
        for (QPushButton* button : page->findChildren<QPushButton*>()) {
            if (button->menu() == nullptr || !button->isVisible()) continue;
            ++found;
            QTest::keyClick(button, Qt::Key_Space);
            lookAtMenu(source, source + QLatin1Char(' ') + button->accessibleName());
        }
        EXPECT_GE(found, count) << source.toStdString();
    }
    void lookAtFileDialog(const QString& where) {
        QFileDialog* dialog = nullptr;
        ASSERT_TRUE(eventually([&] {
            for (QWidget* top : QApplication::topLevelWidgets())
                if (top->isVisible() && qobject_cast<QFileDialog*>(top) != nullptr) dialog = static_cast<QFileDialog*>(top);
            return dialog != nullptr;
        })) << where.toStdString();
        // What is in it is the desktop's or Qt's; its title is ours.
        EXPECT_FALSE(dialog->windowTitle().isEmpty()) << where.toStdString();
        if (tongue() == QStringLiteral("zh")) {
            EXPECT_TRUE(dialog->windowTitle().contains(QRegularExpression(QStringLiteral("[\\x{4e00}-\\x{9fff}]"))))
                << dialog->windowTitle().toStdString();
        }
        ++dialogs_;
        dialog->reject();
        activate();
        ASSERT_TRUE(eventually([&] { return QApplication::activeModalWidget() == nullptr; }));
    }
    /// The lists of what can be chosen.
    void lookAtChoosers(const QString& where) {
        for (QComboBox* box : window_->currentPage()->findChildren<QComboBox*>())
            if (box->isVisible() && box->count() > 0)
                walk_.lookAtList(*box->view(),
                                 QStringLiteral("%1 %2, choices of %3").arg(tongue(), where, box->accessibleName()));
    }
    void walkPages(const QString& what) {
        for (const PageEntry& entry : pageList()) {
            window_->goTo(entry.id);
            QTest::qWait(400);
            lookAtWindow(QStringLiteral("%1, page %2").arg(what, entry.id));
            press(Qt::Key_F1);
            lookAtSheet<KeySheet>(QStringLiteral("keys of ") + entry.id);
            lookAtChoosers(QStringLiteral("%1, page %2").arg(what, entry.id));
        }
    }
    void expectNoFaults() {
        for (const QString& fault : walk_.faults()) ADD_FAILURE() << fault.toStdString();
    }

    static constexpr const char* recipe = R"([project]
name = "training"
[models]
base = "models/base"
[data.problems]
path = "problems.jsonl"
[rubrics.r]
accuracy = 1.0
[stages.zero]
kind = "grpo"
model = "base"
data = ["problems"]
rubric = "r"
steps = 6
[stages.bench]
kind = "evaluate"
models = ["base", "zero"]
data = "problems"
rubric = "r"
)";
    static std::unique_ptr<test::TempDir> made_;
    static std::filesystem::path curating_;
    test::PrivateState state_;
    Theme theme_{*qApp};
    Language language_;
    std::unique_ptr<MainWindow> window_;
    test::AccessibleWalk walk_;
    QSet<QString> opened_, menus_;
    int dialogs_ = 0;
};

std::unique_ptr<test::TempDir> Accessibility::made_;
std::filesystem::path Accessibility::curating_;

TEST_F(Accessibility, EveryPageIsNamedInBothLanguages) {
    QStringList words;
    for (const FieldInfo& field : recipeFields())
        words << QString::fromStdString(field.key) << QString::fromStdString(field.section);
    // Of the recipes that are shown, beside their stages.
    words << QStringLiteral("problems") << QStringLiteral("sequence") << QStringLiteral("constant");
    walk_.addData(words);
    for (const char* code : {"en", "zh_CN"}) {
        speak(QLatin1String(code));
        if (window_->session() == nullptr) walkPages(QStringLiteral("no run"));
        open(training());
        walkPages(QStringLiteral("training"));
        open(curating_);
        walkPages(QStringLiteral("curating"));
    }
    EXPECT_GT(walk_.seen(), 1500);
    expectNoFaults();
}

// What is told when the row that one is at changes: the thing that has changed, in words.
TEST_F(Accessibility, TheRowThatOneMovesToIsTold) {
    open(training());
    // What the control says of itself: its current row, or its own name and description.
    const auto said = [](QWidget* list) {
        QAccessibleInterface* node = QAccessible::queryAccessibleInterface(list);
        QAccessibleInterface* at = qobject_cast<QAbstractItemView*>(list) != nullptr ? node->focusChild() : node;
        if (at == nullptr) return QString();
        return at->text(QAccessible::Name) + QStringLiteral(" · ") + at->text(QAccessible::Description);
    };
    const auto expectTold = [&](QWidget* list, const std::vector<Qt::Key>& keys, const QString& where) {
        activate();
        list->setFocus();
        QTest::qWait(50);
        for (const Qt::Key key : keys) {
            const QString before = said(list);
            const int row = qobject_cast<QAbstractItemView*>(list) == nullptr
                                ? -1
                                : static_cast<QAbstractItemView*>(list)->currentIndex().row();
            QTest::keyClick(list, key);
            const QString after = said(list);
            EXPECT_TRUE(std::any_of(after.begin(), after.end(), [](QChar c) { return c.isLetterOrNumber(); }))
                << where.toStdString() << " says \"" << after.toStdString() << '"';
            if (row < 0) EXPECT_NE(after, before) << where.toStdString();
            else EXPECT_NE(static_cast<QAbstractItemView*>(list)->currentIndex().row(), row) << where.toStdString();
        }
    };
    const auto table = [&](auto* page) { return page->template findChild<QTableView*>(); };
    window_->goTo(QStringLiteral("runs"));
    ASSERT_TRUE(eventually([&] { return table(find<RunsPage>())->model()->rowCount() > 1; }));
    table(find<RunsPage>())->selectRow(0);
    expectTold(table(find<RunsPage>()), {Qt::Key_Down, Qt::Key_Up}, QStringLiteral("runs"));
    window_->goTo(QStringLiteral("overview"));
    MetricChart* chart = find<OverviewPage>()->charts().front();
    ASSERT_TRUE(eventually([&] { return chart->hasData() && !chart->accessibleDescription().isEmpty(); }));
    QTest::qWait(200);
    expectTold(chart, {Qt::Key_Left, Qt::Key_Left}, QStringLiteral("chart"));
    EXPECT_TRUE(chart->accessibleDescription().contains(QStringLiteral("5")))
        << "the step: " << chart->accessibleDescription().toStdString();
    window_->goTo(QStringLiteral("traces"));
    auto* traces = find<TracesPage>();
    ASSERT_TRUE(eventually([&] { return static_cast<bool>(traces->reader().shown()); }));
    expectTold(table(traces), {Qt::Key_Down, Qt::Key_Down, Qt::Key_Up}, QStringLiteral("traces"));
    ASSERT_TRUE(eventually([&] { return find<GroupBars>() != nullptr && find<GroupBars>()->count() > 2; }));
    expectTold(find<GroupBars>(), {Qt::Key_Right, Qt::Key_Right}, QStringLiteral("siblings"));
    window_->goTo(QStringLiteral("compare"));
    ASSERT_TRUE(eventually([&] { return find<ModelTree>() != nullptr && find<ModelTree>()->topLevelItemCount() > 1; }));
    expectTold(find<ModelTree>(), {Qt::Key_Down, Qt::Key_Up}, QStringLiteral("models"));
    auto* scores = find<ScoresTab>()->findChild<QTableView*>();
    ASSERT_TRUE(eventually([&] { return scores->isVisible() && scores->model()->rowCount() > 2; }));
    expectTold(scores, {Qt::Key_Down, Qt::Key_Down}, QStringLiteral("scores"));
    open(curating_);
    window_->goTo(QStringLiteral("funnel"));
    ASSERT_TRUE(eventually([&] { return find<FunnelBars>() != nullptr; }));
    QTest::qWait(300);
    expectTold(find<FunnelBars>(), {Qt::Key_Down, Qt::Key_Down}, QStringLiteral("funnel"));
    window_->goTo(QStringLiteral("recipe"));
    ASSERT_TRUE(eventually([&] { return find<RecipeGraph>() != nullptr && find<RecipeGraph>()->graph().nodes.size() > 2; }));
    QTest::qWait(300);
    expectTold(find<RecipeGraph>(), {Qt::Key_Right, Qt::Key_Right}, QStringLiteral("graph"));
}

}  // namespace
}  // namespace retort::ui
