// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <ctime>
#include <limits>

#include "base/error.h"
#include "base/log.h"
#include "run/run_directory.h"

namespace retort {
namespace {

/// The whole file, exclusively. An open-file-description lock can be asked about without being taken (flock cannot), so that
/// a viewer never gets in the way of a starting trainer.
struct flock wholeFile() {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

long writtenPid(int fd) {
    std::array<char, 32> text{};
    const ssize_t size = ::pread(fd, text.data(), text.size() - 1, 0);
    long pid = 0;
    if (size > 0) std::from_chars(text.data(), text.data() + size, pid);
    return pid;
}

}  // namespace

RunLock::RunLock(const RunDirectory& run) : fd_(::open(run.lockFile().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
    const std::string where = run.lockFile().string();
    if (fd_ < 0)
        throw Error(ErrorCode::Environment, fmt::format("cannot be created: {}", std::strerror(errno)), where,
                    "Make the run writable for this user");
    struct flock lock = wholeFile();
    if (::fcntl(fd_, F_OFD_SETLK, &lock) != 0) {
        const int error = errno;
        const long pid = writtenPid(fd_);
        ::close(fd_);
        if (error != EAGAIN && error != EACCES)
            throw Error(ErrorCode::Environment, fmt::format("cannot be locked: {}", std::strerror(error)), where,
                        "Keep runs on a local disk");
        throw Error(ErrorCode::Environment, fmt::format("in use by process {}", pid), run.root().string(),
                    "Stop that run first, or start another run");
    }
    const std::string pid = fmt::format("{}\n", ::getpid());
    if (::ftruncate(fd_, 0) != 0 || ::pwrite(fd_, pid.data(), pid.size(), 0) < 0) {
        const int error = errno;
        ::close(fd_);
        throw Error(ErrorCode::Environment, fmt::format("cannot be written: {}", std::strerror(error)), where,
                    "Free space on this disk");
    }
    beat();
}

RunLock::~RunLock() {
    // The file stays: removing it would let two trainers lock two files of one name.
    ::close(fd_);
}

void RunLock::beat() noexcept { ::futimens(fd_, nullptr); }

long RunLock::holder(const RunDirectory& run) {
    const int fd = ::open(run.lockFile().c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    struct flock lock = wholeFile();
    long pid = 0;
    if (::fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK) pid = writtenPid(fd);
    ::close(fd);
    return pid;
}

double RunLock::beatAge(const RunDirectory& run) {
    struct stat status {};
    if (::stat(run.lockFile().c_str(), &status) != 0) return std::numeric_limits<double>::infinity();
    return unixTime() - (static_cast<double>(status.st_mtim.tv_sec) + static_cast<double>(status.st_mtim.tv_nsec) * 1e-9);
}

}  // namespace retort
