// SPDX-License-Identifier: Apache-2.0
#include "data/row_spool.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace retort {
namespace {

constexpr std::size_t kTail = std::size_t{1} << 20;

std::string folder() {
    const char* chosen = std::getenv("TMPDIR");
    return chosen != nullptr && *chosen != '\0' ? chosen : "/var/tmp";
}

[[noreturn]] void fail(const char* what) {
    throw Error(ErrorCode::Environment, fmt::format("{}: {}", what, std::strerror(errno)), folder(),
                "Free space there, or set TMPDIR to a folder on another disk");
}

}  // namespace

RowSpool::~RowSpool() {
    if (file_ >= 0) ::close(file_);
}

RowSpool::RowSpool(RowSpool&& other) noexcept
    : begins_(std::move(other.begins_)),
      tail_(std::move(other.tail_)),
      in_file_(other.in_file_),
      file_(std::exchange(other.file_, -1)) {}

void RowSpool::append(std::string_view record) {
    begins_.push_back(in_file_ + tail_.size());
    tail_ += record;
    if (tail_.size() >= kTail) flush();
}

void RowSpool::flush() {
    if (file_ < 0) {
        // Without a name nothing is left behind, however the process ends.
        file_ = ::open(folder().c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (file_ < 0) {
            std::string path = folder() + "/retort-rows-XXXXXX";
            file_ = ::mkostemp(path.data(), O_CLOEXEC);
            if (file_ < 0) fail("cannot keep rows");
            ::unlink(path.c_str());
        }
    }
    for (std::size_t done = 0; done < tail_.size();) {
        const ssize_t written =
            ::pwrite(file_, tail_.data() + done, tail_.size() - done, static_cast<off_t>(in_file_ + done));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) fail("cannot keep rows");
        done += static_cast<std::size_t>(written);
    }
    in_file_ += tail_.size();
    tail_.clear();
}

std::string RowSpool::at(std::size_t i) const {
    const std::uint64_t begin = begins_.at(i), end = i + 1 < begins_.size() ? begins_[i + 1] : in_file_ + tail_.size();
    if (begin >= in_file_) return tail_.substr(begin - in_file_, end - begin);
    std::string record(end - begin, '\0');
    for (std::size_t done = 0; done < record.size();) {
        const ssize_t got = ::pread(file_, record.data() + done, record.size() - done, static_cast<off_t>(begin + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) fail("cannot read rows back");
        done += static_cast<std::size_t>(got);
    }
    return record;
}

}  // namespace retort
