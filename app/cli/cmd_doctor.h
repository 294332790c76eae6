// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace retort {

/// `retort doctor`: examines this machine and prints each finding with its remedy, as text or (json) as one object
/// {"ok", "findings": [{"check", "state": "ok" | "warning" | "problem", "detail", "remedy", "facts"}]} on stdout.
/// Takes about a second: it starts bubblewrap and fc-list once and, where an NVIDIA driver is there, opens the CUDA plugin.
/// Returns 0, or 3 where a finding is a problem.
int doctorCommand(bool json);

}  // namespace retort
