// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "ipc/codec.h"

namespace retort::ipc {

/// A blocking client for the CLI and for tests (the workbench speaks through QLocalSocket and the same codec). One thread.
class ControlClient {
public:
    /// Connects and exchanges Hello. Throws Error(Environment) when nobody listens or answers in `seconds`, or when the
    /// versions differ (naming both).
    explicit ControlClient(const std::filesystem::path& socket, double seconds = 5);
    ~ControlClient();
    ControlClient(const ControlClient&) = delete;

    const Hello& server() const { return server_; }
    /// Throws Error(Environment) when the trainer is gone.
    void send(const Command& command);
    /// The next message within `seconds`; empty on time-out. Throws Error(Environment) when the trainer is gone.
    std::optional<Message> receive(double seconds);
    /// Sends with an id of its own and waits for the reply to it, passing over other messages. Throws Error(Environment) on
    /// time-out.
    Reply request(Command command, double seconds = 10);

private:
    int fd_ = -1;
    FrameReader frames_;
    Hello server_;
    std::int64_t next_id_ = 1;
};

}  // namespace retort::ipc
