// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <optional>
#include <string>
#include <utility>

#include "metrics/metrics_recorder.h"
#include "stages/stage.h"
#include "train/trainer_checkpoint.h"

namespace retort {

/// Fresh adapters as the recipe says; nothing where the rank is 0. A resumed checkpoint brings its own.
void addLora(Transformer& model, const LoraSection& section, std::uint64_t seed);

/// The checkpoints of one stage in one run: checkpoints/STAGE/step-000020 while it trains, checkpoints/STAGE/final at its
/// end. Step checkpoints are copied in memory and written by a thread, so that training stops for the copy only.
class StageCheckpoints {
public:
    explicit StageCheckpoints(StageContext& context) : context_(context) {}
    /// Waits for what is being written and gives it its row; an error is logged.
    ~StageCheckpoints();
    StageCheckpoints(const StageCheckpoints&) = delete;
    StageCheckpoints& operator=(const StageCheckpoints&) = delete;

    struct Resumed {
        Step step = 0;
        std::filesystem::path folder;
        CheckpointContent content;
    };
    /// The newest checkpoint that verifies; damaged ones are skipped with an event. Takes the store back to its step, or to
    /// before the first step when there is none.
    std::optional<Resumed> resume();

    /// Begins a step checkpoint, after the one before; its row follows with settle(). `Model` is a Transformer or a
    /// RewardModel. What is too large to be copied is written before this returns, and so is a reward model.
    template <class Model>
    void save(Step step, const Model& model, TrainerState state, std::string caller_json);

    /// Gives a step checkpoint that has been written its row and keeps the newest few; does not wait. Throws what the
    /// writing threw.
    void settle();

    /// Adds perf/checkpoint_seconds, how long save() kept training waiting, when there was one since the last call.
    void addStall(MetricsRecorder& metrics) {
        if (stall_) metrics.add("perf/checkpoint_seconds", *std::exchange(stall_, std::nullopt));
    }

    /// Writes the stage's result and returns it as an artifact.
    template <class Model>
    Artifact finish(Step step, const Model& model);

    /// Where the stage's tokenizer comes from; copied into every checkpoint.
    void setTokenizer(std::filesystem::path folder) { tokenizer_ = std::move(folder); }

private:
    struct Writing {
        Step step = 0;
        std::filesystem::path folder;
        std::future<std::string> sha256;
    };
    template <class Model>
    void write(Step step, const Model& model, TrainerState state, std::string caller_json);
    /// Waits for the checkpoint at hand, if any, and records it.
    void await();
    void record(Step step, const std::filesystem::path& folder, const std::string& sha256);
    void addRow(Step step, const std::filesystem::path& folder, const std::string& sha256, bool final);
    void prune();

    StageContext& context_;
    std::filesystem::path tokenizer_;
    std::optional<Writing> writing_;
    std::optional<double> stall_;
};

}  // namespace retort
