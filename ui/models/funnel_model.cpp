// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/funnel_model.h"

#include "store/run_reader.h"
#include "ui/format.h"
#include "ui/session/background.h"

namespace retort::ui {
namespace {

constexpr std::int64_t batch = 5000;

std::vector<SampleFacts> readFacts(const Sampling& sampling) {
    RunReader store(RunDirectory(sampling.source).store());
    std::vector<SampleFacts> facts;
    for (RolloutId after;;) {
        after = store.visitTexts(sampling.stage.id, after, batch, [&](const RolloutSummary& row, std::string_view text) { facts.push_back(sampleFacts(row, text)); });
        if (!after) return facts;
    }
}

}  // namespace

void FunnelModel::setSession(RunSession* session) {
    session_ = session;
    ++generation_;
    beginResetModel();
    stages_.clear();
    facts_.clear();
    ends_.clear();
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
    inBackground<std::vector<Sampling>>(this, [run = session_->directory()] { return findSamplings(run); }, [this, asked = generation_](std::vector<Sampling> stages) {
        if (asked != generation_) return;
        loading_ = false;
        const bool more = sampling() != nullptr && stage_ < static_cast<int>(stages.size()) && stages[static_cast<std::size_t>(stage_)].stage.steps_done != sampling()->stage.steps_done;
        const bool first = stages_.empty() && !stages.empty();
        stages_ = std::move(stages);
        if (first) return chooseStage(static_cast<int>(stages_.size()) - 1);
        if (more) load();
        Q_EMIT changed();
    }, [this, asked = generation_](const QString& reason) {
        if (asked != generation_) return;
        loading_ = false;
        Q_EMIT failed(reason);
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
    inBackground<std::vector<SampleFacts>>(this, [one = *sampling()] { return readFacts(one); }, [this, asked = ++generation_](std::vector<SampleFacts> facts) {
        if (asked != generation_) return;
        loading_ = false;
        beginResetModel();
        listed_.clear();
        facts_ = std::move(facts);
        endResetModel();
        counts_then_ = {};
        Sieve then(sampling()->params);
        for (const SampleFacts& sample : facts_) counts_then_.add(then(sample));
        sift();
    }, [this, asked = generation_](const QString& reason) {
        if (asked != generation_) return;
        loading_ = false;
        Q_EMIT failed(reason);
        Q_EMIT changed();
    });
}

void FunnelModel::sift() {
    counts_ = {};
    ends_.resize(facts_.size());
    Sieve sieve(tried_);
    for (std::size_t i = 0; i < facts_.size(); ++i) counts_.add(ends_[i] = sieve(facts_[i]));
    list();
    Q_EMIT changed();
}

void FunnelModel::tryParams(const SampleParams& params) {
    tried_ = params;
    if (!loading_) sift();
}

void FunnelModel::choose(SieveStep step) {
    chosen_ = step;
    list();
    Q_EMIT changed();
}

void FunnelModel::list() {
    beginResetModel();
    listed_.clear();
    for (std::uint32_t i = 0; i < ends_.size(); ++i)
        if (ends_[i] == chosen_) listed_.push_back(i);
    endResetModel();
}

int FunnelModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(listed_.size()); }
int FunnelModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant FunnelModel::data(const QModelIndex& index, int role) const {
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (index.column() == Correct ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole) return {};
    const SampleFacts& sample = facts_[listed_[static_cast<std::size_t>(index.row())]];
    switch (index.column()) {
        case Rollout: return static_cast<qint64>(sample.rollout.value);
        case Correct: return !sample.graded ? tr("! not graded") : !sample.correct ? tr("–") : *sample.correct ? tr("✓ right") : tr("✕ wrong");
        case Language: return formatShare(static_cast<double>(sample.language_share));
        case Tokens: return sample.tokens;
        case Repeated: return formatShare(static_cast<double>(sample.repetition));
        default: return sample.longest_paragraph;
    }
}

QVariant FunnelModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
        case Rollout: return tr("Trace");
        case Correct: return tr("Answer");
        case Language: return tr("Language");
        case Tokens: return tr("Tokens");
        case Repeated: return tr("Repeated");
        default: return tr("Paragraph");
    }
}

}  // namespace retort::ui
