// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

// Which of the tables of each_instruction_set.h this processor runs. Highway's files choose for themselves.

namespace retort::kernels {

/// Whether this processor runs code of "avx512bf16", "avx512", "avx2" or "baseline".
bool runsInstructionSet(std::string_view name);
/// RETORT_CPU, which lowers the choice (for tests); empty where it is not set.
std::string_view wantedInstructionSet();

/// Those of `tables` that this processor runs, in their order.
template <class Table>
std::vector<const Table*> runnableTables(std::initializer_list<const Table*> tables) {
    std::vector<const Table*> runnable;
    for (const Table* table : tables)
        if (runsInstructionSet(table->name)) runnable.push_back(table);
    return runnable;
}

/// The wanted one of them, or the first.
template <class Table>
const Table& bestTable(const std::vector<const Table*>& runnable) {
    for (const Table* table : runnable)
        if (table->name == wantedInstructionSet()) return *table;
    return *runnable.front();
}

}  // namespace retort::kernels
