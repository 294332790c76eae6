// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "base/error.h"
#include "base/log.h"
#include "commands.h"
#include "loaded_model.h"
#include "serve/http_server.h"

namespace retort::cli {
namespace {

std::vector<std::int32_t> stopIds(const Transformer& model, const Tokenizer& tokenizer) {
    std::vector<std::int32_t> ids;
    for (const std::int64_t id : model.config().eos_token_ids) ids.push_back(static_cast<std::int32_t>(id));
    if (const auto eos = tokenizer.eosId(); ids.empty() && eos) ids.push_back(*eos);
    return ids;
}

/// SIGINT and SIGTERM end the server; a second one ends the process at once. Made before other threads, which then leave the
/// signals to it.
class StopOnSignal {
public:
    StopOnSignal() {
        ::sigemptyset(&signals_);
        ::sigaddset(&signals_, SIGINT);
        ::sigaddset(&signals_, SIGTERM);
        ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    }

    void watch(HttpServer& server) {
        watcher_ = std::jthread([this, &server](const std::stop_token& stop) {
            const timespec wait{0, 200'000'000};
            for (bool asked = false; !stop.stop_requested();) {
                if (::sigtimedwait(&signals_, nullptr, &wait) < 0) continue;
                if (asked) ::_exit(130);
                asked = true;
                log(LogLevel::Info, "Stopping; once more to stop at once");
                server.stop();
            }
        });
    }

private:
    sigset_t signals_{};
    std::jthread watcher_;
};

}  // namespace

LoadedModel::LoadedModel(const std::string& folder)
    : model(Transformer::load(folder)),
      tokenizer(Tokenizer::load(folder)),
      generator(model),
      served(generator, tokenizer, ChatTemplate::load(folder), stopIds(model, tokenizer),
             model.config().max_position_embeddings) {}

int serveCommand(const ServeArguments& arguments) {
    StopOnSignal signals;
    LoadedModel loaded(arguments.model);
    ServeOptions options{.host = arguments.host, .port = arguments.port, .name = arguments.name};
    const std::filesystem::path folder = std::filesystem::absolute(arguments.model).lexically_normal();
    if (options.name.empty()) options.name = folder.has_filename() ? folder.filename() : folder.parent_path().filename();
    HttpServer server(loaded.served, options);
    signals.watch(server);
    log(LogLevel::Info,
        fmt::format("Serving {} at http://{}:{}/v1; Ctrl+C stops", options.name, options.host, server.port()));
    if (options.host != "127.0.0.1" && options.host != "localhost" && options.host != "::1")
        log(LogLevel::Warning, "Whoever reaches this address can use the model: there is no password");
    server.run();
    return 0;
}

}  // namespace retort::cli
