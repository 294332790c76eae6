// SPDX-License-Identifier: Apache-2.0
#pragma once

// Parquet files for tests, written with Arrow itself.

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <parquet/arrow/writer.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace retort::test {

using ArrowColumn = std::pair<std::string, std::shared_ptr<arrow::Array>>;

inline void require(const arrow::Status& status) {
    if (!status.ok()) throw std::runtime_error(status.ToString());
}

inline std::shared_ptr<arrow::Array> strings(const std::vector<std::string>& values) {
    arrow::StringBuilder builder;
    require(builder.AppendValues(values));
    return *builder.Finish();
}

inline std::shared_ptr<arrow::Array> numbers(const std::vector<std::int64_t>& values) {
    arrow::Int64Builder builder;
    require(builder.AppendValues(values));
    return *builder.Finish();
}

/// list<struct<role, content>>: each row the messages given, as "role: content".
inline std::shared_ptr<arrow::Array> messages(const std::vector<std::vector<std::string>>& rows) {
    const auto role = std::make_shared<arrow::StringBuilder>(), content = std::make_shared<arrow::StringBuilder>();
    const auto type = arrow::struct_({arrow::field("role", arrow::utf8()), arrow::field("content", arrow::utf8())});
    const auto message = std::make_shared<arrow::StructBuilder>(
        type, arrow::default_memory_pool(), std::vector<std::shared_ptr<arrow::ArrayBuilder>>{role, content});
    arrow::ListBuilder list(arrow::default_memory_pool(), message);
    for (const auto& row : rows) {
        require(list.Append());
        for (const std::string& one : row) {
            const std::size_t colon = one.find(": ");
            require(message->Append());
            require(role->Append(one.substr(0, colon)));
            require(content->Append(one.substr(colon + 2)));
        }
    }
    return *list.Finish();
}

inline void writeParquet(const std::filesystem::path& path, const std::vector<ArrowColumn>& columns,
                         std::int64_t group = 1000, arrow::Compression::type compression = arrow::Compression::ZSTD) {
    arrow::FieldVector fields;
    arrow::ArrayVector arrays;
    for (const auto& [name, array] : columns) {
        fields.push_back(arrow::field(name, array->type()));
        arrays.push_back(array);
    }
    const auto table = arrow::Table::Make(arrow::schema(fields), arrays);
    const auto out = *arrow::io::FileOutputStream::Open(path.string());
    const auto properties = parquet::WriterProperties::Builder().compression(compression)->enable_page_checksum()->build();
    require(parquet::arrow::WriteTable(*table, arrow::default_memory_pool(), out, group, properties));
    require(out->Close());
}

}  // namespace retort::test
