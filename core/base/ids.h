// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace retort {

/// An integer that cannot be mistaken for another kind of integer. Ids are rows of the run store: 1 and up; 0 is "none".
template <class Tag>
struct Id {
    std::int64_t value = 0;
    auto operator<=>(const Id&) const = default;
    explicit operator bool() const { return value != 0; }
};

using StageId = Id<struct StageTag>;
using GroupId = Id<struct GroupTag>;
using RolloutId = Id<struct RolloutTag>;
using PromptId = Id<struct PromptTag>;
using MetricKeyId = Id<struct MetricKeyTag>;
using CheckpointId = Id<struct CheckpointTag>;
using EvaluationId = Id<struct EvaluationTag>;

/// Steps are counted within their stage, from 1. Step 0 is the state before the first update.
using Step = std::int64_t;

}  // namespace retort

template <class Tag>
struct std::hash<retort::Id<Tag>> {
    std::size_t operator()(const retort::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
