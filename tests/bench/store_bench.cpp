// SPDX-License-Identifier: Apache-2.0
// Measures what the Traces page asks of a large store: pages by filter and order from random positions, totals, full-text
// search. Run it on a store of the first schema too: that is SQLite's own plan for the same questions (WHERE ... ORDER BY
// ... LIMIT), without the index ranges.
//
//   fake_trainer BIG --fill-points 1000000 --fill-rollouts 1000000
//   store_bench BIG
//
// Prints one line per measure: p50, p99 and largest in milliseconds, warm.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include "base/random.h"
#include "store/run_reader.h"

namespace {

using namespace retort;

void report(const char* name, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    std::printf("%-52s %5zu  p50 %8.3f  p99 %8.3f  max %8.3f ms\n", name, times.size(), at(0.5), at(0.99), times.back());
    std::fflush(stdout);
}

double timed(const std::function<void()>& act) {
    const auto start = std::chrono::steady_clock::now();
    act();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
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
    std::vector<double> first, later, counts;
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
    std::vector<double> times;
    for (int i = 0; i < 300; ++i) {
        const RolloutId after{static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(last))) + 1};
        times.push_back(timed([&] { reader.rollouts({}, RolloutOrder::RewardHighFirst, after, 100); }));
    }
    report("any position, by reward: page of 100", times);
}

void search(RunReader& reader, const char* text) {
    RolloutFilter filter;
    filter.text = text;
    std::vector<double> times;
    std::size_t found = 0;
    for (int i = 0; i < 10; ++i)
        times.push_back(timed([&] { found = reader.rollouts(filter, RolloutOrder::NewestFirst, {}, 60).rows.size(); }));
    report((std::string("search \"") + text + "\" (" + std::to_string(found) + " hits on the page)").c_str(), times);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: store_bench RUN [TEXT...]\n");
        return 2;
    }
    RunReader reader(std::filesystem::path(argv[1]) / "run.db");
    std::printf("%lld rollouts\n", static_cast<long long>(reader.countRollouts({}, std::int64_t{1} << 40)));
    pages(reader, RolloutOrder::NewestFirst, "newest first");
    pages(reader, RolloutOrder::RewardHighFirst, "by reward");
    pages(reader, RolloutOrder::LongestFirst, "by length");
    pages(reader, RolloutOrder::MostMixedFirst, "by language");
    deep(reader);
    if (argc == 2)
        for (const char* text : {"wait", "检查", "等一下", "the answer is", "qqq no such text"}) search(reader, text);
    for (int i = 2; i < argc; ++i) search(reader, argv[i]);
    return 0;
}
