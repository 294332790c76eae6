// SPDX-License-Identifier: Apache-2.0
#include "store/records.h"

#include <array>
#include <utility>

namespace retort {
namespace {

constexpr std::array<std::pair<StageState, const char*>, 8> stage_states{{
    {StageState::Pending, "pending"},
    {StageState::Running, "running"},
    {StageState::Paused, "paused"},
    {StageState::Waiting, "waiting"},
    {StageState::Done, "done"},
    {StageState::Skipped, "skipped"},
    {StageState::Failed, "failed"},
    {StageState::Stopped, "stopped"},
}};

}  // namespace

const char* name(StageState state) noexcept {
    for (const auto& [value, text] : stage_states)
        if (value == state) return text;
    return "pending";
}

std::optional<StageState> stageStateFrom(std::string_view text) noexcept {
    for (const auto& [value, spelling] : stage_states)
        if (text == spelling) return value;
    return std::nullopt;
}

}  // namespace retort
