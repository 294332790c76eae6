// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_table_view.h"

#include <QAbstractTableModel>
#include <QBoxLayout>
#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QHeaderView>
#include <QShortcut>
#include <QTableView>
#include <algorithm>
#include <cmath>
#include <optional>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/table.h"

namespace retort::ui {
namespace {

/// Decimals that leave a column six figures, so that its numbers stand below one another; empty: only an exponent can.
std::optional<int> decimalsOf(const std::vector<double>& values) {
    double most = 0;
    bool whole = true;
    for (const double value : values) {
        if (!std::isfinite(value)) continue;
        most = std::max(most, std::abs(value));
        whole = whole && value == std::floor(value);
    }
    constexpr double least = 1e-3, largest = 1e9;
    constexpr int figures = 6;
    if (most > largest || (most > 0 && most < least)) return std::nullopt;
    if (whole) return 0;
    return std::clamp(figures - 1 - static_cast<int>(std::floor(std::log10(most))), 0, figures);
}

class PointModel : public QAbstractTableModel {
public:
    PointModel(ChartTable table, bool by_time, QObject* parent) : QAbstractTableModel(parent), table_(std::move(table)) {
        const bool staged =
            std::any_of(table_.stages.begin(), table_.stages.end(), [](const QString& s) { return !s.isEmpty(); });
        if (staged) places_.push_back(Stage);
        places_.push_back(StepNumber);
        if (!table_.optimizer_steps.empty()) places_.push_back(OptimizerStep);
        if (by_time) places_.push_back(Time);
        for (const auto& values : table_.values) decimals_.push_back(decimalsOf(values));
    }
    int rowCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(table_.x.size());
    }
    int columnCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(places_.size() + table_.values.size());
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal) return {};
        if (role == Qt::TextAlignmentRole) return QVariant::fromValue(alignment(section));
        if (role != Qt::DisplayRole) return {};
        const auto column = static_cast<std::size_t>(section);
        if (column >= places_.size()) return table_.columns[section - static_cast<int>(places_.size())];
        switch (places_[column]) {
            case Stage: return ChartTableView::tr("Stage");
            case OptimizerStep: return ChartTableView::tr("Optimizer step");
            case Time: return ChartTableView::tr("Time");
            default: return ChartTableView::tr("Step");
        }
    }
    /// For Qt::EditRole the whole number, as the CSV has it.
    QVariant data(const QModelIndex& index, int role) const override {
        if (role == Qt::TextAlignmentRole) return QVariant::fromValue(alignment(index.column()));
        if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
        const auto row = static_cast<std::size_t>(index.row());
        auto column = static_cast<std::size_t>(index.column());
        if (column < places_.size()) return placeText(places_[column], row);
        column -= places_.size();
        if (!table_.present[column][row]) return {};
        const double value = table_.values[column][row];
        if (role == Qt::EditRole || !std::isfinite(value)) return QString::number(value, 'g', 17);
        const auto decimals = decimals_[column];
        return decimals ? QString::number(value, 'f', *decimals) : QString::number(value, 'e', 5);
    }

private:
    enum Place { Stage, StepNumber, OptimizerStep, Time };
    QString placeText(Place place, std::size_t row) const {
        switch (place) {
            case Stage: return table_.stages[static_cast<qsizetype>(row)];
            case OptimizerStep: return QString::number(table_.optimizer_steps[row]);
            case Time:
                return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(table_.x[row] * 1000)).toString(Qt::ISODate);
            default: return QString::number(table_.steps[row]);
        }
    }
    Qt::Alignment alignment(int column) const {
        const bool words =
            static_cast<std::size_t>(column) < places_.size() && places_[static_cast<std::size_t>(column)] == Stage;
        return (words ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
    }
    ChartTable table_;
    std::vector<Place> places_;  ///< the columns before the values
    std::vector<std::optional<int>> decimals_;
};

}  // namespace

ChartTableView::ChartTableView(QWidget* window, const QString& chart, ChartTable table, bool by_time)
    : Overlay(window, {}), chart_(chart) {
    view_ = makeTable(new PointModel(std::move(table), by_time, this), {});
    view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view_->horizontalHeader()->setResizeContentsPrecision(100);
    title_ = makeLabel({}, "title");
    about_ = makeLabel({}, "label");
    copy_all_ = makeButton({}, QStringLiteral("copy"), "");
    close_ = makeButton({}, QStringLiteral("close"), "quiet");
    nameParts();
    auto* head = row(size::s);
    head->addWidget(title_);
    head->addWidget(about_);
    head->addStretch(1);
    head->addWidget(copy_all_);
    head->addWidget(close_);
    auto* all = column(size::s, size::m);
    all->addLayout(head);
    all->addWidget(view_, 1);
    setLayout(all);
    setFocusProxy(view_);
    connect(copy_all_, &QPushButton::clicked, this, &ChartTableView::copy);
    // Before the table's own, which knows no head and, while nothing is selected, no rows.
    connect(new QShortcut(QKeySequence::Copy, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut), &QShortcut::activated,
            this, &ChartTableView::copy);
    connect(close_, &QPushButton::clicked, this, &Overlay::shut);
}

ChartTableView* ChartTableView::show(QWidget* window, const QString& chart, const QString& title, ChartTable table,
                                     bool by_time) {
    auto* view = new ChartTableView(window, chart, std::move(table), by_time);
    view->setTitle(title);
    view->open();
    return view;
}

void ChartTableView::setTitle(const QString& title) {
    setAccessibleName(title);
    view_->setAccessibleName(title);
    title_->setText(title);
}

void ChartTableView::nameParts() {
    about_->setText(tr("%n rows · Ctrl+C copies those selected, or all", nullptr, view_->model()->rowCount()));
    copy_all_->setText(tr("Copy"));
    copy_all_->setAccessibleName(tr("Copy"));
    copy_all_->setToolTip(tr("Copy the selected rows, or all"));
    close_->setAccessibleName(tr("Close the table"));
    close_->setToolTip(tr("Close the table"));
    // The head is asked for again, and its columns are as wide as the new words.
    Q_EMIT view_->model()->headerDataChanged(Qt::Horizontal, 0, view_->model()->columnCount() - 1);
}

void ChartTableView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) nameParts();
    Overlay::changeEvent(event);
}

QSize ChartTableView::wanted() const { return {2 * size::card_width + size::panel, 2 * size::card_height + size::xl}; }

void ChartTableView::copy() {
    const QAbstractItemModel& model = *view_->model();
    std::vector<int> wanted;
    for (const QModelIndex& each : view_->selectionModel()->selectedRows()) wanted.push_back(each.row());
    std::sort(wanted.begin(), wanted.end());
    if (wanted.size() < 2) {
        wanted.resize(static_cast<std::size_t>(model.rowCount()));
        for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = static_cast<int>(i);
    }
    QString text;
    auto line = [&](auto cell) {
        for (int i = 0; i < model.columnCount(); ++i)
            text += (i == 0 ? QString() : QStringLiteral("\t")) + cell(i).toString();
        text += QLatin1Char('\n');
    };
    line([&](int i) { return model.headerData(i, Qt::Horizontal, Qt::DisplayRole); });
    for (int each : wanted) line([&](int i) { return model.index(each, i).data(Qt::EditRole); });
    QGuiApplication::clipboard()->setText(text);
}

void ChartTableView::hideEvent(QHideEvent* event) {
    Overlay::hideEvent(event);
    deleteLater();
}

}  // namespace retort::ui
