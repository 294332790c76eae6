// SPDX-License-Identifier: Apache-2.0
#include "stages/stage_checkpoints.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "store/run_reader.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

/// Step checkpoints of a stage that stay on disk: enough to fall back when the newest is damaged and to fork a little back.
constexpr std::size_t kKept = 3;

/// Weights and trainer's state up to this size are copied, to be written while training goes on.
constexpr std::int64_t kCopiedBytes = std::int64_t{1} << 30;

std::int64_t bytesOf(const NamedTensors& tensors) {
    std::int64_t bytes = 0;
    for (const auto& [name, tensor] : tensors) bytes += static_cast<std::int64_t>(tensor.nbytes());
    return bytes;
}

std::vector<CheckpointRecord> stepCheckpoints(const StageContext& context) {
    auto rows = RunReader(context.run.store()).checkpoints(context.record.id);
    std::erase_if(rows, [](const CheckpointRecord& row) { return row.final; });
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.step > b.step; });
    return rows;
}

}  // namespace

void addLora(Transformer& model, const LoraSection& section, std::uint64_t seed) {
    if (section.rank == 0) return;
    model.addLora({section.rank, section.alpha, section.dropout, section.target_modules}, deriveSeed(seed, "lora"));
}

std::optional<StageCheckpoints::Resumed> StageCheckpoints::resume() {
    std::optional<Resumed> resumed;
    for (const CheckpointRecord& row : stepCheckpoints(context_)) {
        const fs::path folder = context_.run.root() / row.path;
        try {
            verifyCheckpoint(folder);
            resumed = Resumed{row.step, folder, loadCheckpoint(folder)};
            break;
        } catch (const Error& error) {
            context_.control.event("warning", "checkpoint", fmt::format("{} is not used: {}", row.path, error.what()));
            log(LogLevel::Warning, fmt::format("{} is not used: {}", row.path, error.what()));
        }
    }
    const Step step = resumed ? resumed->step : 0;
    context_.writer.rewindStage(context_.record.id, step);
    context_.record.steps_done = step;
    return resumed;
}

void StageCheckpoints::addRow(Step step, const fs::path& folder, const std::string& sha256, bool final) {
    context_.writer.addCheckpoint({.id = {},
                                   .stage = context_.record.id,
                                   .step = step,
                                   .path = fs::relative(folder, context_.run.root()).string(),
                                   .sha256 = sha256,
                                   .final = final,
                                   .time = unixTime()});
}

void StageCheckpoints::record(Step step, const fs::path& folder, const std::string& sha256) {
    const auto rows = stepCheckpoints(context_);
    if (std::none_of(rows.begin(), rows.end(), [&](const auto& row) { return row.step == step; }))
        addRow(step, folder, sha256, false);
    prune();
}

void StageCheckpoints::await() {
    if (!writing_) return;
    Writing written = *std::exchange(writing_, std::nullopt);
    record(written.step, written.folder, written.sha256.get());
}

void StageCheckpoints::settle() {
    if (writing_ && writing_->sha256.wait_for(std::chrono::seconds(0)) == std::future_status::ready) await();
}

StageCheckpoints::~StageCheckpoints() {
    try {
        await();
    } catch (const std::exception& error) {
        log(LogLevel::Error, fmt::format("the last checkpoint was not kept: {}", error.what()));
    }
}

template <class Model>
void StageCheckpoints::save(Step step, const Model& model, TrainerState state, std::string caller_json) {
    context_.control.phase("checkpoint");
    const double begin = steadyTime();
    write(step, model, std::move(state), std::move(caller_json));
    stall_ = steadyTime() - begin;
}

template <class Model>
void StageCheckpoints::write(Step step, const Model& model, TrainerState state, std::string caller_json) {
    await();
    const fs::path folder = context_.run.checkpoints(context_.section.name) / fmt::format("step-{:06}", step);
    CheckpointContent content{std::move(state), std::move(caller_json), tokenizer_};
    if constexpr (std::is_same_v<Model, Transformer>) {
        if (bytesOf(model.tensors()) + bytesOf(content.trainer->tensors) <= kCopiedBytes) {
            for (auto& [name, tensor] : content.trainer->tensors) tensor = tensor.detach().clone();
            writing_ = Writing{step, folder,
                               std::async(std::launch::async, [folder, copy = model.clone(), content = std::move(content)] {
                                   return saveCheckpoint(folder, copy, content);
                               })};
            return;
        }
    }
    record(step, folder, saveCheckpoint(folder, model, content));
}

namespace {

std::string saveFinal(const fs::path& folder, const RewardModel& model, const fs::path& tokenizer) {
    return saveCheckpoint(folder, model, {std::nullopt, {}, tokenizer});
}

/// Adapters are merged into what the next stage reads, and stand beside it by themselves, on the model that the stage began
/// with.
std::string saveFinal(const fs::path& folder, const Transformer& model, const fs::path& start) {
    if (!model.lora()) return saveCheckpoint(folder, model, {std::nullopt, {}, start});
    StagedDirectory adapter(folder.parent_path() / "adapter");
    model.lora()->save(adapter.path(), fs::absolute(start).lexically_normal().string());
    adapter.commit();
    return saveCheckpoint(folder, model.merged(), {std::nullopt, {}, start});
}

}  // namespace

template <class Model>
Artifact StageCheckpoints::finish(Step step, const Model& model) {
    context_.control.phase("checkpoint");
    await();
    const fs::path folder = context_.run.checkpoints(context_.section.name) / "final";
    const std::string sha256 = saveFinal(folder, model, tokenizer_);
    addRow(step, folder, sha256, true);
    return {folder, {}, sha256, context_.run.root()};
}

void StageCheckpoints::prune() {
    const auto rows = stepCheckpoints(context_);
    for (std::size_t i = kKept; i < rows.size(); ++i) {
        context_.writer.removeCheckpoint(rows[i].id);
        std::error_code ignored;
        fs::remove_all(context_.run.root() / rows[i].path, ignored);
    }
}

template void StageCheckpoints::save(Step, const Transformer&, TrainerState, std::string);
template void StageCheckpoints::save(Step, const RewardModel&, TrainerState, std::string);
template Artifact StageCheckpoints::finish(Step, const Transformer&);
template Artifact StageCheckpoints::finish(Step, const RewardModel&);

}  // namespace retort
