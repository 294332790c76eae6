// SPDX-License-Identifier: Apache-2.0
#include "store/commit_queue.h"

#include <fmt/format.h>

#include <utility>

#include "base/log.h"

namespace retort {
namespace {

/// About what a step holds in memory: its points, its texts and what is kept of each token.
std::int64_t bytesOf(const StepCommit& commit) {
    constexpr std::size_t of_a_token = sizeof(std::int32_t) + 2 * sizeof(float);
    std::size_t bytes = sizeof commit + commit.points.size() * sizeof(MetricPoint);
    for (const RolloutGroup& group : commit.groups)
        for (const Rollout& rollout : group.rollouts)
            bytes += sizeof rollout + 2 * rollout.text.size() + of_a_token * rollout.completion.ids.size();
    return static_cast<std::int64_t>(bytes);
}

}  // namespace

CommitQueue::~CommitQueue() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
    try {
        rethrow();
    } catch (const std::exception& error) {
        log(LogLevel::Error, fmt::format("the last steps were not stored: {}", error.what()));
    }
}

void CommitQueue::push(StepCommit commit, std::function<void()> stored) {
    const std::int64_t bytes = bytesOf(commit);
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return steps_ == 0 || (steps_ < most_steps && bytes_ + bytes <= most_bytes); });
    rethrow();
    waiting_.commits.push_back(std::move(commit));
    waiting_.stored.push_back(std::move(stored));
    waiting_.bytes += bytes;
    bytes_ += bytes;
    ++steps_;
    if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
    changed_.notify_all();
}

void CommitQueue::drain() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return steps_ == 0; });
    rethrow();
}

void CommitQueue::rethrow() {
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
}

void CommitQueue::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stop_ || !waiting_.commits.empty(); });
        if (waiting_.commits.empty()) return;
        Waiting taken = std::exchange(waiting_, {});
        lock.unlock();
        std::exception_ptr error;
        try {
            writeAll(taken);
        } catch (...) {
            error = std::current_exception();
        }
        const std::size_t count = taken.commits.size();
        const std::int64_t bytes = taken.bytes;
        taken = {};  // freed here, not on the thread of who waits
        lock.lock();
        steps_ -= count;
        bytes_ -= bytes;
        if (error) {
            // Nothing after a step that failed may be written: the steps would have a gap.
            error_ = error;
            waiting_ = {};
            steps_ = 0;
            bytes_ = 0;
        }
        changed_.notify_all();
    }
}

void CommitQueue::writeAll(Waiting& taken) {
    write_(taken.commits);
    for (const std::function<void()>& stored : taken.stored)
        if (stored) stored();
}

}  // namespace retort
