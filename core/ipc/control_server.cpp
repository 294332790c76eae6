// SPDX-License-Identifier: Apache-2.0
#include "ipc/control_server.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "base/error.h"
#include "base/log.h"
#include "ipc/codec.h"

namespace retort::ipc {
namespace {

constexpr std::size_t max_backlog_bytes = std::size_t{4} << 20;
constexpr std::size_t max_commands = 256;
constexpr std::size_t max_clients = 32;
constexpr double heartbeat_seconds = 1;

[[noreturn]] void cannotListen(const std::filesystem::path& path, const std::string& why) {
    throw Error(ErrorCode::Environment, "cannot listen: " + why, path.string(),
                "Make the run's folder writable for this user");
}

int listenAt(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string text = path.string();
    if (text.size() >= sizeof(address.sun_path)) cannotListen(path, "the path is too long for a socket");
    std::memcpy(address.sun_path, text.c_str(), text.size() + 1);

    struct stat status {};
    if (::lstat(text.c_str(), &status) == 0) {
        if (!S_ISSOCK(status.st_mode)) cannotListen(path, "something else has this name");
        ::unlink(text.c_str());
    }
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) cannotListen(path, std::strerror(errno));
    // The mode of an unbound socket is the mode of its file: there is no moment when others could connect.
    ::fchmod(fd, 0600);
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 || ::listen(fd, 8) != 0) {
        const int error = errno;
        ::close(fd);
        cannotListen(path, std::strerror(error));
    }
    return fd;
}

bool sameUser(int fd) {
    ucred peer{};
    socklen_t size = sizeof(peer);
    return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::getuid();
}

struct Client {
    int fd = -1;
    FrameReader in;
    std::string out;
    bool greeted = false;
    bool dropped = false;
};

}  // namespace

class ControlServer::Impl {
public:
    Impl(const std::filesystem::path& path, std::string run_id)
        : path_(path),
          hello_{protocol_version, std::move(run_id), ::getpid()},
          listener_(listenAt(path)),
          wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
        beat();
        thread_ = std::thread([this] { serve(); });
    }

    ~Impl() {
        stopping_ = true;
        wake();
        thread_.join();
        for (auto& [id, client] : clients_) ::close(client.fd);
        ::close(listener_);
        ::close(wake_);
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }

    void broadcast(const Message& message) {
        const std::string frame = encode(message);
        {
            const std::lock_guard lock(mutex_);
            if (!std::holds_alternative<Heartbeat>(message) && !std::holds_alternative<Reply>(message))
                latest_[message.index()] = frame;
            for (auto& [id, client] : clients_)
                if (client.greeted) queue(client, frame);
        }
        wake();
    }

    void reply(const ReceivedCommand& to, Reply reply) {
        reply.id = commandId(to.command);
        if (reply.id == 0) return;
        std::string frame;
        try {
            frame = encode(Message(reply));
        } catch (const Error&) {
            frame = encode(Message(Reply{reply.id, false, "the answer is too large to send", {}}));
        }
        {
            const std::lock_guard lock(mutex_);
            const auto client = clients_.find(to.client);
            if (client != clients_.end()) queue(client->second, frame);
        }
        wake();
    }

    void beat() { last_beat_ = unixTime(); }

    std::optional<ReceivedCommand> take(double seconds) {
        std::unique_lock lock(mutex_);
        if (seconds > 0) arrived_.wait_for(lock, std::chrono::duration<double>(seconds), [&] { return !commands_.empty(); });
        if (commands_.empty()) return std::nullopt;
        ReceivedCommand command = std::move(commands_.front());
        commands_.pop_front();
        return command;
    }

    int clients() const {
        const std::lock_guard lock(mutex_);
        return static_cast<int>(
            std::count_if(clients_.begin(), clients_.end(), [](const auto& entry) { return entry.second.greeted; }));
    }

private:
    void wake() {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(wake_, &one, sizeof(one));
    }

    /// Holding mutex_.
    static void queue(Client& client, const std::string& frame) {
        if (client.out.size() + frame.size() > max_backlog_bytes) client.dropped = true;
        else client.out += frame;
    }

    void serve() {
        double next_beat = steadyTime() + heartbeat_seconds;
        while (!stopping_) {
            waitForEvents(std::max(0.0, next_beat - steadyTime()));
            if (steadyTime() >= next_beat) {
                broadcast(Heartbeat{last_beat_});
                next_beat = steadyTime() + heartbeat_seconds;
            }
            exchange();
        }
        // Once more: who has just come still learns how the run ended.
        exchange();
    }

    void exchange() {
        acceptAll();
        const std::lock_guard lock(mutex_);
        for (auto& [id, client] : clients_) {
            receive(id, client);
            flush(client);
        }
        removeDropped();
    }

    void waitForEvents(double seconds) {
        std::vector<pollfd> watched{{listener_, POLLIN, 0}, {wake_, POLLIN, 0}};
        {
            const std::lock_guard lock(mutex_);
            for (const auto& [id, client] : clients_)
                watched.push_back({client.fd, static_cast<short>(client.out.empty() ? POLLIN : POLLIN | POLLOUT), 0});
        }
        ::poll(watched.data(), watched.size(), static_cast<int>(seconds * 1000) + 1);
        std::uint64_t ignored = 0;
        [[maybe_unused]] const ssize_t taken = ::read(wake_, &ignored, sizeof(ignored));
    }

    void acceptAll() {
        for (;;) {
            const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (fd < 0) {
                // Out of descriptors: the caller stays in the queue; do not spin on it.
                if (errno != EAGAIN && errno != EINTR) std::this_thread::sleep_for(std::chrono::milliseconds(100));
                return;
            }
            const std::lock_guard lock(mutex_);
            if (!sameUser(fd) || clients_.size() >= max_clients) {
                ::close(fd);
                continue;
            }
            Client& client = clients_[++last_client_];
            client.fd = fd;
            queue(client, encode(hello_));
        }
    }

    void receive(std::uint64_t id, Client& client) {
        std::array<char, 65536> buffer;
        const ssize_t size = ::recv(client.fd, buffer.data(), buffer.size(), 0);
        if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (size <= 0) {
            client.dropped = true;
            return;
        }
        try {
            client.in.feed({buffer.data(), static_cast<std::size_t>(size)});
            while (const auto payload = client.in.next()) accept(id, client, decodeCommand(*payload));
        } catch (const Error& error) {
            log(LogLevel::Warning, std::string("dropped a viewer: ") + error.what());
            client.dropped = true;
        }
    }

    void accept(std::uint64_t id, Client& client, Command command) {
        if (const auto* hello = std::get_if<Hello>(&command)) {
            if (hello->version != protocol_version)
                throw Error(ErrorCode::BadInput, fmt::format("speaks version {} of the protocol", hello->version), "viewer");
            if (!client.greeted)
                for (const auto& [type, frame] : latest_) queue(client, frame);
            client.greeted = true;
            return;
        }
        if (!client.greeted) throw Error(ErrorCode::BadInput, "did not say hello", "viewer");
        if (commands_.size() >= max_commands) {
            if (const std::int64_t command_id = commandId(command))
                queue(client, encode(Message(Reply{command_id, false, "busy", {}})));
            return;
        }
        commands_.push_back({std::move(command), id});
        arrived_.notify_one();
    }

    static void flush(Client& client) {
        while (!client.out.empty() && !client.dropped) {
            const ssize_t sent = ::send(client.fd, client.out.data(), client.out.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno == EINTR) continue;
            if (sent < 0 && errno == EAGAIN) return;
            if (sent < 0) client.dropped = true;
            else client.out.erase(0, static_cast<std::size_t>(sent));
        }
    }

    void removeDropped() {
        for (auto entry = clients_.begin(); entry != clients_.end();) {
            if (!entry->second.dropped) {
                ++entry;
                continue;
            }
            ::close(entry->second.fd);
            entry = clients_.erase(entry);
        }
    }

    const std::filesystem::path path_;
    const Hello hello_;
    const int listener_, wake_;
    std::atomic<bool> stopping_{false};
    std::atomic<double> last_beat_{0};
    mutable std::mutex mutex_;  // what follows
    std::condition_variable arrived_;
    std::map<std::uint64_t, Client> clients_;
    std::uint64_t last_client_ = 0;
    std::map<std::size_t, std::string> latest_;  // frames by type, for those who come later
    std::deque<ReceivedCommand> commands_;
    std::thread thread_;
};

ControlServer::ControlServer(const std::filesystem::path& socket, std::string run_id)
    : impl_(std::make_unique<Impl>(socket, std::move(run_id))) {}
ControlServer::~ControlServer() = default;
void ControlServer::broadcast(const Message& message) { impl_->broadcast(message); }
void ControlServer::reply(const ReceivedCommand& to, bool ok, std::string text, std::vector<std::string> texts) {
    impl_->reply(to, {0, ok, std::move(text), std::move(texts)});
}
void ControlServer::beat() { impl_->beat(); }
std::optional<ReceivedCommand> ControlServer::poll() { return impl_->take(0); }
std::optional<ReceivedCommand> ControlServer::wait(double seconds) { return impl_->take(seconds); }
int ControlServer::clients() const { return impl_->clients(); }

}  // namespace retort::ipc
