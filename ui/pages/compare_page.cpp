// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_page.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QTableView>
#include <algorithm>

#include "ui/charts/interval_chart.h"
#include "ui/models/evaluation_table.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/run_state_words.h"
#include "ui/widgets/table.h"

namespace retort::ui {
namespace {

/// Colours by what made the model: where it came from (none of ours), fine-tuning, reinforcement learning, distillation.
enum Origin { Given = 5, Tuned = 1, Reinforced = 0, Distilled = 2, Other = 4 };

}  // namespace

ComparePage::ComparePage(QWidget* parent) : Page(parent) {
    suite_ = new Chooser(tr("Evaluation suite"));
    bars_ = makeButton(tr("Bars"), QStringLiteral("chart-bars"), "", tr("Bars from zero instead of dots"));
    bars_->setCheckable(true);
    auto* markdown = makeButton(tr("Copy as Markdown"), QStringLiteral("copy"), "", tr("Copy the table as Markdown"));
    auto* csv = makeButton(tr("Copy as CSV"), QStringLiteral("copy"), "", tr("Copy the table as comma-separated values"));
    auto* head = row(size::s);
    head->addWidget(makeLabel(tr("Right answers of every model"), "title"));
    head->addWidget(suite_);
    head->addStretch(1);
    head->addWidget(bars_);
    head->addWidget(markdown);
    head->addWidget(csv);
    chart_ = new IntervalChart;
    model_ = new EvaluationTableModel(this);
    table_ = makeTable(model_, tr("Evaluations"));
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(EvaluationTableModel::Model, QHeaderView::Stretch);
    auto* card = new QFrame;
    setRole(card, "card");
    auto* card_layout = column(0);
    card_layout->setContentsMargins(0, size::xs, 0, size::xs);
    card_layout->addWidget(chart_);
    card->setLayout(card_layout);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(card);
    auto* note = makeLabel(tr("Whiskers are 95% intervals, by bootstrap over problems."), "label");
    auto* inside = column(size::m);
    inside->addLayout(head);
    scroll_ = scroll;
    inside->addWidget(scroll);
    inside->addWidget(note);
    inside->addWidget(table_, 1);
    body_ = new QWidget;
    body_->setLayout(inside);
    empty_ = new EmptyState;
    auto* all = column(0);
    all->setContentsMargins(size::l, size::m, size::l, size::m);
    all->addWidget(body_, 1);
    all->addWidget(empty_, 1);
    setLayout(all);
    connect(suite_, &QComboBox::currentIndexChanged, this, &ComparePage::refresh);
    connect(bars_, &QPushButton::toggled, chart_, &IntervalChart::setBars);
    connect(markdown, &QPushButton::clicked, this, [this] { copy(true); });
    connect(csv, &QPushButton::clicked, this, [this] { copy(false); });
    connect(chart_, &IntervalChart::clicked, table_, &QTableView::selectRow);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) { chart_->setHighlighted(now.row()); });
    refresh();
}

void ComparePage::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    suite_->clear();
    if (session_ != nullptr) {
        connect(session_, &RunSession::advanced, this, [this](const DeltaPtr& delta) {
            if (delta->reset || !delta->evaluations.empty()) refresh();
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
        const QString chosen = suite_->currentText();
        suite_->clear();
        suite_->addItems(suites);
        suite_->setCurrentIndex(std::max<int>(0, static_cast<int>(suites.indexOf(chosen))));
    }
    suite_->setVisible(suites.size() > 1);
    model_->setEvaluations(session_->evaluations(), suite_->currentText());
    std::vector<IntervalRow> rows;
    for (const EvaluationRecord& evaluation : model_->rows()) {
        IntervalRow row;
        row.name = QString::fromStdString(evaluation.model);
        row.note = noteOf(evaluation, &row.color);
        row.value = evaluation.pass_at_1;
        row.low = evaluation.interval_low;
        row.high = evaluation.interval_high;
        rows.push_back(row);
    }
    chart_->setRows(std::move(rows));
    fitChart();
}

void ComparePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitChart();
}

void ComparePage::fitChart() {
    // All of the chart where it leaves the table half the page; else it scrolls.
    scroll_->setFixedHeight(std::min(chart_->sizeHint().height() + size::m, std::max(height() / 2, size::card_height)));
}

void ComparePage::copy(bool markdown) {
    QGuiApplication::clipboard()->setText(markdown ? tableMarkdown(*model_) : tableText(*model_, QLatin1Char(',')));
}

}  // namespace retort::ui
