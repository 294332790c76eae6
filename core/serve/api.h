// SPDX-License-Identifier: Apache-2.0
#pragma once

// JSON of the OpenAI-style API, and what it means here.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "serve/served_model.h"

namespace retort::api {

struct Request {
    bool chat = false, stream = false, logprobs = false, usage_in_stream = false;
    std::string model;                               ///< empty: not named
    std::vector<std::vector<std::int32_t>> prompts;  ///< one of a chat
    TextRequest text;                                ///< without its prompt
};

/// Reads the body of /v1/completions or /v1/chat/completions. Fields that would change the text and are not supported, and
/// values out of bounds, throw Error(BadInput) naming the field. `max_samples`: n times prompts.
Request readRequest(std::string_view body, bool chat, const ServedModel& model, std::int64_t max_samples);

/// A request's answers as they grow.
struct Choice {
    std::string text;
    std::vector<std::int32_t> ids;
    std::vector<float> logprobs;
    FinishReason finish = FinishReason::Stop;
};

/// What all objects of one response share.
struct Head {
    std::string id, model;
    std::int64_t created = 0;  ///< seconds since the epoch
    bool chat = false, logprobs = false;
};

nlohmann::ordered_json response(const Head& head, const std::vector<Choice>& choices, std::int64_t prompt_tokens,
                                std::int64_t drawn, const Tokenizer& tokenizer);
/// One event of a stream: a piece of choice `index`; `first` names the role in a chat.
nlohmann::ordered_json chunk(const Head& head, std::int64_t index, const TextPiece& piece, bool first,
                             const Tokenizer& tokenizer);
nlohmann::ordered_json usage(std::int64_t prompt_tokens, std::int64_t drawn);
/// {"error": {"message", "type", "param", "code"}}
nlohmann::ordered_json errorBody(std::string_view message, std::string_view type, std::string_view param);
/// "stop" or "length".
std::string_view finishName(FinishReason reason);

}  // namespace retort::api
