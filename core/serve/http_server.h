// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "serve/served_model.h"

namespace retort {

struct ServeOptions {
    std::string host = "127.0.0.1";
    int port = 8080;   ///< 0: any that is free
    std::string name;  ///< what requests call the model
    std::int64_t max_samples = 64;
};

/// An OpenAI-style API over HTTP: POST /v1/completions, POST /v1/chat/completions (both with "stream"), GET /v1/models, GET
/// /health. On a loopback address it answers only requests that name this machine (no page of the web reaches it through a
/// rebound name).
class HttpServer {
public:
    /// Binds. Throws Error(Environment) when the address is taken. `model` outlives it.
    HttpServer(ServedModel& model, ServeOptions options);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;

    int port() const;
    /// Serves until stop(). Blocks.
    void run();
    /// Ends run(): no new requests, texts in the making end where they are. Any thread; not for signal handlers.
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace retort
