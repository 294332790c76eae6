// SPDX-License-Identifier: Apache-2.0
#include "grade/grader.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "reward/language_reward.h"
#include "sandbox/sandbox.h"
#include "text/analyse.h"

namespace retort {
namespace {

struct Job {
    const Prompt* prompt = nullptr;
    Rollout* rollout = nullptr;
};

}  // namespace

struct Grader::Impl {
    Rubric rubric;
    TemplateSection prompt_template;

    std::mutex mutex;
    std::condition_variable wake, done;
    std::vector<Job> jobs;
    std::size_t chunk = 8;         ///< rollouts a thread takes at a time
    std::atomic<std::size_t> next{0};
    std::uint64_t round = 0;       ///< counts grade() calls; guarded by mutex
    std::size_t busy = 0;          ///< workers in this round; guarded by mutex
    std::exception_ptr failure;    ///< first of this round; guarded by mutex
    std::vector<std::jthread> workers;

    Impl(Rubric r, TemplateSection t) : rubric(std::move(r)), prompt_template(std::move(t)) {}

    void gradeOne(const Prompt& prompt, const std::string& language, Rollout& rollout) const {
        rollout.facts = analyse(rollout.text, language, prompt_template);
        rollout.reward = rubric.grade(prompt, rollout);
    }

    void takeJobs() {
        try {
            for (std::size_t begin = next.fetch_add(chunk); begin < jobs.size(); begin = next.fetch_add(chunk)) {
                const std::size_t end = std::min(begin + chunk, jobs.size());
                for (std::size_t i = begin; i < end; ++i) gradeOne(*jobs[i].prompt, promptLanguage(*jobs[i].prompt), *jobs[i].rollout);
            }
        } catch (...) {
            const std::lock_guard lock(mutex);
            if (!failure) failure = std::current_exception();
        }
    }

    void work(const std::stop_token& stop) {
        std::uint64_t seen = 0;
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [&] { return stop.stop_requested() || round != seen; });
            if (stop.stop_requested()) return;
            seen = round;
            lock.unlock();
            takeJobs();
            lock.lock();
            if (--busy == 0) done.notify_all();
        }
    }
};

Grader::Grader(Rubric rubric, TemplateSection prompt_template, int threads)
    : impl_(std::make_unique<Impl>(std::move(rubric), std::move(prompt_template))) {
    if (threads <= 0 && impl_->rubric.runsCode()) {
        threads = Sandbox::shared().slots();
        impl_->chunk = 1;
    }
    if (threads <= 0) threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / 4);
    // The caller of grade() works as well.
    for (int i = 1; i < threads; ++i) {
        impl_->workers.emplace_back([impl = impl_.get()](const std::stop_token& stop) { impl->work(stop); });
    }
}

Grader::~Grader() {
    {
        const std::lock_guard lock(impl_->mutex);
        for (std::jthread& worker : impl_->workers) worker.request_stop();
    }
    impl_->wake.notify_all();
}

void Grader::grade(std::span<RolloutGroup> groups) {
    Impl& impl = *impl_;
    std::vector<RewardFn::Asked> asked;
    for (const RolloutGroup& group : groups)
        for (const Rollout& rollout : group.rollouts) asked.push_back({&group.prompt.prompt, &rollout});
    impl.rubric.prepare(asked);
    {
        const std::lock_guard lock(impl.mutex);
        impl.jobs.clear();
        for (RolloutGroup& group : groups) {
            for (Rollout& rollout : group.rollouts) impl.jobs.push_back({&group.prompt.prompt, &rollout});
        }
        impl.next = 0;
        impl.failure = nullptr;
        impl.busy = impl.workers.size();
        ++impl.round;
    }
    impl.wake.notify_all();
    impl.takeJobs();
    std::unique_lock lock(impl.mutex);
    impl.done.wait(lock, [&] { return impl.busy == 0; });
    if (impl.failure) std::rethrow_exception(impl.failure);
}

void Grader::grade(const Prompt& prompt, Rollout& rollout) const { impl_->gradeOne(prompt, promptLanguage(prompt), rollout); }

const Rubric& Grader::rubric() const { return impl_->rubric; }

}  // namespace retort
