// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "data/encode.h"
#include "template/chat_template.h"

namespace retort {

/// A conversation as a model's chat template writes it, for supervised training. `messages` is a JSON array that ends with
/// an assistant's message; `system` is put in front where it has no system message of its own. What carries the loss:
/// - a template with {% generation %} blocks: every token that overlaps one, as transformers' return_assistant_tokens_mask
/// does;
/// - else what the last message adds to the prompt that is rendered from those before it (with its think prefill, which the
///   message need not repeat); where the template writes a last message otherwise than it asks for one (it drops the
///   reasoning of past turns), the message as it stands, and the end-of-text token.
/// Throws Error(BadInput) naming the row where the template refuses the messages, or the row is too long.
TrainingSample encodeConversation(const Tokenizer& tokenizer, const ChatTemplate& chat, const std::string& messages,
                                  const std::string& system, const std::string& key, std::int64_t max_length = 0,
                                  LongRow long_row = LongRow::Refuse);

/// One flag per id of `ids`, which are those of `text`: 1 where the token overlaps one of the spans. Nothing where the
/// tokens cannot be laid beside the text.
std::optional<std::vector<std::uint8_t>> maskOfSpans(const Tokenizer& tokenizer, std::span<const std::int32_t> ids,
                                                     std::string_view text, const std::vector<RenderedChat::Span>& spans);

/// The token that the template puts behind an assistant's message ("<|im_end|>"); nothing where it puts none.
std::optional<std::int32_t> turnEnd(const Tokenizer& tokenizer, const ChatTemplate& chat);

}  // namespace retort
