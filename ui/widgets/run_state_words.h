// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "run/run_state.h"
#include "store/records.h"
#include "ui/theme/icons.h"

namespace retort::ui {

/// A state for people: its word, its colour and the sign that says the same without colour.
struct StateLook {
    QString word;
    Ink ink = Ink::Muted;
    QString sign;
};
StateLook look(RunState state);
StateLook look(StageState state);
/// "grpo" as people know it: "RL (GRPO)", "SFT", "sampling"...
QString stageKindWord(const std::string& kind);

}  // namespace retort::ui
