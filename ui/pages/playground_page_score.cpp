// SPDX-License-Identifier: GPL-3.0-or-later
// What scores the samples of the Playground: a rubric of the run, some of its terms, other rewards beside it.
#include <QPushButton>

#include "reward/rubric.h"
#include "ui/pages/playground_page.h"
#include "ui/session/run_session.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/stay_menu.h"
#include "ui/widgets/talk_column.h"

namespace retort::ui {

const RubricSection* PlaygroundPage::rubric() const {
    return choices_ && rubric_->currentIndex() > 0 ? choices_->recipe.findRubric(rubric_->currentText().toStdString())
                                                   : nullptr;
}

QStringList PlaygroundPage::countedTerms() const {
    QStringList counted;
    if (const RubricSection* const section = rubric())
        for (const RewardTermSection& term : section->terms)
            if (const QString name = QString::fromStdString(term.name); !left_out_.contains(name)) counted << name;
    return counted;
}

QStringList PlaygroundPage::grading() const {
    if (session_ == nullptr) return {};
    QStringList arguments{QStringLiteral("grade"), QStringLiteral("--run"),
                          QString::fromStdString(session_->directory().root().string())};
    const RubricSection* const section = rubric();
    const QStringList counted = countedTerms();
    if (counted.isEmpty() && beside_.isEmpty()) return {};
    if (!counted.isEmpty()) {
        arguments << QStringLiteral("--rubric") << rubric_->currentText();
        if (counted.size() < static_cast<qsizetype>(section->terms.size()))
            arguments << QStringLiteral("--terms") << counted.join(QLatin1Char(','));
    }
    for (const QString& reward : beside_) arguments << QStringLiteral("--reward") << reward;
    return arguments;
}

void PlaygroundPage::gradeBy() {
    const RubricSection* const section = rubric();
    // A term of the rubric itself is no reward beside it.
    if (section != nullptr)
        for (const RewardTermSection& term : section->terms) beside_.removeAll(QString::fromStdString(term.name));
    const QStringList counted = countedTerms();
    QStringList words;
    if (const int all = section == nullptr ? 0 : static_cast<int>(section->terms.size()); all > 0)
        words << (counted.size() == all ? tr("all %n terms", nullptr, all)
                                        : tr("%1 of %n terms", nullptr, all).arg(counted.size()));
    words << beside_;
    terms_->setText(words.isEmpty() ? tr("none") : words.join(QStringLiteral(" + ")));
    terms_->setToolTip(tr("Which terms of the rubric count, and which other rewards") + QLatin1Char('\n') +
                       (counted + beside_).join(QStringLiteral(" + ")));
    terms_->setEnabled(session_ != nullptr);
    for (TalkColumn* column : {first_, second_}) column->setGrading(grading());
}

void PlaygroundPage::offerTerms() {
    if (session_ == nullptr || !choices_) return;
    auto* menu = new StayMenu(this);
    const auto tick = [this, menu](const QString& text, QStringList& list, const QString& name, bool listed_means) {
        menu->addTick(text, list.contains(name) == listed_means, [this, &list, name, listed_means](bool on) {
            list.removeAll(name);
            if (on == listed_means) list << name;
            gradeBy();
        });
    };
    QStringList own;
    if (const RubricSection* const section = rubric()) {
        menu->addHeading(tr("Terms of %1").arg(rubric_->currentText()));
        for (const RewardTermSection& term : section->terms) {
            const QString name = QString::fromStdString(term.name);
            own << name;
            tick(term.domain.empty()
                     ? tr("%1 × %2").arg(name).arg(term.weight)
                     : tr("%1 × %2, %3 only").arg(name).arg(term.weight).arg(QString::fromStdString(term.domain)),
                 left_out_, name, false);
        }
    }
    menu->addHeading(tr("Other rewards"));
    for (const std::string& reward : plainRewardKinds())
        if (const QString name = QString::fromStdString(reward); !own.contains(name)) tick(name, beside_, name, true);
    menu->openBelow(terms_);
}

}  // namespace retort::ui
