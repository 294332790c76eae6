// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace retort {

/// CRC-32C (Castagnoli; RFC 3720 B.4), and as a TFRecord stores it: rotated and offset.
std::uint32_t crc32c(std::string_view bytes) noexcept;
std::uint32_t maskedCrc32c(std::string_view bytes) noexcept;

/// An event file of TensorBoard: TFRecords of serialised Event messages (tensorflow/core/util/event.proto).
class TfEventsWriter {
public:
    /// Creates the file and its version record. `time`: Unix seconds.
    TfEventsWriter(const std::filesystem::path& path, double time);
    void scalar(const std::string& tag, std::int64_t step, double time, double value);
    /// Throws Error(Environment) when the disk refused anything.
    void finish();

private:
    void record(std::string_view event);
    std::filesystem::path path_;
    std::ofstream out_;
};

}  // namespace retort
