// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/decision_chips.h"

#include <QBoxLayout>

#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

constexpr int most_chips = 6, most_letters = 18;

QString signOf(Verdict verdict) {
    return verdict == Verdict::Rejected ? QStringLiteral("✕")
           : verdict == Verdict::Edited ? QStringLiteral("✎")
                                        : QStringLiteral("✓");
}

QString wordsOf(const RecentDecision& decision) {
    if (decision.ids.size() > 1)
        return DecisionChips::tr("all %1").arg(formatCount(static_cast<double>(decision.ids.size())));
    if (decision.problem.isEmpty()) return QString::number(decision.ids.front().rollout.value);
    return decision.problem.size() > most_letters ? decision.problem.left(most_letters - 1) + QStringLiteral("…")
                                                  : decision.problem;
}

}  // namespace

DecisionChips::DecisionChips(QWidget* parent) : QWidget(parent) {
    auto* all = row(size::xs);
    label_ = makeLabel({}, "label");
    all->addWidget(label_);
    for (int i = 0; i < most_chips; ++i) {
        auto* chip = makeButton({}, {}, "chip");
        // Kept in place while empty, so that the page does not jump with the first decision.
        QSizePolicy policy = chip->sizePolicy();
        policy.setRetainSizeWhenHidden(true);
        chip->setSizePolicy(policy);
        chip->hide();
        connect(chip, &QPushButton::clicked, this, [this, i] {
            if (static_cast<std::size_t>(i) < shown_.size()) Q_EMIT takeBackWanted(shown_[static_cast<std::size_t>(i)]);
        });
        all->addWidget(chip);
        chips_ << chip;
    }
    all->addStretch(1);
    setLayout(all);
    show({});
}

void DecisionChips::show(const std::deque<RecentDecision>& recent) {
    shown_.assign(recent.begin(),
                  recent.begin() + std::min<std::ptrdiff_t>(most_chips, static_cast<std::ptrdiff_t>(recent.size())));
    label_->setText(shown_.empty() ? tr("Your last verdicts appear here; a click takes one back.") : tr("Last verdicts"));
    for (int i = 0; i < most_chips; ++i) {
        const bool there = static_cast<std::size_t>(i) < shown_.size();
        chips_[i]->setVisible(there);
        if (!there) continue;
        const RecentDecision& decision = shown_[static_cast<std::size_t>(i)];
        chips_[i]->setText(QStringLiteral("%1 %2").arg(signOf(decision.verdict), wordsOf(decision)));
        chips_[i]->setAccessibleName(tr("Take back %1").arg(chips_[i]->text()));
        chips_[i]->setToolTip(tr("Takes this verdict back and shows what it was about") +
                              (decision.problem.isEmpty() ? QString() : QLatin1Char('\n') + decision.problem));
    }
}

}  // namespace retort::ui
