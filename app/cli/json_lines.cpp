// SPDX-License-Identifier: Apache-2.0
#include "json_lines.h"

#include <fmt/format.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <future>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>

#include "base/error.h"

namespace retort::cli {
namespace {

using Answer = std::function<nlohmann::ordered_json(const nlohmann::ordered_json&)>;

/// The library's message without its "[json.exception.KIND.NUMBER] ".
std::string plain(const nlohmann::json::exception& error) {
    const std::string text = error.what();
    const auto end = text.find("] ");
    return end == std::string::npos ? text : text.substr(end + 2);
}

/// Deep nesting would cost every reader a deep recursion.
void checkDepth(std::string_view line) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (in_string && c == '\\') ++i;
        else if (c == '"') in_string = !in_string;
        else if (!in_string && (c == '[' || c == '{') && ++depth > 256)
            throw Error(ErrorCode::BadInput, "JSON nested deeper than 256 levels");
        else if (!in_string && (c == ']' || c == '}')) --depth;
    }
}

/// The answer to one line, as text.
std::string answerLine(const std::string& line, std::int64_t number, const Answer& answer) {
    try {
        checkDepth(line);
        const auto row = nlohmann::ordered_json::parse(line);
        if (!row.is_object()) throw Error(ErrorCode::BadInput, "a line must be a JSON object");
        return answer(row).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    } catch (const nlohmann::json::exception& error) {
        throw Error(ErrorCode::BadInput, plain(error), fmt::format("stdin:{}", number),
                    "--help says which fields a line has");
    } catch (const Error& error) {
        throw Error(error.code(), error.message(),
                    fmt::format("stdin:{}{}{}", number, error.where().empty() ? "" : ": ", error.where()), error.remedy());
    }
}

/// Answers in the order of the lines, each written as soon as those before it are.
class OrderedAnswers {
public:
    explicit OrderedAnswers(std::size_t most) : most_(most), writer_([this] { write(); }) {}

    void push(std::future<std::string> answer) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_.size() < most_ || failure_; });
        waiting_.push_back(std::move(answer));
        changed_.notify_all();
    }

    bool failed() {
        const std::lock_guard lock(mutex_);
        return failure_ != nullptr;
    }

    /// Throws what the first bad line threw.
    void finish() {
        {
            const std::lock_guard lock(mutex_);
            finished_ = true;
            changed_.notify_all();
        }
        writer_.join();
        if (failure_) std::rethrow_exception(failure_);
    }

private:
    void write() {
        while (true) {
            std::future<std::string> answer;
            {
                std::unique_lock lock(mutex_);
                changed_.wait(lock, [&] { return finished_ || !waiting_.empty(); });
                if (waiting_.empty()) return;
                answer = std::move(waiting_.front());
            }
            try {
                const std::string text = answer.get();
                if (!failed()) std::cout << text << '\n' << std::flush;
            } catch (...) {
                const std::lock_guard lock(mutex_);
                if (!failure_) failure_ = std::current_exception();
            }
            const std::lock_guard lock(mutex_);
            waiting_.pop_front();
            changed_.notify_all();
        }
    }

    const std::size_t most_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::future<std::string>> waiting_;
    bool finished_ = false;
    std::exception_ptr failure_;
    std::thread writer_;
};

bool isBlank(const std::string& line) { return line.find_first_not_of(" \t\r") == std::string::npos; }

}  // namespace

int filterLines(const Answer& answer, int threads) {
    std::string line;
    if (threads <= 1) {
        for (std::int64_t number = 1; std::getline(std::cin, line); ++number)
            if (!isBlank(line)) std::cout << answerLine(line, number, answer) << '\n' << std::flush;
        return 0;
    }
    OrderedAnswers answers(static_cast<std::size_t>(threads));
    for (std::int64_t number = 1; !answers.failed() && std::getline(std::cin, line); ++number)
        if (!isBlank(line)) answers.push(std::async(std::launch::async, answerLine, line, number, std::cref(answer)));
    answers.finish();
    return 0;
}

}  // namespace retort::cli
