// SPDX-License-Identifier: Apache-2.0
#pragma once

// Files as Retort writes them: durable before anyone is told "saved", never half-written under their final name.
// Every failure throws Error(Environment) (cannot write, disk full) or Error(BadInput) (cannot read) naming the path.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace retort {

/// The whole file. Refuses one larger than max_bytes.
std::string readFile(const std::filesystem::path& path, std::uint64_t max_bytes = std::uint64_t{1} << 32);

/// Writes a temporary file beside `path`, fsyncs it, renames it over `path`, fsyncs the folder.
void writeFileDurably(const std::filesystem::path& path, std::string_view content);

/// fsync of a file or folder that is already written.
void syncPath(const std::filesystem::path& path);

/// A folder that appears whole or not at all: fill path(), then commit() fsyncs every file, renames it to its final name and
/// fsyncs the parent. Destroyed without commit, it is removed.
class StagedDirectory {
public:
    explicit StagedDirectory(std::filesystem::path destination);
    ~StagedDirectory();
    StagedDirectory(const StagedDirectory&) = delete;
    StagedDirectory& operator=(const StagedDirectory&) = delete;

    const std::filesystem::path& path() const { return staging_; }
    /// Replaces a folder that is already there.
    void commit();

private:
    std::filesystem::path destination_, staging_;
    bool committed_ = false;
};

/// Lower-case hex SHA-256 of bytes, and of a file's content.
std::string sha256(std::string_view bytes);
std::string sha256File(const std::filesystem::path& path);

/// A read-only memory map; empty files map to an empty view.
class MappedFile {
public:
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    std::string_view bytes() const { return {data_, size_}; }

private:
    const char* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace retort
