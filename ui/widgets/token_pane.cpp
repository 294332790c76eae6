// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/token_pane.h"

#include <QBoxLayout>
#include <algorithm>
#include <limits>

#include "ui/format.h"
#include "ui/session/background.h"
#include "ui/session/run_session.h"
#include "ui/text/core_words.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/token_strip.h"

namespace retort::ui {
namespace {

constexpr int told_lines = 3;

QJsonArray toJson(const std::vector<std::int32_t>& ids) {
    QJsonArray array;
    for (const std::int32_t id : ids) array.append(id);
    return array;
}

}  // namespace

TokenPane::TokenPane(QWidget* parent) : QWidget(parent) {
    measure_ = new Chooser(tr("Colour of tokens"));
    measure_->addItem(tr("entropy"), static_cast<int>(TokenMeasure::Entropy));
    measure_->addItem(tr("log-probability"), static_cast<int>(TokenMeasure::LogProb));
    measure_->addItem(tr("ratio"), static_cast<int>(TokenMeasure::Ratio));
    measure_->addItem(tr("advantage"), static_cast<int>(TokenMeasure::Advantage));
    scorer_ = new Chooser(tr("Model that is asked about these tokens"));
    scorer_->setToolTip(tr("Whose probabilities the ratio and the alternatives are"));
    scorer_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    scorer_->setMinimumContentsLength(12);
    strip_ = new TokenStrip;
    told_ = makeLabel({}, "label");
    told_->setWordWrap(true);
    told_->setFixedHeight(told_lines * told_->fontMetrics().lineSpacing() + size::xs);
    told_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    choices_row_ = new QWidget(this);
    auto* choices = row(size::xs);
    choices->addWidget(makeLabel(tr("coloured by"), "label"));
    choices->addWidget(measure_);
    choices->addSpacing(size::s);
    choices->addWidget(makeLabel(tr("asked"), "label"));
    choices->addWidget(scorer_, 1);
    choices_row_->setLayout(choices);
    auto* words = row(0);
    words->setContentsMargins(size::l, 0, size::s, 0);
    words->addWidget(told_);
    auto* all = column(size::xs);
    all->addWidget(strip_, 1);
    all->addLayout(words);
    setLayout(all);
    connect(measure_, &QComboBox::currentIndexChanged, this, [this] {
        strip_->setMeasure(static_cast<TokenMeasure>(measure_->currentData().toInt()));
        tell();
    });
    connect(scorer_, &QComboBox::activated, this, [this] {
        chosen_ = scorer_->currentData().toString();
        ask();
    });
    connect(strip_, &TokenStrip::told, this, &TokenPane::tell);
    connect(&process_, &LineProcess::received, this, &TokenPane::take);
    connect(&process_, &LineProcess::failed, this, &TokenPane::fail);
}

void TokenPane::setMeasure(TokenMeasure measure) {
    measure_->setCurrentIndex(measure_->findData(static_cast<int>(measure)));
}
QString TokenPane::told() const { return told_->text(); }

void TokenPane::setSession(RunSession* session) {
    session_ = session;
    chosen_.clear();
    rest();
}

void TokenPane::rest() {
    detail_.reset();
    asking_ = false;
    process_.end();
}

void TokenPane::show(const RolloutDetail& detail) {
    if (session_ == nullptr || (detail_ && detail_->summary.id == detail.summary.id)) return;
    detail_ = detail;
    problem_.clear();
    asking_ = false;
    ++request_;
    const StageRecord* stage = session_->stage(detail.summary.stage);
    const auto still = [this, request = request_] { return request == request_ && detail_; };
    inBackground<TokenFacts>(
        this,
        [detail, name = stage == nullptr ? std::string() : stage->name, folder = session_->directory().root()] {
            return readTokens(detail, name, folder);
        },
        [this, still](TokenFacts facts) {
            if (still()) takeFacts(std::move(facts));
        });
}

void TokenPane::takeFacts(TokenFacts facts) {
    const bool any = facts.problem.isEmpty();
    strip_->show(std::move(facts));
    tell();
    if (!any || session_ == nullptr) return;
    inBackground<ScorerChoices>(
        this, [run = session_->directory(), trace = detail_->summary] { return scorerChoices(run, trace); },
        [this, request = request_](ScorerChoices choices) {
            if (request == request_ && detail_) takeChoices(std::move(choices));
        },
        [this, request = request_](const QString& reason) {
            if (request == request_) fail(reason);
        });
}

void TokenPane::takeChoices(ScorerChoices choices) {
    choices_ = std::move(choices);
    scorer_->clear();
    scorer_->addItem(tr("nobody"), QString());
    for (const ModelEntry& model : choices_.models) scorer_->addItem(model.name, model.folder);
    const bool wanted = measure_->currentData().toInt() == static_cast<int>(TokenMeasure::Ratio);
    const int last = chosen_.isEmpty() ? -1 : scorer_->findData(chosen_);
    if (last >= 0) scorer_->setCurrentIndex(last);
    else if (choices_.preset >= 0 && (choices_.small || wanted)) scorer_->setCurrentIndex(choices_.preset + 1);
    ask();
}

void TokenPane::ask() {
    TokenFacts facts = strip_->facts();
    facts.scored.clear();
    facts.alternatives.clear();
    facts.asked.clear();
    strip_->setFacts(std::move(facts));
    problem_.clear();
    const QString folder = scorer_->currentData().toString();
    asking_ = detail_ && !folder.isEmpty();
    if (detail_ && detail_->prompt.ids.empty()) {
        asking_ = false;
        problem_ = tr("The run stored no prompt tokens for this trace: no model can be asked about it.");
    }
    tell();
    if (!asking_) return;
    process_.setArguments({QStringLiteral("sample"), folder, QStringLiteral("--stream")});
    process_.send({{QStringLiteral("id"), QString::number(++request_)},
                   {QStringLiteral("ids"), toJson(detail_->prompt.ids)},
                   {QStringLiteral("inspect"), toJson(detail_->rollout.completion.ids)},
                   {QStringLiteral("temperature"), choices_.temperature}});
}

void TokenPane::take(const QJsonObject& line) {
    if (!asking_ || line[QStringLiteral("id")].toString() != QString::number(request_)) return;
    if (line.contains(QStringLiteral("error"))) return fail(line[QStringLiteral("error")].toString());
    TokenFacts facts = strip_->facts();
    if (!takeScores(line[QStringLiteral("tokens")].toArray(), facts))
        return fail(tr("%1 has another tokenizer: it cannot be asked about these tokens.").arg(scorer_->currentText()));
    asking_ = false;
    facts.asked = scorer_->currentText();
    facts.no_ratio = choices_.no_ratio;
    strip_->setFacts(std::move(facts));
    tell();
}

void TokenPane::fail(const QString& reason) {
    asking_ = false;
    problem_ = coreWords(reason);
    tell();
}

QString TokenPane::ratioWords() const {
    const TokenFacts& facts = strip_->facts();
    if (asking_) return tr("Asking %1 …").arg(scorer_->currentText());
    if (!problem_.isEmpty()) return problem_;
    if (facts.asked.isEmpty())
        return choices_.preset < 0
                   ? tr("No checkpoint that has learnt from this trace is there. Another model can be asked instead.")
                   : tr("Choose a checkpoint: the ratio is of its probabilities to the sampler's.");
    if (!facts.no_ratio.isEmpty()) return facts.no_ratio;
    double least = std::numeric_limits<double>::infinity(), most = 0;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const auto ratio = facts.value(TokenMeasure::Ratio, i);
        if (!ratio) continue;
        least = std::min(least, *ratio);
        most = std::max(most, *ratio);
    }
    if (most == 0) return tr("The run stored no log-probabilities for this trace: there is nothing to compare with.");
    const QString sampler = detail_ && !detail_->summary.evaluation ? tr("the sampler at step %1").arg(detail_->summary.step)
                                                                    : tr("the sampler");
    return tr("Probability by %1 over that by %2: %3 to %4. Blue: likelier, orange: less likely (full at a factor of 2).")
        .arg(facts.asked, sampler, formatValue(least), formatValue(most));
}

void TokenPane::tell() {
    const auto words = [this] {
        if (strip_->current() >= 0)
            return strip_->words(strip_->current()).replace(QLatin1Char('\n'), QStringLiteral(" · "));
        switch (strip_->measure()) {
            case TokenMeasure::Entropy:
                return tr(
                    "Blue: how uncertain the model was (entropy, up to 2 nats). Point at a token, or use the arrow keys.");
            case TokenMeasure::LogProb:
                return tr(
                    "Orange: how unlikely the sampled token was (up to 5 nats). Point at a token, or use the arrow keys.");
            case TokenMeasure::Ratio: return ratioWords();
            case TokenMeasure::Advantage:
                return tr("Green: better than its siblings; red: worse. In GRPO all tokens of a trace share one advantage.");
        }
        return QString();
    };
    told_->setText(words());
    told_->setToolTip(told_->text());
}

}  // namespace retort::ui
