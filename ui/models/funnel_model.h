// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QPointer>
#include <array>
#include <memory>
#include <optional>

#include "curate/gate.h"
#include "curate/sift.h"
#include "ui/session/run_session.h"

namespace retort::ui {

/// A figure that a bound is set on.
enum class FunnelMeasure { Language, Repetition, Paragraph };
/// How it is spread over all samples: equal bins from low to high.
struct FunnelDistribution {
    double low = 0, high = 1;
    std::vector<std::int64_t> bins;
};

/// A sample stage's samples against its filters, as they were and as they are tried; and as a table, the samples that end at
/// the chosen test. Facts are read once, in the background; trying other bounds touches no disk. GUI thread.
class FunnelModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Problem, Correct, Language, Tokens, Repeated, Paragraph, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setSession(RunSession* session);
    /// Looks again at the stages of the run.
    void refresh();
    const std::vector<Sampling>& stages() const { return stages_; }
    void chooseStage(int index);
    int stage() const { return stage_; }
    const Sampling* sampling() const { return stage_ < 0 ? nullptr : &stages_[static_cast<std::size_t>(stage_)]; }
    bool loading() const { return loading_; }
    /// Why the run's recipe or store cannot be read; empty: they can.
    const QString& unreadable() const { return unreadable_; }

    /// Bounds to try; those of the run at first.
    const SampleParams& tried() const { return tried_; }
    /// Counted in the background: counts() follow with changed().
    void tryParams(const SampleParams& params);
    const SieveCounts& counts() const { return counts_; }
    const SieveCounts& countsThen() const { return counts_then_; }

    /// Lists the samples that end here (Kept: those that pass all).
    void choose(SieveStep step);
    SieveStep chosen() const { return chosen_; }
    /// Of those, the ones that the test lost for this; nothing: all.
    void chooseFault(std::optional<SieveFault> fault);
    std::optional<SieveFault> fault() const { return fault_; }
    /// How many of all that end at the chosen test have this fault.
    std::int64_t faultCount(SieveFault fault) const;
    RolloutId rolloutAt(int row) const { return at(row).rollout; }
    /// Row of a listed sample; -1: it is not in the list.
    int rowOf(RolloutId rollout) const;
    const FunnelDistribution& distribution(FunnelMeasure measure) const {
        return spread_[static_cast<std::size_t>(measure)];
    }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void changed();
    void failed(const QString& reason);

private:
    /// Read once and shared with whoever counts.
    struct Samples {
        std::shared_ptr<const StageSamples> stage;
        std::array<FunnelDistribution, 3> spread;  ///< by FunnelMeasure
    };
    static std::array<FunnelDistribution, 3> spreadOut(const std::vector<SampleFacts>& samples);
    void load();
    void take(Samples samples);
    void sift();
    void list();
    const SampleFacts& at(int row) const { return samples_->facts()[listed_[static_cast<std::size_t>(row)]]; }
    /// Whether this figure of a sample is what the chosen test lost it for.
    bool offends(const SampleFacts& sample, int column) const;

    QPointer<RunSession> session_;
    std::vector<Sampling> stages_;
    int stage_ = -1;
    std::shared_ptr<const StageSamples> samples_;  ///< null: none are read
    std::array<FunnelDistribution, 3> spread_;     ///< by FunnelMeasure
    std::shared_ptr<const Sifted> sifted_;         ///< by the tried bounds; null: not yet
    std::vector<std::uint32_t> listed_;
    SampleParams tried_;
    SieveCounts counts_, counts_then_;
    SieveStep chosen_ = SieveStep::Correct;
    std::optional<SieveFault> fault_;
    std::array<std::int64_t, all_sieve_faults + 1> by_faults_{};  ///< what ends at the chosen test, by its faults
    bool loading_ = false;
    QString unreadable_;
    std::uint64_t generation_ = 0, sifting_ = 0;
};

}  // namespace retort::ui
