// SPDX-License-Identifier: Apache-2.0
#include "grade/grader.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
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
    const Rubric rubric;
    const TemplateSection prompt_template;
    const bool together;

    std::mutex mutex;  ///< guards what follows
    std::condition_variable wake, idle;
    std::deque<Job> waiting;
    bool released = false;  ///< the jobs of a rubric that judges together may be taken
    std::size_t busy = 0;   ///< jobs that are being graded
    std::exception_ptr failure;
    std::vector<std::jthread> workers;

    Impl(Rubric r, TemplateSection t)
        : rubric(std::move(r)), prompt_template(std::move(t)), together(rubric.judgesTogether()) {}

    void gradeOne(const Prompt& prompt, Rollout& rollout) const {
        rollout.facts = analyse(rollout.text, promptLanguage(prompt), prompt_template);
        rollout.reward = rubric.grade(prompt, rollout);
    }

    /// Grades one waiting job. `lock` is held before and after, not meanwhile.
    void takeOne(std::unique_lock<std::mutex>& lock) {
        const Job job = waiting.front();
        waiting.pop_front();
        ++busy;
        lock.unlock();
        std::exception_ptr thrown;
        try {
            gradeOne(*job.prompt, *job.rollout);
        } catch (...) {
            thrown = std::current_exception();
        }
        lock.lock();
        if (thrown && !failure) failure = thrown;
        if (--busy == 0) idle.notify_all();
    }

    void work(const std::stop_token& stop) {
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [&] { return stop.stop_requested() || (!waiting.empty() && (released || !together)); });
            if (stop.stop_requested()) return;
            takeOne(lock);
        }
    }
};

Grader::Grader(Rubric rubric, TemplateSection prompt_template, int threads)
    : impl_(std::make_unique<Impl>(std::move(rubric), std::move(prompt_template))) {
    if (threads <= 0 && impl_->rubric.runsCode()) threads = Sandbox::shared().slots();
    if (threads <= 0) threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / 4);
    for (int i = 1; i < threads; ++i)
        impl_->workers.emplace_back([impl = impl_.get()](const std::stop_token& stop) { impl->work(stop); });
}

Grader::~Grader() {
    {
        const std::lock_guard lock(impl_->mutex);
        for (std::jthread& worker : impl_->workers) worker.request_stop();
    }
    impl_->wake.notify_all();
}

void Grader::submit(const Prompt& prompt, Rollout& rollout) {
    const std::lock_guard lock(impl_->mutex);
    impl_->waiting.push_back({&prompt, &rollout});
    if (!impl_->together) impl_->wake.notify_one();
}

void Grader::finish() {
    Impl& impl = *impl_;
    std::unique_lock lock(impl.mutex);
    if (impl.together) {
        std::vector<RewardFn::Asked> asked;
        for (const Job& job : impl.waiting) asked.push_back({job.prompt, job.rollout});
        lock.unlock();
        impl.rubric.prepare(asked);
        lock.lock();
        impl.released = true;
        impl.wake.notify_all();
    }
    while (!impl.waiting.empty()) impl.takeOne(lock);
    impl.idle.wait(lock, [&] { return impl.busy == 0; });
    impl.released = false;
    if (const auto failure = std::exchange(impl.failure, nullptr)) std::rethrow_exception(failure);
}

void Grader::discard() {
    std::unique_lock lock(impl_->mutex);
    impl_->waiting.clear();
    impl_->idle.wait(lock, [&] { return impl_->busy == 0; });
    impl_->failure = nullptr;
}

void Grader::grade(std::span<RolloutGroup> groups) {
    for (RolloutGroup& group : groups)
        for (Rollout& rollout : group.rollouts) submit(group.prompt.prompt, rollout);
    finish();
}

void Grader::grade(const Prompt& prompt, Rollout& rollout) const { impl_->gradeOne(prompt, rollout); }

const Rubric& Grader::rubric() const { return impl_->rubric; }

}  // namespace retort
