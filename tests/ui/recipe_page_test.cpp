// SPDX-License-Identifier: GPL-3.0-or-later
// Story 6 through real events: one value changed in the form, checked, undone, compared, saved and started.
#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>

#include "base/file.h"
#include "curation_window.h"
#include "run/run_directory.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "ui/models/recipe_document.h"
#include "ui/pages/recipe_page.h"
#include "ui/widgets/recipe_form.h"
#include "ui/widgets/recipe_graph.h"
#include "ui/widgets/toml_edit.h"

namespace retort::ui {
namespace {

using test::eventually;

class RecipeStory : public test::CurationWindow {
protected:
    void SetUp() override {
        page_ = openPage<RecipePage>(2, QStringLiteral("recipe"));
        ASSERT_TRUE(eventually([&] { return page_->document().recipe() != nullptr && field("steps") != nullptr; }));
    }

    QLineEdit* field(const char* key) {
        for (QLineEdit* edit : page_->findChildren<QLineEdit*>())
            if (edit->accessibleName() == QLatin1String(key)) return edit;
        return nullptr;
    }
    QPushButton* button(const char* text) {
        for (QPushButton* one : page_->findChildren<QPushButton*>())
            if (one->text() == QLatin1String(text)) return one;
        return nullptr;
    }
    QComboBox* chooser(const char* name) {
        for (QComboBox* one : page_->findChildren<QComboBox*>())
            if (one->accessibleName() == QLatin1String(name)) return one;
        return nullptr;
    }
    void choose(const char* stage) {
        QTest::mouseClick(&page_->graph(), Qt::LeftButton, {}, page_->graph().boxOf(QLatin1String(stage)).center());
        ASSERT_EQ(page_->graph().selected(), QLatin1String(stage));
    }
    void retype(QLineEdit* edit, const char* text) {
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, QLatin1String(text));
    }
    QString text() { return page_->editor().toPlainText(); }

    RecipePage* page_ = nullptr;
};

TEST_F(RecipeStory, AValueTypedInTheFormChangesOneLineAndKeepsTheComments) {
    choose("zero");
    const QString before = text();
    retype(field("steps"), "25");
    EXPECT_TRUE(text().contains(QStringLiteral("steps = 25              # a comment that stays")));
    EXPECT_EQ(text().count(QLatin1Char('\n')), before.count(QLatin1Char('\n')));
    retype(field("sampling.max_tokens"), "99");
    EXPECT_TRUE(text().contains(QStringLiteral("sampling = { temperature = 1.0, max_tokens = 99 }")));
    EXPECT_TRUE(eventually([&] {
        return page_->document().current() &&
               std::get<GrpoParams>(page_->document().recipe()->findStage("zero")->params).steps == 25;
    }));
    while (text() != before && page_->editor().document()->isUndoAvailable())
        window_->findChild<RecipePage*>()->takeBack(false);
    EXPECT_EQ(text(), before) << "undo does not lead back";
}

TEST_F(RecipeStory, OneValueTypedIsOneStepOfUndo) {
    choose("zero");
    const QString before = text();
    retype(field("steps"), "125");
    QTest::keyClick(field("steps"), Qt::Key_Return);
    retype(field("steps"), "240");
    EXPECT_TRUE(text().contains(QStringLiteral("steps = 240 ")));
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(text().contains(QStringLiteral("steps = 125 ")))
        << "a value was typed and left, then another: "
        << text().mid(text().indexOf(QStringLiteral("steps = ")), 20).toStdString();
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(text(), before) << "each letter is a step";
    QTest::keySequence(window_.get(), QKeySequence(QKeySequence::Redo));
    EXPECT_TRUE(text().contains(QStringLiteral("steps = 125 "))) << "nothing is done again";
}

TEST_F(RecipeStory, ChangingTheTomlChangesTheForm) {
    choose("zero");
    QString changed = text();
    changed.replace(QStringLiteral("steps = 10"), QStringLiteral("steps = 31"));
    page_->editor().selectAll();
    page_->editor().insertPlainText(changed);
    EXPECT_TRUE(eventually([&] { return field("steps")->text() == QStringLiteral("31"); }));
}

// A form that is made anew while the application changes its style crashes it.
TEST_F(RecipeStory, OtherColoursLeaveTheFormAsItIs) {
    choose("zero");
    const QPointer<QLineEdit> steps = field("steps");
    QSignalSpy changed(&page_->editor(), &QPlainTextEdit::textChanged);
    for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Dark}) theme_->setChoice(choice);
    EXPECT_EQ(changed.count(), 0);
    EXPECT_FALSE(steps.isNull()) << "the form was made anew";
    theme_->setChoice(ThemeChoice::System);
}

TEST_F(RecipeStory, AFieldIsFoundByItsNameOrWhatItDoes) {
    choose("zero");
    QTest::keyClick(page_, Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("kl"));
    EXPECT_TRUE(field("kl_beta")->isVisible());
    EXPECT_FALSE(field("steps")->isVisible());
    QWidget* const find = QApplication::focusWidget();
    QTest::keyClick(find, Qt::Key_Return);
    EXPECT_EQ(QApplication::focusWidget(), field("kl_beta")) << "Enter does not lead to what was found";
    find->setFocus();
    QTest::keyClick(find, Qt::Key_Tab);
    EXPECT_EQ(QApplication::focusWidget(), field("kl_beta")) << "nor does Tab";
    find->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
    EXPECT_TRUE(field("steps")->isVisible());
    QTest::mouseClick(button("Set here"), Qt::LeftButton);
    EXPECT_TRUE(field("steps")->isVisible());
    EXPECT_FALSE(field("kl_beta")->isVisible()) << "it is left at its default";
}

TEST_F(RecipeStory, AnErrorMovesNothing) {
    choose("zero");
    const auto places = [&] {
        QHash<QString, QRect> found;
        for (QWidget* one : page_->findChildren<QWidget*>())
            if (one->isVisible() && !one->accessibleName().isEmpty())
                found.insert(one->accessibleName(), {one->mapTo(page_, QPoint()), one->size()});
        return found;
    };
    auto* findings = page_->findChild<QListWidget*>();
    const auto settled = [&] {
        return page_->document().current() && (findings->count() > 0) == !page_->document().verdict().report.ok();
    };
    ASSERT_TRUE(eventually(settled));
    field("steps")->setFocus();  // comes into view
    QTest::qWait(100);
    const auto before = places();
    retype(field("steps"), "0");
    ASSERT_TRUE(eventually([&] { return findings->count() > 0; }));
    QTest::qWait(100);
    const auto with = places();
    for (auto one = before.begin(); one != before.end(); ++one)
        if (with.contains(one.key())) {
            EXPECT_EQ(with[one.key()], one.value()) << one.key().toStdString();
        }
    retype(field("steps"), "12");
    ASSERT_TRUE(eventually([&] { return findings->count() == 0 && settled(); }));
    QTest::qWait(100);
    EXPECT_EQ(places(), before);
}

TEST_F(RecipeStory, WhatIsWrongIsSaidInTheWordsOfTheCheckAndRunIsRefused) {
    choose("zero");
    retype(field("steps"), "0");
    auto* findings = page_->findChild<QListWidget*>();
    ASSERT_TRUE(eventually([&] { return findings->count() > 0; }));
    EXPECT_TRUE(findings->item(0)->text().contains(QStringLiteral("recipe.toml:")));
    EXPECT_TRUE(findings->item(0)->text().contains(QStringLiteral("steps")));
    EXPECT_FALSE(button("Run")->isEnabled());
    retype(field("steps"), "12");
    EXPECT_TRUE(eventually([&] { return button("Run")->isEnabled() && findings->count() == 0; }));
}

TEST_F(RecipeStory, ProjectDataAndRubricsHaveFormsToo) {
    QComboBox* sections = chooser("Section of the recipe");
    QStringList names;
    for (int i = 1; i < sections->count(); ++i) names << sections->itemText(i);
    EXPECT_EQ(names, (QStringList{QStringLiteral("[project]"), QStringLiteral("[template]"),
                                  QStringLiteral("[data.problems]"), QStringLiteral("[rubrics.zero]")}));
    const QString before = text();
    // By keys alone: the chooser's own key, its letters, Enter.
    press(Qt::Key_L, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("[data"));
    press(Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return field("path") != nullptr; }));
    EXPECT_EQ(field("path")->text(), QStringLiteral("problems.jsonl"));
    EXPECT_EQ(field("chosen_column"), nullptr) << "a field of another kind of data";
    retype(field("limit"), "5");
    EXPECT_TRUE(text().contains(QStringLiteral("[data.problems]\npath = \"problems.jsonl\"\nlimit = 5\n")))
        << text().toStdString();
    EXPECT_TRUE(eventually(
        [&] { return page_->document().current() && page_->document().recipe()->findData("problems")->limit == 5; }));
    EXPECT_TRUE(window_->goTo(PageLink::fromText(QStringLiteral("recipe?section=project"))));
    ASSERT_NE(field("seed"), nullptr);
    retype(field("seed"), "7");
    EXPECT_TRUE(text().contains(QStringLiteral("seed = 7")));
    while (text() != before && page_->editor().document()->isUndoAvailable()) page_->takeBack(false);
    EXPECT_EQ(text(), before) << "undo does not lead back";
}

TEST_F(RecipeStory, ATermThatIsABareWeightBecomesATableWhenItGetsMore) {
    EXPECT_TRUE(window_->goTo(PageLink::fromText(QStringLiteral("recipe?section=rubrics.zero"))));
    ASSERT_NE(field("accuracy.weight"), nullptr);
    EXPECT_EQ(field("accuracy.weight")->text(), QStringLiteral("1.0"));
    EXPECT_EQ(field("accuracy.min_length"), nullptr) << "a field of another kind of term";
    retype(field("accuracy.weight"), "2");
    EXPECT_TRUE(text().contains(QStringLiteral("accuracy = 2\n")));
    field("accuracy.domain")->setFocus();
    QTest::keyClicks(field("accuracy.domain"), QStringLiteral("math"));
    EXPECT_TRUE(text().contains(QStringLiteral("accuracy = { weight = 2, domain = \"math\" }"))) << text().toStdString();
    EXPECT_TRUE(eventually([&] {
        return page_->document().current() && page_->document().recipe()->findRubric("zero")->terms.front().domain == "math";
    }));
}

TEST_F(RecipeStory, ComparesWithAnEarlierRun) {
    choose("zero");
    retype(field("group_size"), "8");
    ASSERT_TRUE(eventually([&] {
        return page_->document().current() &&
               std::get<GrpoParams>(page_->document().recipe()->findStage("zero")->params).group_size == 8;
    }));
    QComboBox* runs = chooser("Compare with a run");
    runs->setFocus();
    QTest::keyClick(runs, Qt::Key_Down);
    auto* table = page_->findChild<QTableWidget*>();
    ASSERT_TRUE(eventually([&] { return table->isVisible() && table->rowCount() > 0; }));
    ASSERT_EQ(table->rowCount(), 1);
    EXPECT_EQ(table->item(0, 0)->text(), QStringLiteral("stages.zero.group_size"));
    EXPECT_EQ(table->item(0, 1)->text(), QStringLiteral("16"));
    EXPECT_EQ(table->item(0, 2)->text(), QStringLiteral("8"));
    // What is typed meanwhile is compared too, and another look at the list of runs leaves the choice.
    retype(field("group_size"), "4");
    EXPECT_TRUE(eventually([&] { return table->rowCount() == 1 && table->item(0, 2)->text() == QStringLiteral("4"); }));
    page_->setStarting(false);
    QTest::qWait(100);
    EXPECT_TRUE(eventually([&] { return runs->count() == 2 && runs->currentIndex() == 1 && table->isVisible(); }));
}

TEST_F(RecipeStory, SavesAndStartsOnlyWhenConfirmed) {
    choose("zero");
    retype(field("steps"), "25");
    ASSERT_TRUE(eventually([&] { return button("Run")->isEnabled(); }));
    QString started;
    window_->findChild<RecipePage*>()->disconnect(window_.get());
    QObject::connect(page_, &Page::startWanted, [&](const QString& project) { started = project; });
    QTest::mouseClick(button("Run"), Qt::LeftButton);
    EXPECT_TRUE(started.isEmpty());
    ASSERT_NE(button("Save and run"), nullptr);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    EXPECT_TRUE(eventually([&] { return started == QString::fromStdString((folder_ / "project").string()); }));
    EXPECT_FALSE(button("Save")->isEnabled()) << "it has been saved";
    EXPECT_NE(readFile(folder_ / "project/recipe.toml").find("steps = 25 "), std::string::npos);
}

TEST_F(RecipeStory, AFileThatSomebodyElseChangedIsNotOverwrittenUnasked) {
    choose("zero");
    retype(field("steps"), "25");
    const std::string theirs = readFile(folder_ / "project/recipe.toml") + "# theirs\n";
    writeFileDurably(folder_ / "project/recipe.toml", theirs);
    QTest::keyClick(page_, Qt::Key_S, Qt::ControlModifier);
    ASSERT_TRUE(eventually([&] { return button("Write over it") != nullptr; }));
    EXPECT_EQ(readFile(folder_ / "project/recipe.toml"), theirs);
    QTest::mouseClick(button("Write over it"), Qt::LeftButton);
    EXPECT_TRUE(
        eventually([&] { return readFile(folder_ / "project/recipe.toml").find("steps = 25 ") != std::string::npos; }));
}

TEST_F(RecipeStory, ItIsSavedOnlyOnceItIsOnTheDiskAndWhatIsTypedMeanwhileIsNot) {
    QSignalSpy notices(page_, &Page::notice);
    choose("zero");
    retype(field("steps"), "25");
    QTest::keyClick(page_, Qt::Key_S, Qt::ControlModifier);
    EXPECT_EQ(notices.count(), 0) << "told before it was written, or written on this thread";
    retype(field("steps"), "26");
    ASSERT_TRUE(eventually([&] { return notices.count() == 1; }));
    EXPECT_NE(readFile(folder_ / "project/recipe.toml").find("steps = 25 "), std::string::npos);
    EXPECT_TRUE(button("Save")->isEnabled()) << "what was typed since counts as saved";
    // Two in a row: the last one is what stays.
    QTest::keyClick(page_, Qt::Key_S, Qt::ControlModifier);
    retype(field("steps"), "27");
    QTest::keyClick(page_, Qt::Key_S, Qt::ControlModifier);
    EXPECT_TRUE(eventually([&] { return !button("Save")->isEnabled(); }));
    EXPECT_NE(readFile(folder_ / "project/recipe.toml").find("steps = 27 "), std::string::npos);
}

TEST_F(RecipeStory, WhyAStageWouldRunIsSaid) {
    choose("zero");
    const auto said = [&](const char* words) {
        const auto labels = page_->findChildren<QLabel*>();
        return std::ranges::any_of(
            labels, [&](const QLabel* label) { return label->isVisible() && label->text().contains(QLatin1String(words)); });
    };
    // The run of this project has other keys than this version gives: nothing but its program differs.
    EXPECT_TRUE(eventually([&] { return said("would run: "); }));
    retype(field("steps"), "25");
    EXPECT_TRUE(eventually([&] { return said("would run: steps was 10 in 20260101-120000-aaaa and is 25"); }));
}

TEST_F(RecipeStory, AStageAtWorkIsNotCalledOneThatDidNotFinish) {
    const RunDirectory run(folder_ / "project/runs/20260101-120000-aaaa");
    {
        StageRecord zero = *RunReader(run.store()).stage("zero");
        zero.state = StageState::Running;
        RunWriter(run.store()).putStage(zero);
    }
    const auto said = [&](const char* words) {
        const auto labels = page_->findChildren<QLabel*>();
        return std::ranges::any_of(
            labels, [&](const QLabel* label) { return label->isVisible() && label->text().contains(QLatin1String(words)); });
    };
    page_ = reopen<RecipePage>(QStringLiteral("recipe"));
    ASSERT_TRUE(eventually([&] { return !page_->graph().boxOf(QStringLiteral("zero")).isEmpty(); }));
    choose("zero");
    EXPECT_TRUE(eventually([&] { return said("would run: it did not finish in 20260101-120000-aaaa"); }));
    const RunLock trainer(run);
    page_ = reopen<RecipePage>(QStringLiteral("recipe"));
    ASSERT_TRUE(eventually([&] { return !page_->graph().boxOf(QStringLiteral("zero")).isEmpty(); }));
    choose("zero");
    EXPECT_TRUE(
        eventually([&] { return said("would run: it is not finished yet in 20260101-120000-aaaa, which is running"); }));
}

TEST_F(RecipeStory, ATextThatWasNeverRightSaysWhatIsInTheWay) {
    window_->close();
    std::string broken = readFile(folder_ / "project/recipe.toml");
    broken.replace(broken.find("steps = 10"), 10, "steps = = 1");
    writeFileDurably(folder_ / "project/recipe.toml", broken);
    page_ = reopen<RecipePage>(QStringLiteral("recipe"));
    EXPECT_TRUE(eventually([&] {
        const auto labels = page_->findChildren<QLabel*>();
        return std::ranges::any_of(labels, [](const QLabel* label) {
            return label->isVisible() && label->text().startsWith(QStringLiteral("The graph and this form come"));
        });
    }));
}

TEST(RecipeForm, ValuesGoThereAndBack) {
    FieldInfo text, list, numbers;
    list.type = FieldType::TextList;
    numbers.type = FieldType::NumberList;
    for (const char* value : {"", "plain", "with \"quotes\" and \\", "two\nlines"})
        EXPECT_EQ(plainValue(text, tomlValue(text, QLatin1String(value))), QLatin1String(value));
    EXPECT_EQ(tomlValue(list, QStringLiteral("a, b")), QStringLiteral("[\"a\", \"b\"]"));
    EXPECT_EQ(plainValue(list, QStringLiteral("[\"a\", \"b\"]")), QStringLiteral("a, b"));
    EXPECT_EQ(tomlValue(numbers, QStringLiteral("0.75, 0.25")), QStringLiteral("[0.75, 0.25]"));
    EXPECT_EQ(tomlValue(numbers, QString()), QStringLiteral("[]"));
}

}  // namespace
}  // namespace retort::ui
