// SPDX-License-Identifier: Apache-2.0
#include "recipe/recipe_fields.h"

// Marks a text for lupdate (-tr-function-alias QT_TRANSLATE_NOOP+=RETORT_WORDS); the workbench translates it.
#define RETORT_WORDS(context, text) text

namespace retort {
namespace {

constexpr const char* ours = "our default";
constexpr const char* nature = "R1 (Nature 645:633, Methods)";
constexpr const char* supplement = "R1 (arXiv 2501.12948v2, supplement)";
constexpr const char* grpo_form = "GRPO (arXiv 2402.03300)";
constexpr const char* none = "";
constexpr double many = 1e12;

FieldRule any() { return {}; }
FieldRule required() { return {.required = true}; }
FieldRule range(double minimum, double maximum) { return {.minimum = minimum, .maximum = maximum}; }
FieldRule oneOf(std::vector<std::string> choices) { return {.choices = std::move(choices)}; }

}  // namespace

template <>
const std::vector<Field<ProjectSection>>& fieldsOf() {
    using S = ProjectSection;
    static const std::vector<Field<S>> fields{
        {"name", &S::name, required(), "", none,
         RETORT_WORDS("retort::Recipe", "What the project is called in the workbench.")},
        {"seed", &S::seed, range(0, 9e18), "", ours,
         RETORT_WORDS("retort::Recipe", "The one seed that every stage derives its own from.")},
        {"threads", &S::threads, range(0, 4096), "threads", ours,
         RETORT_WORDS("retort::Recipe", "CPU threads; 0 uses all cores.")},
        {"precision", &S::precision, oneOf({"auto", "fp32", "bf16"}), "", ours,
         RETORT_WORDS("retort::Recipe",
                      "Of matrix products; sums, weights and everything else are fp32. auto: bf16 where the processor "
                      "multiplies it itself.")},
        {"checkpoint_every", &S::checkpoint_every, range(1, 1e9), "steps", ours,
         RETORT_WORDS("retort::Recipe", "Steps between trainer checkpoints within a stage.")},
    };
    return fields;
}

template <>
const std::vector<Field<TemplateSection>>& fieldsOf() {
    using S = TemplateSection;
    static const std::vector<Field<S>> fields{
        {"chat", &S::chat, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "Ask by the model's own chat template; prompt is then the user's message.")},
        {"system", &S::system, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "With chat: the system message; empty: none.")},
        {"prompt", &S::prompt, required(), "", "R1-Zero's plain form (v1 Table 1), shortened",
         RETORT_WORDS("retort::Recipe", "The text the model continues; {prompt} is replaced by the problem.")},
        {"think_open", &S::think_open, any(), "", nature,
         RETORT_WORDS("retort::Recipe", "Opens the reasoning part; empty when the template already opens it.")},
        {"think_close", &S::think_close, required(), "", nature,
         RETORT_WORDS("retort::Recipe", "Closes the reasoning part.")},
        {"answer_open", &S::answer_open, any(), "", nature,
         RETORT_WORDS("retort::Recipe", "Opens the answer part; empty: the answer is what follows the reasoning.")},
        {"answer_close", &S::answer_close, any(), "", nature, RETORT_WORDS("retort::Recipe", "Closes the answer part.")},
    };
    return fields;
}

template <>
const std::vector<Field<DataSection>>& fieldsOf() {
    using S = DataSection;
    static const std::vector<Field<S>> fields{
        {"path", &S::path, required(), "", none,
         RETORT_WORDS("retort::Recipe",
                      "A Parquet, CSV, TSV, JSON or JSON Lines file, relative to the project; a pattern "
                      "(data/train-*.parquet) takes several, in order of their names, and so does a list.")},
        {"kind", &S::kind, oneOf({"prompts", "sft", "pairs", "text", "steps"}), "", ours,
         RETORT_WORDS("retort::Recipe", "What a row is; decides which columns are read.")},
        {"domain", &S::domain, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "Domain of rows without a domain column; rubric terms choose by it.")},
        {"language", &S::language, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "Language of rows without a language column, e.g. \"en\".")},
        {"prompt_column", &S::prompt_column, required(), "", ours,
         RETORT_WORDS("retort::Recipe", "Column of the problem; \"a.b\" is the field b of column a.")},
        {"reference_column", &S::reference_column, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "Column of the expected answer; \"\" when there is none.")},
        {"completion_column", &S::completion_column, required(), "", ours,
         RETORT_WORDS("retort::Recipe", "Column of the trace to imitate (kind sft).")},
        {"chosen_column", &S::chosen_column, required(), "", ours,
         RETORT_WORDS("retort::Recipe", "Column of the better answer (kind pairs).")},
        {"rejected_column", &S::rejected_column, required(), "", ours,
         RETORT_WORDS("retort::Recipe", "Column of the worse answer (kind pairs).")},
        {"text_column", &S::text_column, required(), "", ours,
         RETORT_WORDS("retort::Recipe", "Column of the text (kind text).")},
        {"steps_column", &S::steps_column, required(), "", "TRL (stepwise supervision)",
         RETORT_WORDS("retort::Recipe", "Column of the list of steps (kind steps).")},
        {"labels_column", &S::labels_column, required(), "", "TRL (stepwise supervision)",
         RETORT_WORDS("retort::Recipe", "Column of the steps' labels: true or false, or shares in [0, 1] (kind steps).")},
        {"language_column", &S::language_column, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "Column of the question's language, where there is one.")},
        {"domain_column", &S::domain_column, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "Column of the domain, where there is one.")},
        {"label_columns", &S::label_columns, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "Columns by which an evaluation is broken down, e.g. [\"level\", \"subject\"].")},
        {"limit", &S::limit, range(0, many), "rows", ours,
         RETORT_WORDS("retort::Recipe", "Rows to use from the start; 0: all.")},
    };
    return fields;
}

template <>
const std::vector<Field<RewardTermSection>>& fieldsOf() {
    using S = RewardTermSection;
    static const std::vector<Field<S>> fields{
        {"kind", &S::kind,
         oneOf({"accuracy", "multiple_choice", "exact", "numeric", "json_schema", "instructions", "code", "reasoning_gym",
                "format", "language", "length", "repetition", "reward_model", "process"}),
         "", ours, RETORT_WORDS("retort::Recipe", "What is measured; the term's own name where left out.")},
        {"weight", &S::weight, range(-1e6, 1e6), "", "R1: accuracy and format count alike (Nature, Eq. 4)",
         RETORT_WORDS("retort::Recipe", "Factor of the score in the reward; 0 measures without rewarding.")},
        {"domain", &S::domain, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "Applies only to prompts of this domain; empty: to all.")},
        {"model", &S::model, any(), "", none,
         RETORT_WORDS("retort::Recipe", "The reward_model stage that scores (kinds reward_model and process).")},
        {"min_length", &S::min_length, range(0, many), "tokens", "DAPO (arXiv 2503.14476, section 3)",
         RETORT_WORDS("retort::Recipe", "Length from which the punishment grows (kind length).")},
        {"max_length", &S::max_length, range(0, many), "tokens", "DAPO (arXiv 2503.14476, section 3)",
         RETORT_WORDS("retort::Recipe", "Length at which the punishment is whole (kind length).")},
        {"aggregation", &S::aggregation, oneOf({"min", "mean", "last"}), "", ours,
         RETORT_WORDS("retort::Recipe", "What the scores of a completion's steps come to (kind process).")},
        {"ngram", &S::ngram, range(1, 64), "words", ours,
         RETORT_WORDS("retort::Recipe", "Length of the n-grams that count as repeated (kind repetition).")},
        {"absolute_tolerance", &S::absolute_tolerance, range(0, many), "", ours,
         RETORT_WORDS("retort::Recipe", "Difference from the reference that is always accepted (kind numeric).")},
        {"relative_tolerance", &S::relative_tolerance, range(0, 1e6), "share of the reference", ours,
         RETORT_WORDS("retort::Recipe", "Difference that is accepted, as a share of the reference (kind numeric).")},
        {"normalize", &S::normalize, oneOf({"text", "none"}), "", ours,
         RETORT_WORDS("retort::Recipe",
                      "\"text\" ignores case, width, spacing, quotes and a final stop; \"none\" nothing (kind exact).")},
        {"schema", &S::schema, any(), "", "JSON Schema (draft 2020-12)",
         RETORT_WORDS("retort::Recipe",
                      "JSON that the answer's JSON must satisfy; empty: each row's column schema (kind json_schema).")},
        {"instructions", &S::instructions, any(), "", "IFEval (arXiv 2311.07911)",
         RETORT_WORDS("retort::Recipe",
                      "Rules, each \"ID\" or \"ID {its arguments as JSON}\"; empty: each row's instruction_id_list and "
                      "kwargs (kind instructions).")},
        {"partial", &S::partial, any(), "", "IFEval's prompt level (arXiv 2311.07911)",
         RETORT_WORDS("retort::Recipe",
                      "Scores the share of instructions followed; false: 1 only where all are (kind instructions).")},
    };
    return fields;
}

template <>
const std::vector<Field<OptimizerSection>>& fieldsOf() {
    using S = OptimizerSection;
    static const std::vector<Field<S>> fields{
        {"learning_rate", &S::learning_rate, range(0, 1), "", nature,
         RETORT_WORDS("retort::Recipe", "Peak learning rate of AdamW.")},
        {"final_learning_rate", &S::final_learning_rate, range(-1, 1), "", supplement,
         RETORT_WORDS("retort::Recipe", "Where a cosine or linear schedule ends; -1: a tenth of learning_rate.")},
        {"schedule", &S::schedule, oneOf({"constant", "cosine", "linear"}), "", ours,
         RETORT_WORDS("retort::Recipe", "Course of the learning rate after warm-up.")},
        {"warmup_steps", &S::warmup_steps, range(0, 1e9), "optimizer steps", ours,
         RETORT_WORDS("retort::Recipe", "Steps of linear warm-up from 0.")},
        {"beta1", &S::beta1, range(0, 0.9999999), "", ours,
         RETORT_WORDS("retort::Recipe", "Decay of AdamW's first moment.")},
        {"beta2", &S::beta2, range(0, 0.9999999), "", ours,
         RETORT_WORDS("retort::Recipe", "Decay of AdamW's second moment.")},
        {"epsilon", &S::epsilon, range(1e-20, 1), "", ours, RETORT_WORDS("retort::Recipe", "Added to AdamW's denominator.")},
        {"weight_decay", &S::weight_decay, range(0, 10), "", ours,
         RETORT_WORDS("retort::Recipe", "Decoupled weight decay.")},
        {"max_grad_norm", &S::max_grad_norm, range(0, 1e9), "", ours,
         RETORT_WORDS("retort::Recipe", "Gradients are scaled down to this norm; 0: never.")},
    };
    return fields;
}

template <>
const std::vector<Field<SamplingSection>>& fieldsOf() {
    using S = SamplingSection;
    static const std::vector<Field<S>> fields{
        {"temperature", &S::temperature, range(0, 100), "", nature,
         RETORT_WORDS("retort::Recipe", "Divides the logits; 0 takes the likeliest token.")},
        {"top_p", &S::top_p, range(1e-6, 1), "", ours,
         RETORT_WORDS("retort::Recipe", "Keeps the likeliest tokens up to this probability; 1: all.")},
        {"max_tokens", &S::max_tokens, range(1, 1e7), "tokens", ours,
         RETORT_WORDS("retort::Recipe", "Longest completion; R1 allows 32768.")},
        {"stop", &S::stop, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "A completion ends where one of these texts appears; its text goes up to there.")},
    };
    return fields;
}

template <>
const std::vector<Field<LoraSection>>& fieldsOf() {
    using S = LoraSection;
    static const std::vector<Field<S>> fields{
        {"rank", &S::rank, range(0, 4096), "", ours,
         RETORT_WORDS("retort::Recipe", "Rank of low-rank adapters that learn in place of the weights; 0: none.")},
        {"alpha", &S::alpha, range(1e-6, 1e6), "", "LoRA (arXiv 2106.09685)",
         RETORT_WORDS("retort::Recipe", "What the adapters add counts alpha / rank.")},
        {"dropout", &S::dropout, range(0, 0.99), "", ours,
         RETORT_WORDS("retort::Recipe", "Share of the adapters' input left out while training.")},
        {"target_modules", &S::target_modules, required(), "", ours,
         RETORT_WORDS("retort::Recipe",
                      "Projections that get adapters, e.g. [\"q_proj\", \"v_proj\"]; \"all-linear\": every one.")},
    };
    return fields;
}

template <>
const std::vector<Field<GrpoParams>>& fieldsOf() {
    using S = GrpoParams;
    static const std::vector<Field<S>> fields{
        {"model", &S::model, required(), "", none,
         RETORT_WORDS("retort::Recipe", "The model or stage that training starts from.")},
        {"data", &S::data, required(), "", none, RETORT_WORDS("retort::Recipe", "Data sets of prompts.")},
        {"mix", &S::mix, range(0, 1e6), "shares", ours,
         RETORT_WORDS("retort::Recipe", "Share of each data set in a step's prompts; empty: by size.")},
        {"rubric", &S::rubric, required(), "", none, RETORT_WORDS("retort::Recipe", "The rubric that scores completions.")},
        {"steps", &S::steps, range(1, 1e9), "rollout steps", ours,
         RETORT_WORDS("retort::Recipe", "Rollout steps; R1-Zero: 650 (10,400 policy updates).")},
        {"prompts_per_step", &S::prompts_per_step, range(1, 1e6), "prompts", nature,
         RETORT_WORDS("retort::Recipe", "Prompts of one rollout step; R1: 32 per update, 512 per rollout.")},
        {"group_size", &S::group_size, range(2, 1e5), "completions", nature,
         RETORT_WORDS("retort::Recipe", "Completions of each prompt, compared with each other.")},
        {"minibatches", &S::minibatches, range(1, 1e6), "optimizer steps", ours,
         RETORT_WORDS("retort::Recipe", "Optimizer steps per rollout step; R1: 16, of 512 completions each.")},
        {"epochs", &S::epochs, range(1, 1000), "passes", nature, RETORT_WORDS("retort::Recipe", "Passes over one rollout.")},
        {"aggregation", &S::aggregation, oneOf({"sequence", "token", "constant"}), "", grpo_form,
         RETORT_WORDS("retort::Recipe",
                      "Mean over a completion then over completions, over all tokens (DAPO), or by max_tokens (Dr. GRPO).")},
        {"clip_low", &S::clip_low, range(0, 1e6), "", ours,
         RETORT_WORDS("retort::Recipe", "The ratio is kept above 1 - clip_low; R1's first stage of RL: 10.")},
        {"clip_high", &S::clip_high, range(0, 1e6), "", ours,
         RETORT_WORDS("retort::Recipe", "The ratio is kept below 1 + clip_high; R1's first stage of RL: 10.")},
        {"kl_beta", &S::kl_beta, range(0, 1e3), "", nature,
         RETORT_WORDS("retort::Recipe", "Weight of the KL term; 0: no reference model at all.")},
        {"reference_every", &S::reference_every, range(0, 1e9), "optimizer steps", nature,
         RETORT_WORDS("retort::Recipe", "The reference becomes the policy this often; 0: never.")},
        {"normalize_std", &S::normalize_std, any(), "", "R1 (Nature, Eq. 3)",
         RETORT_WORDS("retort::Recipe", "Divides advantages by the group's standard deviation; false: Dr. GRPO.")},
        {"microbatch_tokens", &S::microbatch_tokens, range(1, 1e9), "tokens", ours,
         RETORT_WORDS("retort::Recipe", "Padded tokens in one forward pass.")},
    };
    return fields;
}

template <>
const std::vector<Field<SftParams>>& fieldsOf() {
    using S = SftParams;
    static const std::vector<Field<S>> fields{
        {"model", &S::model, required(), "", none,
         RETORT_WORDS("retort::Recipe", "The model or stage that training starts from.")},
        {"data", &S::data, required(), "", none,
         RETORT_WORDS("retort::Recipe", "Data sets of kind sft or text, or sample and curate stages.")},
        {"mix", &S::mix, range(0, 1e6), "shares", ours,
         RETORT_WORDS("retort::Recipe", "Share of each source in an epoch; empty: all rows of each.")},
        {"epochs", &S::epochs, range(1e-6, 1e6), "epochs", "R1: 2 to 3 (supplement B.4.2); v1: 2",
         RETORT_WORDS("retort::Recipe", "Passes over the data.")},
        {"steps", &S::steps, range(0, 1e9), "optimizer steps", ours,
         RETORT_WORDS("retort::Recipe", "Optimizer steps; 0: as epochs say.")},
        {"batch_tokens", &S::batch_tokens, range(1, 1e9), "tokens", ours,
         RETORT_WORDS("retort::Recipe", "Tokens of one optimizer step; R1: 128 rows of up to 32768.")},
        {"max_length", &S::max_length, range(2, 1e7), "tokens", ours,
         RETORT_WORDS("retort::Recipe", "Longest row; R1: 32768.")},
        {"mask_prompt", &S::mask_prompt, any(), "", ours, RETORT_WORDS("retort::Recipe", "Loss on completions only.")},
    };
    return fields;
}

template <>
const std::vector<Field<InitSection>>& fieldsOf() {
    using S = InitSection;
    static const std::vector<Field<S>> fields{
        {"tokenizer", &S::tokenizer, any(), "", none,
         RETORT_WORDS("retort::Recipe", "Folder with tokenizer.json, relative to the project.")},
        {"hidden_size", &S::hidden_size, range(2, 65536), "", ours, RETORT_WORDS("retort::Recipe", "Width.")},
        {"num_hidden_layers", &S::num_hidden_layers, range(1, 1024), "layers", ours,
         RETORT_WORDS("retort::Recipe", "Layers.")},
        {"num_attention_heads", &S::num_attention_heads, range(1, 1024), "heads", ours,
         RETORT_WORDS("retort::Recipe", "Query heads; divides hidden_size.")},
        {"num_key_value_heads", &S::num_key_value_heads, range(1, 1024), "heads", ours,
         RETORT_WORDS("retort::Recipe", "Key and value heads; divides num_attention_heads.")},
        {"intermediate_size", &S::intermediate_size, range(1, 1e6), "", ours,
         RETORT_WORDS("retort::Recipe", "Width of the feed-forward part.")},
        {"max_position_embeddings", &S::max_position_embeddings, range(2, 1e7), "tokens", ours,
         RETORT_WORDS("retort::Recipe", "Longest sequence.")},
        {"attention_bias", &S::attention_bias, any(), "", "Qwen2",
         RETORT_WORDS("retort::Recipe", "Bias of the query, key and value projections.")},
        {"tie_word_embeddings", &S::tie_word_embeddings, any(), "", "Qwen2",
         RETORT_WORDS("retort::Recipe", "One matrix for embedding and head.")},
        {"rope_theta", &S::rope_theta, range(1, 1e12), "", "Qwen2",
         RETORT_WORDS("retort::Recipe", "Base of the rotary embedding.")},
        {"rms_norm_eps", &S::rms_norm_eps, range(1e-12, 1), "", "Qwen2",
         RETORT_WORDS("retort::Recipe", "Added to the mean square in RMSNorm.")},
        {"initializer_range", &S::initializer_range, range(0, 10), "", "Qwen2",
         RETORT_WORDS("retort::Recipe", "Standard deviation of the first weights.")},
    };
    return fields;
}

template <>
const std::vector<Field<SampleParams>>& fieldsOf() {
    using S = SampleParams;
    static const std::vector<Field<S>> fields{
        {"model", &S::model, required(), "", none, RETORT_WORDS("retort::Recipe", "The model or stage that writes.")},
        {"data", &S::data, required(), "", none, RETORT_WORDS("retort::Recipe", "Data sets of prompts.")},
        {"rubric", &S::rubric, required(), "", none,
         RETORT_WORDS("retort::Recipe", "Scores every sample; the filters read it.")},
        {"samples_per_prompt", &S::samples_per_prompt, range(1, 1e5), "completions", ours,
         RETORT_WORDS("retort::Recipe", "Completions of each prompt.")},
        {"prompts", &S::prompts, range(0, many), "prompts", ours, RETORT_WORDS("retort::Recipe", "Prompts to use; 0: all.")},
        {"keep_correct", &S::keep_correct, any(), "", "R1 (supplement B.3.2, B.3.3)",
         RETORT_WORDS("retort::Recipe", "Keeps only what the accuracy term passes.")},
        {"keep_well_formed", &S::keep_well_formed, any(), "", "R1 (supplement B.3.2)",
         RETORT_WORDS("retort::Recipe", "Keeps only well-formed traces.")},
        {"min_language_share", &S::min_language_share, range(0, 1), "share", ours,
         RETORT_WORDS("retort::Recipe", "Least share of words in the prompt's language; 1: no mixing.")},
        {"max_repetition", &S::max_repetition, range(0, 1), "share", ours,
         RETORT_WORDS("retort::Recipe", "Largest share of repeated 4-grams.")},
        {"max_paragraph", &S::max_paragraph, range(0, 1e9), "characters", ours,
         RETORT_WORDS("retort::Recipe",
                      "Longest paragraph between blank lines; 0: no bound. R1 drops long paragraphs and gives no figure.")},
        {"allow_code", &S::allow_code, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "Keeps traces with code blocks; R1 drops them (v1, section 2.3.3).")},
        {"max_per_prompt", &S::max_per_prompt, range(0, 1e5), "completions", ours,
         RETORT_WORDS("retort::Recipe", "Distinct kept samples of a prompt; 0: all.")},
        {"require_reflection", &S::require_reflection, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "Keeps only traces that check themselves.")},
        {"step_rollouts", &S::step_rollouts, range(0, 1e4), "completions", "Math-Shepherd (arXiv 2312.08935)",
         RETORT_WORDS("retort::Recipe",
                      "Continuations that label each step of a kept trace, for a process reward model; 0: none.")},
        {"step_separator", &S::step_separator, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "What ends a step; empty: blank lines where there are some, else lines.")},
    };
    return fields;
}

template <>
const std::vector<Field<CurateParams>>& fieldsOf() {
    using S = CurateParams;
    static const std::vector<Field<S>> fields{
        {"candidates", &S::candidates, required(), "", none,
         RETORT_WORDS("retort::Recipe", "The sample stage whose output is judged.")},
        {"count", &S::count, range(0, many), "candidates", ours,
         RETORT_WORDS("retort::Recipe", "Accepted candidates wanted; 0: all that pass.")},
        {"gate", &S::gate, oneOf({"automatic", "wait"}), "", ours,
         RETORT_WORDS("retort::Recipe", "Whether the rule decides or a person does.")},
        {"min_language_share", &S::min_language_share, range(0, 1), "share", ours,
         RETORT_WORDS("retort::Recipe", "Least share of words in the prompt's language.")},
        {"min_length", &S::min_length, range(0, 1e9), "tokens", ours,
         RETORT_WORDS("retort::Recipe", "Shortest completion; 0: no bound.")},
        {"max_length", &S::max_length, range(0, 1e9), "tokens", ours,
         RETORT_WORDS("retort::Recipe", "Longest completion; 0: no bound.")},
        {"prefer_short", &S::prefer_short, any(), "", ours,
         RETORT_WORDS("retort::Recipe", "Takes the shortest passing candidate of a prompt first.")},
    };
    return fields;
}

template <>
const std::vector<Field<RewardModelParams>>& fieldsOf() {
    using S = RewardModelParams;
    static const std::vector<Field<S>> fields{
        {"model", &S::model, required(), "", none,
         RETORT_WORDS("retort::Recipe", "The model or stage that gets the scalar head.")},
        {"data", &S::data, required(), "", none,
         RETORT_WORDS("retort::Recipe",
                      "Data sets of pairs; of steps, or sample stages with step_rollouts, for loss process.")},
        {"sees", &S::sees, oneOf({"answer", "completion"}), "",
         "R1: helpful sees the summary, safety the whole (Nature, Methods)",
         RETORT_WORDS("retort::Recipe", "What of a completion is scored.")},
        {"step_separator", &S::step_separator, any(), "", ours,
         RETORT_WORDS("retort::Recipe",
                      "What ends a step (loss process); empty: blank lines where there are some, else lines.")},
        {"loss", &S::loss, oneOf({"pairwise", "pointwise", "process"}), "",
         "R1: helpful pairwise, safety pointwise (Nature, Methods)",
         RETORT_WORDS("retort::Recipe", "Better against worse, each as good or bad, or each step by its label.")},
        {"epochs", &S::epochs, range(1e-6, 1e6), "epochs", nature, RETORT_WORDS("retort::Recipe", "Passes over the pairs.")},
        {"batch_size", &S::batch_size, range(1, 1e6), "pairs", ours,
         RETORT_WORDS("retort::Recipe", "Pairs of one optimizer step; R1: 256.")},
        {"holdout", &S::holdout, range(0, 0.9), "share", ours,
         RETORT_WORDS("retort::Recipe", "Share of pairs kept back for the reported accuracy.")},
    };
    return fields;
}

template <>
const std::vector<Field<EvaluateParams>>& fieldsOf() {
    using S = EvaluateParams;
    static const std::vector<Field<S>> fields{
        {"model", &S::model, required(), "", none,
         RETORT_WORDS("retort::Recipe", "The model or stage to evaluate; or models = [...] for several.")},
        {"data", &S::data, required(), "", none, RETORT_WORDS("retort::Recipe", "The data set of prompts: the suite.")},
        {"rubric", &S::rubric, required(), "", none, RETORT_WORDS("retort::Recipe", "Scores the samples.")},
        {"samples", &S::samples, range(1, 1e5), "samples", ours,
         RETORT_WORDS("retort::Recipe", "k of pass@1 over k samples and of cons@k; R1: 4 to 64.")},
    };
    return fields;
}

const std::vector<StageKind>& stageKinds() {
    const std::string sft_rate = "R1 SFT: cosine 5e-5 to 5e-6 (supplement B.4.2)";
    static const std::vector<StageKind> kinds{
        {"pretrain",
         "Trains a model from random weights.",
         {{"epochs", ours}, {"optimizer.learning_rate", ours}, {"optimizer.final_learning_rate", ours}}},
        {"sft", "Trains on traces to imitate.", {{"optimizer.learning_rate", sft_rate}, {"optimizer.schedule", sft_rate}}},
        {"grpo", "Reinforcement learning against a rubric.", {}},
        {"sample",
         "Writes completions and keeps those that pass.",
         {{"sampling.temperature", "R1 cold start (supplement B.3.2)"}}},
        {"curate", "Gives candidates verdicts: a person, or a rule.", {}},
        {"reward_model", "Trains a scalar head on preferences.", {}},
        {"distill",
         "Trains a student on a teacher's traces.",
         {{"optimizer.learning_rate", "R1-Distill-Qwen-1.5B (supplement B.4.3)"},
          {"optimizer.schedule", "R1 distillation (supplement B.4.3)"}}},
        {"evaluate",
         "Measures a model on a suite.",
         {{"sampling.temperature", "R1: 0.6 (supplement D.1)"}, {"sampling.top_p", "R1: 0.95 (supplement D.1)"}}},
    };
    return kinds;
}

StageParams defaultParams(std::string_view kind) {
    if (kind == "grpo") return GrpoParams{};
    if (kind == "sft") return SftParams{};
    if (kind == "distill") {
        SftParams params;
        params.optimizer.learning_rate = 1e-4;
        return params;
    }
    if (kind == "pretrain") {
        PretrainParams params;
        params.sft.optimizer.learning_rate = 1e-3;
        return params;
    }
    if (kind == "sample") return SampleParams{};
    if (kind == "curate") return CurateParams{};
    if (kind == "reward_model") return RewardModelParams{};
    return EvaluateParams{};
}

}  // namespace retort
