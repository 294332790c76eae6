// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace retort {

/// Why something failed; decides the exit status of `retort` (exitStatus below).
enum class ErrorCode {
    Usage,        ///< wrong arguments or a wrong recipe: the person can correct what they wrote
    BadInput,     ///< a file from outside is damaged or of another kind than it claims
    Environment,  ///< this machine cannot: disk full, not writable, library missing, directory in use
    RunFailed,    ///< training or grading went wrong: NaN loss, diverged, reward model missing
    Interrupted,  ///< asked to stop
};

/// The one exception of the project. `message` says what is wrong, `where` names file, line or field (may be empty),
/// `remedy` says what to do (may be empty). what() is "where: message. remedy" on one line.
class Error : public std::runtime_error {
public:
    Error(ErrorCode code, std::string message, std::string where = {}, std::string remedy = {});

    ErrorCode code() const noexcept { return code_; }
    const std::string& message() const noexcept { return message_; }
    const std::string& where() const noexcept { return where_; }
    const std::string& remedy() const noexcept { return remedy_; }

private:
    ErrorCode code_;
    std::string message_, where_, remedy_;
};

/// 1 run failed, 2 usage or bad input, 3 environment, 130 interrupted.
int exitStatus(ErrorCode code) noexcept;

/// "usage", "bad_input", "environment", "run_failed", "interrupted": the spelling in JSON and in the store.
const char* name(ErrorCode code) noexcept;

}  // namespace retort
