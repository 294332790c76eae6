// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "base/error.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

[[noreturn]] void cannotWrite(const fs::path& path, int error) {
    const char* remedy =
        error == ENOSPC || error == EDQUOT                    ? "Free space on this disk, then resume"
        : error == EACCES || error == EROFS || error == EPERM ? "Make the folder writable for this user, or choose another"
        : error == ENOENT || error == ENOTDIR ? "There is no such folder, or nothing can be made in it: choose another place"
                                              : "";
    throw Error(ErrorCode::Environment, fmt::format("cannot write: {}", std::strerror(error)), path.string(), remedy);
}

[[noreturn]] void cannotRead(const fs::path& path, int error) {
    const char* remedy = error == ENOENT || error == ENOTDIR ? "Nothing is there: check the path"
                         : error == EISDIR                   ? "Name a file, not a folder"
                         : error == EACCES || error == EPERM ? "Make it readable for this user"
                                                             : "";
    throw Error(ErrorCode::BadInput, fmt::format("cannot read: {}", std::strerror(error)), path.string(), remedy);
}

/// A file descriptor that closes itself.
class Descriptor {
public:
    Descriptor(const fs::path& path, int flags, mode_t mode = 0) : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_;
};

using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

DigestContext startDigest() {
    DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    return context;
}

std::string finishDigest(const DigestContext& context) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_DigestFinal_ex(context.get(), digest.data(), &length);
    std::string hex;
    for (unsigned i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

}  // namespace

std::string readFile(const fs::path& path, std::uint64_t max_bytes) {
    const Descriptor file(path, O_RDONLY);
    if (!file) cannotRead(path, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) cannotRead(path, errno);
    if (S_ISDIR(status.st_mode)) cannotRead(path, EISDIR);
    if (static_cast<std::uint64_t>(status.st_size) > max_bytes)
        throw Error(ErrorCode::BadInput, fmt::format("is {} bytes, more than the {} allowed", status.st_size, max_bytes),
                    path.string());
    std::string content(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t done = 0;
    while (done < content.size()) {
        const ssize_t n = ::read(file.get(), content.data() + done, content.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) cannotRead(path, errno);
        if (n == 0) break;
        done += static_cast<std::size_t>(n);
    }
    content.resize(done);
    return content;
}

void syncPath(const fs::path& path) {
    const Descriptor file(path, O_RDONLY);
    // A failed fsync condemns what was written: it is reported, never retried.
    if (!file || ::fsync(file.get()) != 0) cannotWrite(path, errno);
}

void writeFileDurably(const fs::path& path, std::string_view content) {
    fs::path temporary = path;
    temporary += fmt::format(".tmp{}", ::getpid());
    try {
        const Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        if (!file) cannotWrite(path, errno);
        while (!content.empty()) {
            const ssize_t n = ::write(file.get(), content.data(), content.size());
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) cannotWrite(path, errno);
            content.remove_prefix(static_cast<std::size_t>(n));
        }
        if (::fsync(file.get()) != 0) cannotWrite(path, errno);
        if (::rename(temporary.c_str(), path.c_str()) != 0) cannotWrite(path, errno);
    } catch (...) {
        ::unlink(temporary.c_str());
        throw;
    }
    syncPath(path.parent_path().empty() ? "." : path.parent_path());
}

StagedDirectory::StagedDirectory(fs::path destination) : destination_(std::move(destination)), staging_(destination_) {
    staging_ += fmt::format(".tmp{}", ::getpid());
    std::error_code error;
    fs::remove_all(staging_, error);
    fs::create_directories(staging_, error);
    if (error) cannotWrite(destination_, error.value());
}

StagedDirectory::~StagedDirectory() {
    std::error_code ignored;
    if (!committed_) fs::remove_all(staging_, ignored);
}

void StagedDirectory::commit() {
    for (const auto& entry : fs::recursive_directory_iterator(staging_)) syncPath(entry.path());
    syncPath(staging_);
    std::error_code error;
    fs::path old = destination_;
    old += fmt::format(".old{}", ::getpid());
    const bool replaces = fs::exists(destination_);
    if (replaces) fs::rename(destination_, old, error);
    if (!error) fs::rename(staging_, destination_, error);
    if (error) cannotWrite(destination_, error.value());
    committed_ = true;
    syncPath(destination_.parent_path());
    if (replaces) fs::remove_all(old, error);
}

std::string sha256(std::string_view bytes) {
    const DigestContext context = startDigest();
    EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
    return finishDigest(context);
}

std::string sha256File(const fs::path& path) { return sha256(MappedFile(path).bytes()); }

MappedFile::MappedFile(const fs::path& path) {
    const Descriptor file(path, O_RDONLY);
    if (!file) cannotRead(path, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) cannotRead(path, errno);
    if (S_ISDIR(status.st_mode)) cannotRead(path, EISDIR);
    size_ = static_cast<std::size_t>(status.st_size);
    if (size_ == 0) return;
    void* mapped = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (mapped == MAP_FAILED) cannotRead(path, errno);
    data_ = static_cast<const char*>(mapped);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile::~MappedFile() {
    if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

}  // namespace retort
