// SPDX-License-Identifier: Apache-2.0
#include "reward/row_columns.h"

#include "base/error.h"

namespace retort {

nlohmann::json gradingColumns(const Prompt& prompt) {
    if (prompt.grading.empty()) return nlohmann::json::object();
    auto columns = nlohmann::json::parse(prompt.grading, nullptr, false);
    if (!columns.is_object()) throw Error(ErrorCode::BadInput, "its grading columns are no JSON object", prompt.key);
    return columns;
}

}  // namespace retort
