// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/stage_samples.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

namespace retort::ui {
namespace {

/// One stage's: whoever reads holds the lock.
struct Known {
    std::mutex reading;
    std::weak_ptr<const StageSamples> samples;
};

struct Cache {
    std::mutex guard;
    std::map<std::pair<std::filesystem::path, StageId>, std::shared_ptr<Known>> stages;
    std::shared_ptr<const StageSamples> last;
};

Cache& cache() {
    static Cache one;
    return one;
}

}  // namespace

std::shared_ptr<const StageSamples> samplesOf(const Sampling& sampling) {
    Cache& all = cache();
    const std::filesystem::path store = RunDirectory(sampling.source).store();
    std::shared_ptr<Known> known;
    {
        const std::scoped_lock lock(all.guard);
        std::shared_ptr<Known>& place = all.stages[{store, sampling.stage.id}];
        if (!place) place = std::make_shared<Known>();
        known = place;
    }
    const std::scoped_lock reading(known->reading);
    RunReader reader(store);
    auto samples = StageSamples::read(reader, sampling.stage.id, known->samples.lock());
    known->samples = samples;
    const std::scoped_lock lock(all.guard);
    return all.last = samples;
}

std::string linkName(SieveStep step) { return step == SieveStep::Wanted ? "wanted" : name(step); }

std::optional<SieveStep> stepFromLink(const std::string& name) {
    for (std::size_t i = 0; i <= sieve_tests; ++i)
        if (linkName(static_cast<SieveStep>(i)) == name) return static_cast<SieveStep>(i);
    return std::nullopt;
}

std::optional<SieveFault> faultFromLink(SieveStep step, const std::string& text) {
    for (const SieveFault fault : faultsOf(step))
        if (text == name(fault)) return fault;
    return std::nullopt;
}

EndedTraces findEnded(const RunDirectory& run, const std::string& stage, const Ending& ending) {
    EndedTraces answer;
    std::vector<RolloutId> traces;
    for (const Sampling& sampling : findSamplings(run)) {
        if (!stage.empty() && sampling.stage.name != stage) continue;
        if (sampling.source != run.root()) {
            answer.elsewhere = sampling.source;
            answer.stage = sampling.stage.name;
            continue;
        }
        answer.found = EndedTraces::Found::Here;
        const auto ended =
            samplesOf(sampling)->endingAt(ending.step, withBounds(sampling.params, ending.tried), ending.fault);
        traces.insert(traces.end(), ended.begin(), ended.end());
    }
    if (answer.found == EndedTraces::Found::NoFunnel && !answer.elsewhere.empty())
        answer.found = EndedTraces::Found::Elsewhere;
    std::ranges::sort(traces);  // stages may have taken turns
    answer.traces = std::make_shared<std::vector<RolloutId>>(std::move(traces));
    return answer;
}

}  // namespace retort::ui
