// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <functional>
#include <optional>

#include "base/error.h"
#include "base/log.h"
#include "ipc/control_client.h"
#include "ipc/control_server.h"
#include "support/temp_dir.h"

namespace retort::ipc {
namespace {

constexpr double patience = 30;  // seconds; how long a loaded machine may take

bool eventually(const std::function<bool()>& condition) {
    const double deadline = steadyTime() + patience;
    while (!condition()) {
        if (steadyTime() > deadline) return false;
        ::usleep(2000);
    }
    return true;
}

/// The next message of this kind.
template <class T>
std::optional<T> next(ControlClient& client) {
    while (const auto message = client.receive(patience))
        if (const T* found = std::get_if<T>(&*message)) return *found;
    return std::nullopt;
}

class Control : public ::testing::Test {
protected:
    /// A connection that says only what it is told to.
    int rawClient() {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, socket.c_str(), sizeof(address.sun_path) - 1);
        const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        EXPECT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
        return fd;
    }

    /// Whether the server closes this connection; reads what it sends until then.
    static bool isClosed(int fd) {
        char buffer[4096];
        const timeval limit{static_cast<time_t>(patience), 0};
        ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
        ssize_t size = 0;
        while ((size = ::recv(fd, buffer, sizeof(buffer), 0)) > 0) {
        }
        const bool closed = size == 0 || errno == ECONNRESET;
        ::close(fd);
        return closed;
    }

    test::TempDir dir;
    std::filesystem::path socket = dir / "control.sock";
    ControlServer server{socket, "run-1"};
};

TEST_F(Control, BothSidesSayHello) {
    ControlClient client(socket);
    EXPECT_EQ(client.server(), (Hello{protocol_version, "run-1", ::getpid()}));
    EXPECT_TRUE(eventually([&] { return server.clients() == 1; }));
}

TEST_F(Control, OnlyTheOwnerMayOpenTheFileAndItGoesAway) {
    struct stat status {};
    ASSERT_EQ(::stat(socket.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
    const auto second = dir / "second.sock";
    { ControlServer other(second, "run-2"); }
    EXPECT_FALSE(std::filesystem::exists(second));
}

TEST_F(Control, EveryViewerHearsTheNews) {
    ControlClient first(socket), second(socket);
    ASSERT_TRUE(eventually([&] { return server.clients() == 2; }));
    server.broadcast(StoreAdvanced{"zero", 7});
    EXPECT_EQ(next<StoreAdvanced>(first), (StoreAdvanced{"zero", 7}));
    EXPECT_EQ(next<StoreAdvanced>(second), (StoreAdvanced{"zero", 7}));
}

TEST_F(Control, WhoComesLateLearnsWhereThingsStand) {
    server.broadcast(StateChanged{"running", "zero"});
    server.broadcast(StateChanged{"paused", "zero"});
    server.broadcast(Progress{"zero", 3, 40, 10, "train"});
    ControlClient client(socket);
    std::optional<StateChanged> state;
    std::optional<Progress> progress;
    while (!state || !progress) {
        const auto message = client.receive(patience);
        ASSERT_TRUE(message);
        if (const auto* found = std::get_if<StateChanged>(&*message)) state = *found;
        if (const auto* found = std::get_if<Progress>(&*message)) progress = *found;
    }
    EXPECT_EQ(state->state, "paused");
    EXPECT_EQ(progress->step, 3);
}

TEST_F(Control, HeartbeatsCarryTheWorkLoopsTime) {
    ControlClient client(socket);
    const auto first = next<Heartbeat>(client);
    const auto second = next<Heartbeat>(client);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->time, second->time) << "the thread's own time must not count as work";
    server.beat();
    std::optional<Heartbeat> beat;
    do beat = next<Heartbeat>(client);
    while (beat && beat->time == first->time);
    ASSERT_TRUE(beat);
    EXPECT_GT(beat->time, first->time);
}

TEST_F(Control, CommandsComeInOrderAndRepliesGoToWhoAsked) {
    ControlClient first(socket), second(socket);
    EXPECT_FALSE(server.poll());
    first.send(SetField{11, "a", "1"});
    first.send(Pause{12});
    const auto one = server.wait(patience), two = server.wait(patience);
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->command, Command(SetField{11, "a", "1"}));
    EXPECT_EQ(two->command, Command(Pause{12}));
    second.send(Stop{12, false});
    const auto three = server.wait(patience);
    ASSERT_TRUE(three);
    server.reply(*three, false, "not now");
    server.reply(*two, true, "pausing");
    EXPECT_EQ(next<Reply>(first), (Reply{12, true, "pausing", {}}));
    EXPECT_EQ(next<Reply>(second), (Reply{12, false, "not now", {}}));
}

TEST_F(Control, AFloodOfCommandsIsAnsweredBusy) {
    ControlClient client(socket);
    for (int i = 1; i <= 300; ++i) client.send(Resume{i});
    int busy = 0;
    for (int i = 0; i < 300 - 256; ++i) {
        const auto reply = next<Reply>(client);
        ASSERT_TRUE(reply);
        busy += !reply->ok && reply->message == "busy";
    }
    EXPECT_EQ(busy, 300 - 256);
    int taken = 0;
    while (server.poll()) ++taken;
    EXPECT_EQ(taken, 256);
}

TEST_F(Control, AViewerThatDoesNotReadIsDroppedAndOthersGoOn) {
    const int deaf = rawClient();
    const std::string hello = encode(Hello{});
    ASSERT_EQ(::send(deaf, hello.data(), hello.size(), 0), static_cast<ssize_t>(hello.size()));
    ASSERT_TRUE(eventually([&] { return server.clients() == 1; }));
    const Failed large{"x", std::string(500000, 'x')};
    for (int i = 0; i < 20; ++i) server.broadcast(large);  // 10 MB: more than the socket and the backlog hold
    EXPECT_TRUE(eventually([&] { return server.clients() == 0; }));
    ::close(deaf);
    ControlClient client(socket);
    server.broadcast(StoreAdvanced{"zero", 1});
    EXPECT_TRUE(next<StoreAdvanced>(client));
}

TEST_F(Control, WhatCannotBeUnderstoodIsDropped) {
    const std::string hello = encode(Hello{});
    const auto frame = [](const std::string& payload) {
        return std::string{0, 0, static_cast<char>(payload.size() >> 8), static_cast<char>(payload.size() & 0xff)} + payload;
    };
    for (const std::string& bytes : {std::string("GET / HTTP/1.1\r\n\r\n"), frame("{}"), frame("[1]"),
                                     std::string("\xff\xff\xff\xff"), encode(Command(Pause{1})),  // before hello
                                     hello + frame(R"({"type":"fire"})"), encode(Hello{protocol_version + 1, "", 1})}) {
        const int fd = rawClient();
        ASSERT_EQ(::send(fd, bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
        EXPECT_TRUE(isClosed(fd)) << bytes;
    }
    EXPECT_FALSE(server.poll());
    ControlClient client(socket);
    EXPECT_EQ(client.server().run_id, "run-1");
}

TEST(ControlSocket, StaleSocketIsReplacedOtherFilesAreNot) {
    test::TempDir dir;
    const auto path = dir / "control.sock";
    {
        // Left behind by a process that was killed.
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
        const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
        ASSERT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
        ::close(fd);
    }
    EXPECT_THROW(ControlClient{path}, Error);
    {
        ControlServer server(path, "r");
        EXPECT_EQ(ControlClient(path).server().run_id, "r");
    }
    std::ofstream(path) << "mine";
    EXPECT_THROW(ControlServer(path, "r"), Error);
    EXPECT_TRUE(std::filesystem::exists(path));
    EXPECT_THROW(ControlServer(dir / std::string(120, 'x'), "r"), Error);
    EXPECT_THROW(ControlServer(dir / "no" / "x.sock", "r"), Error);
}

TEST(ControlSocket, ClientNoticesThatTheTrainerIsGone) {
    test::TempDir dir;
    auto server = std::make_unique<ControlServer>(dir / "s", "r");
    ControlClient client(dir / "s");
    server->broadcast(Failed{"run_failed", "the end"});
    server.reset();
    EXPECT_EQ(next<Failed>(client)->message, "the end");
    EXPECT_THROW(while (client.receive(patience)){}, Error);
}

}  // namespace
}  // namespace retort::ipc
