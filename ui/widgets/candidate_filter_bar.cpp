// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/candidate_filter_bar.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QSpinBox>

#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/wrap_row.h"

namespace retort::ui {
namespace {

QPushButton* chip(const QString& text, const QString& tip) {
    auto* button = makeButton(text, {}, "chip", tip);
    button->setCheckable(true);
    return button;
}

}  // namespace

CandidateFilterBar::CandidateFilterBar(QWidget* parent) : QWidget(parent) {
    show_ = new Chooser(tr("Which candidates"));
    show_->addItems({tr("Undecided"), tr("All"), tr("Accepted"), tr("Edited"), tr("Rejected"), tr("Second pass")});
    show_->setToolTip(tr("Second pass: a random tenth of what you decided, judged again without seeing the first verdict"));
    order_ = new Chooser(tr("Order"));
    order_->addItems({tr("as sampled"), tr("shortest first"), tr("longest first")});
    tag_ = new Chooser(tr("Tag"));
    tag_->addItem(tr("any tag"));
    right_ = chip(tr("right"), tr("Only right answers"));
    language_ = chip(tr("one language"), tr("Only the problem's language"));
    checking_ = chip(tr("checks itself"), tr("Only traces with a self-check"));
    lost_ = chip(tr("with filtered"), tr("Also what the sample stage's own filters lost"));
    tokens_ = new QSpinBox;
    tokens_->setAccessibleName(tr("At most so many tokens"));
    tokens_->setRange(0, 1'000'000);
    tokens_->setSpecialValueText(tr("any length"));
    tokens_->setPrefix(tr("≤ "));
    tokens_->setSuffix(tr(" tokens"));
    search_ = new QLineEdit;
    search_->setAccessibleName(tr("Search in the completions"));
    search_->setPlaceholderText(tr("Search"));
    search_->setClearButtonEnabled(true);
    search_->setFixedWidth(size::card_width / 2 - size::xl);
    count_ = makeLabel({}, "muted");
    accept_all_ = makeButton(tr("Accept all"), {}, "quiet", tr("One verdict for all that match (Shift+A)"));
    reject_all_ = makeButton(tr("Reject all"), {}, "quiet", tr("One verdict for all that match (Shift+R)"));
    // What has no room in the first line goes on in a second: no word is cut.
    auto* conditions = new WrapRow(size::xs);
    for (QWidget* part : {static_cast<QWidget*>(show_), static_cast<QWidget*>(order_), static_cast<QWidget*>(right_),
                          static_cast<QWidget*>(language_), static_cast<QWidget*>(checking_), static_cast<QWidget*>(lost_),
                          static_cast<QWidget*>(tokens_), static_cast<QWidget*>(tag_), static_cast<QWidget*>(search_)})
        conditions->addWidget(part);
    auto* all = row(size::xs);
    all->addLayout(conditions, 1);
    count_->setFixedHeight(size::control);
    for (QWidget* part :
         {static_cast<QWidget*>(count_), static_cast<QWidget*>(accept_all_), static_cast<QWidget*>(reject_all_)})
        all->addWidget(part, 0, Qt::AlignTop);
    setLayout(all);

    delay_.setSingleShot(true);
    delay_.setInterval(duration::search_delay);
    connect(&delay_, &QTimer::timeout, this, &CandidateFilterBar::changed);
    const auto now = [this] {
        if (!setting_) Q_EMIT changed();
    };
    for (Chooser* box : {show_, order_, tag_}) connect(box, &QComboBox::currentIndexChanged, this, now);
    for (QPushButton* button : {right_, language_, checking_, lost_}) connect(button, &QPushButton::toggled, this, now);
    connect(tokens_, &QSpinBox::valueChanged, &delay_, qOverload<>(&QTimer::start));
    connect(search_, &QLineEdit::textChanged, &delay_, qOverload<>(&QTimer::start));
    connect(accept_all_, &QPushButton::clicked, this, &CandidateFilterBar::acceptAllWanted);
    connect(reject_all_, &QPushButton::clicked, this, &CandidateFilterBar::rejectAllWanted);
}

CandidateFilter CandidateFilterBar::filter() const {
    CandidateFilter filter;
    filter.show = static_cast<CandidateFilter::Show>(show_->currentIndex());
    filter.order = static_cast<CandidateFilter::Order>(order_->currentIndex());
    filter.with_lost = lost_->isChecked();
    filter.right_only = right_->isChecked();
    filter.one_language = language_->isChecked();
    filter.reflecting = checking_->isChecked();
    filter.max_tokens = tokens_->value();
    filter.text = search_->text();
    if (tag_->currentIndex() > 0) filter.tag = tag_->currentText();
    return filter;
}

void CandidateFilterBar::setFilter(const CandidateFilter& filter) {
    setting_ = true;
    show_->setCurrentIndex(static_cast<int>(filter.show));
    order_->setCurrentIndex(static_cast<int>(filter.order));
    lost_->setChecked(filter.with_lost);
    right_->setChecked(filter.right_only);
    language_->setChecked(filter.one_language);
    checking_->setChecked(filter.reflecting);
    tokens_->setValue(filter.max_tokens);
    search_->setText(filter.text);
    tag_->setCurrentIndex(std::max(0, tag_->findText(filter.tag)));
    setting_ = false;
    delay_.stop();
}

void CandidateFilterBar::setMatching(std::int64_t count, bool undecided) {
    count_->setText(undecided ? tr("%1 left").arg(formatCount(static_cast<double>(count)))
                              : tr("%1 match").arg(formatCount(static_cast<double>(count))));
    const bool any = count > 0 && show_->currentIndex() != static_cast<int>(CandidateFilter::Show::SecondPass);
    accept_all_->setEnabled(any);
    reject_all_->setEnabled(any);
}

void CandidateFilterBar::setTags(const QStringList& tags) {
    QStringList known;
    for (int i = 1; i < tag_->count(); ++i) known << tag_->itemText(i);
    tag_->setVisible(!tags.isEmpty());
    if (known == tags) return;
    setting_ = true;
    const QString chosen = tag_->currentIndex() > 0 ? tag_->currentText() : QString();
    while (tag_->count() > 1) tag_->removeItem(1);
    tag_->addItems(tags);
    tag_->setCurrentIndex(std::max(0, tag_->findText(chosen)));
    setting_ = false;
}

void CandidateFilterBar::focusSearch() { search_->setFocus(Qt::ShortcutFocusReason); }

}  // namespace retort::ui
