// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "data/row_spool.h"

namespace retort {

// A record of numbers, strings, vectors and pairs of such, one behind the other; in this machine's byte order.
namespace record {

template <class T>
void put(std::string& to, const T& value) {
    if constexpr (std::is_arithmetic_v<T>) {
        to.append(reinterpret_cast<const char*>(&value), sizeof value);
    } else if constexpr (requires { value.second; }) {
        put(to, value.first);
        put(to, value.second);
    } else {
        put(to, static_cast<std::uint64_t>(value.size()));
        for (const auto& part : value) put(to, part);
    }
}

template <class T>
void take(std::string_view& from, T& value) {
    if constexpr (std::is_arithmetic_v<T>) {
        std::memcpy(&value, from.data(), sizeof value);
        from.remove_prefix(sizeof value);
    } else if constexpr (requires { value.second; }) {
        take(from, value.first);
        take(from, value.second);
    } else {
        std::uint64_t count = 0;
        take(from, count);
        value.resize(count);
        for (auto& part : value) take(from, part);
    }
}

}  // namespace record

/// Rows of data at random by number, on disk beyond the first megabyte (RowSpool): memory is about 20 bytes a row, whatever
/// its length. storedParts(const Row*), found by the type, returns a tuple of the members that are kept. One thread at a
/// time. Throws Error(Environment) when the disk refuses.
template <class Row>
class SpooledRows {
public:
    SpooledRows() = default;
    SpooledRows(const std::vector<Row>& rows) {  // NOLINT: rows in memory are rows too
        for (const Row& row : rows) add(row);
    }

    void add(const Row& row) {
        std::string stored;
        std::apply([&](auto... part) { (record::put(stored, row.*part), ...); }, storedParts(&row));
        kept_.push_back(spool_.size());
        spool_.append(stored);
    }

    /// Leaves these rows, in this order; numbers are from 0 of what there is.
    void keep(const std::vector<std::size_t>& rows) {
        std::vector<std::uint64_t> kept;
        kept.reserve(rows.size());
        for (const std::size_t row : rows) kept.push_back(kept_.at(row));
        kept_ = std::move(kept);
    }

    Row at(std::size_t i) const {
        const std::string stored = spool_.at(kept_.at(i));
        std::string_view rest = stored;
        Row row;
        std::apply([&](auto... part) { (record::take(rest, row.*part), ...); }, storedParts(&row));
        return row;
    }

    std::size_t size() const { return kept_.size(); }
    /// Every one of them in memory, for those who need each once.
    std::vector<Row> all() const {
        std::vector<Row> rows;
        for (std::size_t i = 0; i < size(); ++i) rows.push_back(at(i));
        return rows;
    }

private:
    RowSpool spool_;
    std::vector<std::uint64_t> kept_;  ///< row to record of the spool
};

}  // namespace retort
