// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_table_view.h"

#include <QAbstractTableModel>
#include <QBoxLayout>
#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QHeaderView>
#include <QTableView>
#include <algorithm>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/table.h"

namespace retort::ui {
namespace {

class PointModel : public QAbstractTableModel {
public:
    PointModel(ChartTable table, bool by_time, QObject* parent)
        : QAbstractTableModel(parent), table_(std::move(table)), by_time_(by_time) {}
    int rowCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(table_.x.size());
    }
    int columnCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(table_.columns.size()) + first;
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal) return {};
        if (role == Qt::TextAlignmentRole) return QVariant::fromValue(alignment(section));
        if (role != Qt::DisplayRole) return {};
        if (section < first)
            return QStringList{ChartTableView::tr("Stage"), ChartTableView::tr("Step"), ChartTableView::tr("Time")}[section];
        return table_.columns[section - first];
    }
    QVariant data(const QModelIndex& index, int role) const override {
        if (role == Qt::TextAlignmentRole) return QVariant::fromValue(alignment(index.column()));
        if (role != Qt::DisplayRole) return {};
        const auto row = static_cast<std::size_t>(index.row());
        switch (index.column()) {
            case 0: return table_.stages[index.row()];
            case 1: return QString::number(table_.steps[row]);
            case 2:
                return by_time_
                           ? QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(table_.x[row] * 1000)).toString(Qt::ISODate)
                           : QString();
            default: break;
        }
        const auto column = static_cast<std::size_t>(index.column() - first);
        return table_.present[column][row] ? QVariant(QString::number(table_.values[column][row], 'g', 6)) : QVariant();
    }

private:
    static constexpr int first = 3;  // columns before the values
    static Qt::Alignment alignment(int column) { return (column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter; }
    ChartTable table_;
    bool by_time_;
};

}  // namespace

ChartTableView::ChartTableView(QWidget* window, const QString& title, ChartTable table, bool by_time)
    : Overlay(window, title) {
    const auto rows = table.x.size();
    view_ = makeTable(new PointModel(std::move(table), by_time, this), title);
    view_->setColumnHidden(2, !by_time);
    view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view_->horizontalHeader()->setResizeContentsPrecision(100);
    auto* head = row(size::s);
    head->addWidget(makeLabel(title, "title"));
    head->addWidget(
        makeLabel(tr("%n rows · Ctrl+C copies those selected, or all", nullptr, static_cast<int>(rows)), "label"));
    head->addStretch(1);
    auto* copy_all = makeButton(tr("Copy"), QStringLiteral("copy"), "", tr("Copy the selected rows, or all"));
    auto* close = makeButton({}, QStringLiteral("close"), "quiet", tr("Close the table"));
    head->addWidget(copy_all);
    head->addWidget(close);
    auto* all = column(size::s, size::m);
    all->addLayout(head);
    all->addWidget(view_, 1);
    setLayout(all);
    setFocusProxy(view_);
    connect(copy_all, &QPushButton::clicked, this, &ChartTableView::copy);
    connect(close, &QPushButton::clicked, this, &Overlay::shut);
}

ChartTableView* ChartTableView::show(QWidget* window, const QString& title, ChartTable table, bool by_time) {
    auto* view = new ChartTableView(window, title, std::move(table), by_time);
    view->open();
    return view;
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
    for (int each : wanted) line([&](int i) { return model.index(each, i).data(); });
    QGuiApplication::clipboard()->setText(text);
}

void ChartTableView::hideEvent(QHideEvent* event) {
    Overlay::hideEvent(event);
    deleteLater();
}

}  // namespace retort::ui
