// SPDX-License-Identifier: Apache-2.0
#include "sample_stream.h"

#include <ATen/core/Tensor.h>
#include <ATen/core/grad_mode.h>

#include <fmt/format.h>
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <thread>

#include "base/error.h"
#include "base/random.h"
#include "generate/batch_generator.h"
#include "model/transformer.h"
#include "ops/projection.h"
#include "tokenizer/tokenizer.h"

namespace retort::cli {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;
using Ids = std::vector<std::int32_t>;

constexpr std::int64_t tokens_at_once = 8;  // between two looks at the input; a person reads no faster
constexpr std::int64_t most_samples = 256;
constexpr std::size_t longest_line = 1 << 22;
constexpr std::int64_t rows_at_once = 64, most_alternatives = 20;  // rows of logits over the whole vocabulary

void say(const OrderedJson& line) {
    std::cout << line.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) << '\n' << std::flush;
}

/// Requests as they arrive, while the model is at work; a stop overtakes what it stops.
class Inbox {
public:
    Inbox() : reader_([this] { read(); }) { reader_.detach(); }

    std::optional<Json> next() {
        std::unique_lock guard(shared_->lock);
        shared_->arrived.wait(guard, [&] { return !shared_->requests.empty() || shared_->ended; });
        if (shared_->requests.empty()) return std::nullopt;
        Json request = std::move(shared_->requests.front());
        shared_->requests.pop_front();
        return request;
    }
    /// Whether this request is not wanted any more, or nobody listens.
    bool stopped(const std::string& id) {
        const std::lock_guard guard(shared_->lock);
        return shared_->ended || shared_->stops.erase(id) > 0;
    }

private:
    struct Shared {
        std::mutex lock;
        std::condition_variable arrived;
        std::deque<Json> requests;
        std::set<std::string> stops;
        bool ended = false;
    };

    void read() {
        const auto shared = shared_;
        for (std::string line; std::getline(std::cin, line);) {
            Json request = line.size() > longest_line ? Json() : Json::parse(line, nullptr, false);
            const std::lock_guard guard(shared->lock);
            if (request.is_object() && request.contains("stop"))
                shared->stops.insert(request["stop"].is_string() ? request["stop"].get<std::string>()
                                                                 : request["stop"].dump());
            else shared->requests.push_back(std::move(request));
            shared->arrived.notify_all();
        }
        const std::lock_guard guard(shared->lock);
        shared->ended = true;
        shared->arrived.notify_all();
    }

    std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
    std::thread reader_;
};

/// One completion on its way.
struct Stream {
    Ids ids;
    std::string said;    ///< what has been sent
    std::string finish;  ///< empty: still going
};

class Speaker {
public:
    explicit Speaker(const SampleArguments& arguments)
        : arguments_(arguments),
          model_(Transformer::load(arguments.model)),
          tokenizer_(Tokenizer::load(arguments.model)),
          generator_(model_) {
        for (const std::int64_t id : model_.config().eos_token_ids) stop_ids_.push_back(static_cast<std::int32_t>(id));
        if (stop_ids_.empty())
            if (const auto eos = tokenizer_.eosId()) stop_ids_.push_back(*eos);
    }

    void answer(const Json& request, Inbox& inbox) {
        if (!request.is_object()) throw Error(ErrorCode::BadInput, "a line must be a JSON object");
        const std::string id = idOf(request);
        const Ids prompt = request.contains("ids") ? request.at("ids").get<Ids>()
                                                   : tokenizer_.encode(request.at("prompt").get<std::string>(), true);
        if (request.contains("inspect")) return inspect(id, prompt, request);
        std::vector<Stream> streams = begin(request);
        GenerateOptions options{
            .temperature = request.value("temperature", arguments_.greedy ? 0.0 : arguments_.temperature),
            .top_p = request.value("top_p", arguments_.top_p),
            .max_tokens = tokens_at_once,
            .samples = 1,
            .seed = 0,
            .entropies = false,
            .stop_ids = stop_ids_};
        const auto seed = request.value("seed", arguments_.seed);
        const std::int64_t room = model_.config().max_position_embeddings - static_cast<std::int64_t>(prompt.size());
        for (std::int64_t left = request.value("max_tokens", arguments_.max_tokens), round = 0; left > 0 && anyOpen(streams);
             ++round) {
            if (inbox.stopped(id)) {
                for (Stream& stream : streams)
                    if (stream.finish.empty()) stream.finish = "stopped";
                break;
            }
            options.max_tokens = std::min(left, tokens_at_once);
            options.seed = deriveSeed(seed, fmt::format("round {}", round));
            step(id, prompt, streams, options, room);
            left -= options.max_tokens;
        }
        finish(id, streams);
    }

    /// One pass over prompt and text: what each place of the text's tokens could have held.
    void inspect(const std::string& id, const Ids& prompt, const Json& request) const {
        const auto& asked = request.at("inspect");
        const Ids text = asked.is_array() ? asked.get<Ids>() : tokenizer_.encode(asked.get<std::string>());
        checkIds(prompt);
        checkIds(text);
        if (prompt.empty() || text.empty()) return say({{"id", id}, {"tokens", OrderedJson::array()}});
        if (static_cast<std::int64_t>(prompt.size() + text.size()) > model_.config().max_position_embeddings)
            throw Error(ErrorCode::BadInput, "prompt and text are longer than the model's context", "inspect");
        Ids all = prompt;
        all.insert(all.end(), text.begin(), text.end() - 1);
        const at::NoGradGuard no_grad;
        const auto first = static_cast<std::int64_t>(prompt.size()) - 1;
        const at::Tensor states = model_.hidden(pack({all})).narrow(0, first, static_cast<std::int64_t>(text.size()));
        const std::int64_t top = std::clamp<std::int64_t>(request.value("top", std::int64_t{5}), 1,
                                                          std::min(most_alternatives, model_.config().vocab_size));
        const double temperature = std::max(request.value("temperature", 1.0), 1e-3);
        OrderedJson tokens = OrderedJson::array();
        for (std::int64_t row = 0; row < states.size(0); row += rows_at_once) {
            const at::Tensor some = states.narrow(0, row, std::min(rows_at_once, states.size(0) - row));
            const at::Tensor logprobs = projection(some, model_.headWeight()).div(temperature).log_softmax(-1);
            const at::Tensor entropies = logprobs.exp().mul(logprobs).sum(-1).neg().contiguous();
            const auto [values, ids] = logprobs.topk(top, -1);
            const at::Tensor best = values.contiguous(), which = ids.contiguous();
            for (std::int64_t i = 0; i < some.size(0); ++i) {
                const std::int32_t token = text[static_cast<std::size_t>(row + i)];
                OrderedJson others = OrderedJson::array();
                for (std::int64_t k = 0; k < top; ++k) {
                    const auto other = static_cast<std::int32_t>(which.data_ptr<std::int64_t>()[i * top + k]);
                    others.push_back(
                        {{"text", tokenizer_.tokenBytes(other)}, {"logprob", best.data_ptr<float>()[i * top + k]}});
                }
                tokens.push_back({{"text", tokenizer_.tokenBytes(token)},
                                  {"logprob", logprobs[i][token].item<float>()},
                                  {"entropy", entropies.data_ptr<float>()[i]},
                                  {"top", others}});
            }
        }
        say({{"id", id}, {"tokens", tokens}});
    }

    static std::string idOf(const Json& request) {
        if (!request.is_object() || !request.contains("id")) return {};
        return request["id"].is_string() ? request["id"].get<std::string>() : request["id"].dump();
    }

private:
    void checkIds(const Ids& ids) const {
        for (const std::int32_t id : ids)
            if (id < 0 || id >= model_.config().vocab_size)
                throw Error(ErrorCode::BadInput, fmt::format("id {} is outside the model's vocabulary", id), "ids");
    }

    std::vector<Stream> begin(const Json& request) const {
        std::vector<Stream> streams;
        if (request.contains("continue")) {
            for (const Json& text : request.at("continue")) {
                streams.push_back({tokenizer_.encode(text.get<std::string>()), text.get<std::string>(), {}});
                if (static_cast<std::int64_t>(streams.size()) == most_samples) break;
            }
            return streams;
        }
        streams.resize(
            static_cast<std::size_t>(std::clamp<std::int64_t>(request.value("n", arguments_.n), 1, most_samples)));
        return streams;
    }

    static bool anyOpen(const std::vector<Stream>& streams) {
        return std::ranges::any_of(streams, [](const Stream& stream) { return stream.finish.empty(); });
    }

    void step(const std::string& id, const Ids& prompt, std::vector<Stream>& streams, const GenerateOptions& options,
              std::int64_t room) {
        std::vector<Ids> contexts;
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < streams.size(); ++i) {
            if (!streams[i].finish.empty()) continue;
            if (static_cast<std::int64_t>(streams[i].ids.size()) + options.max_tokens >= room) {
                streams[i].finish = "length";
                continue;
            }
            contexts.push_back(prompt);
            contexts.back().insert(contexts.back().end(), streams[i].ids.begin(), streams[i].ids.end());
            open.push_back(i);
        }
        if (open.empty()) return;
        const auto generated = generator_.generate(contexts, options);
        for (std::size_t k = 0; k < open.size(); ++k) {
            Stream& stream = streams[open[k]];
            Ids fresh = generated[k].front().ids;
            if (generated[k].front().finish_reason == FinishReason::Stop) {
                if (!fresh.empty()) fresh.pop_back();
                stream.finish = "stop";
            }
            stream.ids.insert(stream.ids.end(), fresh.begin(), fresh.end());
            send(id, open[k], stream);
        }
    }

    void send(const std::string& id, std::size_t sample, Stream& stream) {
        std::string text = tokenizer_.decode(stream.ids);
        // A character that is not whole yet decodes to U+FFFD; its other bytes come with the next tokens.
        if (stream.finish.empty())
            while (text.ends_with("\xEF\xBF\xBD")) text.resize(text.size() - 3);
        if (text.size() <= stream.said.size() || !text.starts_with(stream.said)) return;
        say({{"id", id}, {"sample", sample}, {"delta", text.substr(stream.said.size())}});
        stream.said = std::move(text);
    }

    void finish(const std::string& id, std::vector<Stream>& streams) {
        OrderedJson completions = OrderedJson::array();
        for (Stream& stream : streams)
            completions.push_back({{"text", tokenizer_.decode(stream.ids)},
                                   {"tokens", stream.ids.size()},
                                   {"finish_reason", stream.finish.empty() ? "length" : stream.finish}});
        say({{"id", id}, {"done", true}, {"completions", completions}});
    }

    const SampleArguments& arguments_;
    Transformer model_;
    Tokenizer tokenizer_;
    BatchGenerator generator_;
    Ids stop_ids_;
};

}  // namespace

int streamSamples(const SampleArguments& arguments) {
    Speaker speaker(arguments);
    say({{"ready", true}});
    Inbox inbox;
    while (const auto request = inbox.next()) {
        try {
            speaker.answer(*request, inbox);
        } catch (const Json::exception& error) {
            say({{"id", Speaker::idOf(*request)}, {"error", std::string("the request cannot be read: ") + error.what()}});
        } catch (const Error& error) {
            say({{"id", Speaker::idOf(*request)}, {"error", error.what()}});
        }
    }
    return 0;
}

}  // namespace retort::cli
