// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "generate/generator.h"
#include "template/chat_template.h"
#include "tokenizer/tokenizer.h"

namespace retort {

/// What a text is asked with.
struct TextRequest {
    std::vector<std::int32_t> prompt;
    double temperature = 1, top_p = 1;
    std::int64_t max_tokens = 256, samples = 1;
    std::uint64_t seed = 0;
    std::vector<std::string> stops;
};

/// A piece of one sample's text, or its end.
struct TextPiece {
    std::int64_t sample = 0;
    std::string text = {};
    std::vector<std::int32_t> ids = {};       ///< drawn since the piece before; without the stop token
    std::vector<float> logprobs = {};         ///< of the ids, of the distribution sampled from
    std::optional<FinishReason> finish = {};  ///< set on the last piece of a sample
};

/// A model that answers with text. Requests come from any thread and are served one after another.
class ServedModel {
public:
    /// All outlive it. `stop_ids` end a text. `context`: positions the model has.
    ServedModel(Generator& generator, const Tokenizer& tokenizer, std::optional<ChatTemplate> chat_template,
                std::vector<std::int32_t> stop_ids, std::int64_t context)
        : generator_(generator),
          tokenizer_(tokenizer),
          chat_template_(std::move(chat_template)),
          stop_ids_(std::move(stop_ids)),
          context_(context) {}

    const Tokenizer& tokenizer() const { return tokenizer_; }
    const std::optional<ChatTemplate>& chatTemplate() const { return chat_template_; }
    std::int64_t context() const { return context_; }

    /// Ids of a conversation with the generation prompt. Throws Error(BadInput) where the model has no chat template.
    std::vector<std::int32_t> encodeChat(const std::string& messages) const;

    /// Blocks until all samples are finished, waiting for its turn first. `receive` is called for one piece at a time, from
    /// the decoding threads. When `cancel` becomes true the rest ends as Aborted. Returns the ids drawn. Throws Error as
    /// Generator does.
    std::int64_t generate(const TextRequest& request, const std::function<void(const TextPiece&)>& receive,
                          const std::atomic<bool>* cancel);

private:
    Generator& generator_;
    const Tokenizer& tokenizer_;
    std::optional<ChatTemplate> chat_template_;
    std::vector<std::int32_t> stop_ids_;
    std::int64_t context_;
    std::mutex turn_;
};

}  // namespace retort
