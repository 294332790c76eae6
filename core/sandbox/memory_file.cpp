// SPDX-License-Identifier: Apache-2.0
#include "sandbox/memory_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace retort {
namespace {

[[noreturn]] void fail(const char* what) {
    throw Error(ErrorCode::Environment, fmt::format("{}: {}", what, std::strerror(errno)), "sandbox");
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        reset();
        fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
}

void Descriptor::reset() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Descriptor memoryFile(std::string_view content) {
    Descriptor file(::memfd_create("retort", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (file.get() < 0) fail("cannot make a file in memory");
    while (!content.empty()) {
        const ssize_t count = ::write(file.get(), content.data(), content.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) fail("cannot fill a file in memory");
        content.remove_prefix(static_cast<std::size_t>(count));
    }
    ::fcntl(file.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
    ::fchmod(file.get(), 0444);
    ::lseek(file.get(), 0, SEEK_SET);
    return file;
}

Descriptor reopened(const Descriptor& file) {
    Descriptor again(::open(fmt::format("/proc/self/fd/{}", file.get()).c_str(), O_RDONLY | O_CLOEXEC));
    if (again.get() < 0) fail("cannot reopen a file in memory");
    return again;
}

}  // namespace retort
