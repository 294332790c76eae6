// SPDX-License-Identifier: Apache-2.0
// Parquet by row batches: of a column only the page at hand is in memory.
#include <arrow/array/array_base.h>
#include <arrow/io/file.h>
#include <arrow/memory_pool.h>
#include <fmt/format.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <parquet/exception.h>

#include <algorithm>

#include "data/columnar/arrow_value.h"

namespace retort::columnar {
namespace {

constexpr std::int64_t kBatchRows = 64;
constexpr const char* kDamaged = "The file is damaged or cut off: get it again, or write it anew";

/// Memory for one reader, at most 512 MiB: what a file unpacks to at a time is bounded however it is made.
class BoundedMemory {
public:
    BoundedMemory() : own_(arrow::MemoryPool::CreateDefault()), capped_(own_.get(), kMost) {}
    arrow::MemoryPool* pool() { return &capped_; }

private:
    static constexpr std::int64_t kMost = std::int64_t{512} << 20;
    std::unique_ptr<arrow::MemoryPool> own_;
    arrow::CappedMemoryPool capped_;
};

/// Leaf columns under a field of the schema.
void addLeaves(const parquet::arrow::SchemaField& field, std::vector<int>& leaves) {
    if (field.is_leaf()) leaves.push_back(field.column_index);
    for (const auto& child : field.children) addLeaves(child, leaves);
}

bool isWanted(const std::string& column, const std::vector<std::string>& wanted) {
    return wanted.empty() || std::ranges::any_of(wanted, [&](const std::string& name) {
               return name == column || name.starts_with(column + ".");
           });
}

class ParquetRows final : public RowReader {
public:
    ParquetRows(const NamedFile& file, const RowOptions& options) : called_(file.called), limit_(options.limit) {
        guarded(called_, [&] { open(file.path, options.columns); });
    }

    std::optional<DataRow> next() override {
        if (limit_ > 0 && read_ == limit_) return std::nullopt;
        const std::string where = fmt::format("{}: row {}", called_, read_ + 1);
        while (batch_ == nullptr || at_ == batch_->num_rows()) {
            guarded(where, [&] {
                batch_ = nullptr;
                const arrow::Status status = batches_->ReadNext(&batch_);
                if (!status.ok()) fail(status, where, kDamaged);
                if (batch_ != nullptr) checkBatch(where);
            });
            at_ = 0;
            if (batch_ == nullptr) return std::nullopt;
        }
        return DataRow(rowOf(*batch_, at_++, where), where, read_++, names_);
    }

    std::vector<DataColumn> columns() const override { return columns_; }
    std::optional<std::int64_t> rows() const override { return rows_; }

private:
    /// Calls of libparquet throw where they do not return a status.
    template <typename Action>
    static void guarded(const std::string& where, Action action) {
        try {
            action();
        } catch (const Error&) {
            throw;
        } catch (const parquet::ParquetStatusException& error) {
            fail(error.status(), where, kDamaged);
        } catch (const std::bad_alloc&) {
            fail(arrow::Status::OutOfMemory(""), where, kDamaged);
        } catch (const std::exception& error) {
            fail(arrow::Status::Invalid(error.what()), where, kDamaged);
        }
    }

    void open(const std::filesystem::path& file, const std::vector<std::string>& wanted) {
        parquet::ReaderProperties properties(memory_.pool());
        properties.enable_buffered_stream();
        properties.set_schema_depth_limit(kMaxRowDepth);
        properties.set_page_checksum_verification(true);
        parquet::ArrowReaderProperties reading;
        reading.set_use_threads(false);
        reading.set_pre_buffer(false);
        reading.set_batch_size(kBatchRows);
        parquet::arrow::FileReaderBuilder builder;
        const arrow::Status opened = builder.OpenFile(file.string(), false, properties);
        if (!opened.ok()) fail(opened, called_, kDamaged);
        reader_ = orFail(builder.memory_pool(memory_.pool())->properties(reading)->Build(), called_, kDamaged);
        rows_ = reader_->parquet_reader()->metadata()->num_rows();
        bytes_ = static_cast<std::int64_t>(std::filesystem::file_size(file));
        checkRowCount();
        std::vector<int> leaves;
        for (const auto& field : reader_->manifest().schema_fields) {
            columns_.push_back({field.field->name(), field.field->type()->ToString()});
            if (isWanted(field.field->name(), wanted)) addLeaves(field, leaves);
        }
        names_ = columnNames(columns_, called_);
        if (leaves.empty() && !columns_.empty()) addLeaves(reader_->manifest().schema_fields.front(), leaves);
        std::vector<int> groups(static_cast<std::size_t>(reader_->num_row_groups()));
        for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = static_cast<int>(i);
        batches_ = orFail(reader_->GetRecordBatchReader(groups, leaves), called_, kDamaged);
    }

    /// Repeated values cost next to nothing in a file: one of kilobytes can hold billions of rows.
    void checkRowCount() const {
        if (rows_ < 0 || rows_ > 1'000'000 + 64 * bytes_)
            throw Error(ErrorCode::BadInput, fmt::format("declares {} rows in {} bytes", rows_, bytes_), called_,
                        "The file is damaged or made to exhaust this machine: get it from its author");
    }

    /// Text that packs better than a thousand to one says nothing new.
    void checkBatch(const std::string& where) {
        for (const auto& column : batch_->columns()) {
            const arrow::Status valid = column->Validate();
            if (!valid.ok()) fail(valid, where, kDamaged);
            for (const auto& buffer : column->data()->buffers) unpacked_ += buffer == nullptr ? 0 : buffer->size();
        }
        if (unpacked_ > (std::int64_t{1} << 30) + 1000 * bytes_)
            throw Error(ErrorCode::BadInput, fmt::format("unpacks to more than 1000 times its {} bytes", bytes_), where,
                        "The file is made to exhaust this machine: get it from its author");
    }

    std::string called_;
    std::int64_t limit_, read_ = 0, rows_ = 0, bytes_ = 0, unpacked_ = 0, at_ = 0;
    BoundedMemory memory_;
    std::unique_ptr<parquet::arrow::FileReader> reader_;
    std::unique_ptr<arrow::RecordBatchReader> batches_;
    std::shared_ptr<arrow::RecordBatch> batch_;
    std::vector<DataColumn> columns_;
    DataRow::Names names_;
};

}  // namespace

std::unique_ptr<RowReader> openParquet(const NamedFile& file, const RowOptions& options) {
    return std::make_unique<ParquetRows>(file, options);
}

}  // namespace retort::columnar
