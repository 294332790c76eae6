// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arrow/record_batch.h>
#include <arrow/result.h>

#include <memory>
#include <string>

#include "base/error.h"
#include "data/row_reader.h"

namespace retort::columnar {

/// Arrow's failure as ours. `where` is file or row.
[[noreturn]] void fail(const arrow::Status& status, const std::string& where, const char* remedy);

template <typename T>
T orFail(arrow::Result<T> result, const std::string& where, const char* remedy) {
    if (!result.ok()) fail(result.status(), where, remedy);
    return result.MoveValueUnsafe();
}

/// Row `i` of a batch as a JSON object; lists, structs, maps and dictionaries are unfolded, dates and decimals are text.
/// Throws Error(BadInput) for text that is no UTF-8, nesting above kMaxRowDepth and a row above kMaxRowBytes.
nlohmann::json rowOf(const arrow::RecordBatch& batch, std::int64_t i, const std::string& where);

/// The names of columns, for the errors of rows. Throws Error(BadInput) where one comes twice.
DataRow::Names columnNames(const std::vector<DataColumn>& columns, const std::string& called);

std::unique_ptr<RowReader> openParquet(const NamedFile& file, const RowOptions& options);
std::unique_ptr<RowReader> openCsv(const NamedFile& file, const RowOptions& options);

}  // namespace retort::columnar
