// SPDX-License-Identifier: GPL-3.0-or-later
// The tokens of the sample that is read, what else might have stood at each, and going on from that.
#include <QJsonArray>
#include <QKeyEvent>
#include <QMenu>
#include <QTableWidget>
#include <cmath>

#include "ui/format.h"
#include "ui/widgets/talk_column.h"
#include "ui/widgets/token_strip.h"
#include "ui/widgets/trace_text.h"

namespace retort::ui {

void TalkColumn::fork(int token, const QString& instead) {
    if (speaking_ || current() < 0 || !chosen()) return;
    Sample forked;
    for (int i = 0; i < token && i < strip_->facts().texts.size(); ++i) forked.text += strip_->facts().texts[i];
    forked.text += instead;
    streams_ = {static_cast<int>(samples_.size())};
    samples_.push_back(forked);
    refreshList();
    list_->setCurrentCell(streams_.front(), 0);
    begin({{QStringLiteral("continue"), QJsonArray{forked.text}}});
}

QStringList TalkColumn::alternatives(int token) const {
    return token >= 0 && token < static_cast<int>(alternatives_.size()) ? alternatives_[static_cast<std::size_t>(token)]
                                                                        : QStringList();
}

void TalkColumn::showTokens(bool shown) {
    tokens_->setChecked(shown);
    text_->setVisible(!shown);
    strip_->setVisible(shown);
    told_->setVisible(shown);
    told_->setText(shown ? tr("The arrow keys go through the tokens; Enter goes on from another one.") : QString());
    if (shown) askTokens();
}

bool TalkColumn::tokensShown() const { return tokens_->isChecked(); }

void TalkColumn::askTokens() {
    if (!tokens_->isChecked() || speaking_) return;
    const int index = current();
    const QString text = index < 0 ? QString() : samples_[static_cast<std::size_t>(index)].text;
    if (text == inspected_) return;
    inspected_ = text;
    alternatives_.clear();
    likely_.clear();
    strip_->show({});
    if (text.isEmpty() || !chosen()) return;
    sampler_.send({{QStringLiteral("id"), QStringLiteral("tokens")},
                   {QStringLiteral("prompt"), question_.rendered},
                   {QStringLiteral("inspect"), text},
                   {QStringLiteral("temperature"), question_.temperature}});
}

void TalkColumn::takeTokens(const QJsonObject& line) {
    if (line.contains(QStringLiteral("error"))) return Q_EMIT failed(line.value(QStringLiteral("error")).toString());
    TokenFacts facts;
    alternatives_.clear();
    likely_.clear();
    for (const QJsonValue& value : line.value(QStringLiteral("tokens")).toArray()) {
        const QJsonObject token = value.toObject();
        facts.texts << token.value(QStringLiteral("text")).toString();
        facts.logprobs.push_back(static_cast<float>(token.value(QStringLiteral("logprob")).toDouble()));
        facts.entropies.push_back(static_cast<float>(token.value(QStringLiteral("entropy")).toDouble()));
        QStringList texts;
        std::vector<double> likely;
        for (const QJsonValue& other : token.value(QStringLiteral("top")).toArray()) {
            const QString text = other[QStringLiteral("text")].toString();
            // Half a character cannot be gone on from as text.
            if (text.contains(QChar::ReplacementCharacter)) continue;
            texts << text;
            likely.push_back(std::exp(other[QStringLiteral("logprob")].toDouble()));
        }
        facts.alternatives << alternativesIn(token);
        alternatives_.push_back(texts);
        likely_.push_back(std::move(likely));
    }
    strip_->show(std::move(facts));
}

void TalkColumn::offerFork() {
    const int token = strip_->current();
    const QStringList others = alternatives(token);
    if (others.isEmpty() || speaking_) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(strip_->accessibleName());
    for (qsizetype i = 0; i < others.size(); ++i) {
        const QString& other = others[i];
        if (other == strip_->facts().texts[token]) continue;  // that is what stands there
        QString shown = other;
        shown.replace(QLatin1Char('&'), QStringLiteral("&&")).replace(QLatin1Char('\n'), QChar(0x21B5));
        const double likely = likely_[static_cast<std::size_t>(token)][static_cast<std::size_t>(i)];
        menu->addAction(tr("Go on with “%1” (%2)").arg(shown, formatShare(likely)), this,
                        [this, token, other] { fork(token, other); });
    }
    if (menu->actions().isEmpty()) menu->addAction(tr("Nothing else was likely here"))->setEnabled(false);
    menu->popup(strip_->viewport()->mapToGlobal(strip_->below(token)));
    for (QAction* action : menu->actions())
        if (action->isEnabled()) return menu->setActiveAction(action);
}

bool TalkColumn::eventFilter(QObject* watched, QEvent* event) {
    const bool key =
        watched == strip_ && event->type() == QEvent::KeyPress &&
        (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Return || static_cast<QKeyEvent*>(event)->key() == Qt::Key_Enter);
    if (!key && event->type() != QEvent::MouseButtonDblClick) return QFrame::eventFilter(watched, event);
    offerFork();
    return true;
}

}  // namespace retort::ui
