// SPDX-License-Identifier: Apache-2.0
#include "ipc/codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "base/random.h"

namespace retort::ipc {
namespace {

std::string payloadOf(const std::string& frame) {
    FrameReader reader;
    reader.feed(frame);
    const auto payload = reader.next();
    EXPECT_TRUE(payload);
    EXPECT_FALSE(reader.next());
    return payload.value_or("");
}

TEST(Codec, EveryMessageComesBack) {
    const std::vector<Message> messages{Hello{protocol_version, "20261122-164500-7f3a", 42},
                                        Heartbeat{1795368605.25},
                                        Progress{"zero", 3, 40, 12.5, "generate"},
                                        StoreAdvanced{"zero", 3},
                                        StateChanged{"paused", "zero"},
                                        Failed{"run_failed", "loss is \"NaN\"\n第二行"},
                                        Reply{9, true, "", {"<think>一</think>", "two"}}};
    for (const Message& message : messages) EXPECT_EQ(decodeMessage(payloadOf(encode(message))), message) << message.index();
}

TEST(Codec, EveryCommandComesBack) {
    const std::vector<Command> commands{Hello{},
                                        Pause{1},
                                        Resume{2},
                                        Checkpoint{3},
                                        SetField{4, "stages.zero.steps", "3"},
                                        Sample{5, "1+1?", 2, 64, 0.7},
                                        Stop{6, true}};
    for (const Command& command : commands) {
        const Command back = decodeCommand(payloadOf(encode(command)));
        EXPECT_EQ(back, command) << command.index();
        EXPECT_EQ(commandId(back), static_cast<std::int64_t>(command.index()));
    }
}

TEST(Codec, UnknownFieldsAreIgnored) {
    EXPECT_EQ(decodeCommand(R"({"type":"pause","id":7,"later":{"a":[1,2]}})"), Command(Pause{7}));
}

TEST(Codec, WhatIsNotANumberBecomesNotKnown) {
    EXPECT_EQ(std::get<Progress>(decodeMessage(payloadOf(encode(Progress{"zero", 1, 2, std::nan(""), ""})))).seconds_left,
              -1);
}

TEST(Codec, BytesThatAreNoTextDoNotStopAReply) {
    const auto reply = std::get<Reply>(decodeMessage(payloadOf(encode(Reply{1, true, "", {"a\xff\xfe"}}))));
    EXPECT_EQ(reply.texts.at(0).substr(0, 1), "a");
}

TEST(Codec, MalformedIsRefused) {
    const std::string deep = R"({"type":"pause","id":1,"x":)" + std::string(100000, '[') + std::string(100000, ']') + "}";
    const std::string unclosed(200000, '[');
    for (const std::string& payload :
         {std::string(), std::string("null"), std::string("[]"), std::string("{"), std::string("{}"),
          std::string(R"({"type":3})"), std::string(R"({"type":"fire"})"), std::string(R"({"type":"pause"})"),
          std::string(R"({"type":"pause","id":"1"})"), std::string(R"({"type":"pause","id":1.5})"),
          std::string(R"({"type":"stop","id":1,"now":"yes"})"),
          std::string(R"({"type":"hello","version":-1,"run_id":"","pid":1})"), std::string("{\"type\":\"pause\",\"id\":1}x"),
          std::string("\xff\xfe"), deep, unclosed}) {
        try {
            decodeCommand(payload);
            ADD_FAILURE() << payload.substr(0, 60);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput);
        }
    }
    // A message of the other direction is no command.
    EXPECT_THROW(decodeCommand(R"({"type":"heartbeat","time":1})"), Error);
}

TEST(FrameReader, AnyCutGivesTheSamePayloads) {
    const std::string stream = encode(Command(Pause{1})) + encode(Command(SetField{2, "k", std::string(5000, 'v')})) +
                               encode(Command(Stop{3, false}));
    for (std::size_t piece :
         {std::size_t{1}, std::size_t{3}, std::size_t{4}, std::size_t{5}, std::size_t{1000}, stream.size()}) {
        FrameReader reader;
        std::vector<std::int64_t> ids;
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            reader.feed(std::string_view(stream).substr(at, piece));
            while (const auto payload = reader.next()) ids.push_back(commandId(decodeCommand(*payload)));
        }
        EXPECT_THAT(ids, ::testing::ElementsAre(1, 2, 3)) << piece;
    }
}

TEST(FrameReader, LyingLengthsAreRefusedBeforeAnythingIsHeld) {
    for (const std::string& header :
         {std::string("\xff\xff\xff\xff", 4), std::string("\x00\x10\x00\x01", 4), std::string("\0\0\0\0", 4)}) {
        FrameReader reader;
        reader.feed(header);
        EXPECT_THROW(reader.next(), Error);
    }
}

TEST(Codec, TooLargeAMessageIsNotSent) {
    EXPECT_THROW(encode(Reply{1, true, std::string(max_frame_bytes, 'x'), {}}), Error);
}

TEST(Codec, RandomDamageIsRefusedOrUnderstoodNeverWorse) {
    Random random(3, 0);
    const std::string good = R"({"type":"sample","id":5,"prompt":"1+1?","count":2,"max_tokens":64,"temperature":0.7})";
    int refused = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string bad = good;
        for (std::uint64_t n = 0; n <= random.below(4); ++n)
            bad[random.below(bad.size())] = static_cast<char>(random.below(256));
        try {
            decodeCommand(bad);
        } catch (const Error&) {
            ++refused;
        }
    }
    EXPECT_GT(refused, 10000);
}

}  // namespace
}  // namespace retort::ipc
