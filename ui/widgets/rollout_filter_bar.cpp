// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/rollout_filter_bar.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <limits>

#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {

RolloutFilterBar::RolloutFilterBar(QWidget* parent) : QWidget(parent) {
    stage_ = new Chooser(tr("Stage"));
    stage_->addItem(tr("all stages"), QVariant::fromValue<qlonglong>(0));
    from_ = makeStep(tr("from step "), tr("From step"));
    to_ = makeStep(tr("to step "), tr("To step"));
    verdict_ = new Chooser(tr("Verdict"));
    verdict_->addItem(tr("right and wrong"), static_cast<int>(Correctness::Any));
    verdict_->addItem(tr("✓ right"), static_cast<int>(Correctness::Right));
    verdict_->addItem(tr("✕ wrong"), static_cast<int>(Correctness::Wrong));
    verdict_->addItem(tr("! not graded"), static_cast<int>(Correctness::GraderError));
    order_ = new Chooser(tr("Order"));
    order_->addItem(tr("newest first"), static_cast<int>(RolloutOrder::NewestFirst));
    order_->addItem(tr("oldest first"), static_cast<int>(RolloutOrder::OldestFirst));
    mixed_ = makeButton(tr("mixes languages"), {}, "chip", tr("Only traces with words in another language than the problem's"));
    checking_ = makeButton(tr("checks itself"), {}, "chip", tr("Only traces with a word of reflection"));
    cut_ = makeButton(tr("cut"), {}, "chip", tr("Only traces that ended at the token limit"));
    clear_ = makeButton(tr("Clear"), QStringLiteral("close"), "quiet", tr("Show all traces again"));
    for (QPushButton* chip : {mixed_, checking_, cut_}) {
        chip->setCheckable(true);
        connect(chip, &QPushButton::toggled, this, &RolloutFilterBar::soon);
    }
    search_ = new QLineEdit;
    search_->setPlaceholderText(tr("Search in the text (Ctrl+F)"));
    search_->setAccessibleName(tr("Search in the text"));
    search_->setClearButtonEnabled(false);
    search_->addAction(icon(QStringLiteral("search"), Ink::Muted), QLineEdit::LeadingPosition);
    search_->setMinimumWidth(size::card_width / 3);
    count_ = makeLabel({}, "label");
    auto* all = row(size::s);
    for (QWidget* part : {static_cast<QWidget*>(stage_), static_cast<QWidget*>(from_), static_cast<QWidget*>(to_), static_cast<QWidget*>(verdict_),
                          static_cast<QWidget*>(mixed_), static_cast<QWidget*>(checking_), static_cast<QWidget*>(cut_)}) {
        all->addWidget(part);
    }
    all->addWidget(search_, 1);
    all->addWidget(order_);
    all->addWidget(clear_);
    all->addWidget(count_);
    setLayout(all);
    delay_.setSingleShot(true);
    delay_.setInterval(duration::search_delay);
    connect(&delay_, &QTimer::timeout, this, &RolloutFilterBar::changed);
    for (Chooser* chooser : {stage_, verdict_, order_}) connect(chooser, &QComboBox::currentIndexChanged, this, &RolloutFilterBar::soon);
    for (QSpinBox* box : {from_, to_}) connect(box, &QSpinBox::valueChanged, this, &RolloutFilterBar::soon);
    connect(search_, &QLineEdit::textChanged, this, &RolloutFilterBar::soon);
    connect(clear_, &QPushButton::clicked, this, [this] {
        setFilter({});
        Q_EMIT changed();
    });
}

QSpinBox* RolloutFilterBar::makeStep(const QString& prefix, const QString& name) {
    auto* box = new QSpinBox;
    box->setRange(0, std::numeric_limits<int>::max());
    box->setSpecialValueText(prefix + QStringLiteral("–"));
    box->setPrefix(prefix);
    box->setAccessibleName(name);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setKeyboardTracking(true);
    box->setFixedWidth(box->fontMetrics().horizontalAdvance(prefix + QStringLiteral("000000")) + 2 * size::s);
    return box;
}

void RolloutFilterBar::soon() {
    if (!setting_) delay_.start();
}

void RolloutFilterBar::setStages(const std::vector<StageRecord>& stages) {
    const QSignalBlocker quiet(stage_);
    const QVariant current = stage_->currentData();
    QStringList names{tr("all stages")};
    QVariantList ids{QVariant::fromValue<qlonglong>(0)};
    for (const StageRecord& stage : stages) {
        if (stage.kind != "grpo" && stage.kind != "sample") continue;
        names << QString::fromStdString(stage.name);
        ids << QVariant::fromValue<qlonglong>(stage.id.value);
    }
    if (names.size() == stage_->count()) return;
    stage_->clear();
    for (qsizetype i = 0; i < names.size(); ++i) stage_->addItem(names[i], ids[i]);
    stage_->setCurrentIndex(std::max(0, stage_->findData(current)));
}

RolloutFilter RolloutFilterBar::filter() const {
    RolloutFilter filter;
    filter.stage = StageId{stage_->currentData().toLongLong()};
    if (from_->value() > 0) filter.step_from = from_->value();
    if (to_->value() > 0) filter.step_to = to_->value();
    filter.correctness = static_cast<Correctness>(verdict_->currentData().toInt());
    if (mixed_->isChecked()) filter.language_below = 1.0;
    if (checking_->isChecked()) filter.reflects = true;
    if (cut_->isChecked()) filter.finish_reason = FinishReason::Length;
    filter.text = search_->text().trimmed().toStdString();
    return filter;
}

RolloutOrder RolloutFilterBar::order() const { return static_cast<RolloutOrder>(order_->currentData().toInt()); }

void RolloutFilterBar::setFilter(const RolloutFilter& filter) {
    setting_ = true;
    stage_->setCurrentIndex(std::max(0, stage_->findData(QVariant::fromValue<qlonglong>(filter.stage.value))));
    from_->setValue(static_cast<int>(filter.step_from.value_or(0)));
    to_->setValue(static_cast<int>(filter.step_to.value_or(0)));
    verdict_->setCurrentIndex(verdict_->findData(static_cast<int>(filter.correctness)));
    mixed_->setChecked(filter.language_below.has_value());
    checking_->setChecked(filter.reflects.value_or(false));
    cut_->setChecked(filter.finish_reason == FinishReason::Length);
    search_->setText(QString::fromStdString(filter.text));
    setting_ = false;
    delay_.stop();
}

void RolloutFilterBar::setCount(const QString& text) { count_->setText(text); }
QString RolloutFilterBar::searchText() const { return search_->text().trimmed(); }
void RolloutFilterBar::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

}  // namespace retort::ui
