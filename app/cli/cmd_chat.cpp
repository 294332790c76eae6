// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "commands.h"
#include "loaded_model.h"

namespace retort::cli {
namespace {

using Json = nlohmann::ordered_json;

std::atomic<bool> interrupted{false};

/// While it lives, SIGINT ends the answer and not the program.
class InterruptAnswer {
public:
    InterruptAnswer() {
        interrupted = false;
        struct sigaction action {};
        action.sa_handler = [](int) { interrupted = true; };
        ::sigaction(SIGINT, &action, &before_);
    }
    ~InterruptAnswer() { ::sigaction(SIGINT, &before_, nullptr); }
    InterruptAnswer(const InterruptAnswer&) = delete;

private:
    struct sigaction before_ {};
};

class Conversation {
public:
    Conversation(LoadedModel& loaded, const ChatArguments& arguments) : loaded_(loaded), arguments_(arguments) { reset(); }

    void reset() {
        messages_ = Json::array();
        if (!arguments_.system.empty()) messages_.push_back({{"role", "system"}, {"content", arguments_.system}});
    }

    void say(const std::string& line) {
        messages_.push_back({{"role", "user"}, {"content", line}});
        TextRequest request{.prompt = encode(line),
                            .temperature = arguments_.greedy ? 0 : arguments_.temperature,
                            .top_p = arguments_.top_p,
                            .max_tokens = arguments_.max_tokens,
                            .samples = 1,
                            .seed = arguments_.seed + turn_++,
                            .stops = {}};
        std::string answer;
        FinishReason finish = FinishReason::Stop;
        {
            const InterruptAnswer interrupt;
            loaded_.served.generate(
                request,
                [&](const TextPiece& piece) {
                    std::cout << piece.text << std::flush;
                    answer += piece.text;
                    if (piece.finish) finish = *piece.finish;
                },
                &interrupted);
        }
        std::cout << '\n' << std::flush;
        if (finish == FinishReason::Length)
            std::cerr << "[stopped at " << arguments_.max_tokens << " tokens or the end of the context]\n";
        messages_.push_back({{"role", "assistant"}, {"content", answer}});
    }

private:
    /// A model without a chat template knows no turns: each line stands alone.
    std::vector<std::int32_t> encode(const std::string& line) const {
        if (loaded_.served.chatTemplate() && arguments_.format.empty()) return loaded_.served.encodeChat(messages_.dump());
        std::string text = arguments_.format.empty() ? "User: {prompt}\nAssistant:" : arguments_.format;
        const auto place = text.find("{prompt}");
        if (place == std::string::npos) throw Error(ErrorCode::Usage, "it has no {prompt}", "--format");
        return loaded_.tokenizer.encode(text.replace(place, 8, line), true);
    }

    LoadedModel& loaded_;
    const ChatArguments& arguments_;
    Json messages_;
    std::uint64_t turn_ = 0;
};

}  // namespace

int chatCommand(const ChatArguments& arguments) {
    LoadedModel loaded(arguments.model);
    Conversation conversation(loaded, arguments);
    const bool person = ::isatty(STDIN_FILENO) != 0;
    if (person) std::cerr << "/reset forgets the conversation, Ctrl+C ends an answer, /exit or Ctrl+D ends.\n";
    std::string line;
    while (person && (std::cerr << "> " << std::flush), std::getline(std::cin, line)) {
        if (line == "/exit") break;
        if (line == "/reset") conversation.reset();
        else if (line.find_first_not_of(" \t\r") != std::string::npos) conversation.say(line);
    }
    return 0;
}

}  // namespace retort::cli
