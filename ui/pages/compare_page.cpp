// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_page.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QJsonArray>
#include <QMenu>
#include <QSaveFile>
#include <QScrollArea>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
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
#include "ui/session/background.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/first_focus.h"
#include "ui/widgets/table.h"

namespace retort::ui {
namespace {

const char* const tab_names[] = {"scores", "length", "flips", "problems", "answers", "training"};

}  // namespace

ComparePage::ComparePage(QWidget* parent) : Page(parent) {
    makeTabs();
    splitter_ = new QSplitter;
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(makeSide());
    splitter_->addWidget(stack_);
    splitter_->setStretchFactor(1, 1);
    splitter_->setSizes({size::panel * 2 / 3, size::window_width});
    auto* inside = column(size::m);
    inside->addWidget(makeHead());
    inside->addWidget(splitter_, 1);
    body_ = new QWidget;
    body_->setLayout(inside);
    empty_ = new EmptyState;
    auto* all = column(0);
    all->setContentsMargins(size::l, size::m, size::l, size::m);
    all->addWidget(body_, 1);
    all->addWidget(empty_, 1);
    setLayout(all);
    makeKeys();
    wire();
    addMenus();
    refresh();
}

void ComparePage::makeTabs() {
    scores_ = new ScoresTab;
    scatter_ = new ScatterChart;
    flips_ = new FlipsTab;
    problems_ = new ProblemsTab;
    answers_ = new AnswersTab;
    matrix_ = new FlipMatrix;
    auto* card = new QFrame;
    setRole(card, "card");
    auto* inside = column(size::s);
    inside->setContentsMargins(size::s, size::m, size::s, size::s);
    inside->addWidget(scatter_, 1);
    card->setLayout(inside);
    setFirstFocus(card, scatter_);
    auto* training = new QWidget;
    auto* training_layout = column(size::s);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(matrix_);
    training_layout->addWidget(scroll, 1);
    auto* note = makeLabel(tr("From the model of the row to that of the column: +became right −became wrong. A dot: pass@1 "
                              "differs by more than chance (sign-flip test, p < 0.05, "
                              "not corrected for many comparisons). Enter opens the pair."),
                           "label");
    note->setWordWrap(true);
    training_layout->addWidget(note);
    training->setLayout(training_layout);
    setFirstFocus(training, matrix_);
    stack_ = new QStackedWidget;
    for (QWidget* tab : {static_cast<QWidget*>(scores_), static_cast<QWidget*>(card), static_cast<QWidget*>(flips_),
                         static_cast<QWidget*>(problems_), static_cast<QWidget*>(answers_), training})
        stack_->addWidget(tab);
}

QWidget* ComparePage::makeHead() {
    suite_ = new Chooser(tr("Evaluation suite"));
    export_ = makeButton(tr("Export"), QStringLiteral("chevron-down"), "", tr("The table of scores as Markdown or CSV"));
    auto* menu = new QMenu(this);
    menu->setAccessibleName(export_->text());
    menu->addAction(tr("Copy as Markdown"), this, [this] { QGuiApplication::clipboard()->setText(exported(true)); });
    menu->addAction(tr("Copy as CSV"), this, [this] { QGuiApplication::clipboard()->setText(exported(false)); });
    menu->addSeparator();
    menu->addAction(tr("Save as Markdown …"), this, [this] { save(true); });
    menu->addAction(tr("Save as CSV …"), this, [this] { save(false); });
    export_->setMenu(menu);
    auto* head = row(size::xs);
    auto* group = new QButtonGroup(this);
    const QString names[] = {tr("Scores"), tr("Length"), tr("Flips"), tr("Problems"), tr("Answers"), tr("Over training")};
    for (int i = 0; i < TabCount; ++i) {
        auto* tab = makeButton(names[i], {}, "quiet", tr("Alt+%1").arg(i + 1));
        tab->setCheckable(true);
        tab->setAccessibleName(names[i]);
        group->addButton(tab, i);
        tabs_.push_back(tab);
        head->addWidget(tab);
    }
    tabs_.front()->setChecked(true);
    connect(group, &QButtonGroup::idClicked, this, &ComparePage::showTab);
    head->addStretch(1);
    head->addWidget(suite_);
    head->addWidget(export_);
    auto* bar = new QWidget;
    bar->setLayout(head);
    return bar;
}

QWidget* ComparePage::makeSide() {
    tree_ = new ModelTree;
    baseline_ = new Chooser(tr("Compared with"));
    add_ = makeButton(tr("Add a run"), QStringLiteral("chevron-down"), "",
                      tr("Compare with the models of another run, or with what retort eval wrote"));
    add_menu_ = new QMenu(this);
    add_menu_->setAccessibleName(add_->text());
    add_->setMenu(add_menu_);
    evaluate_ = makeButton(tr("Evaluate more…"), {}, "",
                           tr("Start evaluations that this run lacks: other models, checkpoints, suites"));
    auto* layout = column(size::s);
    layout->addWidget(makeLabel(tr("Models"), "label"));
    layout->addWidget(tree_, 1);
    layout->addWidget(add_);
    layout->addWidget(evaluate_);
    layout->addWidget(makeLabel(tr("Compared with"), "label"));
    layout->addWidget(baseline_);
    auto* side = new QWidget;
    side->setMinimumWidth(size::panel / 2);
    side->setLayout(layout);
    return side;
}

void ComparePage::makeKeys() {
    auto key = [this](const QKeySequence& keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    for (int i = 0; i < TabCount; ++i) key(Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + i), [this, i] { showTab(i); });
    key(Qt::Key_N, [this] { answers_->moveProblem(1); });
    key(Qt::Key_P, [this] { answers_->moveProblem(-1); });
}

void ComparePage::wire() {
    connect(suite_, &QComboBox::currentIndexChanged, this, [this] {
        listModels();
        readProblems();
    });
    connect(baseline_, &QComboBox::currentIndexChanged, this, &ComparePage::showChosen);
    connect(tree_, &ModelTree::toggled, this, [this](const QString& name, bool shown) {
        if (shown) hidden_.erase(name);
        else hidden_.insert(name);
        showChosen();
    });
    connect(tree_, &ModelTree::baselineWanted, this,
            [this](const QString& name) { baseline_->setCurrentIndex(std::max(0, baseline_->findText(name))); });
    connect(tree_, &ModelTree::removeWanted, &runs_, &ComparedRuns::remove);
    connect(&runs_, &ComparedRuns::changed, this, &ComparePage::refresh);
    connect(&runs_, &ComparedRuns::failed, this, &Page::problem);
    connect(evaluate_, &QPushButton::clicked, this, &ComparePage::askEvaluations);
    connect(empty_, &EmptyState::clicked, this, [this] {
        if (session_ == nullptr || session_->unreadable()) Q_EMIT linkWanted({QStringLiteral("runs"), {}});
        else askEvaluations();
    });
    connect(scores_, &ScoresTab::flipsWanted, this, [this](const QString& model) {
        flips_->choosePair(baseline_->currentText(), model);
        showTab(Flips);
    });
    connect(scores_, &ScoresTab::problemsWanted, this, [this](const ProblemClass& wanted, const QString& model) {
        problems_->showClass(wanted, model);
        showTab(Problems);
    });
    connect(scores_, &ScoresTab::notice, this, [this](const QString& text) { Q_EMIT notice(text); });
    const auto showProblem = [this](const QString& before, const QString& after, const QString& problem) {
        answers_->showProblem(before, after, problem);
        showTab(Answers);
    };
    connect(flips_, &FlipsTab::problemWanted, this, showProblem);
    connect(problems_, &ProblemsTab::problemWanted, this, showProblem);
    connect(scatter_, &ScatterChart::clicked, this, [this](int point) {
        if (point >= static_cast<int>(shown_.size())) return;
        flips_->choosePair(baseline_->currentText(), shown_[static_cast<std::size_t>(point)].name);
        showTab(Flips);
    });
    connect(matrix_, &FlipMatrix::chosen, this, [this](int before, int after) {
        flips_->choosePair(shown_[static_cast<std::size_t>(before)].name, shown_[static_cast<std::size_t>(after)].name);
        showTab(Flips);
    });
}

void ComparePage::addMenus() {
    const auto lengths = [this](QChar separator) {
        QString text = lineText({tr("Model"), tr("Length"), tr("pass@1"), tr("low"), tr("high")}, separator);
        for (const ComparedModel& model : shown_) {
            const EvaluationRecord& r = model.record;
            text += lineText({model.name, QString::number(r.mean_length), QString::number(r.pass_at_1),
                              QString::number(r.interval_low), QString::number(r.interval_high)},
                             separator);
        }
        return text;
    };
    const auto flips = [this](QChar separator) {
        QString text =
            lineText({tr("from"), tr("to"), tr("became right"), tr("became wrong"), QStringLiteral("p")}, separator);
        for (std::size_t i = 0; i < shown_.size(); ++i)
            for (std::size_t j = i + 1; j < shown_.size(); ++j) {
                const PairedComparison pair = comparePair(shown_[i], shown_[j], 0).statistics;
                text += lineText({shown_[i].name, shown_[j].name, QString::number(pair.flips.wrong_to_right),
                                  QString::number(pair.flips.right_to_wrong), QString::number(pair.p_value)},
                                 separator);
            }
        return text;
    };
    const auto scores = [this](QChar separator) {
        return separator == QLatin1Char(',') ? evaluationCsv(scores_->table()) : tableText(scores_->table(), separator);
    };
    for (auto* menu : {new PictureMenu(scores_->chart(), QStringLiteral("scores"), scores),
                       new PictureMenu(scatter_, QStringLiteral("accuracy-against-length"), lengths),
                       new PictureMenu(matrix_, QStringLiteral("flips"), flips)}) {
        connect(menu, &PictureMenu::notice, this, [this](const QString& text) { Q_EMIT notice(text); });
        connect(menu, &PictureMenu::problem, this, &Page::problem);
    }
}

std::vector<PageAction> ComparePage::actions() {
    std::vector<PageAction> all;
    const QString names[] = {
        tr("Compare: scores"),   tr("Compare: accuracy against length"), tr("Compare: flips"),
        tr("Compare: problems"), tr("Compare: answers side by side"),    tr("Compare: flips over training")};
    for (int i = 0; i < TabCount; ++i) all.push_back({names[i], tr("Alt+%1").arg(i + 1), [this, i] { showTab(i); }});
    all.push_back({tr("Add a run to the comparison…"), {}, [this] { chooseRun(); }});
    all.push_back({tr("Evaluate more models…"), {}, [this] { askEvaluations(); }});
    for (const QString& by : scores_->table().breakdownsKnown())
        all.push_back({tr("Scores by %1").arg(by), {}, [this, by] {
                           showTab(Scores);
                           scores_->setBreakdown(by);
                       }});
    for (const ProblemClass& part : scores_->table().classes())
        all.push_back({tr("Problems of class %1").arg(part.name()), {}, [this, part] {
                           problems_->showClass(part, {});
                           showTab(Problems);
                       }});
    all.push_back({tr("Open the problems behind a score by classes"), tr("Enter, in the table"), {}});
    all.push_back(
        {tr("Copy the scores as Markdown"), {}, [this] { QGuiApplication::clipboard()->setText(exported(true)); }});
    all.push_back({tr("Copy the scores as CSV"), {}, [this] { QGuiApplication::clipboard()->setText(exported(false)); }});
    all.push_back({tr("Export the scores as Markdown…"), {}, [this] { save(true); }});
    all.push_back({tr("Export the scores as CSV…"), {}, [this] { save(false); }});
    all.push_back({tr("Next problem"), QStringLiteral("n"), [this] { answers_->moveProblem(1); }});
    all.push_back({tr("Previous problem"), QStringLiteral("p"), [this] { answers_->moveProblem(-1); }});
    all.push_back({tr("Take a model in or out of the comparison"), tr("Space, in the list of models"), {}});
    all.push_back({tr("Compare the others with a model"), tr("Enter, in the list of models"), {}});
    all.push_back({tr("Take another run out again"), tr("Del, in the list of models"), {}});
    return all;
}

void ComparePage::showTab(int tab) {
    if (tab < 0 || tab >= TabCount) return;
    stack_->setCurrentIndex(tab);
    tabs_[static_cast<std::size_t>(tab)]->setChecked(true);
    focusFirst(stack_->currentWidget());
}

void ComparePage::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    if (session_ != nullptr)
        connect(session_, &RunSession::stateChanged, this, [this] {
            if (session_->unreadable()) refresh();
        });
    answers_->setRuns(session == nullptr ? nullptr : &runs_);
    hidden_.clear();
    models_.clear();
    {
        const QSignalBlocker quiet(suite_);
        suite_->clear();
    }
    if (session_ != nullptr) {
        connect(session_, &RunSession::advanced, this, [this](const DeltaPtr& delta) {
            if (delta->reset || !delta->evaluations.empty()) runs_.refresh();
        });
    }
    runs_.setOpen(session_ == nullptr ? std::filesystem::path() : session_->directory().root());
    refresh();
}

void ComparePage::refresh() {
    const bool any = session_ != nullptr &&
                     std::ranges::any_of(runs_.runs(), [](const ComparedRun& run) { return !run.evaluations.empty(); });
    body_->setVisible(any);
    empty_->setVisible(!any);
    if (session_ == nullptr)
        empty_->setText(tr("No run is open"), tr("Open a run to compare its models."), tr("Choose a run"));
    else if (session_->unreadable())
        empty_->setText(tr("This run cannot be read"), session_->problem(), tr("Choose another run"));
    else if (!runs_.read()) empty_->setText(tr("Looking for evaluations"), {});
    else
        empty_->setText(tr("Nothing has been evaluated yet"),
                        tr("Each evaluate stage of the recipe adds its models here when it is done. Models that are there "
                           "can be evaluated now."),
                        tr("Evaluate…"));
    fillOffers();
    if (!any) return;
    listSuites();
    listModels();
    applyLink();
    if (isVisible()) readProblems();
}

void ComparePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (unread_ && session_ != nullptr) readProblems();
}

QString ComparePage::exported(bool markdown) const {
    const EvaluationTableModel& table = scores_->table();
    return markdown ? tableMarkdown(table) : evaluationCsv(table);
}

void ComparePage::save(bool markdown) {
    const QString name =
        QStringLiteral("%1.%2").arg(suite_->currentText(), markdown ? QStringLiteral("md") : QStringLiteral("csv"));
    askWhereToSave(this, tr("Save the scores"), name, {}, [this, bytes = exported(markdown).toUtf8()](const QString& path) {
        QSaveFile file(path);
        if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
            Q_EMIT notice(tr("Saved as %1").arg(path));
        else Q_EMIT problem(tr("%1 cannot be written: %2. Choose another folder.").arg(path, file.errorString()));
    });
}

void ComparePage::openLink(const PageLink& link) {
    wanted_ = link;
    for (int i = 0; i < TabCount; ++i)
        if (link.value(QStringLiteral("tab")) == QLatin1String(tab_names[i])) showTab(i);
    const QStringList with = link.parameters.allQueryItemValues(QStringLiteral("with"), QUrl::FullyDecoded);
    if (!with.isEmpty() && with != runs_.others()) return runs_.setOthers(with);  // the rest when they have been read
    applyLink();
}

void ComparePage::applyLink() {
    if (wanted_.page.isEmpty() || models_.empty()) return;
    const PageLink link = std::exchange(wanted_, {});
    if (const int suite = suite_->findText(link.value(QStringLiteral("suite")));
        suite >= 0 && suite != suite_->currentIndex()) {
        const QSignalBlocker quiet(suite_);
        suite_->setCurrentIndex(suite);
        listModels();
    }
    const QStringList names = link.value(QStringLiteral("models")).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    if (!names.isEmpty()) {
        hidden_.clear();
        for (const ComparedModel& model : models_)
            if (!names.contains(model.name)) hidden_.insert(model.name);
        fillTree();
    }
    if (const int base = baseline_->findText(link.value(QStringLiteral("baseline"))); base >= 0) {
        const QSignalBlocker quiet(baseline_);
        baseline_->setCurrentIndex(base);
    }
    showChosen();
    if (link.parameters.hasQueryItem(QStringLiteral("by"))) scores_->setBreakdown(link.value(QStringLiteral("by")));
    if (const QString value = link.value(QStringLiteral("value")); !value.isEmpty())
        problems_->showClass({link.value(QStringLiteral("column")).toStdString(), value.toStdString()}, {});
    if (const QString after = link.value(QStringLiteral("after")); !after.isEmpty())
        flips_->choosePair(link.value(QStringLiteral("before")), after);
}

QUrlQuery ComparePage::link() const {
    PageLink link;
    link.set(QStringLiteral("tab"), QLatin1String(tab_names[stack_->currentIndex()]));
    for (const QString& folder : runs_.others())
        link.parameters.addQueryItem(QStringLiteral("with"), QString::fromLatin1(QUrl::toPercentEncoding(folder)));
    if (session_ == nullptr || models_.empty()) return link.parameters;
    link.set(QStringLiteral("suite"), suite_->currentText()).set(QStringLiteral("baseline"), baseline_->currentText());
    if (const QString& by = scores_->table().breakdown(); !by.isEmpty()) link.set(QStringLiteral("by"), by);
    if (const ProblemClass& part = problems_->shown(); !part.column.empty())
        link.set(QStringLiteral("column"), QString::fromStdString(part.column))
            .set(QStringLiteral("value"), QString::fromStdString(part.value));
    if (flips_->picked()) link.set(QStringLiteral("before"), flips_->before()).set(QStringLiteral("after"), flips_->after());
    QStringList names;
    for (const ComparedModel& model : shown_) names << model.name;
    if (!hidden_.empty()) link.set(QStringLiteral("models"), names.join(QLatin1Char('\n')));
    return link.parameters;
}

QJsonObject ComparePage::saveState() const {
    return {{QStringLiteral("splitter"), toText(splitter_->saveState())},
            {QStringLiteral("tab"), QLatin1String(tab_names[stack_->currentIndex()])},
            {QStringLiteral("by"), scores_->table().breakdown()},
            {QStringLiteral("scores"), scores_->saveState()}};
}

void ComparePage::restoreState(const QJsonObject& state) {
    splitter_->restoreState(fromText(state[QStringLiteral("splitter")]));
    for (int i = 0; i < TabCount; ++i)
        if (state[QStringLiteral("tab")].toString() == QLatin1String(tab_names[i])) showTab(i);
    scores_->setBreakdown(state[QStringLiteral("by")].toString());
    scores_->restoreState(state[QStringLiteral("scores")].toObject());
}

}  // namespace retort::ui
