// SPDX-License-Identifier: Apache-2.0
#include "data/jsonl_writer.h"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"

namespace fs = std::filesystem;

namespace retort {
namespace {

using Object = nlohmann::ordered_json;

[[noreturn]] void cannotWrite(const fs::path& path, int error) {
    throw Error(ErrorCode::Environment, fmt::format("cannot write: {}", std::strerror(error)), path.string(),
                error == ENOSPC || error == EDQUOT ? "Free space on this disk" : "Make the folder writable for this user");
}

std::string lineOf(Object object, const std::string& language, const std::string& domain) {
    if (!language.empty()) object["language"] = language;
    if (!domain.empty()) object["domain"] = domain;
    return object.dump(-1, ' ', false, Object::error_handler_t::replace);
}

}  // namespace

JsonlWriter::JsonlWriter(fs::path path) : path_(std::move(path)), partial_(path_.string() + ".partial") {
    file_ = std::fopen(partial_.c_str(), "wb");
    if (file_ == nullptr) cannotWrite(partial_, errno);
}

JsonlWriter::~JsonlWriter() {
    if (file_ == nullptr) return;
    std::fclose(file_);
    std::error_code ignored;
    fs::remove(partial_, ignored);
}

void JsonlWriter::write(const SftRow& row) {
    writeLine(lineOf({{"id", row.key}, {"prompt", row.prompt}, {"completion", row.completion}}, row.language, row.domain));
}

void JsonlWriter::write(const Prompt& prompt) {
    writeLine(
        lineOf({{"id", prompt.key}, {"prompt", prompt.text}, {"answer", prompt.reference}}, prompt.language, prompt.domain));
}

void JsonlWriter::write(const LabelledSteps& steps) {
    std::string completion;
    for (const std::string& step : steps.steps) completion += step;
    writeLine(lineOf({{"id", steps.key},
                      {"prompt", steps.prompt},
                      {"completion", completion},
                      {"completions", steps.steps},
                      {"labels", steps.labels}},
                     steps.language, steps.domain));
}

void JsonlWriter::write(const PreferencePair& pair) {
    writeLine(lineOf({{"id", pair.key}, {"prompt", pair.prompt}, {"chosen", pair.chosen}, {"rejected", pair.rejected}},
                     pair.language, pair.domain));
}

void JsonlWriter::writeLine(std::string_view line) {
    if (file_ == nullptr) throw Error(ErrorCode::Environment, "is already finished", path_.string());
    if (std::fwrite(line.data(), 1, line.size(), file_) != line.size() || std::fputc('\n', file_) == EOF)
        cannotWrite(partial_, errno);
    ++rows_;
}

void JsonlWriter::commit() {
    if (file_ == nullptr) return;
    std::FILE* file = file_;
    file_ = nullptr;
    const bool flushed = std::fflush(file) == 0;
    const int error = errno;
    std::fclose(file);
    std::error_code failure;
    if (!flushed) {
        fs::remove(partial_, failure);
        cannotWrite(partial_, error);
    }
    syncPath(partial_);
    fs::rename(partial_, path_, failure);
    if (failure) cannotWrite(path_, failure.value());
    syncPath(path_.has_parent_path() ? path_.parent_path() : fs::path("."));
}

}  // namespace retort
