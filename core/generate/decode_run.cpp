// SPDX-License-Identifier: Apache-2.0
#include "generate/decode_run.h"

#include <algorithm>
#include <exception>
#include <thread>

#include "base/error.h"
#include "generate/decode_lane.h"

namespace retort {
namespace {

// A model beyond this many parameters leaves the private caches: then reading it costs more than waiting at barriers, and
// the more sequences share one pass the better.
constexpr std::int64_t kLargeModel = 4'000'000;

// Reading the weights of a model this large once for all sequences is worth more than lanes that never wait: its matrices
// pass through the memory bus at every step.
constexpr std::int64_t kHugeModel = 32'000'000;

// In a small model the key-value caches are what is read most, and a step reads all of them: of more sequences than fit this
// much of the last-level cache, at half their full length, every read went to memory. Twelve rows are two tiles of the
// products; with fewer the products read the weights too often (all measured).
constexpr std::int64_t kLaneCacheBytes = std::int64_t{1} << 20;
constexpr std::int64_t kFewestRows = 12;

std::int64_t matrixParameters(const kernels::DecodeShape& s) {
    const std::int64_t attention = std::int64_t{s.hidden} * (2 * s.queryWidth() + 2 * s.kvWidth());
    return s.layers * (attention + 3 * std::int64_t{s.hidden} * s.intermediate) + std::int64_t{s.hidden} * s.vocab;
}

/// How threads and slots are divided. In a small model every thread is a lane of its own; in a large one a lane is worth its
/// own pass over the weights from 8 sequences on, and below that, or in a huge one, threads share one pass. The results are
/// the same.
struct LanePlan {
    int lanes = 1, threads_per_lane = 1;
    std::int32_t slots_per_lane = 1;

    LanePlan(const DecodeRequest& request, const kernels::DecodeShape& shape, const DecodeLimits& limits) {
        const int threads = std::max(1, limits.threads);
        const std::int64_t parameters = matrixParameters(shape);
        const bool large = parameters > kLargeModel, huge = parameters > kHugeModel;
        const std::int64_t slot_bytes =
            DecodeLane::cacheFloats(request, shape, 1) * static_cast<std::int64_t>(sizeof(float));
        const std::int64_t affordable = std::max<std::int64_t>(1, limits.cache_bytes / slot_bytes);
        const std::int64_t resident =
            large ? limits.max_batch : threads * std::max(kFewestRows, 2 * kLaneCacheBytes / slot_bytes);
        const std::int64_t slots = std::min({std::int64_t{limits.max_batch}, affordable, resident, request.totalSamples()});
        lanes = static_cast<int>(std::clamp<std::int64_t>(huge ? 1 : large ? slots / 8 : slots, 1, threads));
        threads_per_lane = large ? threads / lanes : 1;
        slots_per_lane = static_cast<std::int32_t>((slots + lanes - 1) / lanes);
    }
};

void runLanes(DecodeShared& shared, const LanePlan& plan, DecodeMemory& memory) {
    const std::int64_t floats = DecodeLane::cacheFloats(shared.request, shared.weights.source.shape, plan.slots_per_lane);
    std::vector<std::exception_ptr> errors(static_cast<std::size_t>(plan.lanes));
    const auto run = [&](int lane, float* cache) {
        try {
            DecodeLane(shared, plan.threads_per_lane, plan.slots_per_lane, cache).run();
        } catch (...) {
            errors[static_cast<std::size_t>(lane)] = std::current_exception();
            shared.failed = true;
        }
    };
    std::vector<float*> caches;
    for (int lane = 0; lane < plan.lanes; ++lane) caches.push_back(memory.cache(static_cast<std::size_t>(lane), floats));
    {
        std::vector<std::jthread> threads;
        for (int lane = 1; lane < plan.lanes; ++lane)
            threads.emplace_back(run, lane, caches[static_cast<std::size_t>(lane)]);
        run(0, caches[0]);
    }
    for (const auto& error : errors) {
        if (error) std::rethrow_exception(error);
    }
}

}  // namespace

float* DecodeMemory::cache(std::size_t lane, std::int64_t floats) {
    caches.resize(std::max(caches.size(), lane + 1));
    sizes.resize(caches.size());
    if (sizes[lane] < floats) {
        sizes[lane] = 0;
        caches[lane].reset();
        caches[lane] = kernels::alignedFloats(static_cast<std::size_t>(floats));
        sizes[lane] = floats;
    }
    return caches[lane].get();
}

std::vector<std::vector<Completion>> runDecode(const kernels::DecodeWeights& weights, std::int64_t context,
                                               const std::vector<std::vector<std::int32_t>>& prompts,
                                               const GenerateOptions& options, const std::atomic<bool>* cancel,
                                               const DecodeLimits& limits, DecodeMemory& memory,
                                               const std::vector<std::uint64_t>& identity) {
    const DecodeRequest request{prompts, options, cancel, context, weights.shape.vocab};
    request.check();
    std::vector<std::vector<Completion>> results(prompts.size());
    Completion unfinished;
    unfinished.finish_reason = FinishReason::Aborted;
    for (auto& completions : results) completions.resize(static_cast<std::size_t>(options.samples), unfinished);
    if (prompts.empty()) return results;
    try {
        const LanePlan plan(request, weights.shape, limits);
        memory.angles.ensure(weights.shape,
                             static_cast<std::int32_t>(std::min(context, request.longestPrompt() + options.max_tokens)));
        if (identity.empty() || identity != memory.packed_of) memory.packed.reset();  // before the new: never two at once
        memory.packed_of = identity;
        if (!memory.packed) memory.packed = kernels::packWeights(weights, limits.threads);
        DecodeQueue queue(request, plan.lanes);
        DecodeShared shared{request, *memory.packed, memory.angles, queue, results};
        runLanes(shared, plan, memory);
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::Environment, "not enough memory for the key-value caches", "generate",
                    "Lower max_tokens or the generator's batch");
    }
    return results;
}

}  // namespace retort
