// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_page.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QClipboard>
#include <QFileDialog>
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
#include "ui/format.h"
#include "ui/models/evaluation_table.h"
#include "ui/pages/compare/answers_tab.h"
#include "ui/pages/compare/evaluate_sheet.h"
#include "ui/pages/compare/flips_tab.h"
#include "ui/pages/compare/model_tree.h"
#include "ui/pages/compare/scores_tab.h"
#include "ui/session/background.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/first_focus.h"
#include "ui/widgets/run_state_words.h"
#include "ui/widgets/table.h"

namespace retort::ui {
namespace {

/// Colours by what made the model: where it came from (none of ours), fine-tuning, reinforcement learning, distillation.
enum Origin { Given = 5, Tuned = 1, Reinforced = 0, Distilled = 2, Other = 4 };

const char* const tab_names[] = {"scores", "length", "flips", "answers", "training"};

int colorOf(const ModelOrigin& origin) {
    if (origin.kind.empty() || origin.kind == "pretrain") return Given;
    return origin.kind == "grpo" ? Reinforced : origin.kind == "distill" ? Distilled : origin.kind == "sft" ? Tuned : Other;
}

QString noteOf(const ComparedModel& model) {
    QStringList words;
    if (model.origin.kind.empty() && model.origin.stage.empty()) words << ComparePage::tr("base model");
    else if (!model.origin.kind.empty()) words << stageKindWord(model.origin.kind);
    if (!model.source.isEmpty()) words << model.source;
    return words.join(QStringLiteral(" · "));
}

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
    answers_ = new AnswersTab;
    matrix_ = new FlipMatrix;
    auto* card = new QFrame;
    setRole(card, "card");
    auto* inside = column(size::s);
    inside->setContentsMargins(size::s, size::m, size::s, size::s);
    inside->addWidget(scatter_, 1);
    card->setLayout(inside);
    auto* training = new QWidget;
    auto* training_layout = column(size::s);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(matrix_);
    training_layout->addWidget(scroll, 1);
    auto* note = makeLabel(tr("From the model of the row to that of the column: +became right −became wrong. A dot: more than chance by McNemar's exact test (p < 0.05, "
                              "not corrected for many comparisons). Enter opens the pair."), "label");
    note->setWordWrap(true);
    training_layout->addWidget(note);
    training->setLayout(training_layout);
    setFirstFocus(training, matrix_);
    stack_ = new QStackedWidget;
    for (QWidget* tab : {static_cast<QWidget*>(scores_), static_cast<QWidget*>(card), static_cast<QWidget*>(flips_), static_cast<QWidget*>(answers_), training})
        stack_->addWidget(tab);
}

QWidget* ComparePage::makeHead() {
    suite_ = new Chooser(tr("Evaluation suite"));
    export_ = makeButton(tr("Export"), QStringLiteral("chevron-down"), "", tr("The table of scores as Markdown or CSV"));
    auto* menu = new QMenu(this);
    menu->addAction(tr("Copy as Markdown"), this, [this] { QGuiApplication::clipboard()->setText(exported(true)); });
    menu->addAction(tr("Copy as CSV"), this, [this] { QGuiApplication::clipboard()->setText(exported(false)); });
    menu->addSeparator();
    menu->addAction(tr("Save as Markdown …"), this, [this] { save(true); });
    menu->addAction(tr("Save as CSV …"), this, [this] { save(false); });
    export_->setMenu(menu);
    auto* head = row(size::xs);
    auto* group = new QButtonGroup(this);
    const QString names[] = {tr("Scores"), tr("Length"), tr("Flips"), tr("Answers"), tr("Over training")};
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
    add_ = makeButton(tr("Add a run"), QStringLiteral("chevron-down"), "", tr("Compare with the models of another run, or with what retort eval wrote"));
    add_menu_ = new QMenu(this);
    add_->setMenu(add_menu_);
    evaluate_ = makeButton(tr("Evaluate more…"), {}, "", tr("Start evaluations that this run lacks: other models, checkpoints, suites"));
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
    auto key = [this](const QKeySequence& keys, auto action) { connect(new QShortcut(keys, this), &QShortcut::activated, this, action); };
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
    connect(tree_, &ModelTree::baselineWanted, this, [this](const QString& name) { baseline_->setCurrentIndex(std::max(0, baseline_->findText(name))); });
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
    connect(flips_, &FlipsTab::problemWanted, this, [this](const QString& before, const QString& after, const QString& problem) {
        answers_->showProblem(before, after, problem);
        showTab(Answers);
    });
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
            text += lineText({model.name, QString::number(r.mean_length), QString::number(r.pass_at_1), QString::number(r.interval_low), QString::number(r.interval_high)}, separator);
        }
        return text;
    };
    const auto flips = [this](QChar separator) {
        QString text = lineText({tr("from"), tr("to"), tr("became right"), tr("became wrong"), QStringLiteral("p")}, separator);
        for (std::size_t i = 0; i < shown_.size(); ++i)
            for (std::size_t j = i + 1; j < shown_.size(); ++j) {
                const PairedComparison pair = comparePair(shown_[i], shown_[j], 0).statistics;
                text += lineText({shown_[i].name, shown_[j].name, QString::number(pair.flips.wrong_to_right), QString::number(pair.flips.right_to_wrong), QString::number(pair.p_value)}, separator);
            }
        return text;
    };
    const auto scores = [this](QChar separator) { return tableText(scores_->table(), separator); };
    for (auto* menu : {new PictureMenu(scores_->chart(), QStringLiteral("scores"), scores), new PictureMenu(scatter_, QStringLiteral("accuracy-against-length"), lengths),
                       new PictureMenu(matrix_, QStringLiteral("flips"), flips)}) {
        connect(menu, &PictureMenu::notice, this, [this](const QString& text) { Q_EMIT notice(text); });
        connect(menu, &PictureMenu::problem, this, &Page::problem);
    }
}

std::vector<PageAction> ComparePage::actions() {
    std::vector<PageAction> all;
    const QString names[] = {tr("Compare: scores"), tr("Compare: accuracy against length"), tr("Compare: flips"), tr("Compare: answers side by side"), tr("Compare: flips over training")};
    for (int i = 0; i < TabCount; ++i) all.push_back({names[i], tr("Alt+%1").arg(i + 1), [this, i] { showTab(i); }});
    all.push_back({tr("Add a run to the comparison…"), {}, [this] { chooseRun(); }});
    all.push_back({tr("Evaluate more models…"), {}, [this] { askEvaluations(); }});
    for (const QString& by : scores_->table().breakdownsKnown()) all.push_back({tr("Scores by %1").arg(by), {}, [this, by] { showTab(Scores); scores_->setBreakdown(by); }});
    all.push_back({tr("Copy the scores as Markdown"), {}, [this] { QGuiApplication::clipboard()->setText(exported(true)); }});
    all.push_back({tr("Copy the scores as CSV"), {}, [this] { QGuiApplication::clipboard()->setText(exported(false)); }});
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
        connect(session_, &RunSession::stateChanged, this, [this] { if (session_->unreadable()) refresh(); });
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
    const bool any = session_ != nullptr && std::ranges::any_of(runs_.runs(), [](const ComparedRun& run) { return !run.evaluations.empty(); });
    body_->setVisible(any);
    empty_->setVisible(!any);
    if (session_ == nullptr) empty_->setText(tr("No run is open"), tr("Open a run to compare its models."), tr("Choose a run"));
    else if (session_->unreadable()) empty_->setText(tr("This run cannot be read"), session_->problem(), tr("Choose another run"));
    else if (!runs_.read()) empty_->setText(tr("Looking for evaluations"), {});
    else empty_->setText(tr("Nothing has been evaluated yet"), tr("Each evaluate stage of the recipe adds its models here when it is done. Models that are there can be evaluated now."), tr("Evaluate…"));
    fillOffers();
    if (!any) return;
    listSuites();
    listModels();
    applyLink();
    if (isVisible()) readProblems();
}

void ComparePage::listSuites() {
    QStringList suites;
    for (const ComparedRun& run : runs_.runs())
        for (const StoredEvaluation& evaluation : run.evaluations)
            if (const QString suite = QString::fromStdString(evaluation.record.suite); !suites.contains(suite)) suites << suite;
    const QSignalBlocker quiet(suite_);
    const QString kept = suite_->currentText();
    suite_->clear();
    suite_->addItems(suites);
    suite_->setCurrentIndex(std::max<int>(0, static_cast<int>(suites.indexOf(kept))));
    suite_->setVisible(suites.size() > 1);
}

void ComparePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (unread_ && session_ != nullptr) readProblems();
}

void ComparePage::listModels() {
    std::vector<ComparedModel> before = std::move(models_);
    models_.clear();
    unread_ = true;
    for (const ComparedRun& run : runs_.runs()) {
        const bool open = &run == &runs_.runs().front();
        const auto first = static_cast<std::ptrdiff_t>(models_.size());
        for (const StoredEvaluation& evaluation : run.evaluations) {
            if (QString::fromStdString(evaluation.record.suite) != suite_->currentText()) continue;
            ComparedModel model;
            model.record = evaluation.record;
            model.run = evaluation.run;
            model.origin = evaluation.origin;
            model.source = open ? QString() : run.title;
            model.name = open ? modelTitle(evaluation) : QStringLiteral("%1 (%2)").arg(modelTitle(evaluation), run.title);
            model.note = noteOf(model);
            model.color = colorOf(model.origin);
            // What has been read of it stays until it is read again.
            const auto known = std::ranges::find_if(before, [&](const ComparedModel& old) { return old.run == model.run && old.record.id == model.record.id; });
            if (known != before.end()) model.problems = std::move(known->problems);
            // The last evaluation of a model on a suite is the one that counts.
            std::erase_if(models_, [&](const ComparedModel& other) { return other.name == model.name; });
            models_.push_back(std::move(model));
        }
        std::stable_sort(models_.begin() + first, models_.end(), [](const ComparedModel& a, const ComparedModel& b) { return a.origin < b.origin; });
    }
    fillTree();
    showChosen();
}

void ComparePage::readProblems() {
    unread_ = false;
    // One question for each model: other questions to the same store come in between.
    for (const ComparedModel& model : models_) {
        if (!model.problems.empty()) continue;
        const EvaluationId id = model.record.id;
        runs_.jobs(model.run).ask<std::vector<EvalProblemRecord>>("compare " + std::to_string(id.value), this, [id](RunReader& reader) { return readEvalProblems(reader, id); },
                                                                  [this, id, run = model.run](std::vector<EvalProblemRecord> problems) {
            for (ComparedModel& known : models_)
                if (known.record.id == id && known.run == run) known.problems = std::move(problems);
            // All at once: rows that fill one by one would jump.
            if (std::ranges::none_of(models_, [](const ComparedModel& known) { return known.problems.empty() && known.record.problems > 0; })) showChosen();
        });
    }
}

void ComparePage::fillTree() {
    tree_->setModels(models_, hidden_);
    const QSignalBlocker quiet(baseline_);
    const QString kept = baseline_->currentText();
    baseline_->clear();
    for (const ComparedModel& model : models_) baseline_->addItem(model.name);
    baseline_->setCurrentIndex(std::max(0, baseline_->findText(kept)));
}

void ComparePage::fillOffers() {
    add_menu_->clear();
    for (const RunOffer& offer : runs_.offers()) add_menu_->addAction(offer.title, this, [this, folder = offer.folder] { runs_.add(folder); });
    if (!runs_.offers().empty()) add_menu_->addSeparator();
    add_menu_->addAction(tr("Another folder…"), this, &ComparePage::chooseRun);
}

void ComparePage::chooseRun() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("A run, a project, or the folder of retort eval"));
    if (!folder.isEmpty()) runs_.add(folder);
}

void ComparePage::askEvaluations() {
    if (session_ == nullptr) return;
    const RunState state = session_->state();
    const bool live = state == RunState::Running || state == RunState::Paused || state == RunState::Starting;
    const QString busy = live ? tr("A trainer is at work on this run. Evaluations can be started when it is through, or stopped.") : QString();
    inBackground<std::vector<MissingEvaluation>>(this, [run = session_->directory()] { return missingEvaluations(run); }, [this, busy](std::vector<MissingEvaluation> missing) {
        if (missing.empty()) return Q_EMIT notice(tr("Every model of this run has been evaluated on every suite of its recipe"));
        EvaluateSheet::ask(window(), std::move(missing), busy, [this](const std::vector<MissingEvaluation>& wanted) { startEvaluations(wanted); });
    }, [this](const QString& reason) { Q_EMIT problem(reason); });
}

void ComparePage::startEvaluations(const std::vector<MissingEvaluation>& wanted) {
    if (session_ == nullptr) return;
    const bool finished = session_->state() == RunState::Done;
    const QStringList arguments = evaluationArguments(session_->directory(), wanted, finished);
    // A run of these stages alone does not bring along what this one has.
    if (!finished) runs_.setOthers(runs_.others() + QStringList{QString::fromStdString(session_->directory().root().string())});
    Q_EMIT startWanted(QString::fromStdString(session_->projectFolder().string()), arguments);
}

std::vector<ComparedModel> ComparePage::chosen() const {
    std::vector<ComparedModel> models;
    for (const ComparedModel& model : models_)
        if (!hidden_.contains(model.name)) models.push_back(model);
    return models;
}

void ComparePage::showChosen() {
    shown_ = chosen();
    const QString baseline = baseline_->currentText();
    scores_->setModels(shown_, baseline);
    std::vector<ScatterPoint> points;
    for (const ComparedModel& model : shown_)
        points.push_back({model.name, model.record.mean_length, model.record.pass_at_1, model.record.interval_low, model.record.interval_high, model.color});
    scatter_->setPoints(std::move(points));
    scores_->setSuite(suite_->currentText());
    flips_->setModels(shown_, baseline);
    answers_->setModels(shown_, baseline);
    showMatrix(shown_);
}

void ComparePage::showMatrix(const std::vector<ComparedModel>& models) {
    const std::size_t count = models.size();
    std::vector<FlipMatrix::Cell> cells(count * count);
    QStringList names;
    for (std::size_t i = 0; i < count; ++i) {
        names << models[i].name;
        for (std::size_t j = i + 1; j < count; ++j) {
            const PairedComparison pair = comparePair(models[i], models[j], 0).statistics;
            cells[i * count + j] = {pair.flips, pair.significant, pair.problems > 0};
        }
    }
    matrix_->setModels(names, std::move(cells));
}

QString ComparePage::exported(bool markdown) const {
    const EvaluationTableModel& table = scores_->table();
    return markdown ? tableMarkdown(table) : tableText(table, QLatin1Char(','));
}

void ComparePage::save(bool markdown) {
    const QString name = QStringLiteral("%1.%2").arg(suite_->currentText(), markdown ? QStringLiteral("md") : QStringLiteral("csv"));
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the scores"), name);
    if (path.isEmpty()) return;
    QSaveFile file(path);
    const QByteArray bytes = exported(markdown).toUtf8();
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit()) Q_EMIT notice(tr("Saved as %1").arg(path));
    else Q_EMIT problem(tr("%1 cannot be written: %2. Choose another folder.").arg(path, file.errorString()));
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
    if (const int suite = suite_->findText(link.value(QStringLiteral("suite"))); suite >= 0 && suite != suite_->currentIndex()) {
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
    if (const QString after = link.value(QStringLiteral("after")); !after.isEmpty()) flips_->choosePair(link.value(QStringLiteral("before")), after);
}

QUrlQuery ComparePage::link() const {
    PageLink link;
    link.set(QStringLiteral("tab"), QLatin1String(tab_names[stack_->currentIndex()]));
    for (const QString& folder : runs_.others())
        link.parameters.addQueryItem(QStringLiteral("with"), QString::fromLatin1(QUrl::toPercentEncoding(folder)));
    if (session_ == nullptr || models_.empty()) return link.parameters;
    link.set(QStringLiteral("suite"), suite_->currentText()).set(QStringLiteral("baseline"), baseline_->currentText());
    link.set(QStringLiteral("before"), flips_->before()).set(QStringLiteral("after"), flips_->after());
    QStringList names;
    for (const ComparedModel& model : shown_) names << model.name;
    if (!hidden_.empty()) link.set(QStringLiteral("models"), names.join(QLatin1Char('\n')));
    return link.parameters;
}

QJsonObject ComparePage::saveState() const {
    return {{QStringLiteral("splitter"), toText(splitter_->saveState())}, {QStringLiteral("tab"), stack_->currentIndex()}};
}

void ComparePage::restoreState(const QJsonObject& state) {
    splitter_->restoreState(fromText(state[QStringLiteral("splitter")]));
    showTab(state[QStringLiteral("tab")].toInt());
}

}  // namespace retort::ui
