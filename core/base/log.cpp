// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <fmt/chrono.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace retort {
namespace {

std::atomic<LogLevel> threshold{LogLevel::Info};

const char* prefix(LogLevel level) {
    switch (level) {
        case LogLevel::Debug: return "debug: ";
        case LogLevel::Warning: return "warning: ";
        case LogLevel::Error: return "error: ";
        case LogLevel::Info: break;
    }
    return "";
}

}  // namespace

void setLogLevel(LogLevel level) { threshold = level; }

void log(LogLevel level, std::string_view message) {
    if (level < threshold) return;
    std::tm local{};
    const std::time_t now = std::time(nullptr);
    ::localtime_r(&now, &local);
    const std::string line = fmt::format("{:%H:%M:%S} {}{}\n", local, prefix(level), message);
    // One write keeps lines of several threads and processes apart.
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

double unixTime() { return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count(); }
double steadyTime() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

}  // namespace retort
