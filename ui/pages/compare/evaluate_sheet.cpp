// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/evaluate_sheet.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QTreeWidget>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

constexpr int place_role = Qt::UserRole;

}  // namespace

void EvaluateSheet::ask(QWidget* window, std::vector<MissingEvaluation> missing, const QString& busy, Start start) {
    (new EvaluateSheet(window, std::move(missing), busy, std::move(start)))->open();
}

EvaluateSheet::EvaluateSheet(QWidget* window, std::vector<MissingEvaluation> missing, const QString& busy, Start start)
    : Overlay(window, tr("Evaluate more")), missing_(std::move(missing)), start_(std::move(start)), busy_(!busy.isEmpty()) {
    tree_ = new QTreeWidget;
    tree_->setAccessibleName(tr("Evaluations that this run lacks"));
    tree_->setHeaderHidden(true);
    tree_->setUniformRowHeights(true);
    tree_->setTabKeyNavigation(false);
    tree_->installEventFilter(this);
    auto* about = makeLabel(busy_ ? busy
                                  : tr("Each model is asked like the others on its suite, so that the figures can be "
                                       "compared. A new run takes everything that is finished from this one."),
                            busy_ ? "warn" : "muted");
    about->setWordWrap(true);
    go_ = makeButton({}, QStringLiteral("play"), "primary");
    auto* cancel = makeButton(tr("Cancel"), {}, "", tr("Esc"));
    cancel->setAccessibleName(tr("Cancel"));
    auto* buttons = row(size::s);
    buttons->addWidget(makeLabel(tr("Space marks · Enter starts"), "label"));
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(go_);
    auto* all = column(size::s, size::l);
    all->addWidget(makeLabel(tr("Evaluate more"), "title"));
    all->addWidget(about);
    all->addWidget(tree_, 1);
    all->addLayout(buttons);
    setLayout(all);
    setFocusProxy(tree_);
    fill();
    connect(tree_, &QTreeWidget::itemChanged, this, &EvaluateSheet::refresh);
    connect(cancel, &QPushButton::clicked, this, &Overlay::shut);
    connect(go_, &QPushButton::clicked, this, &EvaluateSheet::go);
    refresh();
}

QSize EvaluateSheet::wanted() const { return {2 * size::card_width - size::xl, 2 * size::card_height}; }

void EvaluateSheet::fill() {
    QTreeWidgetItem* suite = nullptr;
    for (std::size_t i = 0; i < missing_.size(); ++i) {
        const MissingEvaluation& one = missing_[i];
        if (suite == nullptr || suite->text(0) != one.suite) {
            suite = new QTreeWidgetItem(tree_, {one.suite});
            suite->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsAutoTristate | Qt::ItemIsSelectable);
            suite->setSizeHint(0, {0, size::row});
        }
        auto* item = new QTreeWidgetItem(suite, {one.made ? one.model : tr("%1 (not trained yet)").arg(one.model)});
        item->setData(0, place_role, static_cast<qulonglong>(i));
        item->setSizeHint(0, {0, size::row});
        // A model that is not there would have to be trained first: that is the Recipe page's to start.
        item->setFlags(one.made ? Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable : Qt::NoItemFlags);
        if (one.made) item->setCheckState(0, Qt::Unchecked);
        suite->setExpanded(true);
    }
    if (tree_->topLevelItemCount() > 0) tree_->setCurrentItem(tree_->topLevelItem(0)->child(0));
}

std::vector<MissingEvaluation> EvaluateSheet::checked() const {
    std::vector<MissingEvaluation> chosen;
    for (QTreeWidgetItemIterator at(tree_, QTreeWidgetItemIterator::Checked); *at != nullptr; ++at)
        if ((*at)->data(0, place_role).isValid()) chosen.push_back(missing_[(*at)->data(0, place_role).toULongLong()]);
    return chosen;
}

void EvaluateSheet::refresh() {
    const auto count = static_cast<int>(checked().size());
    go_->setText(count == 0 ? tr("Start") : tr("Start (%1)").arg(count));
    go_->setAccessibleName(go_->text());
    go_->setEnabled(count > 0 && !busy_);
}

void EvaluateSheet::go() {
    if (!go_->isEnabled()) return;
    const auto chosen = checked();
    shut();
    start_(chosen);
}

void EvaluateSheet::hideEvent(QHideEvent* event) {
    Overlay::hideEvent(event);
    deleteLater();
}

bool EvaluateSheet::eventFilter(QObject* watched, QEvent* event) {
    if (watched == tree_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            go();
            return true;
        }
    }
    return Overlay::eventFilter(watched, event);
}

}  // namespace retort::ui
