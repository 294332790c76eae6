// SPDX-License-Identifier: Apache-2.0
#include "serve/served_model.h"

#include <algorithm>

#include "base/error.h"
#include "generate/text_stream.h"

namespace retort {

std::vector<std::int32_t> ServedModel::encodeChat(const std::string& messages) const {
    if (!chat_template_)
        throw Error(ErrorCode::BadInput, "the model has no chat template", "messages", "Give a prompt instead");
    ChatRequest request;
    request.messages = messages;
    request.add_generation_prompt = true;
    return tokenizer_.encode(chat_template_->render(request).text, false);
}

std::int64_t ServedModel::generate(const TextRequest& request, const std::function<void(const TextPiece&)>& receive,
                                   const std::atomic<bool>* cancel) {
    struct Sample {
        TextStream text;
        TextPiece piece;
    };
    const auto decode = [this](std::span<const std::int32_t> ids) { return tokenizer_.decode(ids, true); };
    std::vector<Sample> samples;
    for (std::int64_t i = 0; i < request.samples; ++i) samples.push_back({TextStream(decode, request.stops), {.sample = i}});
    std::mutex receiving;
    const auto send = [&](Sample& sample) {
        const std::lock_guard lock(receiving);
        receive(sample.piece);
        sample.piece = {.sample = sample.piece.sample};
    };
    GenerateOptions options{.temperature = request.temperature,
                            .top_p = request.top_p,
                            .max_tokens = request.max_tokens,
                            .samples = request.samples,
                            .seed = request.seed,
                            .entropies = false,
                            .stop_ids = stop_ids_};
    options.on_token = [&](const DrawnToken& token) {
        if (std::ranges::find(stop_ids_, token.id) != stop_ids_.end()) return true;
        Sample& sample = samples[static_cast<std::size_t>(token.sample)];
        sample.piece.text += sample.text.add(token.id);
        sample.piece.ids.push_back(token.id);
        sample.piece.logprobs.push_back(token.logprob);
        if (!sample.piece.text.empty()) send(sample);
        return !sample.text.stopped();
    };
    const std::lock_guard turn(turn_);
    const auto completions = generator_.generate({request.prompt}, options, cancel);
    std::int64_t drawn = 0;
    for (Sample& sample : samples) {
        const Completion& completion = completions.front()[static_cast<std::size_t>(sample.piece.sample)];
        drawn += static_cast<std::int64_t>(completion.ids.size());
        sample.piece.text += sample.text.finish();
        sample.piece.finish = sample.text.stopped() ? FinishReason::Stop : completion.finish_reason;
        send(sample);
    }
    return drawn;
}

}  // namespace retort
