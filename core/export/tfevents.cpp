// SPDX-License-Identifier: Apache-2.0
#include "export/tfevents.h"

#include <array>
#include <cstring>

#include "base/error.h"

namespace retort {
namespace {

constexpr std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> result{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t crc = i;
        for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ 0x82F63B78 : crc >> 1;
        result[i] = crc;
    }
    return result;
}();

template <class T>
std::string raw(T value) {
    std::string bytes(sizeof(T), '\0');
    std::memcpy(bytes.data(), &value, sizeof(T));
    return bytes;
}

// Protocol buffers: a tag is field * 8 + wire type; 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes.
std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value >= 128; value >>= 7) bytes += static_cast<char>(value | 128);
    return bytes + static_cast<char>(value);
}
std::string bytesField(int field, std::string_view value) {
    return varint(static_cast<std::uint64_t>(field * 8 + 2)) + varint(value.size()) + std::string(value);
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) noexcept {
    std::uint32_t crc = ~0u;
    for (const char c : bytes) crc = crc >> 8 ^ table[(crc ^ static_cast<unsigned char>(c)) & 255];
    return ~crc;
}

std::uint32_t maskedCrc32c(std::string_view bytes) noexcept {
    const auto crc = crc32c(bytes);
    return (crc >> 15 | crc << 17) + 0xA282EAD8;
}

TfEventsWriter::TfEventsWriter(const std::filesystem::path& path, double time)
    : path_(path), out_(path, std::ios::binary | std::ios::trunc) {
    // Event: 1 wall_time, 2 step, 3 file_version, 5 summary.
    record(varint(1 * 8 + 1) + raw(time) + bytesField(3, "brain.Event:2"));
}

void TfEventsWriter::scalar(const std::string& tag, std::int64_t step, double time, double value) {
    // Summary.Value: 1 tag, 2 simple_value.
    const auto summary = bytesField(1, bytesField(1, tag) + varint(2 * 8 + 5) + raw(static_cast<float>(value)));
    record(varint(1 * 8 + 1) + raw(time) + varint(2 * 8) + varint(static_cast<std::uint64_t>(step)) +
           bytesField(5, summary));
}

void TfEventsWriter::record(std::string_view event) {
    const auto length = raw<std::uint64_t>(event.size());
    out_ << length << raw(maskedCrc32c(length)) << event << raw(maskedCrc32c(event));
}

void TfEventsWriter::finish() {
    out_.close();
    if (!out_)
        throw Error(ErrorCode::Environment, "cannot write the events", path_.string(),
                    "Is the disk full or the folder read-only?");
}

}  // namespace retort
