// SPDX-License-Identifier: Apache-2.0
#include "serve/http_server.h"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <random>
#include <set>
#include <thread>

#include "base/error.h"
#include "base/log.h"
#include "serve/api.h"

namespace retort {
namespace {

constexpr std::size_t kMostBodyBytes = std::size_t{16} << 20;
constexpr std::size_t kConnections = 32;

std::string makeId(bool chat) {
    std::random_device device;
    return fmt::format("{}-{:08x}{:08x}", chat ? "chatcmpl" : "cmpl", device(), device());
}

std::string dump(const nlohmann::ordered_json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool isLoopback(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

/// The name in a Host header, without its port.
std::string hostName(const std::string& header) {
    if (header.starts_with('[')) return header.substr(1, header.find(']') - 1);
    return header.substr(0, header.find(':'));
}

void fail(httplib::Response& response, int status, std::string_view message, std::string_view param = {}) {
    response.status = status;
    response.set_content(dump(api::errorBody(message, status < 500 ? "invalid_request_error" : "server_error", param)),
                         "application/json");
}

}  // namespace

struct HttpServer::Impl {
    ServedModel& model;
    ServeOptions options;
    httplib::Server server;
    int port = 0;
    const std::int64_t started = static_cast<std::int64_t>(unixTime());
    std::atomic<bool> stopping{false}, running{false};
    std::mutex mutex;
    std::set<std::atomic<bool>*> active;  ///< what ends the texts in the making; guarded by mutex

    Impl(ServedModel& m, ServeOptions o) : model(m), options(std::move(o)) {
        server.new_task_queue = [] { return new httplib::ThreadPool(kConnections); };
        server.set_payload_max_length(kMostBodyBytes);
        server.set_keep_alive_timeout(1);
        server.set_tcp_nodelay(true);
        server.set_socket_options([](socket_t socket) {  // by default two servers could share a port
            const int yes = 1;
            ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
        });
        server.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
            if (!isLoopback(options.host) || isLoopback(hostName(request.get_header_value("Host"))))
                return httplib::Server::HandlerResponse::Unhandled;
            fail(response, 403, "this server answers only requests to this machine by its own name");
            return httplib::Server::HandlerResponse::Handled;
        });
        server.Get("/health", [](const httplib::Request&, httplib::Response& response) {
            response.set_content("{\"status\":\"ok\"}", "application/json");
        });
        server.Get("/v1/models", [this](const httplib::Request&, httplib::Response& response) { listModels(response); });
        for (const bool chat : {false, true}) {
            server.Post(chat ? "/v1/chat/completions" : "/v1/completions",
                        [this, chat](const httplib::Request& request, httplib::Response& response) {
                            complete(request, response, chat);
                        });
        }
        server.set_error_handler([](const httplib::Request& request, httplib::Response& response) {
            if (!response.body.empty()) return;
            fail(response, response.status,
                 response.status == 413
                     ? "the body is larger than 16 MiB"
                     : fmt::format("there is no {} {}; see /v1/models, /v1/completions, /v1/chat/completions",
                                   request.method, request.path));
        });
        port = options.port == 0                                 ? server.bind_to_any_port(options.host)
               : server.bind_to_port(options.host, options.port) ? options.port
                                                                 : -1;
        if (port <= 0) {
            throw Error(ErrorCode::Environment, fmt::format("cannot listen on {}:{}", options.host, options.port), "serve",
                        "Choose another --port (0: any that is free) or end the program that has it");
        }
    }

    void listModels(httplib::Response& response) const {
        const nlohmann::ordered_json entry{{"id", options.name},
                                           {"object", "model"},
                                           {"created", started},
                                           {"owned_by", "retort"},
                                           {"max_model_len", model.context()}};
        response.set_content(dump({{"object", "list"}, {"data", nlohmann::ordered_json::array({entry})}}),
                             "application/json");
    }

    /// Registers a flag that stop() sets, as long as it lives.
    struct Cancel {
        Impl& impl;
        std::atomic<bool> flag{false};
        explicit Cancel(Impl& owner) : impl(owner) {
            const std::lock_guard lock(impl.mutex);
            impl.active.insert(&flag);
            flag = impl.stopping.load();
        }
        ~Cancel() {
            const std::lock_guard lock(impl.mutex);
            impl.active.erase(&flag);
        }
    };

    void checkPrompts(const api::Request& request) const {
        for (const auto& prompt : request.prompts) {
            if (prompt.empty())
                throw Error(ErrorCode::BadInput, "the prompt has no tokens", request.chat ? "messages" : "prompt");
            if (static_cast<std::int64_t>(prompt.size()) >= model.context())
                throw Error(
                    ErrorCode::BadInput,
                    fmt::format("the prompt has {} tokens; the model's context is {}", prompt.size(), model.context()),
                    request.chat ? "messages" : "prompt");
            for (const std::int32_t id : prompt)
                if (id < 0 || id >= model.tokenizer().vocabSize())
                    throw Error(ErrorCode::BadInput, fmt::format("id {} is outside the vocabulary", id), "prompt");
        }
    }

    void complete(const httplib::Request& http, httplib::Response& response, bool chat) {
        try {
            const auto request =
                std::make_shared<api::Request>(api::readRequest(http.body, chat, model, options.max_samples));
            if (!request->model.empty() && request->model != options.name)
                return fail(response, 404, fmt::format("the model is called \"{}\"", options.name), "model");
            checkPrompts(*request);
            const api::Head head{makeId(chat), options.name, static_cast<std::int64_t>(unixTime()), chat, request->logprobs};
            if (request->stream) return stream(request, head, response);
            answer(*request, head, response);
        } catch (const Error& error) {
            const bool theirs = error.code() == ErrorCode::BadInput || error.code() == ErrorCode::Usage;
            fail(response, theirs ? 400 : 500, error.message(), error.where());
        } catch (const std::exception& error) {
            fail(response, 500, error.what());
        }
    }

    /// Asks for every prompt's texts in turn; pieces carry the index of their choice. Returns the tokens drawn.
    std::int64_t generateAll(const api::Request& request, const std::function<void(const TextPiece&)>& receive,
                             const std::atomic<bool>& cancel) {
        std::int64_t drawn = 0;
        for (std::size_t i = 0; i < request.prompts.size(); ++i) {
            TextRequest text = request.text;
            text.prompt = request.prompts[i];
            text.seed += i;
            drawn += model.generate(
                text,
                [&](const TextPiece& piece) {
                    TextPiece placed = piece;
                    placed.sample += static_cast<std::int64_t>(i) * text.samples;
                    receive(placed);
                },
                &cancel);
        }
        return drawn;
    }

    static std::int64_t promptTokens(const api::Request& request) {
        std::size_t tokens = 0;
        for (const auto& prompt : request.prompts) tokens += prompt.size();
        return static_cast<std::int64_t>(tokens);
    }

    void answer(const api::Request& request, const api::Head& head, httplib::Response& response) {
        Cancel cancel(*this);
        std::vector<api::Choice> choices(request.prompts.size() * static_cast<std::size_t>(request.text.samples));
        const std::int64_t drawn = generateAll(
            request,
            [&](const TextPiece& piece) {
                api::Choice& choice = choices[static_cast<std::size_t>(piece.sample)];
                choice.text += piece.text;
                choice.ids.insert(choice.ids.end(), piece.ids.begin(), piece.ids.end());
                choice.logprobs.insert(choice.logprobs.end(), piece.logprobs.begin(), piece.logprobs.end());
                if (piece.finish) choice.finish = *piece.finish;
            },
            cancel.flag);
        if (stopping) return fail(response, 503, "the server is stopping");
        response.set_content(dump(api::response(head, choices, promptTokens(request), drawn, model.tokenizer())),
                             "application/json");
    }

    void stream(const std::shared_ptr<api::Request>& request, const api::Head& head, httplib::Response& response) {
        response.set_header("Cache-Control", "no-cache");
        response.set_chunked_content_provider(
            "text/event-stream", [this, request, head](std::size_t, httplib::DataSink& sink) {
                Cancel cancel(*this);
                const auto send = [&](const std::string& data) {
                    const std::string event = "data: " + data + "\n\n";
                    if (!sink.is_writable() || !sink.write(event.data(), event.size()))
                        cancel.flag = true;  // nobody listens any more
                };
                std::set<std::int64_t> begun;
                try {
                    const std::int64_t drawn = generateAll(
                        *request,
                        [&](const TextPiece& piece) {
                            send(dump(api::chunk(head, piece.sample, piece, begun.insert(piece.sample).second,
                                                 model.tokenizer())));
                        },
                        cancel.flag);
                    if (request->usage_in_stream) {
                        nlohmann::ordered_json last{{"id", head.id},
                                                    {"object", head.chat ? "chat.completion.chunk" : "text_completion"},
                                                    {"created", head.created},
                                                    {"model", head.model},
                                                    {"choices", nlohmann::ordered_json::array()}};
                        last["usage"] = api::usage(promptTokens(*request), drawn);
                        send(dump(last));
                    }
                } catch (const std::exception& error) {
                    send(dump(api::errorBody(error.what(), "server_error", {})));
                }
                send("[DONE]");
                sink.done();
                return true;
            });
    }
};

HttpServer::HttpServer(ServedModel& model, ServeOptions options)
    : impl_(std::make_unique<Impl>(model, std::move(options))) {}
HttpServer::~HttpServer() = default;
int HttpServer::port() const { return impl_->port; }
void HttpServer::run() {
    {
        const std::lock_guard lock(impl_->mutex);
        if (impl_->stopping) return;
        impl_->running = true;
    }
    impl_->server.listen_after_bind();
    impl_->running = false;
}

void HttpServer::stop() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
        for (std::atomic<bool>* flag : impl_->active) *flag = true;
    }
    // A server that is about to listen does not hear it yet.
    while (impl_->running && !impl_->server.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    impl_->server.stop();
}

}  // namespace retort
