// SPDX-License-Identifier: Apache-2.0
#include "train/training_rows.h"

#include <cstring>
#include <string>

namespace retort {

TrainingRows::TrainingRows(const std::vector<TrainingSample>& rows) {
    for (const TrainingSample& row : rows) add(row);
}

// A record: prompt_length, the number of ids, the ids, and the mask where there is one.
void TrainingRows::add(const TrainingSample& row) {
    const std::int32_t head[] = {row.prompt_length, static_cast<std::int32_t>(row.ids.size())};
    std::string record(reinterpret_cast<const char*>(head), sizeof head);
    record.append(reinterpret_cast<const char*>(row.ids.data()), row.ids.size() * sizeof(std::int32_t));
    record.append(reinterpret_cast<const char*>(row.loss_mask.data()), row.loss_mask.size());
    kept_.push_back(spool_.size());
    spool_.append(record);
}

void TrainingRows::keep(const std::vector<std::size_t>& rows) {
    std::vector<std::uint64_t> kept;
    kept.reserve(rows.size());
    for (const std::size_t row : rows) kept.push_back(kept_.at(row));
    kept_ = std::move(kept);
}

TrainingSample TrainingRows::at(std::size_t i) const {
    const std::string record = spool_.at(kept_.at(i));
    std::int32_t head[2];
    std::memcpy(head, record.data(), sizeof head);
    TrainingSample row;
    row.prompt_length = head[0];
    row.ids.resize(static_cast<std::size_t>(head[1]));
    const std::size_t mask = sizeof head + row.ids.size() * sizeof(std::int32_t);
    std::memcpy(row.ids.data(), record.data() + sizeof head, mask - sizeof head);
    row.loss_mask.assign(record.begin() + static_cast<std::ptrdiff_t>(mask), record.end());
    return row;
}

}  // namespace retort
