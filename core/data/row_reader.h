// SPDX-License-Identifier: Apache-2.0
#pragma once

// Data files of every format, read one row after the other: memory does not grow with the file. JSON is read here; Parquet
// and CSV by Apache Arrow in the target retort_columnar, which a program links and announces with useColumnarFiles()
// (columnar.h); the workbench does not, and asks `retort` instead.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file_pattern.h"
#include "data/data_row.h"

namespace retort {

enum class DataFormat { Jsonl, JsonArray, Csv, Parquet };
/// "jsonl", "json", "csv", "parquet".
const char* name(DataFormat format) noexcept;

/// That of the first file, by its first bytes; CSV (and TSV) by its name. Throws Error(BadInput), with the remedy, for a
/// compressed file and for table formats that are not read. `called`: what errors call each path; empty: as it is.
DataFormat dataFormat(const PathList& paths, const std::vector<std::string>& called = {});

/// Can this program read the file's format?
bool isReadable(DataFormat format);

struct RowOptions {
    std::vector<std::string> called;   ///< what errors call each path; empty: as it is
    std::int64_t limit = 0;            ///< rows from the start; 0: all
    std::vector<std::string> columns;  ///< the only ones that matter; empty: all
};

struct DataColumn {
    std::string name;
    std::string type;  ///< as the format says it: "string", "list<element: struct<...>>"; CSV: "text"
};

/// Rows of one file in order. Not thread-safe. next() blocks and throws Error(BadInput) naming file and row for anything
/// that is damaged, above 16 MiB or nested deeper than 64 levels, twice there, or no UTF-8.
class RowReader {
public:
    virtual ~RowReader() = default;
    virtual std::optional<DataRow> next() = 0;
    /// What the file declares; of JSON, which declares nothing, empty.
    virtual std::vector<DataColumn> columns() const { return {}; }
    /// Rows that the file declares; nothing where it has to be read for that.
    virtual std::optional<std::int64_t> rows() const { return std::nullopt; }
};

constexpr std::size_t kMaxRowBytes = std::size_t{16} << 20;
constexpr int kMaxRowDepth = 64;

/// The files of all paths and patterns (base/file_pattern.h), one after the other, as one.
std::unique_ptr<RowReader> openRows(const PathList& paths, const RowOptions& options);

/// Calls `visit` for every row. Throws Error(BadInput) for a file without rows too.
void readRows(const PathList& paths, const RowOptions& options, const std::function<void(const DataRow&)>& visit);

/// One file and what errors call it.
struct NamedFile {
    std::filesystem::path path;
    std::string called;
};

/// The reader of a JSON file; openRows() calls it.
std::unique_ptr<RowReader> openJson(const NamedFile& file, DataFormat format, const RowOptions& options);

using ColumnarReader = std::unique_ptr<RowReader> (*)(const NamedFile&, DataFormat, const RowOptions&);
/// What reads Csv and Parquet from now on. Call it before other threads read.
void setColumnarReader(ColumnarReader reader);

}  // namespace retort
