// SPDX-License-Identifier: Apache-2.0
// CSV (and TSV) by blocks. Every cell is text as it stands: "007" stays "007".
#include <arrow/csv/options.h>
#include <arrow/csv/reader.h>
#include <arrow/io/file.h>
#include <arrow/type.h>
#include <fmt/format.h>

#include "data/columnar/arrow_value.h"
#include "tokenizer/utf8.h"

namespace retort::columnar {
namespace {

using nlohmann::json;

constexpr const char* kRemedy =
    "Rows are lines of cells with commas between; a cell with a comma, quote or line end is quoted";

/// A cell that holds messages as JSON is those messages; an empty one is none.
void settle(json& row) {
    for (auto& [column, cell] : row.items()) {
        const std::string text = cell.get<std::string>();
        if (text.empty()) cell = nullptr;
        if (!text.starts_with("[{")) continue;
        json messages = json::parse(text, nullptr, false);
        const bool is_conversation = messages.is_array() && !messages.empty() && messages.front().is_object() &&
                                     messages.front().contains("role") && messages.front().contains("content");
        if (is_conversation) cell = std::move(messages);
    }
}

class CsvRows final : public RowReader {
public:
    CsvRows(const NamedFile& file, const RowOptions& options) : called_(file.called), limit_(options.limit) {
        auto read = arrow::csv::ReadOptions::Defaults();
        read.use_threads = false;
        read.block_size = static_cast<std::int32_t>(kMaxRowBytes);
        auto parse = arrow::csv::ParseOptions::Defaults();
        parse.newlines_in_values = true;
        if (file.path.extension() == ".tsv") parse.delimiter = '\t';
        parse.invalid_row_handler = [this](const arrow::csv::InvalidRow& row) {
            if (wrong_.empty())
                wrong_ = fmt::format("row {} has {} cells, the header {}", row.number - 1, row.actual_columns,
                                     row.expected_columns);
            return arrow::csv::InvalidRowResult::Error;
        };
        auto convert = arrow::csv::ConvertOptions::Defaults();
        convert.default_column_type = arrow::binary();
        const auto input = orFail(arrow::io::ReadableFile::Open(file.path.string()), called_, kRemedy);
        // Of a file a few blocks are in memory. They come from the common pool: Arrow's thread that reads ahead may outlive
        // this object.
        auto reader = arrow::csv::StreamingReader::Make(arrow::io::default_io_context(), input, read, parse, convert);
        if (!reader.ok()) refuse(reader.status(), called_);
        reader_ = *reader;
        for (const auto& field : reader_->schema()->fields()) columns_.push_back({field->name(), "text"});
        checkHeader();
        names_ = columnNames(columns_, called_);
    }

    std::optional<DataRow> next() override {
        if (limit_ > 0 && read_ == limit_) return std::nullopt;
        const std::string where = fmt::format("{}: row {}", called_, read_ + 1);
        while (batch_ == nullptr || at_ == batch_->num_rows()) {
            batch_ = nullptr;
            const arrow::Status status = reader_->ReadNext(&batch_);
            if (!status.ok()) refuse(status, where);
            at_ = 0;
            if (batch_ == nullptr) return std::nullopt;
        }
        json row = rowOf(*batch_, at_++, where);
        settle(row);
        return DataRow(std::move(row), where, read_++, names_);
    }

    std::vector<DataColumn> columns() const override { return columns_; }

private:
    void checkHeader() const {
        for (const DataColumn& column : columns_) {
            if (column.name.find('\0') != std::string::npos || validUtf8Prefix(column.name) != column.name.size())
                throw Error(ErrorCode::BadInput, "has a header that is no UTF-8 text", called_, "Convert the file to UTF-8");
        }
    }

    [[noreturn]] void refuse(const arrow::Status& status, const std::string& where) const {
        if (!wrong_.empty()) throw Error(ErrorCode::BadInput, wrong_, called_, kRemedy);
        if (status.message().find("straddling") != std::string::npos)
            throw Error(ErrorCode::BadInput, fmt::format("a row has more than the {} bytes allowed", kMaxRowBytes), where,
                        "Close its quotes, split the row, or drop columns that are not needed");
        if (status.message().find("Empty CSV file") != std::string::npos)
            throw Error(ErrorCode::BadInput, "has no rows", called_, "The first line must name the columns");
        fail(status, where, kRemedy);
    }

    std::string called_;
    std::int64_t limit_, read_ = 0, at_ = 0;
    std::string wrong_;
    std::shared_ptr<arrow::csv::StreamingReader> reader_;
    std::shared_ptr<arrow::RecordBatch> batch_;
    std::vector<DataColumn> columns_;
    DataRow::Names names_;
};

}  // namespace

std::unique_ptr<RowReader> openCsv(const NamedFile& file, const RowOptions& options) {
    return std::make_unique<CsvRows>(file, options);
}

}  // namespace retort::columnar
