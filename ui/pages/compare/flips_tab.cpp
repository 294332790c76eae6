// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/flips_tab.h"

#include <QBoxLayout>
#include <QBrush>
#include <QButtonGroup>
#include <QGridLayout>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QTableView>
#include <algorithm>

#include "ui/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/first_focus.h"
#include "ui/widgets/table.h"

namespace retort::ui {

void FlippedProblemsModel::setProblems(std::vector<FlippedProblem> problems, const QString& before, const QString& after) {
    beginResetModel();
    problems_ = std::move(problems);
    before_ = before;
    after_ = after;
    endResetModel();
}

int FlippedProblemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(problems_.size());
}
int FlippedProblemsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant FlippedProblemsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const FlippedProblem& problem = at(index.row());
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((index.column() == Problem ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == Problem) return problem.text;
    if (role == Qt::ForegroundRole && index.column() != Problem) {
        return QBrush(inkColor(isSolved(index.column() == Before ? problem.before : problem.after) ? Ink::Good : Ink::Bad));
    }
    if (role != Qt::DisplayRole) return {};
    auto side = [](double share) {
        return QStringLiteral("%1 %2").arg(isSolved(share) ? QStringLiteral("✓") : QStringLiteral("✕"), formatShare(share));
    };
    switch (index.column()) {
        case Problem: return problem.text;
        case Before: return side(problem.before);
        case After: return side(problem.after);
        default: return {};
    }
}

QVariant FlippedProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Problem ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section != Problem)
        return tr("Share of the samples that were right; solved means more than half");
    if (role != Qt::DisplayRole) return {};
    return section == Problem ? tr("Problem") : section == Before ? before_ : after_;
}

FlipsTab::FlipsTab(QWidget* parent) : QWidget(parent) {
    before_ = new Chooser(tr("From model"));
    after_ = new Chooser(tr("To model"));
    statement_ = makeLabel({});
    statement_->setWordWrap(true);
    statement_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    model_ = new FlippedProblemsModel(this);
    table_ = makeTable(model_, tr("Problems"));
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(FlippedProblemsModel::Problem, QHeaderView::Stretch);
    auto* head = row(size::s);
    head->addWidget(makeLabel(tr("from"), "muted"));
    head->addWidget(before_);
    head->addWidget(makeLabel(tr("to"), "muted"));
    head->addWidget(after_);
    head->addStretch(1);
    auto* all = column(size::m);
    all->addLayout(head);
    all->addWidget(statement_);
    all->addWidget(makeCounts());
    all->addWidget(table_, 1);
    all->addWidget(makeLabel(tr("Enter shows the answers to a problem side by side."), "label"));
    setLayout(all);
    setFirstFocus(this, table_);
    for (Chooser* chooser : {before_, after_}) {
        connect(chooser, &QComboBox::currentIndexChanged, this, &FlipsTab::refresh);
        connect(chooser, &QComboBox::activated, this, [this] { picked_ = true; });
    }
    connect(table_, &QTableView::activated, this,
            [this](const QModelIndex& index) { Q_EMIT problemWanted(before(), after(), model_->at(index.row()).key); });
}

QWidget* FlipsTab::makeCounts() {
    auto* counts = new QWidget;
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(size::s);
    auto* group = new QButtonGroup(this);
    for (int i = 0; i < 4; ++i) {
        auto* button = makeButton({}, {}, "", tr("List these problems"));
        button->setCheckable(true);
        group->addButton(button, i);
        counts_[static_cast<std::size_t>(i)] = button;
        grid->addWidget(button, i / 2, i % 2);
    }
    counts->setLayout(grid);
    connect(group, &QButtonGroup::idClicked, this, [this](int id) { showKind(static_cast<FlipKind>(id)); });
    return counts;
}

QString FlipsTab::before() const { return before_->currentText(); }
QString FlipsTab::after() const { return after_->currentText(); }

const ComparedModel* FlipsTab::find(const QString& name) const {
    const auto found =
        std::find_if(models_.begin(), models_.end(), [&](const ComparedModel& model) { return model.name == name; });
    return found == models_.end() ? nullptr : &*found;
}

void FlipsTab::setModels(const std::vector<ComparedModel>& models, const QString& baseline) {
    const QString kept_before = before(), kept_after = after();
    models_ = models;
    {
        const QSignalBlocker quiet_before(before_), quiet_after(after_);
        for (Chooser* chooser : {before_, after_}) {
            chooser->clear();
            for (const ComparedModel& model : models_) chooser->addItem(model.name);
        }
        // A pair that nobody chose follows the baseline and the scores as they come.
        const bool keep_before = picked_ && find(kept_before) != nullptr,
                   keep_after = picked_ && find(kept_after) != nullptr;
        before_->setCurrentIndex(std::max(0, before_->findText(keep_before ? kept_before : baseline)));
        after_->setCurrentIndex(std::max(0, after_->findText(keep_after ? kept_after : bestBeside(models_, before()))));
    }
    refresh();
}

void FlipsTab::choosePair(const QString& before, const QString& after) {
    picked_ = true;
    before_->setCurrentIndex(std::max(0, before_->findText(before)));
    after_->setCurrentIndex(std::max(0, after_->findText(after)));
}

void FlipsTab::refresh() {
    const ComparedModel *one = find(before()), *other = find(after());
    pair_ = one != nullptr && other != nullptr ? comparePair(*one, *other) : ModelPair{};
    statement_->setText(one == other ? tr("Choose two different models.") : statement(pair_, before(), after()));
    showKind(kind_);
}

void FlipsTab::showKind(FlipKind kind) {
    kind_ = kind;
    const FlipTable& flips = pair_.statistics.flips;
    const std::pair<QString, std::int64_t> words[] = {{tr("right in both"), flips.both_right},
                                                      {tr("✕ right, then wrong"), flips.right_to_wrong},
                                                      {tr("✓ wrong, then right"), flips.wrong_to_right},
                                                      {tr("wrong in both"), flips.both_wrong}};
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        counts_[i]->setText(QStringLiteral("%1  %2").arg(words[i].second).arg(words[i].first));
        counts_[i]->setAccessibleName(counts_[i]->text());
        counts_[i]->setChecked(i == static_cast<std::size_t>(kind));
    }
    std::vector<FlippedProblem> problems;
    for (const FlippedProblem& problem : pair_.problems)
        if (problem.kind == kind) problems.push_back(problem);
    model_->setProblems(std::move(problems), before(), after());
    if (model_->rowCount() > 0) table_->selectRow(0);
}

}  // namespace retort::ui
