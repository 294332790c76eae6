// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/gone_run.h"

namespace retort::ui {
namespace {

constexpr const char* gone_code = "gone";

}  // namespace

RunStatus goneStatus() {
    RunStatus status;
    status.known = false;
    status.error_code = gone_code;
    status.error_message = "the run's folder is gone";
    return status;
}

bool isGone(const RunStatus& status) { return status.error_code == gone_code; }

}  // namespace retort::ui
