// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <random>

#include "base/error.h"
#include "serve/api.h"

namespace retort::api {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kDeepest = 64;
constexpr std::size_t kMostStops = 16;

[[noreturn]] void refuse(const std::string& message, const std::string& field) {
    throw Error(ErrorCode::BadInput, message, field);
}

Json parseBody(std::string_view body) {
    int deepest = 0;
    const Json json = Json::parse(
        body, [&](int depth, Json::parse_event_t, Json&) { return (deepest = std::max(deepest, depth)) <= kDeepest; },
        false);
    if (json.is_discarded() || !json.is_object()) refuse("the body is no JSON object", "body");
    if (deepest > kDeepest) refuse(fmt::format("the body is nested deeper than {} levels", kDeepest), "body");
    return json;
}

bool given(const Json& json, const char* key) { return json.contains(key) && !json[key].is_null(); }

double number(const Json& json, const char* key, double otherwise, double least, double most) {
    if (!given(json, key)) return otherwise;
    if (!json[key].is_number()) refuse("a number is expected", key);
    const double value = json[key].get<double>();
    if (!(value >= least && value <= most))
        refuse(fmt::format("{:g} is not between {:g} and {:g}", value, least, most), key);
    return value;
}

std::int64_t whole(const Json& json, const char* key, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
    if (!given(json, key)) return otherwise;
    if (!json[key].is_number_integer()) refuse("a whole number is expected", key);
    const auto value = json[key].get<std::int64_t>();
    if (value < least || value > most) refuse(fmt::format("{} is not between {} and {}", value, least, most), key);
    return value;
}

bool flag(const Json& json, const char* key) {
    if (!given(json, key)) return false;
    if (!json[key].is_boolean()) refuse("true or false is expected", key);
    return json[key].get<bool>();
}

/// Settings that change a text and that this server does not know: silence would mislead.
void refuseUnsupported(const Json& json) {
    for (const char* key : {"presence_penalty", "frequency_penalty"})
        if (given(json, key) && json[key] != 0) refuse("not supported", key);
    for (const char* key : {"suffix", "echo", "logit_bias", "tools", "functions", "response_format", "top_k", "min_p",
                            "repetition_penalty", "audio"}) {
        if (!given(json, key) || json[key] == false || json[key].empty()) continue;
        if (std::string_view(key) == "response_format" && json[key] == Json{{"type", "text"}}) continue;
        refuse("not supported", key);
    }
    if (given(json, "best_of") && json["best_of"] != json.value("n", Json(1))) refuse("not supported", "best_of");
    if (given(json, "top_logprobs") && json["top_logprobs"] != 0)
        refuse("not supported: only the drawn token's", "top_logprobs");
}

std::vector<std::string> readStops(const Json& json) {
    std::vector<std::string> stops;
    if (!given(json, "stop")) return stops;
    const Json list = json["stop"].is_array() ? json["stop"] : Json::array({json["stop"]});
    if (list.size() > kMostStops) refuse(fmt::format("more than {} stop strings", kMostStops), "stop");
    for (const Json& stop : list) {
        if (!stop.is_string() || stop.get_ref<const std::string&>().empty())
            refuse("a text, or a list of texts, is expected", "stop");
        stops.push_back(stop.get<std::string>());
    }
    return stops;
}

std::vector<std::int32_t> readIds(const Json& list) {
    std::vector<std::int32_t> ids;
    for (const Json& id : list) {
        if (!id.is_number_unsigned() || id.get<std::uint64_t>() > INT32_MAX) refuse("token ids are whole numbers", "prompt");
        ids.push_back(id.get<std::int32_t>());
    }
    return ids;
}

std::vector<std::vector<std::int32_t>> readPrompts(const Json& json, const ServedModel& model) {
    if (!given(json, "prompt")) refuse("a prompt is expected", "prompt");
    const Json& prompt = json["prompt"];
    if (prompt.is_string()) return {model.tokenizer().encode(prompt.get<std::string>(), true)};
    if (!prompt.is_array() || prompt.empty()) refuse("a text, a list of texts or token ids is expected", "prompt");
    if (prompt[0].is_number()) return {readIds(prompt)};
    std::vector<std::vector<std::int32_t>> prompts;
    for (const Json& one : prompt) {
        if (one.is_string()) prompts.push_back(model.tokenizer().encode(one.get<std::string>(), true));
        else if (one.is_array()) prompts.push_back(readIds(one));
        else refuse("a text or a list of token ids is expected", "prompt");
    }
    return prompts;
}

std::vector<std::int32_t> readMessages(const Json& json, const ServedModel& model) {
    if (!given(json, "messages") || !json["messages"].is_array() || json["messages"].empty())
        refuse("a list of messages is expected", "messages");
    for (const Json& message : json["messages"])
        if (!message.is_object() || !message.contains("role") || !message["role"].is_string())
            refuse("a message is {\"role\", \"content\"}", "messages");
    return model.encodeChat(json["messages"].dump());
}

std::uint64_t anySeed() {
    std::random_device device;
    return (std::uint64_t{device()} << 32 | device()) >> 12;
}

}  // namespace

Request readRequest(std::string_view body, bool chat, const ServedModel& model, std::int64_t max_samples) {
    const Json json = parseBody(body);
    refuseUnsupported(json);
    Request request;
    request.chat = chat;
    if (given(json, "model")) {
        if (!json["model"].is_string()) refuse("a text is expected", "model");
        request.model = json["model"].get<std::string>();
    }
    request.stream = flag(json, "stream");
    request.usage_in_stream =
        given(json, "stream_options") && json["stream_options"].is_object() && flag(json["stream_options"], "include_usage");
    request.logprobs = chat ? flag(json, "logprobs") : given(json, "logprobs") && whole(json, "logprobs", 0, 0, 1) >= 0;
    if (chat) request.prompts.push_back(readMessages(json, model));
    else request.prompts = readPrompts(json, model);
    TextRequest& text = request.text;
    text.temperature = number(json, "temperature", 1, 0, 100);
    text.top_p = number(json, "top_p", 1, 1e-9, 1);
    text.samples = whole(json, "n", 1, 1, max_samples);
    if (text.samples * static_cast<std::int64_t>(request.prompts.size()) > max_samples)
        refuse(fmt::format("more than {} texts at a time", max_samples), "n");
    const char* limit = given(json, "max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
    text.max_tokens = whole(json, limit, chat ? model.context() : 16, 1, std::int64_t{1} << 24);
    text.seed = given(json, "seed") ? static_cast<std::uint64_t>(whole(json, "seed", 0, INT64_MIN, INT64_MAX)) : anySeed();
    text.stops = readStops(json);
    return request;
}

}  // namespace retort::api
