// SPDX-License-Identifier: Apache-2.0
#pragma once

// The checked content of recipe.toml: one struct per section, defaults inline, every field spelled as its TOML key.
// Immutable once loaded. A component gets only its own section, never the whole Recipe.
// Sources of the defaults: DeepSeek-R1 (Nature 645:633, 2025) where it publishes one; "our default" where it does not.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace retort {

/// `[data.NAME]`: a data file of any format (data/row_reader.h), or several, and which of their columns mean what.
struct DataSection {
    std::string name;
    /// Relative to the project; each is a file or a pattern that names several (base/file_pattern.h). All together are one
    /// set.
    std::vector<std::string> path;
    /// "prompts" (prompt, answer), "sft" (prompt, completion), "pairs" (prompt, chosen, rejected), "text" (text), "steps"
    /// (prompt, completions, labels: TRL's stepwise supervision)
    std::string kind = "prompts";
    std::string domain = "reasoning";  ///< given to every prompt that has no domain column
    std::string language;              ///< given to every prompt that has no language column
    std::string prompt_column = "prompt";
    std::string reference_column = "answer";  ///< "": the prompts have no reference
    std::string completion_column = "completion";
    std::string chosen_column = "chosen";
    std::string rejected_column = "rejected";
    std::string text_column = "text";
    std::string steps_column = "completions";  ///< list of texts, joined by a line end
    std::string labels_column = "labels";      ///< list as long: true and false, or numbers in [0, 1]
    std::string language_column = "language";
    std::string domain_column = "domain";
    std::vector<std::string> label_columns;  ///< columns by which an evaluation is broken down: level, subject
    std::int64_t limit = 0;                  ///< rows to use from the start; 0: all
};

/// `[template]`: how a prompt becomes text, and how a trace must look.
struct TemplateSection {
    /// The prompt is a user's message in the model's own chat template, think prefill included; `prompt` is then that
    /// message
    /// ("{prompt}" where it is not set), `system` the message before it.
    bool chat = false;
    std::string system;
    /// "{prompt}" is replaced; R1-Zero's plain form (v1 Table 1), shortened
    std::string prompt = "User: {prompt}\nAssistant:";
    std::string think_open = "<think>", think_close = "</think>";
    std::string answer_open = "<answer>", answer_close = "</answer>";
};

/// `TERM = weight` or `TERM = { weight, domain, ... }` in `[rubrics.NAME]`.
struct RewardTermSection {
    std::string name;  ///< the key: also the metric `rewards/NAME/mean`
    std::string kind;  ///< one of recipe_fields.cpp's choices ("accuracy", "format", ...); default: the key
    double weight = 1;
    std::string domain;  ///< applies to prompts of this domain only; empty: to all
    std::string model;   ///< kinds reward_model and process: the reward_model stage
    /// Kind length: soft overlong punishment from min_length to max_length tokens (DAPO, 2503.14476 section 3).
    double min_length = 0, max_length = 0;
    std::int64_t ngram = 4;  ///< kind repetition: n of the repeated n-grams
    /// Kind numeric: |answer - reference| <= max(absolute_tolerance, relative_tolerance * |reference|).
    double absolute_tolerance = 1e-9, relative_tolerance = 1e-6;
    std::string normalize = "text";         ///< kind exact: "text", or "none" for byte by byte
    std::string schema;                     ///< kind json_schema: JSON Schema as JSON; empty: each row's column schema
    std::vector<std::string> instructions;  ///< kind instructions: "ID" or "ID {kwargs}"; empty: each row's columns
    bool partial = false;                   ///< kind instructions: the share that is followed instead of all or nothing
    std::string aggregation = "min";        ///< kind process: "min", "mean" or "last" of the steps' scores
};

struct RubricSection {
    std::string name;
    std::vector<RewardTermSection> terms;
};

/// AdamW with warm-up, a schedule and clipping by global norm.
struct OptimizerSection {
    double learning_rate = 3e-6;      ///< R1-Zero (Nature, Methods)
    double final_learning_rate = -1;  ///< where cosine or linear ends; -1: a tenth of learning_rate (R1's SFT: 5e-5 to 5e-6)
    std::string schedule = "constant";                                   ///< "constant", "cosine", "linear"
    std::int64_t warmup_steps = 0;                                       ///< optimizer steps
    double beta1 = 0.9, beta2 = 0.95, epsilon = 1e-8, weight_decay = 0;  ///< our default; not published
    double max_grad_norm = 1;                                            ///< our default; 0: no clipping
};

struct SamplingSection {
    double temperature = 1;  ///< R1-Zero, R1 RL-1: 1; RL-2: 0.7
    double top_p = 1;
    std::int64_t max_tokens = 256;       ///< completion tokens
    std::vector<std::string> stop = {};  ///< a completion ends where one of these appears; it is left out of the text
};

/// `lora = { ... }` of a training stage: low-rank adapters (Hu et al. 2021) learn, the model's own weights stay.
struct LoraSection {
    std::int64_t rank = 0;  ///< 0: all weights learn
    double alpha = 16;      ///< what the adapters add counts alpha / rank
    double dropout = 0;     ///< on the adapters' input while training
    std::vector<std::string> target_modules{"all-linear"};
};

/// kind = "grpo".
struct GrpoParams {
    std::string model;              ///< stage or [models] entry that training starts from
    std::vector<std::string> data;  ///< prompt datasets
    std::vector<double> mix;        ///< share of each dataset in a step's prompts; empty: by size
    std::string rubric;
    std::int64_t steps = 40;             ///< rollout steps
    std::int64_t prompts_per_step = 32;  ///< R1: 32
    std::int64_t group_size = 16;        ///< R1: 16
    std::int64_t minibatches = 1;        ///< optimizer steps per rollout step (R1: 16 of 512)
    std::int64_t epochs = 1;             ///< passes over one rollout (R1: 1)
    /// "sequence" (GRPO: mean over a completion, then over completions), "token" (DAPO), "constant" (Dr. GRPO: / max_tokens)
    std::string aggregation = "sequence";
    /// Ratio kept in [1 - clip_low, 1 + clip_high]; R1-Zero's is not published, R1 RL-1: 10.
    double clip_low = 0.2, clip_high = 0.2;
    double kl_beta = 0.001;                 ///< R1: 0.001; 0: no reference model at all
    std::int64_t reference_every = 400;     ///< reference := policy every n optimizer steps (R1: 400); 0: never
    bool normalize_std = true;              ///< divide by the group's standard deviation (GRPO); false: Dr. GRPO
    std::int64_t microbatch_tokens = 8192;  ///< padded tokens in one forward pass
    SamplingSection sampling;
    OptimizerSection optimizer;
    LoraSection lora;
};

/// kind = "pretrain", "sft" and "distill".
struct SftParams {
    std::string model;                 ///< a pretrain stage may leave it out: then it starts from [stages.NAME.init]
    std::vector<std::string> data;     ///< datasets of kind sft or text, or sample and curate stages
    std::vector<double> mix;           ///< share of each source among the rows of an epoch; empty: all rows of each
    double epochs = 2;                 ///< R1: 2 to 3
    std::int64_t steps = 0;            ///< optimizer steps; 0: by epochs
    std::int64_t batch_tokens = 4096;  ///< loss and prompt tokens in one optimizer step
    std::int64_t max_length = 1024;    ///< longer rows are an error for sft and distill, cut for pretrain
    bool mask_prompt = true;           ///< loss on completions only (our default; not published)
    /// R1's SFT: cosine from 5e-5 to 5e-6; defaultParams() gives distill 1e-4 (R1-Distill-Qwen-1.5B) and pretrain 1e-3
    /// (ours).
    OptimizerSection optimizer{.learning_rate = 5e-5, .schedule = "cosine"};
    LoraSection lora;  ///< sft and distill
};

/// `[stages.NAME.init]` of a pretrain stage: the shape to start from, Qwen2 family.
struct InitSection {
    std::string
        tokenizer;  ///< folder with tokenizer.json, relative to the project; empty when the stage starts from a model
    std::int64_t hidden_size = 128, num_hidden_layers = 4, num_attention_heads = 4, num_key_value_heads = 2;
    std::int64_t intermediate_size = 384, max_position_embeddings = 512;
    bool attention_bias = true, tie_word_embeddings = true;
    double rope_theta = 10000, rms_norm_eps = 1e-6, initializer_range = 0.02;
    bool operator==(const InitSection&) const = default;
};

/// kind = "pretrain": from random weights of the shape `init`, or on from sft.model; one of the two.
struct PretrainParams {
    SftParams sft;
    InitSection init;
};

/// kind = "sample": completions of a model, filtered.
struct SampleParams {
    std::string model;
    std::vector<std::string> data;
    std::string rubric;                   ///< scores every sample; filters below read it
    std::int64_t samples_per_prompt = 4;  ///< our default; not published
    std::int64_t prompts = 0;             ///< 0: all
    bool keep_correct = true;             ///< accuracy passes (where the rubric has it)
    bool keep_well_formed = true;
    double min_language_share = 0;    ///< 1: one language only
    double max_repetition = 1;        ///< share of repeated 4-grams allowed
    std::int64_t max_paragraph = 0;   ///< characters; 0: no bound (R1 dropped "long paragraphs" without a figure)
    bool allow_code = true;           ///< false: code blocks are dropped (R1, v1 section 2.3.3)
    std::int64_t max_per_prompt = 0;  ///< distinct kept samples of one prompt; 0: all
    bool require_reflection = false;  ///< only traces that check themselves
    /// Labels the steps of every kept trace for a process reward model: the share of this many continuations of its
    /// beginning that come out right (Wang et al. 2023, arXiv 2312.08935); 0: no labels.
    std::int64_t step_rollouts = 0;
    std::string step_separator;  ///< what ends a step; empty: blank lines where there are some, else lines
    SamplingSection sampling;
};

/// kind = "curate": a person, or this rule when headless, gives each candidate a verdict.
struct CurateParams {
    std::string candidates;          ///< a sample stage
    std::int64_t count = 0;          ///< accepted candidates wanted; 0: all that pass
    std::string gate = "automatic";  ///< "automatic": the rule decides; "wait": stops for verdicts in annotations.db
    double min_language_share = 1;
    std::int64_t min_length = 0, max_length = 0;  ///< completion tokens; 0: no bound
    bool prefer_short = false;                    ///< among the passing candidates of one prompt
};

/// kind = "reward_model".
struct RewardModelParams {
    std::string model;
    std::vector<std::string> data;  ///< pairs datasets
    std::string sees = "answer";  ///< "answer": the summary only (R1 helpful); "completion": the whole output (R1 harmless)
    /// "pairwise" (Bradley-Terry; R1 helpful), "pointwise" (R1 safety), or "process": each step of a completion by itself
    std::string loss = "pairwise";
    std::string step_separator;                         ///< loss "process": as of a sample stage
    double epochs = 1;                                  ///< R1: 1
    std::int64_t batch_size = 64;                       ///< pairs, or completions of steps; R1: 256
    double holdout = 0.1;                               ///< share of pairs kept for the reported accuracy
    OptimizerSection optimizer{.learning_rate = 6e-6};  ///< R1: 6e-6
};

/// kind = "evaluate", one node per model and suite.
struct EvaluateParams {
    std::string model;
    std::string data;  ///< prompts dataset: the suite
    std::string rubric;
    std::int64_t samples = 8;  ///< k of pass@1 = mean correctness of k samples, and of cons@k
    SamplingSection sampling{.temperature = 0.6, .top_p = 0.95};  ///< R1: 0.6 and 0.95
};

using StageParams =
    std::variant<GrpoParams, SftParams, PretrainParams, SampleParams, CurateParams, RewardModelParams, EvaluateParams>;

/// The parameters of a stage kind before anything is set. `kind` is one of StageSection::kind.
StageParams defaultParams(std::string_view kind);

/// `[stages.NAME]`. An evaluate section with `models = [..]` becomes one stage per model, named NAME.MODEL.
struct StageSection {
    std::string name;
    std::string kind;  ///< "pretrain", "sft", "grpo", "sample", "curate", "reward_model", "distill", "evaluate"
    StageParams params;
    std::vector<std::string> inputs;  ///< names of stages, models and datasets it reads, each once
    int line = 0;                     ///< in recipe.toml
    /// Canonical text of the section after defaults: what the stage key hashes, with the inputs' hashes.
    std::string canonical;
};

/// The rubric that a stage names; empty where its kind has none.
std::string rubricOf(const StageSection& stage);

struct Recipe {
    std::filesystem::path project;  ///< folder of recipe.toml, absolute
    std::filesystem::path file;
    std::string name;                    ///< [project] name
    std::uint64_t seed = 1;              ///< [project] seed
    std::int64_t threads = 0;            ///< [project] threads; 0: all cores
    std::string precision = "auto";      ///< [project] precision: "auto", "fp32" or "bf16"
    std::int64_t checkpoint_every = 20;  ///< [project] checkpoint_every: steps between trainer checkpoints within a stage
    TemplateSection prompt_template;     ///< [template]
    std::map<std::string, std::string> models;  ///< [models] NAME = "folder"
    std::vector<DataSection> data;
    std::vector<RubricSection> rubrics;
    std::vector<StageSection> stages;  ///< topological order; an evaluate stage follows its model directly

    const StageSection* findStage(const std::string& stage) const;
    const DataSection* findData(const std::string& dataset) const;
    const RubricSection* findRubric(const std::string& rubric) const;
    /// A path of the recipe, absolute: relative ones are relative to the project.
    std::filesystem::path resolve(const std::string& path) const;
    std::vector<std::filesystem::path> resolve(const std::vector<std::string>& paths) const;
};

/// One `--set key=value`, e.g. "stages.zero.steps=3". The value is TOML; a bare word is taken as a string.
struct Override {
    std::string key, value;
};

/// Splits "stages.zero.steps=3" at its first "="; throws Error(Usage) where there is none.
Override parseOverride(const std::string& argument);

/// A rubric of terms that stand outside of a recipe, each as it would stand there: {"exact", "1.0"} or {"closeness", "{ kind
/// =
/// \"numeric\", weight = 2 }"}. Throws Error(Usage) naming the term.
RubricSection readRubric(const std::vector<Override>& terms);

/// One thing that is wrong in a recipe. `where` is "recipe.toml:12: stages.zero" (or "--set stages.zero.steps=x:
/// stages.zero").
struct RecipeProblem {
    std::string where, message, remedy;
};

struct LoadOptions {
    std::vector<Override> overrides;
    std::filesystem::path project;  ///< what paths are relative to; empty: the folder of the file. A frozen recipe needs it
    bool check_files = true;        ///< false: model folders and data files may be missing (a viewer of an old run)
};

/// What loading found: the recipe when there are no problems, else every problem in the order of the file.
struct RecipeResult {
    std::optional<Recipe> recipe;
    std::vector<RecipeProblem> problems;
};

/// Reads and checks a recipe file. Throws Error(Usage) naming file, line, key and remedy of the first problem: TOML syntax,
/// unknown key, wrong type, bound, unknown reference, cycle, missing file.
Recipe loadRecipe(const std::filesystem::path& file, const std::vector<Override>& overrides = {});
/// The same with more to say, e.g. for the frozen recipe of a run, whose paths are relative to the project.
Recipe loadRecipeWith(const std::filesystem::path& file, const LoadOptions& options);

/// The same without throwing for a wrong recipe: all problems at once. Throws only Error(BadInput) when the file cannot be
/// read.
RecipeResult checkRecipe(const std::filesystem::path& file, const LoadOptions& options = {});

/// The recipe after defaults and overrides as TOML; loading it (with LoadOptions::project) gives the same Recipe. What a run
/// freezes.
std::string toToml(const Recipe& recipe);

/// What the numbers of a stage amount to, one line each: of grpo prompts x group = rollouts, minibatch size, optimizer
/// steps; of the others what can be said without reading data.
std::vector<std::string> explain(const StageSection& stage);

}  // namespace retort
