// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace retort {

enum class LogLevel { Debug, Info, Warning, Error };

/// Lines below this level are dropped. Default: Info.
void setLogLevel(LogLevel level);

/// One line on stderr ("12:03:07 warning: ..."), written whole; safe from any thread. stdout is for data.
void log(LogLevel level, std::string_view message);

/// Seconds since the Unix epoch, and on a clock that never jumps.
double unixTime();
double steadyTime();

}  // namespace retort
