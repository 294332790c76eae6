// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

namespace retort::kernels {

/// Threads that run one job together: the thread that made the team is rank 0, the others wait (spinning shortly, then
/// asleep) between jobs. A team of one has no threads and no cost.
class Team {
public:
    explicit Team(int size);
    ~Team();
    Team(const Team&) = delete;
    Team& operator=(const Team&) = delete;

    int size() const { return size_; }
    /// Runs job(rank) on every member; returns when all are done. The job must not throw.
    void run(const std::function<void(int)>& job);
    /// Inside a job: waits until every member is here.
    void barrier();

    /// The part of [0, count) that is rank's.
    std::pair<std::int32_t, std::int32_t> share(std::int32_t count, int rank) const;

private:
    void serve(int rank);

    int size_;
    std::vector<std::thread> threads_;
    const std::function<void(int)>* job_ = nullptr;
    std::atomic<std::uint32_t> generation_{0}, arrived_{0}, phase_{0};
    bool closing_ = false;
};

}  // namespace retort::kernels
