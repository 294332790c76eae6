// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/funnel_model.h"

#include <QBrush>
#include <algorithm>

#include "ui/format.h"
#include "ui/session/background.h"
#include "ui/session/stage_samples.h"
#include "ui/theme/icons.h"

namespace retort::ui {

std::array<FunnelDistribution, 3> FunnelModel::spreadOut(const std::vector<SampleFacts>& samples) {
    constexpr std::size_t bin_count = 40;
    std::array<FunnelDistribution, 3> spreads;
    std::int32_t longest = 1;
    for (const SampleFacts& sample : samples) longest = std::max(longest, sample.longest_paragraph);
    spreads[static_cast<std::size_t>(FunnelMeasure::Paragraph)].high = longest;
    for (FunnelDistribution& spread : spreads) spread.bins.assign(samples.empty() ? 0 : bin_count, 0);
    const auto add = [&](FunnelMeasure measure, double value) {
        FunnelDistribution& spread = spreads[static_cast<std::size_t>(measure)];
        const double place = (value - spread.low) / (spread.high - spread.low) * static_cast<double>(bin_count);
        ++spread.bins[std::min(bin_count - 1, static_cast<std::size_t>(std::max(0.0, place)))];
    };
    for (const SampleFacts& sample : samples) {
        add(FunnelMeasure::Language, static_cast<double>(sample.language_share));
        add(FunnelMeasure::Repetition, static_cast<double>(sample.repetition));
        add(FunnelMeasure::Paragraph, static_cast<double>(sample.longest_paragraph));
    }
    return spreads;
}

void FunnelModel::setSession(RunSession* session) {
    session_ = session;
    unreadable_.clear();
    ++generation_;
    beginResetModel();
    stages_.clear();
    samples_.reset();
    spread_ = {};
    sifted_.reset();
    listed_.clear();
    stage_ = -1;
    counts_ = counts_then_ = {};
    endResetModel();
    Q_EMIT changed();
    refresh();
}

void FunnelModel::refresh() {
    if (session_.isNull()) return;
    loading_ = stages_.empty();
    inBackground<std::vector<Sampling>>(
        this, [run = session_->directory()] { return findSamplings(run); },
        [this, asked = generation_](std::vector<Sampling> stages) {
            if (asked != generation_) return;
            loading_ = false;
            unreadable_.clear();
            const bool more = sampling() != nullptr && stage_ < static_cast<int>(stages.size()) &&
                              stages[static_cast<std::size_t>(stage_)].stage.steps_done != sampling()->stage.steps_done;
            const bool first = stages_.empty() && !stages.empty();
            stages_ = std::move(stages);
            if (first) return chooseStage(static_cast<int>(stages_.size()) - 1);
            if (more) load();
            Q_EMIT changed();
        },
        [this, asked = generation_](const QString& reason) {
            if (asked != generation_) return;
            loading_ = false;
            unreadable_ = reason;
            Q_EMIT changed();
        });
}

void FunnelModel::chooseStage(int index) {
    if (index < 0 || index >= static_cast<int>(stages_.size())) return;
    stage_ = index;
    tried_ = sampling()->params;
    load();
}

void FunnelModel::load() {
    loading_ = true;
    Q_EMIT changed();
    inBackground<Samples>(
        this,
        [one = *sampling()] {
            auto stage = samplesOf(one);
            auto spread = spreadOut(stage->facts());
            return Samples{std::move(stage), std::move(spread)};
        },
        [this, asked = ++generation_](Samples samples) {
            if (asked == generation_) take(std::move(samples));
        },
        [this, asked = generation_](const QString& reason) {
            if (asked != generation_) return;
            loading_ = false;
            Q_EMIT failed(reason);
            Q_EMIT changed();
        });
}

void FunnelModel::take(Samples samples) {
    beginResetModel();
    listed_.clear();
    sifted_.reset();
    samples_ = std::move(samples.stage);
    spread_ = std::move(samples.spread);
    endResetModel();
    inBackground<std::shared_ptr<const Sifted>>(
        this, [samples = samples_, params = sampling()->params] { return samples->sift(params); },
        [this, samples = samples_](const std::shared_ptr<const Sifted>& then) {
            if (samples != samples_) return;
            counts_then_ = then->counts;
            sift();
        });
}

void FunnelModel::sift() {
    inBackground<std::shared_ptr<const Sifted>>(
        this, [samples = samples_, params = tried_] { return samples->sift(params); },
        [this, samples = samples_, trial = ++sifting_](std::shared_ptr<const Sifted> now) {
            if (samples != samples_ || trial != sifting_) return;
            loading_ = false;
            counts_ = now->counts;
            sifted_ = std::move(now);
            list();
            Q_EMIT changed();
        });
}

void FunnelModel::tryParams(const SampleParams& params) {
    tried_ = params;
    if (!loading_) sift();
}

void FunnelModel::choose(SieveStep step) {
    if (step == chosen_) return;
    chosen_ = step;
    fault_.reset();
    list();
    Q_EMIT changed();
}

void FunnelModel::chooseFault(std::optional<SieveFault> fault) {
    if (fault == fault_) return;
    fault_ = fault;
    list();
    Q_EMIT changed();
}

std::int64_t FunnelModel::faultCount(SieveFault fault) const {
    std::int64_t count = 0;
    for (unsigned faults = 0; faults < by_faults_.size(); ++faults) count += has(faults, fault) ? by_faults_[faults] : 0;
    return count;
}

void FunnelModel::list() {
    beginResetModel();
    listed_.clear();
    by_faults_ = {};
    const std::size_t all = sifted_ ? sifted_->ends.size() : 0;
    for (std::size_t i = 0; i < all; ++i) {
        if (sifted_->ends[i] != chosen_) continue;
        const unsigned faults = faultsAt(chosen_, samples_->facts()[i], tried_);
        ++by_faults_[faults];
        if (!fault_ || has(faults, *fault_)) listed_.push_back(static_cast<std::uint32_t>(i));
    }
    endResetModel();
}

int FunnelModel::rowOf(RolloutId rollout) const {
    for (int row = 0; row < rowCount(); ++row)
        if (at(row).rollout == rollout) return row;
    return -1;
}

bool FunnelModel::offends(const SampleFacts& sample, int column) const {
    switch (chosen_) {
        case SieveStep::Correct: return column == Correct;
        case SieveStep::OneLanguage: return column == Language;
        case SieveStep::Readable:
            if (column == Repeated) return static_cast<double>(sample.repetition) > tried_.max_repetition;
            return column == Paragraph && tried_.max_paragraph > 0 && sample.longest_paragraph > tried_.max_paragraph;
        default: return false;
    }
}

int FunnelModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(listed_.size());
}
int FunnelModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant FunnelModel::data(const QModelIndex& index, int role) const {
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() <= Correct ? Qt::AlignLeft : Qt::AlignRight));
    const SampleFacts& sample = at(index.row());
    if (role == Qt::ForegroundRole && offends(sample, index.column())) return QBrush(inkColor(Ink::Bad));
    if (role != Qt::DisplayRole && !(role == Qt::ToolTipRole && index.column() == Problem)) return {};
    switch (index.column()) {
        case Problem: {
            const std::string* problem = samples_->problem(sample.group);
            return problem == nullptr ? QString() : QString::fromStdString(*problem).simplified();
        }
        case Correct:
            return !sample.graded    ? tr("! not graded")
                   : !sample.correct ? tr("–")
                   : *sample.correct ? tr("✓ right")
                                     : tr("✕ wrong");
        case Language: return formatShare(static_cast<double>(sample.language_share));
        case Tokens: return sample.tokens;
        case Repeated: return formatShare(static_cast<double>(sample.repetition));
        default: return sample.longest_paragraph;
    }
}

QVariant FunnelModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section <= Correct ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Problem: return tr("Problem");
        case Correct: return tr("Answer");
        case Language: return tr("Language");
        case Tokens: return tr("Tokens");
        case Repeated: return tr("Repeated");
        default: return tr("Paragraph");
    }
}

}  // namespace retort::ui
