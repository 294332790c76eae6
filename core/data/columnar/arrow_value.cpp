// SPDX-License-Identifier: Apache-2.0
#include "data/columnar/arrow_value.h"

#include <arrow/array.h>
#include <arrow/extension_type.h>
#include <arrow/scalar.h>
#include <arrow/util/float16.h>
#include <fmt/format.h>

#include <unordered_set>

#include "tokenizer/utf8.h"

namespace retort::columnar {
namespace {

using nlohmann::json;

/// What one row may cost: its texts, and a little for every value, so that a list of a billion nothings ends too.
class Unfolding {
public:
    Unfolding(const std::string& column, const std::string& where, std::size_t& bytes)
        : column_(column), where_(where), bytes_(bytes) {}

    json value(const arrow::Array& array, std::int64_t i, int depth = 0) {
        charge(8);
        if (depth > kMaxRowDepth) refuse(fmt::format("is nested deeper than {} levels", kMaxRowDepth), "Flatten the column");
        if (array.IsNull(i)) return nullptr;
        switch (array.type_id()) {
            case arrow::Type::BOOL: return as<arrow::BooleanArray>(array).Value(i);
            case arrow::Type::INT8: return as<arrow::Int8Array>(array).Value(i);
            case arrow::Type::INT16: return as<arrow::Int16Array>(array).Value(i);
            case arrow::Type::INT32: return as<arrow::Int32Array>(array).Value(i);
            case arrow::Type::INT64: return as<arrow::Int64Array>(array).Value(i);
            case arrow::Type::UINT8: return as<arrow::UInt8Array>(array).Value(i);
            case arrow::Type::UINT16: return as<arrow::UInt16Array>(array).Value(i);
            case arrow::Type::UINT32: return as<arrow::UInt32Array>(array).Value(i);
            case arrow::Type::UINT64: return as<arrow::UInt64Array>(array).Value(i);
            case arrow::Type::HALF_FLOAT:
                return arrow::util::Float16::FromBits(as<arrow::HalfFloatArray>(array).Value(i)).ToDouble();
            case arrow::Type::FLOAT: return as<arrow::FloatArray>(array).Value(i);
            case arrow::Type::DOUBLE: return as<arrow::DoubleArray>(array).Value(i);
            case arrow::Type::STRING:
            case arrow::Type::BINARY: return text(as<arrow::BinaryArray>(array).GetView(i));
            case arrow::Type::LARGE_STRING:
            case arrow::Type::LARGE_BINARY: return text(as<arrow::LargeBinaryArray>(array).GetView(i));
            case arrow::Type::STRING_VIEW:
            case arrow::Type::BINARY_VIEW: return text(as<arrow::BinaryViewArray>(array).GetView(i));
            case arrow::Type::LIST:
            case arrow::Type::MAP: return list(as<arrow::ListArray>(array), i, depth);
            case arrow::Type::LARGE_LIST: return list(as<arrow::LargeListArray>(array), i, depth);
            case arrow::Type::FIXED_SIZE_LIST: return list(as<arrow::FixedSizeListArray>(array), i, depth);
            case arrow::Type::STRUCT: return object(as<arrow::StructArray>(array), i, depth);
            case arrow::Type::DICTIONARY: {
                const auto& dictionary = as<arrow::DictionaryArray>(array);
                return value(*dictionary.dictionary(), dictionary.GetValueIndex(i), depth + 1);
            }
            case arrow::Type::EXTENSION: return value(*as<arrow::ExtensionArray>(array).storage(), i, depth + 1);
            default: return text(orFail(array.GetScalar(i), where_, "")->ToString());
        }
    }

private:
    template <typename T>
    static const T& as(const arrow::Array& array) {
        return static_cast<const T&>(array);
    }

    [[noreturn]] void refuse(const std::string& what, const char* remedy) const {
        throw Error(ErrorCode::BadInput, fmt::format("column \"{}\" {}", column_, what), where_, remedy);
    }

    void charge(std::size_t bytes) {
        bytes_ += bytes;
        if (bytes_ > kMaxRowBytes)
            throw Error(ErrorCode::BadInput, fmt::format("the row has more than the {} bytes allowed", kMaxRowBytes), where_,
                        "Split the row, or drop columns that are not needed");
    }

    json text(std::string_view bytes) {
        charge(bytes.size());
        if (validUtf8Prefix(bytes) != bytes.size()) refuse("holds bytes that are no UTF-8", "Convert the file to UTF-8");
        return std::string(bytes);
    }

    template <typename List>
    json list(const List& array, std::int64_t i, int depth) {
        json out = json::array();
        const std::int64_t begin = array.value_offset(i), end = begin + array.value_length(i);
        for (std::int64_t at = begin; at < end; ++at) out.push_back(value(*array.values(), at, depth + 1));
        return out;
    }

    json object(const arrow::StructArray& array, std::int64_t i, int depth) {
        json out = json::object();
        for (int field = 0; field < array.num_fields(); ++field)
            out[array.struct_type()->field(field)->name()] = value(*array.field(field), i, depth + 1);
        return out;
    }

    const std::string& column_;
    const std::string& where_;
    std::size_t& bytes_;
};

}  // namespace

void fail(const arrow::Status& status, const std::string& where, const char* remedy) {
    if (status.IsOutOfMemory())
        throw Error(ErrorCode::BadInput, "needs more than 512 MiB to unpack a part: it is damaged or made to exhaust memory",
                    where, "Get the file again, or write it with smaller pages and row groups");
    std::string text = status.message();
    constexpr std::size_t longest = 200;
    if (text.size() > longest) text = text.substr(0, longest) + "...";
    throw Error(ErrorCode::BadInput, "cannot be read: " + replaceInvalidUtf8(text), where, remedy);
}

nlohmann::json rowOf(const arrow::RecordBatch& batch, std::int64_t i, const std::string& where) {
    json row = json::object();
    std::size_t bytes = 0;
    for (int column = 0; column < batch.num_columns(); ++column) {
        const std::string& column_name = batch.column_name(column);
        row[column_name] = Unfolding(column_name, where, bytes).value(*batch.column(column), i);
    }
    return row;
}

DataRow::Names columnNames(const std::vector<DataColumn>& columns, const std::string& called) {
    auto names = std::make_shared<std::vector<std::string>>();
    std::unordered_set<std::string> seen;
    for (const DataColumn& column : columns) {
        if (!seen.insert(column.name).second)
            throw Error(ErrorCode::BadInput, fmt::format("has column \"{}\" twice", column.name.substr(0, 60)), called,
                        "Rename one of the two");
        names->push_back(column.name);
    }
    return names;
}

}  // namespace retort::columnar
