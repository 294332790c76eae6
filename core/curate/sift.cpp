// SPDX-License-Identifier: Apache-2.0
#include "curate/sift.h"

#include <algorithm>

#include "curate/sieve_bounds.h"

namespace retort {
namespace {

constexpr std::int64_t batch = 5000;
constexpr std::size_t most_remembered = 2;  // the recipe's bounds and those that are tried

bool sameBounds(const SampleParams& a, const SampleParams& b) {
    return std::ranges::all_of(sieveBounds(), [&](const SieveBound& bound) { return bound.same(a, b); });
}

}  // namespace

Sifted siftAll(const std::vector<SampleFacts>& samples, const SampleParams& params) {
    Sifted all;
    all.ends.reserve(samples.size());
    Sieve sieve(params);
    for (const SampleFacts& sample : samples) all.counts.add(all.ends.emplace_back(sieve(sample)));
    return all;
}

std::shared_ptr<const StageSamples> StageSamples::read(RunReader& store, StageId stage,
                                                       std::shared_ptr<const StageSamples> before) {
    const std::string generation = store.meta("generation").value_or("0");
    if (before && before->generation_ != generation) before.reset();
    RolloutId last = before && !before->facts_.empty() ? before->facts_.back().rollout : RolloutId{};
    std::shared_ptr<StageSamples> samples;
    do {
        last = store.visitTexts(stage, last, batch, [&](const RolloutSummary& row, std::string_view text) {
            if (!samples) {
                samples = std::make_shared<StageSamples>();
                if (before) samples->facts_ = before->facts_, samples->problems_ = before->problems_;
            }
            const SampleFacts& facts = samples->facts_.emplace_back(sampleFacts(row, text));
            if (const auto [problem, fresh] = samples->problems_.try_emplace(facts.group); fresh)
                problem->second = row.prompt_text;
        });
    } while (last);
    if (!samples && before) return before;
    if (!samples) samples = std::make_shared<StageSamples>();
    samples->generation_ = generation;
    return samples;
}

const std::string* StageSamples::problem(std::int64_t group) const {
    const auto found = problems_.find(group);
    return found == problems_.end() ? nullptr : &found->second;
}

std::shared_ptr<const Sifted> StageSamples::sift(const SampleParams& params) const {
    const std::scoped_lock lock(guard_);
    for (const Remembered& one : remembered_)
        if (sameBounds(one.params, params)) return one.sifted;
    if (remembered_.size() == most_remembered) remembered_.erase(remembered_.begin());
    return remembered_.emplace_back(Remembered{params, std::make_shared<Sifted>(siftAll(facts_, params))}).sifted;
}

std::vector<RolloutId> StageSamples::endingAt(SieveStep step, const SampleParams& params,
                                              std::optional<SieveFault> fault) const {
    const auto sifted = sift(params);
    std::vector<RolloutId> traces;
    for (std::size_t i = 0; i < facts_.size(); ++i)
        if (sifted->ends[i] == step && (!fault || has(faultsAt(step, facts_[i], params), *fault)))
            traces.push_back(facts_[i].rollout);
    return traces;
}

}  // namespace retort
