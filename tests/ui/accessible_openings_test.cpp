// SPDX-License-Identifier: GPL-3.0-or-later
// Walks what a screen reader is given of all that opens over a page or within it: sheets, menus, file dialogs, panels; in
// both languages. What the sources make and nobody opens here is a fault.
#include <QDirIterator>
#include <QFile>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTableView>
#include <ostream>

#include "accessible_window.h"
#include "ui/charts/chart_table_view.h"
#include "ui/charts/flip_matrix.h"
#include "ui/charts/interval_chart.h"
#include "ui/charts/metric_chart.h"
#include "ui/charts/scatter_chart.h"
#include "ui/models/recipe_document.h"
#include "ui/pages/candidates_page.h"
#include "ui/pages/compare/evaluate_sheet.h"
#include "ui/pages/compare/model_tree.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/playground_page.h"
#include "ui/pages/recipe_page.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/traces_page.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/confirm_sheet.h"
#include "ui/widgets/fork_sheet.h"
#include "ui/widgets/talk_column.h"
#include "ui/widgets/token_strip.h"
#include "ui/widgets/trace_reader.h"

namespace retort::ui {
namespace {

class Openings;

/// What one person opens, and what of it has to have been seen: sheets by class, menus by the file that makes them.
struct Opening {
    const char* name;
    bool curating;
    void (Openings::*open)();
    std::vector<const char*> seen;
};

/// As GoogleTest names it.
void PrintTo(const Opening& opening, std::ostream* out) { *out << opening.name; }

class Openings : public Accessibility, public testing::WithParamInterface<Opening> {
public:
    void goTo(const char* page) {
        window_->goTo(QLatin1String(page));
        QTest::qWait(300);
    }
    void openOfTheFrame() {
        goTo("overview");
        press(Qt::Key_K, Qt::ControlModifier);
        lookAtSheet<CommandPalette>(QStringLiteral("palette"));
        press(Qt::Key_F1);
        lookAtSheet<KeySheet>(QStringLiteral("keys"));
    }
    void openOfRuns() {
        goTo("runs");
        auto* table = find<RunsPage>()->findChild<QTableView*>();
        ASSERT_TRUE(eventually([&] { return table->model()->rowCount() > 1; }));
        auto* page = find<RunsPage>();
        const int row = [&] {
            for (int i = 0; i < page->model().rowCount(); ++i)
                if (page->model().at(i).run == training()) return i;
            return 0;
        }();
        table->setFocus();
        table->selectRow(row);
        press(Qt::Key_K);
        lookAtSheet<ForkSheet>(QStringLiteral("fork"));
        table->setFocus();
        press(Qt::Key_Delete);
        lookAtSheet<ConfirmSheet>(QStringLiteral("delete"));
        table->setFocus();
        press(Qt::Key_A);
        lookAtWindow(QStringLiteral("archived, with a way back"));
        press(Qt::Key_Z, Qt::ControlModifier);
    }
    void openOfOverview() {
        goTo("overview");
        auto* page = find<OverviewPage>();
        MetricChart* chart = page->charts().front();
        ASSERT_TRUE(eventually([&] { return chart->hasData(); }));
        lookAtContextMenu(chart, chart->rect().center(), QStringLiteral("ui/charts/chart_export.cpp"),
                          QStringLiteral("chart"));
        chart->setFocus();
        press(Qt::Key_Left);
        press(Qt::Key_Left, Qt::ShiftModifier);
        lookAtContextMenu(chart, chart->rect().center(), QStringLiteral("ui/charts/chart_export.cpp"),
                          QStringLiteral("chart, marked"));
        press(Qt::Key_Escape);
        chart->showTable();
        lookAtSheet<ChartTableView>(QStringLiteral("chart as table"));
        for (const Qt::Key key : {Qt::Key_C, Qt::Key_M, Qt::Key_S}) {
            // What is offered may be read first; a window that comes forward meanwhile takes a menu away.
            for (int tries = 0; tries < 3 && QApplication::activePopupWidget() == nullptr; ++tries) {
                chart->setFocus();
                press(key);
                (void)QTest::qWaitFor([] { return QApplication::activePopupWidget() != nullptr; }, 5000);
            }
            lookAtMenu(QStringLiteral("ui/pages/overview_tools.cpp"), QKeySequence(key).toString());
        }
    }
    void openOfTraces() {
        goTo("traces");
        auto* page = find<TracesPage>();
        ASSERT_TRUE(eventually([&] { return static_cast<bool>(page->reader().shown()); }));
        QSettings().setValue(QStringLiteral("traces/saved_filters/mine"), QStringLiteral("correct=1"));
        lookAtButtonMenu(page, QStringLiteral("ui/widgets/rollout_filter_bar.cpp"), 1);
        page->findChild<QTableView*>()->setFocus();
        press(Qt::Key_B, Qt::ShiftModifier);
        lookAtWindow(QStringLiteral("note on a trace"));
        press(Qt::Key_Escape);
        page->findChild<QTableView*>()->setFocus();
        press(Qt::Key_T);
        QTest::qWait(200);
        lookAtWindow(QStringLiteral("tokens of a trace"));
        press(Qt::Key_T);
    }
    void openOfCompare() {
        goTo("compare");
        auto* page = find<ComparePage>();
        auto* tree = page->findChild<ModelTree*>();
        ASSERT_TRUE(eventually([&] { return tree->topLevelItemCount() > 1; }));
        for (int tab = 0; tab < 6; ++tab) {
            press(static_cast<Qt::Key>(Qt::Key_1 + tab), Qt::AltModifier);
            QTest::qWait(400);
            lookAtWindow(QStringLiteral("compare, tab %1").arg(tab + 1));
            lookAtChoosers(QStringLiteral("compare, tab %1").arg(tab + 1));
            for (QWidget* chart :
                 std::initializer_list<QWidget*>{find<IntervalChart>(), find<ScatterChart>(), find<FlipMatrix>()})
                if (chart != nullptr) {
                    Q_EMIT chart->customContextMenuRequested(chart->rect().center());
                    lookAtMenu(QStringLiteral("ui/charts/picture_menu.cpp"), QStringLiteral("chart of tab %1").arg(tab + 1));
                }
            if (tab == 0) {
                lookAtButtonMenu(page, QStringLiteral("ui/pages/compare_page.cpp"), 3);
                opened_ << QStringLiteral("ui/pages/compare/scores_tab.cpp");  // the chooser of columns is among these
            }
        }
        press(Qt::Key_1, Qt::AltModifier);
        lookAtContextMenu(tree, tree->visualItemRect(tree->topLevelItem(1)).center(),
                          QStringLiteral("ui/pages/compare/model_tree.cpp"), QStringLiteral("model"));
        QTest::qWait(300);  // the menu's window has gone for good
        for (QPushButton* button : page->findChildren<QPushButton*>())
            if (button->isVisible() && button->menu() == nullptr && button->text().endsWith(QStringLiteral("…"))) {
                button->setFocus();
                press(Qt::Key_Space);
                break;
            }
        lookAtSheet<EvaluateSheet>(QStringLiteral("evaluate more"));
    }
    void openOfCandidates() {
        goTo("candidates");
        auto* page = find<CandidatesPage>();
        ASSERT_TRUE(eventually([&] { return page->queue().current() != nullptr; }));
        QTest::qWait(500);
        for (const auto& [key, modifier, what] :
             {std::tuple(Qt::Key_R, Qt::NoModifier, "why it is rejected"), std::tuple(Qt::Key_E, Qt::NoModifier, "edited"),
              std::tuple(Qt::Key_N, Qt::NoModifier, "note"), std::tuple(Qt::Key_T, Qt::NoModifier, "tags"),
              std::tuple(Qt::Key_A, Qt::ShiftModifier, "all that match"), std::tuple(Qt::Key_G, Qt::NoModifier, "the gate"),
              std::tuple(Qt::Key_V, Qt::NoModifier, "as the model sees it"),
              std::tuple(Qt::Key_V, Qt::NoModifier, "rows")}) {
            press(key, modifier);
            QTest::qWait(300);
            lookAtWindow(QStringLiteral("candidates: ") + QLatin1String(what));
            if (key != Qt::Key_V) press(Qt::Key_Escape);
        }
        press(Qt::Key_V);
    }
    void openOfRecipe() {
        goTo("recipe");
        auto* page = find<RecipePage>();
        ASSERT_TRUE(eventually([&] { return page->document().recipe() != nullptr; }));
        QTest::qWait(500);
        // A fault and a difference, and the question before a run.
        auto* toml = page->findChild<QPlainTextEdit*>();
        toml->setFocus();
        QTest::keyClick(toml, Qt::Key_End, Qt::ControlModifier);
        QTest::keyClick(toml, Qt::Key_Return);
        QTest::keyClicks(toml, QStringLiteral("nonsense = 1"));
        QTest::qWait(800);
        lookAtWindow(QStringLiteral("recipe with a fault"));
        lookAtChoosers(QStringLiteral("recipe"));
        for (int i = 0; i < 13; ++i) press(Qt::Key_Z, Qt::ControlModifier);
        QTest::qWait(500);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTest::qWait(500);
        lookAtWindow(QStringLiteral("recipe, before a run"));
        press(Qt::Key_Escape);
    }
    void openOfPlayground() {
        goTo("playground");
        auto* page = find<PlaygroundPage>();
        ASSERT_TRUE(eventually([&] { return page->first().chosen(); }));
        for (QPushButton* button : page->findChildren<QPushButton*>())
            if (button->isVisible() && button->toolTip().contains(QLatin1Char('\n'))) {
                QTest::keyClick(button, Qt::Key_Space);
                lookAtMenu(QStringLiteral("ui/pages/playground_page_score.cpp"), QStringLiteral("rewards"));
                break;
            }
        auto* text = page->findChild<QPlainTextEdit*>();
        text->setFocus();
        press(Qt::Key_Return, Qt::ControlModifier);
        ASSERT_TRUE(eventually([&] { return !page->first().samples().empty() && !page->first().speaking(); }));
        lookAtWindow(QStringLiteral("playground, answered"));
        auto* strip = page->first().findChild<TokenStrip*>();
        for (QPushButton* button : page->first().findChildren<QPushButton*>())
            if (!strip->isVisible() && button->isVisible() && button->isCheckable()) button->click();
        ASSERT_TRUE(eventually([&] { return strip->isVisible() && strip->facts().texts.size() > 3; }));
        lookAtWindow(QStringLiteral("playground, tokens"));
        strip->setFocus();
        press(Qt::Key_Right);
        press(Qt::Key_Return);
        lookAtMenu(QStringLiteral("ui/widgets/talk_column_tokens.cpp"), QStringLiteral("alternatives"));
    }
    void openAFile() {
        press(Qt::Key_O, Qt::ControlModifier);
        lookAtFileDialog(QStringLiteral("open"));
    }
};

const Opening kOpenings[] = {
    {"Frame", false, &Openings::openOfTheFrame, {"CommandPalette", "KeySheet"}},
    {"Runs", false, &Openings::openOfRuns, {"ForkSheet", "ConfirmSheet"}},
    {"Overview",
     false,
     &Openings::openOfOverview,
     {"ChartTableView", "ui/charts/chart_export.cpp", "ui/pages/overview_tools.cpp"}},
    {"Traces", false, &Openings::openOfTraces, {"ui/widgets/rollout_filter_bar.cpp"}},
    {"Compare",
     false,
     &Openings::openOfCompare,
     {"EvaluateSheet", "ui/charts/picture_menu.cpp", "ui/pages/compare_page.cpp", "ui/pages/compare/scores_tab.cpp",
      "ui/pages/compare/model_tree.cpp"}},
    {"Candidates", true, &Openings::openOfCandidates, {}},
    {"Recipe", true, &Openings::openOfRecipe, {}},
    {"Playground",
     true,
     &Openings::openOfPlayground,
     {"ui/pages/playground_page_score.cpp", "ui/widgets/talk_column_tokens.cpp"}},
    {"File", true, &Openings::openAFile, {"QFileDialog"}},
};

TEST_P(Openings, AreNamedInBothLanguages) {
    for (const char* code : {"en", "zh_CN"}) {
        speak(QLatin1String(code));
        open(GetParam().curating ? curating_ : training());
        opened_.clear();
        (this->*GetParam().open)();
        if (HasFatalFailure()) return;
        for (const char* one : GetParam().seen) EXPECT_TRUE(opened_.contains(QLatin1String(one))) << code << ": " << one;
    }
    expectNoFaults();
}

INSTANTIATE_TEST_SUITE_P(All, Openings, testing::ValuesIn(kOpenings), [](const auto& test) { return test.param.name; });

TEST(OpeningsOfTheSources, AreAllWalked) {
    QStringList walked;
    for (const Opening& opening : kOpenings)
        for (const char* one : opening.seen) walked << QLatin1String(one);
    static const QRegularExpression sheet(
        QStringLiteral("class (\\w+) : public (Overlay|QDialog|QMessageBox|QInputDialog)\\b")),
        menu(QStringLiteral("new (QMenu|StayMenu|QInputDialog|QMessageBox|QErrorMessage|QProgressDialog)\\b|"
                            "QMessageBox::(question|warning|information|critical)"));
    int sheets = 0, sources = 0;
    for (const char* folder : {"ui", "app/workbench"})
        for (QDirIterator files(QStringLiteral(RETORT_SOURCES "/") + QLatin1String(folder),
                                {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files, QDirIterator::Subdirectories);
             files.hasNext();) {
            QFile file(files.next());
            ASSERT_TRUE(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll()),
                          name = file.fileName().mid(static_cast<qsizetype>(sizeof(RETORT_SOURCES)));
            for (auto found = sheet.globalMatch(text); found.hasNext(); ++sheets) {
                const QString type = found.next().captured(1);
                EXPECT_TRUE(walked.contains(type)) << type.toStdString() << " is opened by no test";
            }
            if (!text.contains(menu)) continue;
            ++sources;
            EXPECT_TRUE(walked.contains(name)) << "a menu of " << name.toStdString() << " is opened by no test";
        }
    EXPECT_GE(sheets, 6);
    EXPECT_GE(sources, 9);
}

}  // namespace
}  // namespace retort::ui
