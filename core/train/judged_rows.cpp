// SPDX-License-Identifier: Apache-2.0
#include "train/judged_rows.h"

#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace retort {
namespace {

template <class T>
void put(std::string& record, const std::vector<T>& values) {
    const std::uint64_t count = values.size();
    record.append(reinterpret_cast<const char*>(&count), sizeof count);
    record.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

template <class T>
void take(std::string_view& record, std::vector<T>& values) {
    std::uint64_t count = 0;
    std::memcpy(&count, record.data(), sizeof count);
    record.remove_prefix(sizeof count);
    values.resize(count);
    if (count > 0) std::memcpy(values.data(), record.data(), count * sizeof(T));
    record.remove_prefix(count * sizeof(T));
}

/// The vectors of a row, in their order on disk.
template <class Row, class Visit>
void eachPart(Row& row, const Visit& visit) {
    if constexpr (std::is_same_v<std::remove_const_t<Row>, EncodedPair>) {
        visit(row.chosen);
        visit(row.rejected);
    } else {
        visit(row.ids);
        visit(row.ends);
        visit(row.labels);
    }
}

}  // namespace

template <class Row>
void JudgedRows<Row>::add(const Row& row) {
    std::string record;
    eachPart(row, [&](const auto& part) { put(record, part); });
    spool_.append(record);
}

template <class Row>
Row JudgedRows<Row>::at(std::size_t i) const {
    const std::string record = spool_.at(i);
    std::string_view rest = record;
    Row row;
    eachPart(row, [&](auto& part) { take(rest, part); });
    return row;
}

template class JudgedRows<EncodedPair>;
template class JudgedRows<EncodedSteps>;

}  // namespace retort
