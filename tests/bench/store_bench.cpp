// SPDX-License-Identifier: Apache-2.0
// Measures the store: what the trainer writes (into a store of its own), and what the Traces page asks of a large one: pages
// by filter and order from random positions, totals, full-text search. Run it on a store of the first schema too: that is
// SQLite's own plan for the same questions (WHERE ... ORDER BY
// ... LIMIT), without the index ranges.
//
//   fake_trainer BIG --fill-points 1000000 --fill-rollouts 1000000
//   store_bench BIG
//
// Prints one line per measure, warm: milliseconds on the wall and of the thread's processor (what the wall shows on an idle
// machine).
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/random.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "support/fake_trainer/fake_rollouts.h"
#include "support/temp_dir.h"

namespace {

using namespace retort;

struct Took {
    double wall = 0, processor = 0;  // milliseconds
};

void report(const char* name, const std::vector<Took>& times) {
    std::vector<double> wall, processor;
    for (const Took& took : times) {
        wall.push_back(took.wall);
        processor.push_back(took.processor);
    }
    std::sort(wall.begin(), wall.end());
    std::sort(processor.begin(), processor.end());
    const auto at = [](const std::vector<double>& sorted, double share) {
        return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
    };
    std::printf("%-52s %5zu  p50 %8.3f  p99 %8.3f ms; processor p50 %8.3f  p99 %8.3f  max %8.3f ms\n", name, times.size(),
                at(wall, 0.5), at(wall, 0.99), at(processor, 0.5), at(processor, 0.99), processor.back());
    std::fflush(stdout);
}

double processorMilliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

Took timed(const std::function<void()>& act) {
    const auto start = std::chrono::steady_clock::now();
    const double before = processorMilliseconds();
    act();
    return {std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count(),
            processorMilliseconds() - before};
}

RolloutFilter randomFilter(Random& random, const std::vector<StageRecord>& stages, const std::vector<std::string>& terms) {
    RolloutFilter filter;
    if (random.below(2) == 0) filter.stage = stages[random.below(stages.size())].id;
    if (random.below(3) == 0) filter.correctness = static_cast<Correctness>(random.below(4));
    if (random.below(4) == 0) filter.finish_reason = FinishReason::Length;
    if (random.below(4) == 0) filter.language_below = 1;
    if (random.below(4) == 0) filter.reflects = true;
    if (random.below(4) == 0) filter.language = random.below(2) == 0 ? "en" : "zh";
    if (random.below(4) == 0 && !terms.empty()) filter.term = terms[random.below(terms.size())];
    if (filter.stage && random.below(3) == 0) {
        filter.step_from = static_cast<Step>(random.below(5000)) + 1;
        filter.step_to = *filter.step_from + static_cast<Step>(random.below(3000));
    }
    return filter;
}

void pages(RunReader& reader, RolloutOrder order, const char* name) {
    Random random(7, static_cast<std::uint64_t>(order));
    const std::vector<StageRecord> stages = reader.stages();
    const std::vector<std::string> terms = reader.rewardTerms();
    std::vector<Took> first, later, counts;
    for (int i = 0; i < 300; ++i) {
        const RolloutFilter filter = randomFilter(random, stages, terms);
        RolloutPage page;
        first.push_back(timed([&] { page = reader.rollouts(filter, order, {}, 60); }));
        counts.push_back(timed([&] { reader.countRollouts(filter, 10000); }));
        for (int next = 0; next < 3 && page.more; ++next) {
            const RolloutId after = page.rows.back().id;
            later.push_back(timed([&] { page = reader.rollouts(filter, order, after, 200); }));
        }
    }
    report((std::string(name) + ": first page of 60").c_str(), first);
    if (!later.empty()) report((std::string(name) + ": next page of 200").c_str(), later);
    report((std::string(name) + ": total").c_str(), counts);
}

void deep(RunReader& reader) {
    Random random(9, 0);
    const std::int64_t last = reader.rollouts({}, RolloutOrder::NewestFirst, {}, 1).rows.at(0).id.value;
    std::vector<Took> times;
    for (int i = 0; i < 300; ++i) {
        const RolloutId after{static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(last))) + 1};
        times.push_back(timed([&] { reader.rollouts({}, RolloutOrder::RewardHighFirst, after, 100); }));
    }
    report("any position, by reward: page of 100", times);
}

/// What a reader remembers of the last text is gone.
void forget(RunReader& reader) {
    RolloutFilter other;
    other.text = "~ another text ~";
    reader.rollouts(other, RolloutOrder::NewestFirst, {}, 1);
}

void search(RunReader& reader, const char* text) {
    RolloutFilter filter;
    filter.text = text;
    std::vector<Took> times;
    std::size_t found = 0;
    for (int i = 0; i < 10; ++i) {
        forget(reader);
        times.push_back(timed([&] { found = reader.rollouts(filter, RolloutOrder::NewestFirst, {}, 60).rows.size(); }));
    }
    report((std::string("search \"") + text + "\" (" + std::to_string(found) + " hits on the page)").c_str(), times);
}

/// Texts that many, some or no rollouts have, with any filter.
void searches(RunReader& reader, std::span<const char* const> texts, RolloutOrder order, const char* name) {
    Random random(13, static_cast<std::uint64_t>(order));
    const std::vector<StageRecord> stages = reader.stages();
    const std::vector<std::string> terms = reader.rewardTerms();
    std::vector<Took> first, later, counts;
    for (int i = 0; i < 200; ++i) {
        RolloutFilter filter;
        if (random.below(2) == 0) filter = randomFilter(random, stages, terms);
        filter.text = texts[random.below(texts.size())];
        forget(reader);
        RolloutPage page;
        first.push_back(timed([&] { page = reader.rollouts(filter, order, {}, 60); }));
        for (int next = 0; next < 5 && page.more; ++next) {
            const RolloutId after = page.rows.back().id;
            later.push_back(timed([&] { page = reader.rollouts(filter, order, after, 200); }));
        }
        counts.push_back(timed([&] { reader.countRollouts(filter, 10000); }));
    }
    report((std::string("search, ") + name + ": first page of 60").c_str(), first);
    report((std::string("search, ") + name + ": next page of 200").c_str(), later);
    report((std::string("search, ") + name + ": total up to 10,000").c_str(), counts);
}

/// A step of `groups` x 8 completions of 64 tokens.
StepCommit stepOf(Random& random, StageId stage, Step step, std::int64_t groups) {
    constexpr std::size_t tokens = 64, bytes = 192;
    StepCommit commit;
    commit.step = {stage, step, step, 0, 0};
    commit.groups =
        test::fakeGroups(random, {0.5, 0.8, 0.7, 0.5, 0.5}, static_cast<std::int64_t>(random.below(400)), groups, 8);
    for (RolloutGroup& group : commit.groups) {
        for (Rollout& rollout : group.rollouts) {
            // Texts of about three bytes a token, cut where they are longer; shorter ones are said again.
            while (rollout.text.size() < bytes) rollout.text += rollout.text;
            std::size_t end = bytes;
            while ((static_cast<unsigned char>(rollout.text[end]) & 0xc0) == 0x80) --end;
            rollout.text.resize(end);
            Completion& completion = rollout.completion;
            while (completion.ids.size() < tokens) {
                completion.ids.push_back(static_cast<std::int32_t>(random.below(1000)));
                completion.logprobs.push_back(static_cast<float>(-random.uniform() * random.uniform()));
                completion.entropies.push_back(static_cast<float>(random.uniform()));
            }
            completion.ids.resize(tokens);
            completion.logprobs.resize(tokens);
            completion.entropies.resize(tokens);
        }
    }
    return commit;
}

constexpr Step metric_steps = 5000;

/// Steps that have metrics only: imported, many in a transaction, then posted one by one as a trainer does.
void metrics(const std::filesystem::path& file) {
    RunWriter writer(file);
    StageRecord stage;
    stage.name = "zero";
    stage.kind = "sft";
    constexpr int keys = 40;
    std::vector<StepCommit> commits(metric_steps);
    const auto fill = [&](StageId id) {
        for (Step step = 1; step <= metric_steps; ++step) {
            StepCommit& commit = commits[static_cast<std::size_t>(step - 1)];
            commit.step = {id, step, step, 0, 0};
            commit.points.clear();
            for (int key = 0; key < keys; ++key)
                commit.points.push_back({"metric/" + std::to_string(key), static_cast<double>(step) * 0.1 + key});
        }
    };
    constexpr double points = static_cast<double>(metric_steps) * keys;
    fill(writer.putStage(stage));
    const Took together = timed([&] {
        for (std::size_t at = 0; at < commits.size(); at += 200) writer.commit(std::span(commits).subspan(at, 200));
    });
    std::printf("%-52s %.0f rows/s; processor %.0f rows/s\n", "metric rows, 200 steps a transaction",
                points / together.wall * 1e3, points / together.processor * 1e3);
    stage.name = "posted";
    fill(writer.putStage(stage));
    const Took posted = timed([&] {
        for (StepCommit& commit : commits) writer.post(std::move(commit));
        writer.flush();
    });
    std::printf("%-52s %.0f rows/s; processor %.0f rows/s\n", "posted metric rows, a step at a time",
                points / posted.wall * 1e3, points / posted.processor * 1e3);
}

/// Steps of 256 rollouts of 64 tokens: what storing one costs, and how long a trainer that has other work in between waits
/// for it.
void rollouts(const std::filesystem::path& file) {
    constexpr std::int64_t groups = 32, many = 80, posted = 40;
    RunWriter writer(file);
    StageRecord stage;
    stage.name = "rollouts";
    stage.kind = "grpo";
    const StageId id = writer.putStage(stage);
    Random random(3, 0);
    std::vector<Took> times;
    Step step = 0;
    while (step < many) {
        const StepCommit commit = stepOf(random, id, ++step, groups);
        times.push_back(timed([&] { writer.commit(commit); }));
    }
    report("a step of 256 rollouts of 64 tokens committed", times);
    times.clear();
    while (step < many + posted) {
        StepCommit commit = stepOf(random, id, ++step, groups);
        std::this_thread::sleep_for(std::chrono::milliseconds(250));
        times.push_back(timed([&] { writer.post(std::move(commit)); }));
    }
    report("a step of 256 rollouts posted: the trainer waits", times);
}

/// What the trainer asks: rows of metrics, a step's rollouts, and how much disk they take.
void writing() {
    const test::TempDir folder;
    const auto file = folder / "run.db";
    metrics(file);
    // Closing a store moves its log into the file.
    const auto before = std::filesystem::file_size(file);
    rollouts(file);
    const auto count = RunReader(file).countRollouts({}, std::int64_t{1} << 40);
    std::printf("%-52s %.0f bytes\n", "a rollout of 64 tokens takes",
                static_cast<double>(std::filesystem::file_size(file) - before) / static_cast<double>(count));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: store_bench RUN [TEXT...]\n");
        return 2;
    }
    writing();
    RunReader reader(std::filesystem::path(argv[1]) / "run.db");
    std::printf("%lld rollouts\n", static_cast<long long>(reader.countRollouts({}, std::int64_t{1} << 40)));
    pages(reader, RolloutOrder::NewestFirst, "newest first");
    pages(reader, RolloutOrder::RewardHighFirst, "by reward");
    pages(reader, RolloutOrder::LongestFirst, "by length");
    pages(reader, RolloutOrder::MostMixedFirst, "by language");
    deep(reader);
    constexpr const char* texts[] = {"wait",
                                     "检查",
                                     "等一下",
                                     "the answer is",
                                     "qqq no such text",
                                     "14 + 3 * 9",
                                     "99 + 88 * 77 = 1",
                                     "qz",
                                     "wa",
                                     "查",
                                     "q",
                                     "龘",
                                     "K",
                                     "8."};
    if (argc == 2) {
        for (const char* text : texts) search(reader, text);
        searches(reader, texts, RolloutOrder::NewestFirst, "newest first");
        searches(reader, texts, RolloutOrder::RewardHighFirst, "best reward first");
        searches(reader, texts, RolloutOrder::RewardLowFirst, "least reward first");
        searches(reader, texts, RolloutOrder::LongestFirst, "longest first");
        searches(reader, texts, RolloutOrder::MostMixedFirst, "most mixed first");
    }
    for (int i = 2; i < argc; ++i) search(reader, argv[i]);
    return 0;
}
