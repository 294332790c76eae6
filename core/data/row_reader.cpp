// SPDX-License-Identifier: Apache-2.0
#include "data/row_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "base/error.h"

namespace retort {
namespace {

ColumnarReader columnar_reader = nullptr;

std::string firstBytes(const NamedFile& file) {
    std::ifstream in(file.path, std::ios::binary);
    std::error_code ignored;
    if (!in || std::filesystem::is_directory(file.path, ignored))
        throw Error(ErrorCode::BadInput, "cannot be read", file.path.string(),
                    "Check that the file is there and may be read");
    std::string bytes(4096, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

/// The files of all paths, in order, each once. A path that names nothing stays: opening it says what is wrong.
std::vector<NamedFile> filesOf(const PathList& paths, const std::vector<std::string>& called) {
    std::vector<NamedFile> files;
    std::size_t i = 0;
    for (const auto& path : paths) {
        const std::string name = i < called.size() ? called[i] : path.string();
        ++i;
        auto found = matchingFiles(path);
        if (found.empty() && isPattern(name))
            throw Error(ErrorCode::BadInput, "no file matches", name, "Put the files there or correct the pattern");
        if (found.empty()) found.push_back(path);
        for (const auto& file : found) {
            if (std::ranges::find(files, file, &NamedFile::path) != files.end()) continue;
            // As the pattern is called, where it names one folder.
            const bool beside = file != path && file.parent_path() == path.parent_path();
            files.push_back({file, file == path ? name
                                   : beside     ? (std::filesystem::path(name).parent_path() / file.filename()).string()
                                                : file.string()});
        }
    }
    return files;
}

std::string extensionOf(const std::filesystem::path& file) {
    std::string extension = file.extension().string();
    std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

/// Files that people have for tables and that are not read, by how they begin.
struct Foreign {
    std::string_view begins;
    const char* what;
    const char* remedy;
};
constexpr Foreign foreign[] = {
    {"\x1f\x8b", "is compressed (gzip)", "Unpack it: gunzip FILE"},
    {"\x28\xb5\x2f\xfd", "is compressed (zstd)", "Unpack it: unzstd FILE"},
    {"\xfd"
     "7zXZ",
     "is compressed (xz)", "Unpack it: unxz FILE"},
    {"BZh", "is compressed (bzip2)", "Unpack it: bunzip2 FILE"},
    {"PK\x03\x04", "is a ZIP archive or an Excel sheet", "Unpack it, or save the sheet as CSV"},
    {"ARROW1", "is an Arrow IPC file", "Write it as Parquet, JSON Lines or CSV"},
    {"version https://git-lfs", "is a Git LFS pointer, not the data", "Fetch the data: git lfs pull"},
    {"SQLite format 3", "is a SQLite database", "Export the table as CSV"},
};

DataFormat formatOf(const NamedFile& file) {
    const std::string begin = firstBytes(file);
    for (const Foreign& one : foreign)
        if (begin.starts_with(one.begins)) throw Error(ErrorCode::BadInput, one.what, file.called, one.remedy);
    const std::string extension = extensionOf(file.path);
    if (begin.starts_with("PAR1") || extension == ".parquet") return DataFormat::Parquet;
    if (extension == ".csv" || extension == ".tsv") return DataFormat::Csv;
    const std::size_t from = begin.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    const std::size_t first = begin.find_first_not_of(" \t\r\n", from);
    return first != std::string::npos && begin[first] == '[' ? DataFormat::JsonArray : DataFormat::Jsonl;
}

std::unique_ptr<RowReader> openOne(const NamedFile& file, const RowOptions& options) {
    const DataFormat format = formatOf(file);
    if (format == DataFormat::Jsonl || format == DataFormat::JsonArray) return openJson(file, format, options);
    if (columnar_reader == nullptr)
        throw Error(ErrorCode::Environment, fmt::format("this program does not read {} files", name(format)), file.called,
                    "Use retort on a terminal");
    return columnar_reader(file, format, options);
}

/// Several files one after the other, as one.
class ShardReader final : public RowReader {
public:
    ShardReader(std::vector<NamedFile> files, RowOptions options)
        : files_(std::move(files)),
          options_(std::move(options)),
          limit_(std::exchange(options_.limit, 0)),
          reader_(openOne(files_[0], options_)) {}

    std::optional<DataRow> next() override {
        if (limit_ > 0 && count_ >= limit_) return std::nullopt;
        for (;;) {
            if (auto row = reader_->next()) return std::move(*row).numbered(count_++);
            if (at_ + 1 == files_.size()) return std::nullopt;
            reader_ = openOne(files_[++at_], options_);
        }
    }
    std::vector<DataColumn> columns() const override { return reader_->columns(); }
    std::optional<std::int64_t> rows() const override {
        std::int64_t sum = 0;
        for (const NamedFile& file : files_) {
            const auto rows = openOne(file, options_)->rows();
            if (!rows) return std::nullopt;
            sum += *rows;
        }
        return sum;
    }

private:
    std::vector<NamedFile> files_;
    RowOptions options_;
    std::int64_t limit_, count_ = 0;
    std::size_t at_ = 0;
    std::unique_ptr<RowReader> reader_;
};

}  // namespace

const char* name(DataFormat format) noexcept {
    switch (format) {
        case DataFormat::Jsonl: return "jsonl";
        case DataFormat::JsonArray: return "json";
        case DataFormat::Csv: return "csv";
        case DataFormat::Parquet: break;
    }
    return "parquet";
}

DataFormat dataFormat(const PathList& paths, const std::vector<std::string>& called) {
    return formatOf(filesOf(paths, called).front());
}

void setColumnarReader(ColumnarReader reader) { columnar_reader = reader; }

bool isReadable(DataFormat format) {
    return format == DataFormat::Jsonl || format == DataFormat::JsonArray || columnar_reader != nullptr;
}

std::unique_ptr<RowReader> openRows(const PathList& paths, const RowOptions& options) {
    auto files = filesOf(paths, options.called);
    if (files.size() == 1) return openOne(files.front(), options);
    return std::make_unique<ShardReader>(std::move(files), options);
}

void readRows(const PathList& paths, const RowOptions& options, const std::function<void(const DataRow&)>& visit) {
    const auto reader = openRows(paths, options);
    bool any = false;
    while (const auto row = reader->next()) {
        visit(*row);
        any = true;
    }
    if (!any)
        throw Error(
            ErrorCode::BadInput, "has no rows", options.called.empty() ? paths.begin()->string() : options.called.front(),
            reader->columns().empty() ? "Each line must be one JSON object" : "It has nothing but its columns' names");
}

}  // namespace retort
