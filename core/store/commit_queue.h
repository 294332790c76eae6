// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "store/records.h"

namespace retort {

/// Steps on their way to the disk: a thread of its own writes them in order, all that wait in one transaction. Private to
/// core/store.
class CommitQueue {
public:
    /// `write` commits all of the steps or throws and leaves nothing of them; called on the queue's thread.
    using Write = std::function<void(std::span<const StepCommit>)>;
    explicit CommitQueue(Write write) : write_(std::move(write)) {}
    /// Writes what waits; an error that nobody asked for is logged.
    ~CommitQueue();
    CommitQueue(const CommitQueue&) = delete;

    /// Waits while `most_steps` or `most_bytes` are under way, then returns at once. `stored` is called on the queue's
    /// thread when the step is on the disk. Throws what drain() throws; the step is then not taken.
    void push(StepCommit commit, std::function<void()> stored);
    /// Waits until nothing is under way. Throws, once, what stopped the writing: the step that failed and those after it are
    /// dropped.
    void drain();

    static constexpr std::size_t most_steps = 256;
    static constexpr std::int64_t most_bytes = std::int64_t{64}
                                               << 20;  ///< a single larger step is taken when nothing else is under way

private:
    struct Waiting {
        std::vector<StepCommit> commits;
        std::vector<std::function<void()>> stored;
        std::int64_t bytes = 0;
    };
    void work();
    void writeAll(Waiting& taken);
    void rethrow();

    Write write_;
    std::mutex mutex_;
    std::condition_variable changed_;
    Waiting waiting_;
    std::size_t steps_ = 0;   ///< under way: waiting or being written
    std::int64_t bytes_ = 0;  ///< of these, about
    std::exception_ptr error_;
    bool stop_ = false;
    std::thread thread_;  ///< started by the first step
};

}  // namespace retort
