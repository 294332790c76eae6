// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "data/dataset.h"
#include "recipe/recipe.h"
#include "rollout/rollout.h"
#include "tokenizer/tokenizer.h"

namespace retort {

/// The section as a model writes it. Without chat that is the section; with it `prompt` becomes the model's chat template
/// around the user's message, up to where the model goes on (so that a think prefill is part of it), and `chat` is false.
/// Throws Error(BadInput) where the folder has no chat template or that loses the prompt.
TemplateSection resolveTemplate(const TemplateSection& section, const std::filesystem::path& model);

/// The template's text with every "{prompt}" replaced; the prompt itself is not searched again.
std::string renderPrompt(const TemplateSection& section, std::string_view prompt);

/// Template applied and tokenised with the special tokens that the tokenizer puts in front (BOS where the model has one).
EncodedPrompt encodePrompt(const Tokenizer& tokenizer, const TemplateSection& section, Prompt prompt);

/// What becomes of a row above max_length tokens.
enum class LongRow {
    Refuse,  ///< Error(BadInput) naming the row and both lengths
    Cut,     ///< the first max_length tokens
};

/// Prompt ids, completion ids, EOS. Prompt and completion are tokenised apart, as the generator will see them.
/// A row without a prompt is plain text (encodeText). max_length in tokens; 0: no limit. Throws Error(BadInput) when the
/// tokenizer names no EOS.
TrainingSample encodeSft(const Tokenizer& tokenizer, const TemplateSection& section, const SftRow& row,
                         std::int64_t max_length = 0, LongRow long_row = LongRow::Refuse);

/// Text and EOS, without a template; prompt_length is 1, since nothing predicts the first token.
TrainingSample encodeText(const Tokenizer& tokenizer, const TextRow& row, std::int64_t max_length = 0,
                          LongRow long_row = LongRow::Cut);

}  // namespace retort
