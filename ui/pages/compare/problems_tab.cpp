// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/problems_tab.h"

#include <QBoxLayout>
#include <QBrush>
#include <QHeaderView>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <algorithm>

#include "ui/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/first_focus.h"
#include "ui/widgets/table.h"

namespace retort::ui {
namespace {

constexpr int sort_role = Qt::UserRole;
constexpr int problem_share = 3;  // of the table's width, at least a third for the problem

}  // namespace

void ListedProblemsModel::setProblems(std::vector<ListedProblem> problems, QStringList models) {
    beginResetModel();
    problems_ = std::move(problems);
    models_ = std::move(models);
    endResetModel();
}

int ListedProblemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(problems_.size());
}
int ListedProblemsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : first_model + static_cast<int>(models_.size());
}

QVariant ListedProblemsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const ListedProblem& problem = at(index.row());
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((index.column() < first_model ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (index.column() < first_model) {
        if (role == sort_role) return index.row();
        return role == Qt::DisplayRole || role == Qt::ToolTipRole ? QVariant(problem.text) : QVariant();
    }
    const ListedProblem::Samples& samples = problem.models[static_cast<std::size_t>(index.column() - first_model)];
    const bool solved = isSolved(samples.share());
    switch (role) {
        case Qt::DisplayRole:
            if (samples.all == 0) return QStringLiteral("–");
            return QStringLiteral("%1 %2/%3")
                .arg(solved ? QStringLiteral("✓") : QStringLiteral("✕"))
                .arg(samples.right)
                .arg(samples.all);
        case Qt::ForegroundRole: return QBrush(inkColor(samples.all == 0 ? Ink::Muted : solved ? Ink::Good : Ink::Bad));
        case Qt::ToolTipRole:
        case Qt::AccessibleTextRole:
            return samples.all == 0 ? tr("%1 was not asked").arg(models_[index.column() - first_model])
                                    : tr("%1: %2 of %3 answers right")
                                          .arg(models_[index.column() - first_model])
                                          .arg(samples.right)
                                          .arg(samples.all);
        case sort_role: return samples.all == 0 ? -1.0 : samples.share();
        default: return {};
    }
}

QVariant ListedProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section < first_model ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return section < first_model
                   ? tr("In the order of the suite")
                   : tr("Right answers of those that were sampled; solved means more than half. A click sorts.");
    if (role != Qt::DisplayRole) return {};
    return section < first_model ? tr("Problem") : models_[section - first_model];
}

ProblemsTab::ProblemsTab(QWidget* parent) : QWidget(parent) {
    chooser_ = new Chooser(tr("Class of problems"));
    count_ = makeLabel({}, "muted");
    model_ = new ListedProblemsModel(this);
    sorted_ = new QSortFilterProxyModel(this);
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(sort_role);
    table_ = makeTable(sorted_, tr("Problems of the class"));
    // A cell is a model's answers to a problem: the keys go to one of them.
    table_->setSelectionBehavior(QAbstractItemView::SelectItems);
    table_->setSortingEnabled(true);
    table_->sortByColumn(0, Qt::AscendingOrder);  // a header begins with the other one: the suite from its end
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Interactive);
    auto* head = row(size::s);
    head->addWidget(chooser_);
    head->addWidget(count_, 1);
    auto* all = column(size::s);
    all->addLayout(head);
    all->addWidget(table_, 1);
    auto* note = makeLabel(
        tr("Enter shows the model's answers beside those of the model compared with. s sorts by the column."), "label");
    note->setWordWrap(true);
    all->addWidget(note);
    setLayout(all);
    setFirstFocus(this, table_);
    connect(chooser_, &QComboBox::activated, this,
            [this](int choice) { showClass(classes_[static_cast<std::size_t>(choice)], {}); });
    connect(table_, &QTableView::activated, this, &ProblemsTab::open);
    connect(new QShortcut(Qt::Key_S, table_, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this,
            &ProblemsTab::sortByCurrent);
}

int ProblemsTab::choiceOf(const ProblemClass& wanted) const {
    const auto found = std::ranges::find(classes_, wanted);
    return found == classes_.end() ? -1 : static_cast<int>(found - classes_.begin());
}

void ProblemsTab::setModels(const std::vector<ComparedModel>& models, const QString& baseline,
                            const std::vector<ProblemClass>& classes) {
    models_ = models;
    baseline_ = baseline;
    classes_ = {ProblemClass{}};
    classes_.insert(classes_.end(), classes.begin(), classes.end());
    const QSignalBlocker quiet(chooser_);
    chooser_->clear();
    for (const ProblemClass& part : classes_) chooser_->addItem(part.column.empty() ? tr("all problems") : part.name());
    if (choiceOf(shown_) < 0) shown_ = {};
    refresh();
}

void ProblemsTab::showClass(const ProblemClass& wanted, const QString& model) {
    shown_ = wanted;
    refresh();
    const auto at = std::ranges::find(models_, model, &ComparedModel::name);
    if (at == models_.end() || sorted_->rowCount() == 0) return;
    table_->setCurrentIndex(sorted_->index(0, ListedProblemsModel::first_model + static_cast<int>(at - models_.begin())));
}

void ProblemsTab::refresh() {
    chooser_->setCurrentIndex(std::max(0, choiceOf(shown_)));
    QStringList names;
    for (const ComparedModel& model : models_) names << model.name;
    const QModelIndex kept = table_->currentIndex();
    model_->setProblems(problemsOf(models_, shown_), names);
    const int count = model_->rowCount();
    count_->setText(
        count > 0 ? tr("%n problems", nullptr, count)
                  : tr("No problem is known to be of this class: evaluations of older versions stored only its score."));
    fitColumns();
    if (count == 0) return;
    const int column = std::clamp(kept.column(), 0, model_->columnCount() - 1);
    table_->setCurrentIndex(sorted_->index(std::clamp(kept.row(), 0, count - 1), column));
}

void ProblemsTab::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

// The problems have what the models leave over, but with many models not less than a part that they can be told by.
void ProblemsTab::fitColumns() {
    QHeaderView& header = *table_->horizontalHeader();
    const int all = table_->viewport()->width(), models = header.length() - header.sectionSize(0);
    header.resizeSection(0, std::max(all - models, all / problem_share));
}

void ProblemsTab::sortByCurrent() {
    const int column = table_->currentIndex().column();
    if (column < 0) return;
    const QHeaderView& header = *table_->horizontalHeader();
    const bool again = header.sortIndicatorSection() == column && header.sortIndicatorOrder() == Qt::AscendingOrder;
    table_->sortByColumn(column, again ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void ProblemsTab::open(const QModelIndex& index) {
    const ListedProblem& problem = model_->at(sorted_->mapToSource(index).row());
    const int column = index.column() - ListedProblemsModel::first_model;
    QString after = column >= 0 ? models_[static_cast<std::size_t>(column)].name : QString();
    // The baseline, and the problem itself, are shown beside the best of the others that were asked.
    if (after.isEmpty() || after == baseline_) {
        std::vector<ComparedModel> asked;
        for (std::size_t i = 0; i < models_.size(); ++i)
            if (problem.models[i].all > 0) asked.push_back(models_[i]);
        after = bestBeside(asked, baseline_);
    }
    Q_EMIT problemWanted(baseline_, after, problem.key);
}

}  // namespace retort::ui
