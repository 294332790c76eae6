// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gate_status.h"

#include <QCoreApplication>
#include <QStringList>
#include <cmath>

#include "ui/format.h"
#include "ui/models/candidate_queue.h"

namespace retort::ui {
namespace {

constexpr double steady_rate = 10;  // verdicts a minute from which a tenth of one tells nothing

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::GateStatus)
};

QString count(std::int64_t number) { return formatCount(static_cast<double>(number)); }

QString agreement(const CandidateProgress& now) {
    if (now.agreement.compared() == 0)
        return now.second_due > 0 ? Words::tr("%1 due for the second pass").arg(now.second_due) : QString();
    const auto kappa = now.agreement.kappa();
    return Words::tr("judged twice: %1 of %2, same verdict %3, Cohen's κ %4")
        .arg(now.agreement.compared())
        .arg(now.agreement.compared() + now.second_due)
        .arg(formatShare(now.agreement.observed()), kappa ? QString::number(*kappa, 'f', 2) : Words::tr("not defined"));
}

}  // namespace

QString gateProgress(const CandidateQueue& queue) {
    if (queue.gate() == nullptr) return {};
    const CandidateProgress now = queue.progress();
    QStringList words{Words::tr("%1 of %2 accepted").arg(count(now.accepted + now.edited), count(now.wanted))};
    if (now.edited > 0) words << Words::tr("%1 of them edited").arg(now.edited);
    words << Words::tr("%1 rejected").arg(count(now.rejected));
    // Where the recipe's rule has chosen, nothing waits for verdicts.
    if (queue.gate()->params.gate == "wait")
        words << (now.needed() > 0 ? Words::tr("%1 still needed").arg(count(now.needed())) : Words::tr("enough"));
    if (now.per_minute > 0 && now.needed() > 0) {
        words << Words::tr("%1 a minute").arg(QString::number(now.per_minute, 'f', now.per_minute < steady_rate ? 1 : 0));
        words << Words::tr("about %1 left")
                     .arg(formatDuration(std::ceil(static_cast<double>(now.needed()) / now.per_minute) * 60));
    }
    words << agreement(now);
    words.removeAll(QString());
    return words.join(QStringLiteral(" · "));
}

QString gateState(const CandidateQueue& queue) {
    const Gate* gate = queue.gate();
    if (gate == nullptr) return {};
    const bool done = gate->stage.state == StageState::Done || gate->stage.state == StageState::Skipped;
    if (gate->params.gate != "wait") {
        return done ? Words::tr(
                          "The recipe's rule has chosen here. To choose by hand, give this stage gate = \"wait\" and run "
                          "again.")
                    : Words::tr("The recipe's rule will choose here. To choose by hand, give this stage gate = \"wait\".");
    }
    if (done)
        return Words::tr(
            "The gate was opened and the run has gone on. Verdicts given now count when this stage runs again.");
    return queue.gateOpen() ? Words::tr("The gate is open: the run goes on with what is accepted.") : QString();
}

}  // namespace retort::ui
