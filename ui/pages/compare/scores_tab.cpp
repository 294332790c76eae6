// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/scores_tab.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QMenu>
#include <QScrollArea>
#include <QTableView>
#include <algorithm>

#include "ui/charts/interval_chart.h"
#include "ui/format.h"
#include "ui/models/evaluation_table.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/first_focus.h"
#include "ui/widgets/table.h"

namespace retort::ui {
namespace {

constexpr int fewest_rows = 4;  // of the table beside the chart

}  // namespace

ScoresTab::ScoresTab(QWidget* parent) : QWidget(parent) {
    bars_ = makeButton(tr("Bars"), QStringLiteral("chart-bars"), "", tr("Bars from zero instead of dots"));
    bars_->setCheckable(true);
    published_ = makeButton(tr("Published figures"), QStringLiteral("chevron-down"), "",
                            tr("DeepSeek's own figures as dashed lines, marked as published (Nature 645, table 2; arXiv "
                               "2501.12948v1, tables 5 and 6)"));
    published_menu_ = new QMenu(this);
    published_menu_->setAccessibleName(published_->text());
    published_->setMenu(published_menu_);
    fillPublished();
    breakdown_ = new Chooser(tr("Table by classes of problems"));
    breakdown_->setToolTip(tr("pass@1 on each class of the suite's problems"));
    connect(breakdown_, &QComboBox::activated, this,
            [this](int index) { setBreakdown(breakdown_->itemData(index).toString()); });
    chart_ = new IntervalChart;
    model_ = new EvaluationTableModel(this);
    table_ = makeTable(model_, tr("Evaluations"));
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    auto* card = new QFrame;
    setRole(card, "card");
    auto* card_layout = column(0);
    card_layout->setContentsMargins(0, size::xs, 0, size::xs);
    card_layout->addWidget(chart_);
    card->setLayout(card_layout);
    scroll_ = new QScrollArea;
    scroll_->setWidgetResizable(true);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setWidget(card);
    auto* foot = row(size::s);
    foot->addWidget(makeLabel(tr("Whiskers are 95% intervals, by bootstrap over problems."), "label"), 1);
    foot->addWidget(breakdown_);
    foot->addWidget(published_);
    foot->addWidget(bars_);
    auto* all = column(size::s);
    all->addWidget(scroll_);
    all->addLayout(foot);
    all->addWidget(table_, 1);
    setLayout(all);
    setFirstFocus(this, table_);
    connect(bars_, &QPushButton::toggled, chart_, &IntervalChart::setBars);
    connect(chart_, &IntervalChart::clicked, table_, &QTableView::selectRow);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) { chart_->setHighlighted(now.row()); });
    connect(table_, &QTableView::clicked, this, &ScoresTab::openClass);
    connect(table_, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (!openClass(index)) Q_EMIT flipsWanted(model_->rows()[static_cast<std::size_t>(index.row())].name);
    });
}

bool ScoresTab::openClass(const QModelIndex& index) {
    const auto wanted = model_->classAt(index);
    if (!wanted) return false;
    if (model_->canList(index)) Q_EMIT problemsWanted(*wanted, model_->rows()[static_cast<std::size_t>(index.row())].name);
    else Q_EMIT notice(model_->data(index, Qt::ToolTipRole).toString());
    return true;
}

QWidget* ScoresTab::chart() const { return chart_; }

void ScoresTab::fillPublished() {
    QMenu* benchmark = nullptr;
    for (std::size_t i = 0; i < publishedFigures().size(); ++i) {
        const PublishedFigure& figure = publishedFigures()[i];
        if (benchmark == nullptr || benchmark->title() != figure.benchmark) {
            benchmark = published_menu_->addMenu(figure.benchmark);
            benchmark->setAccessibleName(figure.benchmark);
        }
        QAction* action = benchmark->addAction(QStringLiteral("%1  %2").arg(figure.model, formatShare(figure.value)), this,
                                               &ScoresTab::showPublished);
        action->setCheckable(true);
        action->setData(static_cast<qulonglong>(i));
    }
    published_menu_->addSeparator();
    published_menu_->addAction(tr("None"), this, [this] {
        for (QAction* choice : publishedChoices()) choice->setChecked(false);
        showPublished();
    });
}

std::vector<QAction*> ScoresTab::publishedChoices() const {
    std::vector<QAction*> choices;
    for (const QMenu* menu : published_menu_->findChildren<QMenu*>()) {
        const auto actions = menu->actions();
        choices.insert(choices.end(), actions.begin(), actions.end());
    }
    return choices;
}

void ScoresTab::showPublished() {
    std::vector<ReferenceLine> lines;
    for (const QAction* choice : publishedChoices()) {
        if (!choice->isChecked()) continue;
        const PublishedFigure& figure = publishedFigures()[choice->data().toULongLong()];
        lines.push_back({figure.name(), figure.value, figure.isOf(suite_)});
    }
    chart_->setReferences(std::move(lines));
    fitChart();
}

QJsonObject ScoresTab::saveState() const {
    QJsonArray names;
    for (const QAction* choice : publishedChoices())
        if (choice->isChecked()) names << publishedFigures()[choice->data().toULongLong()].name();
    return {{QStringLiteral("bars"), bars_->isChecked()}, {QStringLiteral("published"), names}};
}

void ScoresTab::restoreState(const QJsonObject& state) {
    bars_->setChecked(state[QStringLiteral("bars")].toBool());
    const QJsonArray names = state[QStringLiteral("published")].toArray();
    for (QAction* choice : publishedChoices())
        choice->setChecked(names.contains(publishedFigures()[choice->data().toULongLong()].name()));
    showPublished();
}

void ScoresTab::setSuite(const QString& suite) {
    if (suite == suite_) return;
    suite_ = suite;
    showPublished();
}

void ScoresTab::setModels(const std::vector<ComparedModel>& models, const QString& baseline) {
    model_->setModels(models, baseline);
    fillBreakdowns();
    std::vector<IntervalRow> rows;
    for (const ComparedModel& model : model_->rows())
        rows.push_back({model.name, model.note, model.record.pass_at_1, model.record.interval_low,
                        model.record.interval_high, model.color});
    chart_->setRows(std::move(rows));
    fitChart();
}

void ScoresTab::fillBreakdowns() {
    const QString wanted = model_->breakdown();
    breakdown_->clear();
    breakdown_->addItem(tr("all problems"), QString());
    for (const QString& by : model_->breakdownsKnown())
        breakdown_->addItem(tr("by %1").arg(by == QStringLiteral("language") ? tr("language") : by), by);
    breakdown_->setCurrentIndex(std::max(0, breakdown_->findData(wanted)));
    breakdown_->setVisible(breakdown_->count() > 1);
}

void ScoresTab::setBreakdown(const QString& by) {
    model_->setBreakdown(by);
    breakdown_->setCurrentIndex(std::max(0, breakdown_->findData(by)));
    fitTable();
}

void ScoresTab::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitChart();
}

void ScoresTab::fitChart() {
    // All of the chart where it leaves the table its first rows, with closer rows if need be; else it scrolls.
    const int table_rows = std::min(table_->model()->rowCount(), fewest_rows) + 2;
    const int room = height() - table_rows * size::row - size::control - 2 * size::s;
    scroll_->setFixedHeight(std::min(chart_->sizeHint().height() + size::m, std::max(room, size::card_height)));
    fitTable();
}

// The chart above shows the intervals too: where not all columns fit, that one goes, then what the chart of lengths shows.
void ScoresTab::fitTable() {
    QHeaderView& header = *table_->horizontalHeader();
    constexpr int dispensable[] = {EvaluationTableModel::Interval, EvaluationTableModel::Length};
    for (int column : dispensable) table_->setColumnHidden(column, false);
    // A score of a class is a cell to be opened; without a breakdown, a row is a model.
    table_->setSelectionBehavior(model_->isBrokenDown() ? QAbstractItemView::SelectItems : QAbstractItemView::SelectRows);
    if (model_->isBrokenDown()) return header.resizeSections(QHeaderView::ResizeToContents);
    for (int column : dispensable) {
        header.resizeSections(QHeaderView::ResizeToContents);
        if (header.length() <= table_->viewport()->width()) break;
        table_->setColumnHidden(column, true);
    }
    // What is left over goes to the names.
    header.resizeSections(QHeaderView::ResizeToContents);
    const int left = table_->viewport()->width() - header.length();
    if (left > 0) header.resizeSection(EvaluationTableModel::Model, header.sectionSize(EvaluationTableModel::Model) + left);
}

}  // namespace retort::ui
