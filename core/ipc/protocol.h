// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the trainer and its viewers say to each other over the control socket. Bulk data never goes this way: a message only
// says that the store holds more. Unknown fields are ignored, unknown or malformed messages refused.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace retort::ipc {

/// 1: first version.
inline constexpr int protocol_version = 1;

// Trainer to viewer
// ------------------------------------------------------------------------------------------------------------

/// The first message of either side.
struct Hello {
    int version = protocol_version;
    std::string run_id;
    std::int64_t pid = 0;  ///< of the sender
    bool operator==(const Hello&) const = default;
};

/// Once a second. The time is that of the work loop, so a hung loop shows even while the thread that sends this lives.
struct Heartbeat {
    double time = 0;  ///< Unix seconds of the last beat of the work loop
    bool operator==(const Heartbeat&) const = default;
};

struct Progress {
    std::string stage;
    std::int64_t step = 0, steps_total = 0;  ///< of the stage; total 0: not known
    double seconds_left = -1;                ///< of the stage; -1: not known
    std::string phase;                       ///< "generate", "grade", "train", "store", "evaluate", ...
    bool operator==(const Progress&) const = default;
};

/// The store holds this step now.
struct StoreAdvanced {
    std::string stage;
    std::int64_t step = 0;
    bool operator==(const StoreAdvanced&) const = default;
};

struct StateChanged {
    std::string state;  ///< RunState's name
    std::string stage;  ///< the stage at work; empty: none
    bool operator==(const StateChanged&) const = default;
};

/// The last message of a run that failed.
struct Failed {
    std::string code;     ///< ErrorCode's name
    std::string message;  ///< Error::what()
    bool operator==(const Failed&) const = default;
};

/// Outcome of the command with this id.
struct Reply {
    std::int64_t id = 0;
    bool ok = false;
    std::string message;             ///< why not, or what will happen
    std::vector<std::string> texts;  ///< Sample: the completions
    bool operator==(const Reply&) const = default;
};

// Viewer to trainer: each gets one Reply with its id; id 0 asks for none
// -------------------------------------------------------

struct Pause {
    std::int64_t id = 0;
    bool operator==(const Pause&) const = default;
};

struct Resume {
    std::int64_t id = 0;
    bool operator==(const Resume&) const = default;
};

/// Write a checkpoint after this step.
struct Checkpoint {
    std::int64_t id = 0;
    bool operator==(const Checkpoint&) const = default;
};

/// Changes a field of the recipe while it runs, from the next step on.
struct SetField {
    std::int64_t id = 0;
    std::string key, value;  ///< as in `--set`: "stages.zero.optimizer.learning_rate", "1e-4"
    bool operator==(const SetField&) const = default;
};

/// Completions of the current weights, between two steps.
struct Sample {
    std::int64_t id = 0;
    std::string prompt;  ///< before the recipe's template
    std::int64_t count = 1, max_tokens = 256;
    double temperature = 1;
    bool operator==(const Sample&) const = default;
};

/// Ends the run: after this step with a checkpoint, or `now` without.
struct Stop {
    std::int64_t id = 0;
    bool now = false;
    bool operator==(const Stop&) const = default;
};

using Message = std::variant<Hello, Heartbeat, Progress, StoreAdvanced, StateChanged, Failed, Reply>;
using Command = std::variant<Hello, Pause, Resume, Checkpoint, SetField, Sample, Stop>;

/// The id of a command; 0 for Hello.
std::int64_t commandId(const Command& command);

}  // namespace retort::ipc
