// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "ipc/protocol.h"

namespace retort::ipc {

/// A command and who asked, for reply().
struct ReceivedCommand {
    Command command;
    std::uint64_t client = 0;
};

/// The trainer's end of the control socket, on a thread of its own. No call of the run loop ever waits for a viewer: one
/// that does not read (more than 4 MiB behind) or sends what cannot be understood is dropped. Only the same user may
/// connect. All methods may be called from any thread.
class ControlServer {
public:
    /// Listens at `socket` (mode 0600; RunDirectory::chooseSocket), replacing a stale file. Throws Error(Environment).
    ControlServer(const std::filesystem::path& socket, std::string run_id);
    /// Sends what is queued to those who read at once, closes, removes the file.
    ~ControlServer();
    ControlServer(const ControlServer&) = delete;

    /// To every viewer. The last Progress, StoreAdvanced, StateChanged and Failed are also sent to those who come later.
    void broadcast(const Message& message);
    /// To the viewer that asked; nothing when it is gone or the command's id is 0.
    void reply(const ReceivedCommand& to, bool ok, std::string text, std::vector<std::string> texts = {});

    /// The work loop is alive: what the heartbeats carry.
    void beat();
    /// The oldest command not yet taken; never waits. At most 256 are kept: later ones are answered "busy".
    std::optional<ReceivedCommand> poll();
    /// The same, waiting up to `seconds` (a paused run loop).
    std::optional<ReceivedCommand> wait(double seconds);
    /// Viewers connected now.
    int clients() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace retort::ipc
