// SPDX-License-Identifier: Apache-2.0
#include "ipc/control_client.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <type_traits>

#include "base/error.h"
#include "base/log.h"

namespace retort::ipc {
namespace {

[[noreturn]] void unreachable(const std::filesystem::path& socket, const std::string& why) {
    throw Error(ErrorCode::Environment, why, socket.string(),
                "Check with `retort inspect RUN` whether the run is still going");
}

int connectTo(const std::filesystem::path& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string text = socket.string();
    if (text.size() >= sizeof(address.sun_path)) unreachable(socket, "the path is too long for a socket");
    std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        const int error = errno;
        if (fd >= 0) ::close(fd);
        unreachable(socket, fmt::format("no trainer listens ({})", std::strerror(error)));
    }
    return fd;
}

}  // namespace

ControlClient::ControlClient(const std::filesystem::path& socket, double seconds) : fd_(connectTo(socket)) {
    try {
        send(Hello{protocol_version, {}, ::getpid()});
        const auto first = receive(seconds);
        if (!first || !std::holds_alternative<Hello>(*first)) unreachable(socket, "the trainer does not answer");
        server_ = std::get<Hello>(*first);
        if (server_.version != protocol_version)
            throw Error(ErrorCode::Environment,
                        fmt::format("the trainer speaks version {} of the protocol, this program version {}",
                                    server_.version, protocol_version),
                        socket.string(), "Use the Retort that started the run");
    } catch (...) {
        ::close(fd_);
        throw;
    }
}

ControlClient::~ControlClient() { ::close(fd_); }

void ControlClient::send(const Command& command) {
    const std::string frame = encode(command);
    std::string_view rest = frame;
    while (!rest.empty()) {
        const ssize_t sent = ::send(fd_, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) throw Error(ErrorCode::Environment, "the trainer is gone", server_.run_id);
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::optional<Message> ControlClient::receive(double seconds) {
    const double deadline = steadyTime() + seconds;
    for (;;) {
        if (const auto payload = frames_.next()) return decodeMessage(*payload);
        const double left = deadline - steadyTime();
        pollfd watched{fd_, POLLIN, 0};
        const int ready = left > 0 ? ::poll(&watched, 1, static_cast<int>(left * 1000) + 1) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return std::nullopt;
        std::array<char, 65536> buffer;
        const ssize_t size = ::recv(fd_, buffer.data(), buffer.size(), 0);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) throw Error(ErrorCode::Environment, "the trainer is gone", server_.run_id);
        frames_.feed({buffer.data(), static_cast<std::size_t>(size)});
    }
}

Reply ControlClient::request(Command command, double seconds) {
    const std::int64_t id = next_id_++;
    std::visit(
        [&](auto& message) {
            if constexpr (!std::is_same_v<std::decay_t<decltype(message)>, Hello>) message.id = id;
        },
        command);
    send(command);
    const double deadline = steadyTime() + seconds;
    while (const auto message = receive(deadline - steadyTime()))
        if (const auto* reply = std::get_if<Reply>(&*message); reply != nullptr && reply->id == id) return *reply;
    throw Error(ErrorCode::Environment, fmt::format("the trainer did not answer within {} s", seconds), server_.run_id,
                "It may be busy in a long step; try again");
}

}  // namespace retort::ipc
