// SPDX-License-Identifier: Apache-2.0
#pragma once

// Frames on the control socket: four bytes length (big-endian), then that many bytes of UTF-8 JSON, one object with "type".

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "ipc/protocol.h"

namespace retort::ipc {

/// Largest payload of a frame, either way, in bytes.
inline constexpr std::size_t max_frame_bytes = std::size_t{1} << 20;

/// The whole frame, length included. Throws Error(Usage) above max_frame_bytes.
std::string encode(const Message& message);
std::string encode(const Command& command);
std::string encode(const Hello& hello);

/// The message in a frame's payload. Throws Error(BadInput) for what is no JSON object, nested deeper than 32, of unknown
/// type, or with a missing or wrong field; a Hello of another version is returned as it is.
Message decodeMessage(std::string_view payload);
Command decodeCommand(std::string_view payload);

/// Cuts a byte stream into payloads. Holds at most one incomplete frame.
class FrameReader {
public:
    void feed(std::string_view bytes);
    /// The next whole payload, if there is one. Throws Error(BadInput) when a length is 0 or above max_frame_bytes: close
    /// then.
    std::optional<std::string> next();

private:
    std::string buffer_;
    std::size_t begin_ = 0;
};

}  // namespace retort::ipc
