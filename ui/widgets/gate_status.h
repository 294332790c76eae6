// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace retort::ui {

class CandidateQueue;

/// How far the person is with a gate, in one line: accepted of wanted, rejected, still needed, rate and time left, agreement
/// of the second pass. Empty without a gate.
QString gateProgress(const CandidateQueue& queue);
/// Where the gate itself is, when verdicts given now do not open it: chosen by rule, opened before. Empty while it waits.
QString gateState(const CandidateQueue& queue);

}  // namespace retort::ui
