// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_page.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QJsonArray>
#include <QListWidget>
#include <QMenu>
#include <QSaveFile>
#include <QScrollArea>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <algorithm>

#include "ui/charts/flip_matrix.h"
#include "ui/charts/scatter_chart.h"
#include "ui/format.h"
#include "ui/models/evaluation_table.h"
#include "ui/pages/compare/answers_tab.h"
#include "ui/pages/compare/flips_tab.h"
#include "ui/pages/compare/scores_tab.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/run_state_words.h"
#include "ui/widgets/table.h"

namespace retort::ui {
namespace {

/// Colours by what made the model: where it came from (none of ours), fine-tuning, reinforcement learning, distillation.
enum Origin { Given = 5, Tuned = 1, Reinforced = 0, Distilled = 2, Other = 4 };

const char* const tab_names[] = {"scores", "length", "flips", "answers", "training"};

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
    training->setFocusProxy(matrix_);
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
    list_ = new QListWidget;
    list_->setAccessibleName(tr("Models to compare"));
    baseline_ = new Chooser(tr("Compared with"));
    missing_ = makeButton(tr("Evaluate what is missing"), QStringLiteral("chevron-down"), "", tr("Start an evaluate stage that has not run"));
    missing_menu_ = new QMenu(this);
    missing_->setMenu(missing_menu_);
    auto* layout = column(size::s);
    layout->addWidget(makeLabel(tr("Models"), "label"));
    layout->addWidget(list_, 1);
    layout->addWidget(makeLabel(tr("Compared with"), "label"));
    layout->addWidget(baseline_);
    layout->addWidget(missing_);
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
    connect(suite_, &QComboBox::currentIndexChanged, this, &ComparePage::refresh);
    connect(baseline_, &QComboBox::currentIndexChanged, this, &ComparePage::showChosen);
    connect(list_, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        if (filling_) return;
        const QString name = item->data(Qt::UserRole).toString();
        if (item->checkState() == Qt::Checked) hidden_.erase(name);
        else hidden_.insert(name);
        showChosen();
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

std::vector<PageAction> ComparePage::actions() {
    std::vector<PageAction> all;
    const QString names[] = {tr("Compare: scores"), tr("Compare: accuracy against length"), tr("Compare: flips"), tr("Compare: answers side by side"), tr("Compare: flips over training")};
    for (int i = 0; i < TabCount; ++i) all.push_back({names[i], tr("Alt+%1").arg(i + 1), [this, i] { showTab(i); }});
    all.push_back({tr("Copy the scores as Markdown"), {}, [this] { QGuiApplication::clipboard()->setText(exported(true)); }});
    all.push_back({tr("Copy the scores as CSV"), {}, [this] { QGuiApplication::clipboard()->setText(exported(false)); }});
    all.push_back({tr("Next problem"), QStringLiteral("n"), [this] { answers_->moveProblem(1); }});
    all.push_back({tr("Previous problem"), QStringLiteral("p"), [this] { answers_->moveProblem(-1); }});
    all.push_back({tr("Take a model in or out of the comparison"), tr("Space, in the list of models"), {}});
    return all;
}

void ComparePage::showTab(int tab) {
    if (tab < 0 || tab >= TabCount) return;
    stack_->setCurrentIndex(tab);
    tabs_[static_cast<std::size_t>(tab)]->setChecked(true);
    if (stack_->currentWidget()->focusProxy() != nullptr) stack_->currentWidget()->setFocus(Qt::OtherFocusReason);
}

void ComparePage::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    answers_->setSession(session);
    hidden_.clear();
    models_.clear();
    {
        const QSignalBlocker quiet(suite_);
        suite_->clear();
    }
    if (session_ != nullptr) {
        connect(session_, &RunSession::advanced, this, [this](const DeltaPtr& delta) {
            if (delta->reset || !delta->evaluations.empty()) refresh();
            else if (!delta->stages.empty()) fillMissing();
        });
    }
    refresh();
}

QString ComparePage::noteOf(const EvaluationRecord& evaluation, int* color) const {
    const auto& stages = session_->stages();
    const auto made = std::find_if(stages.begin(), stages.end(), [&](const StageRecord& stage) { return stage.name == evaluation.model; });
    if (made == stages.end()) {
        *color = Given;
        return tr("base model");
    }
    *color = made->kind == "grpo" ? Reinforced : made->kind == "distill" ? Distilled : made->kind == "sft" ? Tuned : made->kind == "pretrain" ? Given : Other;
    return stageKindWord(made->kind);
}

void ComparePage::refresh() {
    const bool any = session_ != nullptr && !session_->evaluations().empty();
    body_->setVisible(any);
    empty_->setVisible(!any);
    if (session_ == nullptr) empty_->setText(tr("No run is open"), tr("Open a run to compare its models."));
    else empty_->setText(tr("Nothing has been evaluated yet"), tr("Each evaluate stage of the recipe adds its models here when it is done."));
    if (!any) return;
    const QStringList suites = EvaluationTableModel::suites(session_->evaluations());
    if (suite_->count() != suites.size()) {
        const QSignalBlocker quiet(suite_);
        const QString kept = suite_->currentText();
        suite_->clear();
        suite_->addItems(suites);
        suite_->setCurrentIndex(std::max<int>(0, static_cast<int>(suites.indexOf(kept))));
    }
    suite_->setVisible(suites.size() > 1);
    listModels();
    fillMissing();
    if (isVisible()) readProblems();
}

void ComparePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (unread_ && session_ != nullptr) readProblems();
}

void ComparePage::listModels() {
    models_.clear();
    unread_ = true;
    for (const EvaluationRecord& evaluation : session_->evaluations()) {
        if (QString::fromStdString(evaluation.suite) != suite_->currentText()) continue;
        ComparedModel model;
        model.record = evaluation;
        model.name = QString::fromStdString(evaluation.model);
        model.note = noteOf(evaluation, &model.color);
        // The last evaluation of a model on a suite is the one that counts.
        std::erase_if(models_, [&](const ComparedModel& other) { return other.name == model.name; });
        models_.push_back(std::move(model));
    }
    fillList();
    showChosen();
}

void ComparePage::readProblems() {
    unread_ = false;
    // One question for each model: other pages' questions come in between.
    for (const ComparedModel& model : models_) {
        const EvaluationId id = model.record.id;
        const bool last = id == models_.back().record.id;
        session_->jobs().ask<std::vector<EvalProblemRecord>>("compare " + std::to_string(id.value), this, [id](RunReader& reader) { return readEvalProblems(reader, id); },
                                                             [this, id, last](std::vector<EvalProblemRecord> problems) {
            for (ComparedModel& known : models_)
                if (known.record.id == id) known.problems = std::move(problems);
            if (last) showChosen();
        });
    }
}

void ComparePage::fillList() {
    filling_ = true;
    list_->clear();
    const QSignalBlocker quiet(baseline_);
    const QString kept = baseline_->currentText();
    baseline_->clear();
    for (const ComparedModel& model : models_) {
        auto* item = new QListWidgetItem(QStringLiteral("%1  %2").arg(model.name, formatShare(model.record.pass_at_1)), list_);
        item->setData(Qt::UserRole, model.name);
        item->setToolTip(model.note);
        item->setSizeHint({0, size::row});
        item->setFlags(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setCheckState(hidden_.contains(model.name) ? Qt::Unchecked : Qt::Checked);
        baseline_->addItem(model.name);
    }
    baseline_->setCurrentIndex(std::max(0, baseline_->findText(kept)));
    filling_ = false;
}

void ComparePage::fillMissing() {
    missing_menu_->clear();
    if (session_ == nullptr) return;
    const QString project = QString::fromStdString(session_->projectFolder().string());
    for (const StageRecord& stage : session_->stages()) {
        if (stage.kind != "evaluate" || stage.state == StageState::Done || stage.state == StageState::Skipped || stage.state == StageState::Running) continue;
        const QString name = QString::fromStdString(stage.name);
        missing_menu_->addAction(name, this, [this, project, name] { Q_EMIT startWanted(project, {QStringLiteral("--stage"), name}); });
    }
    missing_->setVisible(!missing_menu_->isEmpty());
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
    if (const int suite = suite_->findText(link.value(QStringLiteral("suite"))); suite >= 0) suite_->setCurrentIndex(suite);
    const QStringList names = link.value(QStringLiteral("models")).split(QLatin1Char(','), Qt::SkipEmptyParts);
    if (!names.isEmpty()) {
        hidden_.clear();
        for (const ComparedModel& model : models_)
            if (!names.contains(model.name)) hidden_.insert(model.name);
        fillList();
    }
    if (const int base = baseline_->findText(link.value(QStringLiteral("baseline"))); base >= 0) baseline_->setCurrentIndex(base);
    showChosen();
    if (const QString after = link.value(QStringLiteral("after")); !after.isEmpty()) flips_->choosePair(link.value(QStringLiteral("before")), after);
    for (int i = 0; i < TabCount; ++i)
        if (link.value(QStringLiteral("tab")) == QLatin1String(tab_names[i])) showTab(i);
}

QUrlQuery ComparePage::link() const {
    PageLink link;
    link.set(QStringLiteral("tab"), QLatin1String(tab_names[stack_->currentIndex()]));
    if (session_ == nullptr) return link.parameters;
    link.set(QStringLiteral("suite"), suite_->currentText()).set(QStringLiteral("baseline"), baseline_->currentText());
    link.set(QStringLiteral("before"), flips_->before()).set(QStringLiteral("after"), flips_->after());
    QStringList names;
    for (const ComparedModel& model : shown_) names << model.name;
    if (!hidden_.empty()) link.set(QStringLiteral("models"), names.join(QLatin1Char(',')));
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
