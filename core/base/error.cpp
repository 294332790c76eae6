// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

namespace retort {
namespace {

std::string joined(const std::string& message, const std::string& where, const std::string& remedy) {
    std::string text = where.empty() ? message : where + ": " + message;
    if (!remedy.empty()) text += ". " + remedy;
    return text;
}

}  // namespace

Error::Error(ErrorCode code, std::string message, std::string where, std::string remedy)
    : std::runtime_error(joined(message, where, remedy)),
      code_(code),
      message_(std::move(message)),
      where_(std::move(where)),
      remedy_(std::move(remedy)) {}

int exitStatus(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::Usage:
        case ErrorCode::BadInput: return 2;
        case ErrorCode::Environment: return 3;
        case ErrorCode::Interrupted: return 130;
        case ErrorCode::RunFailed: break;
    }
    return 1;
}

const char* name(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::Usage: return "usage";
        case ErrorCode::BadInput: return "bad_input";
        case ErrorCode::Environment: return "environment";
        case ErrorCode::Interrupted: return "interrupted";
        case ErrorCode::RunFailed: break;
    }
    return "run_failed";
}

}  // namespace retort
