// SPDX-License-Identifier: Apache-2.0
// Supervised training: pretrain (from random weights or a model), sft and distill.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/log.h"
#include "data/dataset.h"
#include "data/encode.h"
#include "data/encode_chat.h"
#include "data/prompt_source.h"
#include "metrics/metrics_recorder.h"
#include "stages/rollouts.h"
#include "stages/stage_checkpoints.h"
#include "train/sft_trainer.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

/// More points than this in one stage say nothing more on a chart; long stages report every n-th step.
constexpr std::int64_t kMaxReports = 2000;

/// Adds a source's rows as the model will see them; returns how many.
std::int64_t addSource(const StageContext& context, const SftParams& params, const std::string& name,
                       const Tokenizer& tokenizer, SpooledRows<TrainingSample>& rows) {
    const LongRow long_row = context.section.kind == "pretrain" ? LongRow::Cut : LongRow::Refuse;
    const std::size_t before = rows.size();
    const auto addRow = [&](const SftRow& row, const std::string&) {
        rows.add(context.chat && !row.messages.empty()
                     ? encodeConversation(tokenizer, *context.chat, row.messages, context.recipe.prompt_template.system,
                                          row.key, params.max_length, long_row)
                     : encodeSft(tokenizer, context.form, row, params.max_length, long_row));
    };
    if (const DataSection* section = context.recipe.findData(name)) {
        const PathList files = context.dataFiles(*section);
        if (section->kind == "text")
            forEachText(*section, files, [&](const TextRow& row, const std::string&) {
                rows.add(encodeText(tokenizer, row, params.max_length));
            });
        else forEachSftRow(*section, files, addRow);
    } else {
        forEachStageRow(context.artifacts.at(name).rows, addRow);
    }
    return static_cast<std::int64_t>(rows.size() - before);
}

/// All rows of all sources, or with a mix as many as honour the shares without repeating one.
SpooledRows<TrainingSample> readRows(const StageContext& context, const SftParams& params, const Tokenizer& tokenizer) {
    SpooledRows<TrainingSample> rows;
    std::vector<std::int64_t> sizes;
    std::vector<std::size_t> begins;
    for (const std::string& name : params.data) {
        begins.push_back(rows.size());
        sizes.push_back(addSource(context, params, name, tokenizer, rows));
    }
    EpochSampler sampler(sizes, params.mix, context.seed);
    std::vector<std::size_t> drawn;
    for (const RowRef& ref : sampler.next(sampler.rowsPerEpoch())) drawn.push_back(begins[ref.source] + ref.row);
    rows.keep(drawn);
    return rows;
}

Transformer fresh(const InitSection& init, const Tokenizer& tokenizer, std::uint64_t seed) {
    ModelConfig config;
    config.vocab_size = tokenizer.vocabSize();
    config.hidden_size = init.hidden_size;
    config.num_hidden_layers = init.num_hidden_layers;
    config.num_attention_heads = init.num_attention_heads;
    config.num_key_value_heads = init.num_key_value_heads;
    config.head_dim = init.hidden_size / init.num_attention_heads;
    config.intermediate_size = init.intermediate_size;
    config.max_position_embeddings = init.max_position_embeddings;
    config.rope_theta = init.rope_theta;
    config.rms_norm_eps = init.rms_norm_eps;
    config.initializer_range = init.initializer_range;
    config.attention_bias = init.attention_bias;
    config.tie_word_embeddings = init.tie_word_embeddings;
    if (const auto bos = tokenizer.bosId()) config.bos_token_id = *bos;
    if (const auto eos = tokenizer.eosId()) config.eos_token_ids = {*eos};
    return {config, seed};
}

void addMetrics(const SftStepOutput& step, std::int64_t num_tokens, MetricsRecorder& metrics) {
    metrics.add("loss", step.loss);
    metrics.add("mean_token_accuracy", step.accuracy);
    metrics.add("entropy", step.entropy);
    metrics.add("grad_norm", step.grad_norm);
    metrics.add("learning_rate", step.learning_rate, Reduction::Last);
    metrics.add("epoch", step.epoch, Reduction::Last);
    metrics.add("num_tokens", static_cast<double>(num_tokens), Reduction::Last);
    metrics.add("step_time", step.seconds);
    metrics.add("perf/train_tokens_per_second", static_cast<double>(step.tokens) / step.seconds);
}

}  // namespace

Artifact runSft(StageContext& context) {
    const auto* pretrain = std::get_if<PretrainParams>(&context.section.params);
    const SftParams& params = pretrain != nullptr ? pretrain->sft : std::get<SftParams>(context.section.params);
    const bool from_scratch = params.model.empty();
    StageCheckpoints checkpoints(context);
    const auto resumed = checkpoints.resume();
    const fs::path folder =
        from_scratch ? context.recipe.project / pretrain->init.tokenizer : context.model(params.model).model;
    checkpoints.setTokenizer(folder);

    const Tokenizer tokenizer = Tokenizer::load(folder);
    Transformer model = resumed        ? Transformer::load(resumed->folder)
                        : from_scratch ? fresh(pretrain->init, tokenizer, context.seed)
                                       : Transformer::load(folder);
    if (!from_scratch) loadTokenizer(folder, model.config());
    if (!resumed) addLora(model, params.lora, context.seed);
    SftTrainer trainer(model, params, readRows(context, params, tokenizer), context.seed, context.section.name);
    std::int64_t num_tokens = 0;
    if (resumed) {
        trainer.restore(*resumed->content.trainer);
        num_tokens = nlohmann::json::parse(resumed->content.caller_json).at("num_tokens").get<std::int64_t>();
    }
    const std::int64_t total = trainer.totalSteps(), report_every = (total + kMaxReports - 1) / kMaxReports;
    context.record.steps_total = total;
    context.control.enterStage(context.record, [&](const std::string& field, double value) {
        if (field != "optimizer.learning_rate") return false;
        if (value < 0) throw Error(ErrorCode::Usage, field + " must not be below 0");
        trainer.setLearningRate(value);
        return true;
    });
    context.control.phase("train");

    MetricsRecorder metrics;
    double started = steadyTime();
    while (!trainer.done()) {
        const SftStepOutput output = trainer.step();
        num_tokens += output.tokens;
        addMetrics(output, num_tokens, metrics);
        const Step step = trainer.optimizerSteps();
        if (step % report_every == 0 || trainer.done()) {
            metrics.add("perf/max_memory_mb", peakMemoryMb());
            checkpoints.addStall(metrics);
            context.control.commitStep(
                {{context.record.id, step, step, unixTime(), steadyTime() - started}, metrics.reduce(), {}},
                fmt::format("loss {:.4f} · accuracy {:.3f}", output.loss, output.accuracy));
            started = steadyTime();
        }
        checkpoints.settle();
        const auto next = context.control.betweenSteps();
        if (trainer.done()) break;
        // A long supervised stage saves by the same count of reports as a short one saves by steps.
        if (next != RunControl::Next::Continue || step % (context.recipe.checkpoint_every * report_every * 10) == 0)
            checkpoints.save(step, model, trainer.state(), nlohmann::json{{"num_tokens", num_tokens}}.dump());
        if (next == RunControl::Next::Stop) throwStopped(context);
    }
    return checkpoints.finish(total, model);
}

}  // namespace retort
