// SPDX-License-Identifier: Apache-2.0
#include "data/row_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "base/error.h"
#include "base/file_pattern.h"

namespace retort {
namespace {

ColumnarReader columnar_reader = nullptr;

std::string firstBytes(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::error_code ignored;
    if (!in || std::filesystem::is_directory(file, ignored))
        throw Error(ErrorCode::BadInput, "cannot be read", file.string(), "Check that the file is there and may be read");
    std::string bytes(4096, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

/// The path, or the first of the files that it matches.
std::filesystem::path firstFile(const std::filesystem::path& path, const std::string& called) {
    const auto files = matchingFiles(path);
    if (files.empty() && called.find_first_of("*?[{") != called.npos)
        throw Error(ErrorCode::BadInput, "no file matches", called, "Put the files there or correct the pattern");
    return files.empty() ? path : files.front();
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
    {"\xfd" "7zXZ", "is compressed (xz)", "Unpack it: unxz FILE"},
    {"BZh", "is compressed (bzip2)", "Unpack it: bunzip2 FILE"},
    {"PK\x03\x04", "is a ZIP archive or an Excel sheet", "Unpack it, or save the sheet as CSV"},
    {"ARROW1", "is an Arrow IPC file", "Write it as Parquet, JSON Lines or CSV"},
    {"version https://git-lfs", "is a Git LFS pointer, not the data", "Fetch the data: git lfs pull"},
    {"SQLite format 3", "is a SQLite database", "Export the table as CSV"},
};

/// The files of a pattern one after the other, as one.
class ShardReader final : public RowReader {
public:
    ShardReader(const std::filesystem::path& pattern, std::vector<std::filesystem::path> files, RowOptions options)
        : folder_(pattern.parent_path()), files_(std::move(files)), options_(std::move(options)), reader_(open(0)) {}

    std::optional<DataRow> next() override {
        if (options_.limit > 0 && count_ >= options_.limit) return std::nullopt;
        for (;;) {
            if (auto row = reader_->next()) return std::move(*row).numbered(count_++);
            if (at_ + 1 == files_.size()) return std::nullopt;
            reader_ = open(++at_);
        }
    }
    std::vector<DataColumn> columns() const override { return reader_->columns(); }
    std::optional<std::int64_t> rows() const override {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < files_.size(); ++i) {
            const auto rows = open(i)->rows();
            if (!rows) return std::nullopt;
            sum += *rows;
        }
        return sum;
    }

private:
    std::unique_ptr<RowReader> open(std::size_t i) const {
        RowOptions options{.called = {}, .limit = 0, .columns = options_.columns};
        // As the pattern is called, where it names one folder.
        if (files_[i].parent_path() == folder_) options.called = (std::filesystem::path(options_.called).parent_path() / files_[i].filename()).string();
        return openRows(files_[i], options);
    }

    std::filesystem::path folder_;
    std::vector<std::filesystem::path> files_;
    RowOptions options_;
    std::size_t at_ = 0;
    std::int64_t count_ = 0;
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

DataFormat dataFormat(const std::filesystem::path& path, const std::string& called) {
    const std::filesystem::path file = firstFile(path, called);
    const std::string begin = firstBytes(file);
    for (const Foreign& one : foreign)
        if (begin.starts_with(one.begins)) throw Error(ErrorCode::BadInput, one.what, called, one.remedy);
    const std::string extension = extensionOf(file);
    if (begin.starts_with("PAR1") || extension == ".parquet") return DataFormat::Parquet;
    if (extension == ".csv" || extension == ".tsv") return DataFormat::Csv;
    const std::size_t from = begin.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    const std::size_t first = begin.find_first_not_of(" \t\r\n", from);
    return first != std::string::npos && begin[first] == '[' ? DataFormat::JsonArray : DataFormat::Jsonl;
}

void setColumnarReader(ColumnarReader reader) { columnar_reader = reader; }

bool isReadable(DataFormat format) {
    return format == DataFormat::Jsonl || format == DataFormat::JsonArray || columnar_reader != nullptr;
}

std::unique_ptr<RowReader> openRows(const std::filesystem::path& file, const RowOptions& options) {
    RowOptions named = options;
    if (named.called.empty()) named.called = file.string();
    if (auto files = matchingFiles(file); !files.empty() && files.front() != file)
        return std::make_unique<ShardReader>(file, std::move(files), std::move(named));
    const DataFormat format = dataFormat(file, named.called);
    if (format == DataFormat::Jsonl || format == DataFormat::JsonArray) return openJson(file, format, named);
    if (columnar_reader == nullptr)
        throw Error(ErrorCode::Environment, fmt::format("this program does not read {} files", name(format)), named.called,
                    "Use retort on a terminal");
    return columnar_reader(file, format, named);
}

void readRows(const std::filesystem::path& file, const RowOptions& options,
              const std::function<void(const DataRow&)>& visit) {
    const auto reader = openRows(file, options);
    bool any = false;
    while (const auto row = reader->next()) {
        visit(*row);
        any = true;
    }
    if (!any)
        throw Error(ErrorCode::BadInput, "has no rows", options.called.empty() ? file.string() : options.called,
                    reader->columns().empty() ? "Each line must be one JSON object" : "It has nothing but its columns' names");
}

}  // namespace retort
