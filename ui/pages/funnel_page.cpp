// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/funnel_page.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QShortcut>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>
#include <algorithm>

#include "ui/format.h"
#include "ui/models/rollout_link.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/bound_histogram.h"
#include "ui/widgets/first_focus.h"
#include "ui/widgets/funnel_bars.h"
#include "ui/widgets/table.h"
#include "ui/widgets/trace_legend.h"
#include "ui/widgets/trace_text.h"

namespace retort::ui {
namespace {

/// A value that is there already is not written again: that would finish the number that somebody is typing ("0.9" to "0.90"
/// before the 5).
template <class Spin, class Value>
void setUnlessTyped(Spin& spin, Value value) {
    if (spin.value() != value) spin.setValue(value);
}

}  // namespace

FunnelPage::FunnelPage(QWidget* parent) : Page(parent) {
    setRole(this, "page");
    model_ = new FunnelModel(this);
    stage_ = new Chooser(tr("Sample stage"));
    summary_ = new ElidedLabel;
    setRole(summary_, "title");
    bars_ = new FunnelBars;
    auto* funnel = new QFrame;
    setRole(funnel, "card");
    auto* funnel_layout = column(size::s, size::m);
    funnel_layout->addWidget(bars_);
    funnel_layout->addWidget(makeBounds());
    histogram_ = new BoundHistogram;
    funnel_layout->addSpacing(size::s);
    funnel_layout->addWidget(histogram_, 1);
    funnel_layout->addStretch(0);
    funnel->setLayout(funnel_layout);
    QWidget* reading = makeReading();
    splitter_ = new QSplitter;
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(funnel);
    splitter_->addWidget(reading);
    splitter_->setSizes({size::panel * 2, size::panel * 2});
    auto* top = row(size::s);
    top->addWidget(summary_, 1);
    top->addWidget(stage_);
    auto* inside = column(size::s);
    inside->addLayout(top);
    inside->addWidget(splitter_, 1);
    body_ = new QWidget;
    body_->setLayout(inside);
    empty_ = new EmptyState;
    auto* all = column(0);
    all->setContentsMargins(size::l, size::m, size::l, size::m);
    all->addWidget(body_, 1);
    all->addWidget(empty_, 1);
    setLayout(all);
    setFirstFocus(this, bars_);

    connect(model_, &FunnelModel::changed, this, &FunnelPage::refresh);
    connect(model_, &FunnelModel::failed, this, &Page::problem);
    connect(empty_, &EmptyState::clicked, this, [this] { Q_EMIT linkWanted({QStringLiteral("runs"), {}}); });
    connect(stage_, &QComboBox::activated, model_, &FunnelModel::chooseStage);
    connect(bars_, &FunnelBars::chosen, model_, &FunnelModel::choose);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (now.isValid()) read(model_->rolloutAt(now.row()));
    });
    connect(histogram_, &BoundHistogram::boundWanted, this, &FunnelPage::moveBound);
    connect(table_, &QTableView::activated, this, &FunnelPage::openInTraces);
    connect(open_, &QPushButton::clicked, this, &FunnelPage::openInTraces);
    makeKeys();
    refresh();
}

QWidget* FunnelPage::makeReading() {
    list_title_ = new ElidedLabel;
    setRole(list_title_, "title");
    table_ = makeTable(model_, tr("Traces that end at the chosen test"));
    setRole(table_, "inset");
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setResizeContentsPrecision(size::text_columns);
    table_->horizontalHeader()->setSectionResizeMode(FunnelModel::Problem, QHeaderView::Stretch);
    text_ = new TraceText;
    legend_ = new TraceLegend(*text_);
    open_ = makeButton(tr("Open in Traces"), QStringLiteral("traces"), "chip",
                       tr("With its reward, its siblings and its tokens (Enter)"));
    auto* frame = new QFrame;
    setRole(frame, "card");
    auto* all = column(size::xs);
    all->setContentsMargins(1, size::s, 1, 1);
    auto* head = row(size::s);
    head->setContentsMargins(size::l, 0, size::s, 0);
    head->addWidget(list_title_, 1);
    head->addWidget(open_);
    all->addLayout(head);
    all->addWidget(makeFaults());
    auto* marks = row(0);
    marks->setContentsMargins(size::l, size::s, size::s, 0);
    marks->addWidget(legend_);
    marks->addStretch(1);
    auto* lower = new QWidget;
    auto* below = column(0);
    below->addLayout(marks);
    below->addWidget(text_, 1);
    lower->setLayout(below);
    halves_ = new QSplitter(Qt::Vertical);
    halves_->setChildrenCollapsible(false);
    halves_->addWidget(table_);
    halves_->addWidget(lower);
    halves_->setStretchFactor(0, 2);
    halves_->setStretchFactor(1, 3);
    all->addWidget(halves_, 1);
    frame->setLayout(all);
    return frame;
}

QWidget* FunnelPage::makeFaults() {
    faults_row_ = new QWidget;
    auto* chips = row(size::s);
    chips->setContentsMargins(size::l, 0, size::s, 0);
    for (const SieveStep step : {SieveStep::Parsed, SieveStep::Readable}) {
        for (const SieveFault fault : faultsOf(step)) {
            QPushButton* chip = makeButton({}, {}, "chip", tr("Only the traces that this test lost for this"));
            chip->setCheckable(true);
            connect(chip, &QPushButton::clicked, this,
                    [this, fault](bool checked) { model_->chooseFault(checked ? std::optional(fault) : std::nullopt); });
            chips->addWidget(chip);
            faults_[fault] = chip;
        }
    }
    chips->addStretch(1);
    faults_row_->setLayout(chips);
    return faults_row_;
}

void FunnelPage::showFaults() {
    const auto of_test = faultsOf(model_->chosen());
    bool any = false;
    for (const auto& [fault, chip] : faults_) {
        const std::int64_t count = model_->faultCount(fault);
        const bool chosen = model_->fault() == fault;
        const bool shown = chosen || (count > 0 && std::ranges::find(of_test, fault) != of_test.end());
        chip->setText(tr("%1: %2").arg(FunnelBars::words(fault), formatCount(static_cast<double>(count))));
        chip->setAccessibleName(chip->text());
        chip->setChecked(chosen);
        chip->setVisible(shown);
        any = any || shown;
    }
    faults_row_->setVisible(any);
}

QWidget* FunnelPage::makeBounds() {
    auto* box = new QWidget;
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, size::s, 0, 0);
    grid->setHorizontalSpacing(size::s);
    grid->setVerticalSpacing(size::xs);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    well_formed_ = new QCheckBox(tr("well-formed only"));
    correct_ = new QCheckBox(tr("right answers only"));
    code_ = new QCheckBox(tr("code blocks allowed"));
    reflection_ = new QCheckBox(tr("must check itself"));
    const auto share = [](const QString& name) {
        auto* spin = new QDoubleSpinBox;
        spin->setRange(0, 1);
        spin->setDecimals(2);
        spin->setSingleStep(0.05);
        spin->setAccessibleName(name);
        return spin;
    };
    const auto count = [](const QString& name, int most) {
        auto* spin = new QSpinBox;
        spin->setRange(0, most);
        spin->setSpecialValueText(tr("any"));
        spin->setAccessibleName(name);
        return spin;
    };
    language_ = share(tr("Least share in the problem's language"));
    repetition_ = share(tr("Largest share of repeated 4-grams"));
    paragraph_ = count(tr("Longest paragraph, characters"), 1'000'000);
    paragraph_->setSingleStep(100);
    per_prompt_ = count(tr("Kept of one problem"), 100'000);
    const std::pair<QString, QWidget*> left[] = {{tr("language at least"), language_},
                                                 {tr("repetition at most"), repetition_}};
    const std::pair<QString, QWidget*> right[] = {{tr("paragraph at most"), paragraph_},
                                                  {tr("per problem at most"), per_prompt_}};
    for (int i = 0; i < 2; ++i) {
        grid->addWidget(makeLabel(left[i].first, "label"), i, 0);
        grid->addWidget(left[i].second, i, 1);
        grid->addWidget(makeLabel(right[i].first, "label"), i, 2);
        grid->addWidget(right[i].second, i, 3);
    }
    grid->addWidget(well_formed_, 2, 0, 1, 2);
    grid->addWidget(correct_, 2, 2, 1, 2);
    grid->addWidget(reflection_, 3, 0, 1, 2);
    grid->addWidget(code_, 3, 2, 1, 2);
    back_ = makeButton(tr("As in the run"), {}, "", tr("The bounds that the run had (B)"));
    apply_ = makeButton(tr("Put into the recipe"), QStringLiteral("recipe"), "primary",
                        tr("Opens the recipe with these bounds, not saved yet (P)"));
    auto* buttons = row(size::s);
    buttons->addWidget(makeLabel(tr("Tried on the stored samples; the dashes are the run."), "label"), 1);
    buttons->addWidget(back_);
    buttons->addWidget(apply_);
    grid->addLayout(buttons, 4, 0, 1, 4);
    box->setLayout(grid);
    for (QCheckBox* check : {well_formed_, correct_, code_, reflection_})
        connect(check, &QCheckBox::toggled, this, &FunnelPage::tryBounds);
    for (QDoubleSpinBox* spin : {language_, repetition_})
        connect(spin, &QDoubleSpinBox::valueChanged, this, &FunnelPage::tryBounds);
    for (QSpinBox* spin : {paragraph_, per_prompt_}) connect(spin, &QSpinBox::valueChanged, this, &FunnelPage::tryBounds);
    for (QWidget* spin :
         {static_cast<QWidget*>(language_), static_cast<QWidget*>(repetition_), static_cast<QWidget*>(paragraph_)})
        spin->installEventFilter(this);
    connect(back_, &QPushButton::clicked, this, [this] {
        if (model_->sampling() != nullptr) model_->tryParams(model_->sampling()->params);
    });
    connect(apply_, &QPushButton::clicked, this, &FunnelPage::toRecipe);
    return box;
}

void FunnelPage::makeKeys() {
    const auto key = [this](const QKeySequence& keys, QPushButton* button) {
        connect(new QShortcut(keys, this), &QShortcut::activated, button, &QPushButton::click);
    };
    key(Qt::Key_B, back_);
    key(Qt::Key_P, apply_);
    key(Qt::Key_O, open_);
}

void FunnelPage::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    jobs_.reset();
    jobs_of_.clear();
    reading_ = {};
    wanted_stage_.clear();
    text_->clearTrace();
    model_->setSession(session);
    if (session_ == nullptr) return;
    connect(session_, &RunSession::advanced, this, [this](const DeltaPtr& delta) {
        if (!delta->stages.empty()) model_->refresh();
    });
    connect(session_, &RunSession::stateChanged, this, [this] {
        if (session_->unreadable()) refresh();
    });
}

void FunnelPage::showBounds() {
    const SampleParams& p = model_->tried();
    setting_ = true;
    well_formed_->setChecked(p.keep_well_formed);
    correct_->setChecked(p.keep_correct);
    code_->setChecked(p.allow_code);
    reflection_->setChecked(p.require_reflection);
    setUnlessTyped(*language_, p.min_language_share);
    setUnlessTyped(*repetition_, p.max_repetition);
    setUnlessTyped(*paragraph_, static_cast<int>(p.max_paragraph));
    setUnlessTyped(*per_prompt_, static_cast<int>(p.max_per_prompt));
    setting_ = false;
    showHistogram();
}

bool FunnelPage::eventFilter(QObject* watched, QEvent* event) {
    // The spread that is shown is that of the bound one is at.
    if (event->type() == QEvent::FocusIn) {
        measure_ = watched == repetition_  ? FunnelMeasure::Repetition
                   : watched == paragraph_ ? FunnelMeasure::Paragraph
                                           : FunnelMeasure::Language;
        showHistogram();
    }
    return Page::eventFilter(watched, event);
}

void FunnelPage::showHistogram() {
    const SampleParams& p = model_->tried();
    BoundHistogram::Look look;
    switch (measure_) {
        case FunnelMeasure::Language:
            look = {tr("Share of words in the problem's language, all samples"), true, p.min_language_share > 0,
                    p.min_language_share, true};
            break;
        case FunnelMeasure::Repetition:
            look = {tr("Share of repeated 4-grams, all samples"), false, p.max_repetition < 1, p.max_repetition, true};
            break;
        case FunnelMeasure::Paragraph:
            look = {tr("Longest paragraph in characters, all samples"), false, p.max_paragraph > 0,
                    static_cast<double>(p.max_paragraph), false};
            break;
    }
    histogram_->show(model_->distribution(measure_), look);
}

void FunnelPage::moveBound(double bound) {
    switch (measure_) {
        case FunnelMeasure::Language: return language_->setValue(bound);
        case FunnelMeasure::Repetition: return repetition_->setValue(bound);
        case FunnelMeasure::Paragraph: return paragraph_->setValue(static_cast<int>(bound));
    }
}

void FunnelPage::tryBounds() {
    if (setting_ || model_->sampling() == nullptr) return;
    SampleParams p = model_->tried();
    p.keep_well_formed = well_formed_->isChecked();
    p.keep_correct = correct_->isChecked();
    p.allow_code = code_->isChecked();
    p.require_reflection = reflection_->isChecked();
    p.min_language_share = language_->value();
    p.max_repetition = repetition_->value();
    p.max_paragraph = paragraph_->value();
    p.max_per_prompt = per_prompt_->value();
    model_->tryParams(p);
}

void FunnelPage::refresh() {
    const Sampling* sampling = model_->sampling();
    body_->setVisible(sampling != nullptr);
    empty_->setVisible(sampling == nullptr);
    if (sampling == nullptr) {
        if (session_ == nullptr)
            empty_->setText(tr("No run is open"), tr("Open a run to see what its filters keep."), tr("Choose a run"));
        else if (session_->unreadable())
            empty_->setText(tr("This run cannot be read"), session_->problem(), tr("Choose another run"));
        else if (!model_->unreadable().isEmpty())
            empty_->setText(tr("The recipe of this run cannot be read"),
                            model_->unreadable() + QStringLiteral("\n") +
                                tr("Its curves, traces and comparisons can be looked at all the same."));
        else if (model_->loading()) empty_->setText(tr("Reading the samples"), {});
        else
            empty_->setText(tr("Nothing is sampled yet"),
                            tr("A stage with kind = \"sample\" fills this funnel as it works."));
        return;
    }
    if (stage_->count() != static_cast<int>(model_->stages().size())) {
        stage_->clear();
        for (const Sampling& one : model_->stages()) stage_->addItem(QString::fromStdString(one.stage.name));
    }
    stage_->setCurrentIndex(model_->stage());
    const SieveCounts& now = model_->counts();
    const std::int64_t kept = now.passed(SieveStep::Kept), then = model_->countsThen().passed(SieveStep::Kept);
    QString words =
        model_->loading()
            ? tr("Reading the samples")
            : tr("%1 of %2 samples kept (%3)")
                  .arg(formatCount(static_cast<double>(kept)), formatCount(static_cast<double>(now.sampled)),
                       formatShare(now.sampled > 0 ? static_cast<double>(kept) / static_cast<double>(now.sampled) : 0));
    if (kept != then) words += tr("; in the run %1").arg(formatCount(static_cast<double>(then)));
    summary_->setText(words);
    bars_->show(now, model_->countsThen(), model_->chosen());
    const int listed = model_->rowCount();
    const QString count = formatCount(listed);
    list_title_->setText(
        model_->chosen() == SieveStep::Kept
            ? tr("Kept: %1 traces", nullptr, listed).arg(count)
            : tr("Lost at “%1”: %2 traces", nullptr, listed).arg(FunnelBars::words(model_->chosen()), count));
    showFaults();
    const bool changed = !recipeLink().parameters.isEmpty();
    back_->setEnabled(changed);
    apply_->setEnabled(changed);
    open_->setEnabled(model_->rowCount() > 0);
    showBounds();
    // What is being read stays, as long as it is in the list.
    const int row = std::max(0, model_->rowOf(reading_));
    if (model_->rowCount() > 0 && table_->currentIndex().row() != row) table_->selectRow(row);
    if (model_->rowCount() == 0 && !model_->loading()) {
        reading_ = {};
        text_->clearTrace();
    }
    if (!wanted_stage_.isEmpty()) goToWanted();
}

void FunnelPage::read(RolloutId rollout) {
    const Sampling* sampling = model_->sampling();
    if (sampling == nullptr || rollout == reading_) return;
    reading_ = rollout;
    if (jobs_ == nullptr || jobs_of_ != sampling->source) {
        jobs_ = std::make_unique<StoreJobs>(RunDirectory(sampling->source).store());
        jobs_of_ = sampling->source;
        connect(jobs_.get(), &StoreJobs::failed, this, &Page::problem);
    }
    using Answer = std::optional<RolloutDetail>;
    jobs_->ask<Answer>(
        "funnel", this, [rollout](RunReader& reader) { return reader.rollout(rollout); },
        [this](Answer answer) {
            if (answer) text_->show(*answer);
            else text_->clearTrace();
        });
}

void FunnelPage::openInTraces() {
    const Sampling* sampling = model_->sampling();
    if (sampling == nullptr || !reading_) return;
    PageLink link{QStringLiteral("traces"), {}};
    // A stage taken from an earlier run has its traces there.
    if (session_ != nullptr && sampling->source != session_->directory().root())
        link.set(QStringLiteral("run"), QString::fromStdString(sampling->source.string()));
    link.set(QStringLiteral("stage"), QString::fromStdString(sampling->stage.name));
    addEnding(link.parameters, {model_->chosen(), triedBounds(model_->tried(), sampling->params), model_->fault()});
    Q_EMIT linkWanted(link.set(QStringLiteral("rollout"), QString::number(reading_.value)));
}

PageLink FunnelPage::recipeLink() const {
    PageLink link{QStringLiteral("recipe"), {}};
    if (model_->sampling() == nullptr) return link;
    for (const auto& [bound, value] : triedBounds(model_->tried(), model_->sampling()->params))
        link.set(QStringLiteral("set.") + QString::fromStdString(bound), QString::fromStdString(value));
    return link;
}

void FunnelPage::toRecipe() {
    if (model_->sampling() == nullptr) return;
    Q_EMIT linkWanted(recipeLink().set(QStringLiteral("stage"), QString::fromStdString(model_->sampling()->stage.name)));
}

void FunnelPage::openLink(const PageLink& link) {
    wanted_stage_ = link.value(QStringLiteral("stage"));
    if (const auto step = stepFromLink(link.value(QStringLiteral("test")).toStdString())) {
        model_->choose(*step);
        model_->chooseFault(faultFromLink(*step, link.value(QStringLiteral("why")).toStdString()));
    }
    goToWanted();
}

void FunnelPage::goToWanted() {
    for (std::size_t i = 0; i < model_->stages().size(); ++i) {
        if (QString::fromStdString(model_->stages()[i].stage.name) != wanted_stage_) continue;
        wanted_stage_.clear();
        if (model_->stage() != static_cast<int>(i)) model_->chooseStage(static_cast<int>(i));
        return;
    }
}

QUrlQuery FunnelPage::link() const {
    if (model_->sampling() == nullptr) return {};
    PageLink link;
    link.set(QStringLiteral("stage"), QString::fromStdString(model_->sampling()->stage.name));
    link.set(QStringLiteral("test"), QString::fromStdString(linkName(model_->chosen())));
    if (model_->fault()) link.set(QStringLiteral("why"), QString::fromLatin1(name(*model_->fault())));
    return link.parameters;
}

std::vector<PageAction> FunnelPage::actions() {
    return {{tr("Bounds as in the run"), QStringLiteral("B"), [this] { back_->click(); }},
            {tr("Put the tried bounds into the recipe"), QStringLiteral("P"), [this] { apply_->click(); }},
            {tr("Open the trace in Traces"), tr("O, or Enter in the list"), [this] { openInTraces(); }},
            {tr("Another test"), tr("Up and Down in the funnel"), {}},
            {tr("Read the lost traces"), {}, [this] { table_->setFocus(Qt::OtherFocusReason); }}};
}

QJsonObject FunnelPage::saveState() const {
    return {{QStringLiteral("splitter"), toText(splitter_->saveState())},
            {QStringLiteral("halves"), toText(halves_->saveState())},
            {QStringLiteral("test"), QString::fromStdString(linkName(model_->chosen()))},
            {QStringLiteral("legend"), QJsonArray::fromStringList(legend_->saved())}};
}

void FunnelPage::restoreState(const QJsonObject& state) {
    splitter_->restoreState(fromText(state.value(QStringLiteral("splitter"))));
    halves_->restoreState(fromText(state.value(QStringLiteral("halves"))));
    if (const auto test = stepFromLink(state.value(QStringLiteral("test")).toString().toStdString())) model_->choose(*test);
    legend_->restore(state.value(QStringLiteral("legend")).toVariant().toStringList());
}

}  // namespace retort::ui
