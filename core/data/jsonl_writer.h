// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include "data/dataset.h"

namespace retort {

/// JSON Lines that appear under their name whole or not at all: rows go to "PATH.partial"; commit() fsyncs and renames.
/// Destroyed without commit, the partial file is removed. Throws Error(Environment) when the disk refuses. Not thread-safe.
class JsonlWriter {
public:
    explicit JsonlWriter(std::filesystem::path path);
    ~JsonlWriter();
    JsonlWriter(const JsonlWriter&) = delete;
    JsonlWriter& operator=(const JsonlWriter&) = delete;

    /// {"id", "prompt", "completion", "language"?, "domain"?}; invalid UTF-8 becomes U+FFFD.
    void write(const SftRow& row);
    void write(const Prompt& prompt);  ///< {"id", "prompt", "answer", "language"?, "domain"?}
    void write(
        const LabelledSteps& steps);  ///< {"id", "prompt", "completion", "completions", "labels", "language"?, "domain"?}
    void write(const PreferencePair& pair);  ///< {"id", "prompt", "chosen", "rejected", "language"?, "domain"?}
    void writeLine(std::string_view line);   ///< as it is
    std::int64_t rows() const { return rows_; }
    void commit();

private:
    std::filesystem::path path_, partial_;
    std::FILE* file_ = nullptr;
    std::int64_t rows_ = 0;
};

}  // namespace retort
