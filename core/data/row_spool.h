// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace retort {

/// Records of any length, appended once and read at random: beyond the last megabyte they are in a temporary file without a
/// name (in TMPDIR, else /var/tmp), so that memory is 8 bytes a record. Gone with the object. One thread at a time. Throws
/// Error(Environment) when the disk refuses.
class RowSpool {
public:
    RowSpool() = default;
    ~RowSpool();
    RowSpool(RowSpool&& other) noexcept;
    RowSpool& operator=(RowSpool&&) = delete;

    void append(std::string_view record);
    std::string at(std::size_t i) const;
    std::size_t size() const { return begins_.size(); }

private:
    void flush();

    std::vector<std::uint64_t> begins_;
    std::string tail_;           ///< what is not in the file yet
    std::uint64_t in_file_ = 0;  ///< bytes
    int file_ = -1;
};

}  // namespace retort
