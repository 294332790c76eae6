// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QSet>
#include <QTimer>
#include <fstream>

#include "accessible_walk.h"
#include "curation_run.h"
#include "project/project.h"
#include "recipe/field_info.h"
#include "reward/rubric.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "ui/main_window.h"
#include "ui/models/comparison.h"
#include "ui/models/run_list.h"
#include "ui/pages/page_list.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/key_sheet.h"
#include "ui_support.h"

namespace retort::ui {

using test::eventually;

/// The window with a training run and a curation run, and what its tests look at it with, through real events.
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
        QStringList words;
        for (const FieldInfo& field : recipeFields())
            words << QString::fromStdString(field.key) << QString::fromStdString(field.section);
        for (const std::string& kind : plainRewardKinds()) words << QString::fromStdString(kind);
        // Of the recipes and runs that are shown, beside their stages.
        words << QStringLiteral("problems") << QStringLiteral("sequence") << QStringLiteral("constant")
              << QStringLiteral("training") << QStringLiteral("other") << QStringLiteral("mine")
              << QStringLiteral("accuracy") << QStringLiteral("format");
        for (const PublishedFigure& figure : publishedFigures()) words << figure.model << figure.benchmark;
        walk_.addData(words);
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
        opened_ << QString::fromLatin1(sheet->metaObject()->className()).section(QStringLiteral("::"), -1);
        const auto* node = QAccessible::queryAccessibleInterface(sheet);
        EXPECT_EQ(node->role(), QAccessible::Dialog) << where.toStdString();
        look(sheet, where);
        ASSERT_TRUE(eventually([&] { return sheet->isAncestorOf(QApplication::focusWidget()) || sheet->hasFocus(); }))
            << where.toStdString() << " leaves the keys outside, with "
            << (QApplication::focusWidget() ? QApplication::focusWidget()->metaObject()->className() : "nobody");
        press(Qt::Key_Escape);
        ASSERT_TRUE(eventually([&] { return find<Sheet>() == nullptr; })) << where.toStdString();
    }
    /// The menu that is open, and those that it leads to.
    void lookAtMenu(const QString& source, const QString& where) {
        QMenu* menu = nullptr;
        ASSERT_TRUE(eventually([&] { return (menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) != nullptr; }))
            << where.toStdString();
        opened_ << source;
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
            // A button's own menu keeps the keys until it is closed.
            QTimer::singleShot(0, window_.get(), [&] { lookAtMenu(source, source + QLatin1Char(' ') + button->text()); });
            QTest::keyClick(button, Qt::Key_Space);
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
        opened_ << QStringLiteral("QFileDialog");
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
    static inline std::unique_ptr<test::TempDir> made_;
    static inline std::filesystem::path curating_;
    test::PrivateState state_;
    Theme theme_{*qApp};
    Language language_;
    std::unique_ptr<MainWindow> window_;
    test::AccessibleWalk walk_;
    QSet<QString> opened_;  ///< sheets by class, menus by the file that makes them, dialogs by name
};

}  // namespace retort::ui
