// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <utility>

namespace retort {

/// Owns a file descriptor.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor() { reset(); }

    int get() const { return fd_; }
    void reset();

private:
    int fd_ = -1;
};

/// An unnamed file in memory with this content, sealed against change, at its beginning. Throws Error(Environment).
Descriptor memoryFile(std::string_view content);

/// The same file opened anew at its beginning, read-only.
Descriptor reopened(const Descriptor& file);

}  // namespace retort
