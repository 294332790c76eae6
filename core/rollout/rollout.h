// SPDX-License-Identifier: Apache-2.0
#pragma once

// The records of the data walk from a problem to a training sample. Plain values: copied or moved, never shared.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/ids.h"

namespace retort {

/// Columns of a data row that rules read besides the reference.
constexpr std::array<std::string_view, 4> kGradingColumns{"choices", "schema", "instruction_id_list", "kwargs"};

/// A problem as the recipe's data gives it.
struct Prompt {
    std::string key;        ///< stable name of the row: its "id" column, else "DATASET:ROW" (row from 0)
    std::string text;       ///< what is asked, before any template
    std::string reference;  ///< expected answer; empty when there is none
    std::string language;   ///< "en", "zh", ... of the question; empty when unknown
    std::string domain;     ///< which rubric terms apply ("reasoning", "helpful", ...); from the data section or a column
    /// Those of kGradingColumns that the row has, as one JSON object; empty: it has none.
    std::string grading = {};
    std::vector<std::pair<std::string, std::string>> labels = {};  ///< of the data section's label_columns: name, value
};
inline auto storedParts(const Prompt*) {
    return std::tuple{&Prompt::key,    &Prompt::text,    &Prompt::reference, &Prompt::language,
                      &Prompt::domain, &Prompt::grading, &Prompt::labels};
}

/// A prompt as the model sees it: template applied, tokenised. Starts with BOS where the model has one.
struct EncodedPrompt {
    Prompt prompt;
    std::vector<std::int32_t> ids;
};

enum class FinishReason { Stop, Length, Aborted };
/// "stop", "length", "aborted".
const char* name(FinishReason reason) noexcept;

/// What the generator returns for one sample of one prompt.
struct Completion {
    std::vector<std::int32_t> ids;  ///< without the prompt; with the stop token when finish_reason is Stop
    std::vector<float>
        logprobs;  ///< natural log, of the distribution sampled from (temperature and top-p applied); one per id
    std::vector<float> entropies;  ///< nats, of the same distribution; one per id, or empty when not asked for
    FinishReason finish_reason = FinishReason::Stop;
    std::int64_t policy_version = 0;  ///< optimizer steps the policy had taken
};

enum class Outcome { Pass, Fail, GraderError };
/// "pass", "fail", "grader_error".
const char* name(Outcome outcome) noexcept;

/// One term's verdict. GraderError carries no score: the rollout is kept for reading and never trains.
struct RewardTerm {
    std::string name;  ///< as in the recipe's rubric
    double weight = 1;
    double score = 0;  ///< usually in [0, 1]; meaningless for GraderError
    Outcome outcome = Outcome::Fail;
    std::string extracted;  ///< what was read out of the completion, for people
    std::string reason;     ///< one sentence, for people
    std::string kind;       ///< recipe's kind of the term ("accuracy", "format", ...); empty: the same as `name`
};

/// All terms that applied to a rollout, and their weighted sum.
struct RewardBreakdown {
    std::vector<RewardTerm> terms;
    double total = 0;  ///< sum of weight * score; meaningless when hasError()
    bool hasError() const;
    /// The named term, or nullptr.
    const RewardTerm* find(const std::string& term) const;
    /// The first term that judges the answer (kinds "accuracy", "code", "reasoning_gym"), or nullptr.
    const RewardTerm* accuracy() const;
    /// Whether the answer is right, by the first term of kind "accuracy"; empty when there is none or its grader failed.
    std::optional<bool> correct() const;
};

/// A highlighted piece of a completion's text, in bytes of UTF-8.
struct TextSpan {
    std::int32_t begin = 0, end = 0;
    std::string kind;  ///< "foreign" (label: language) or "reflection" (label: the word)
    std::string label;
};

/// What is measured on a completion's text for the charts, besides rewards.
struct TextFacts {
    std::string think, answer;  ///< the two parts of a well-formed trace; `answer` is everything when there is no think part
    bool well_formed = false;   ///< think part and answer part as the format asks
    std::optional<double> language_share;  ///< words of the prompt's language / words; empty when there are no words
    bool reflects = false;                 ///< contains a reflection word of its language
    std::vector<TextSpan> spans;
};

struct Rollout {
    Completion completion;
    std::string text;  ///< the completion decoded, special tokens kept, the stop token left out
    TextFacts facts;
    RewardBreakdown reward;
    double advantage = 0;  ///< 0 when the group is dead or the rollout has a grader error
};

/// The G rollouts of one prompt.
struct RolloutGroup {
    EncodedPrompt prompt;
    std::vector<Rollout> rollouts;
};

/// One row of a policy update: prompt and completion joined.
struct TrainingSample {
    std::vector<std::int32_t> ids;    ///< prompt then completion
    std::int32_t prompt_length = 0;   ///< loss starts at ids[prompt_length]
    std::vector<float> old_logprobs;  ///< one per completion id; empty for supervised samples
    float advantage = 0;
    std::vector<std::uint8_t> loss_mask = {};  ///< one per id, 0: not in the loss; empty: all from prompt_length on
};
inline auto storedParts(const TrainingSample*) {
    return std::tuple{&TrainingSample::ids, &TrainingSample::prompt_length, &TrainingSample::old_logprobs,
                      &TrainingSample::advantage, &TrainingSample::loss_mask};
}

}  // namespace retort
