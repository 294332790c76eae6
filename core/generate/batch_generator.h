// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "generate/generator.h"

namespace retort {

class Transformer;
struct DecodeMemory;

struct BatchGeneratorSettings {
    int threads = 0;                                   ///< 0: as many as at::get_num_threads()
    std::int32_t max_batch = 256;                      ///< sequences decoded together, over all threads
    std::int64_t cache_bytes = std::int64_t{4} << 30;  ///< bound on the key-value caches; lowers the batch where needed
};

/// Generates on the CPU with kernels of our own: static key-value caches, continuous batching, a group's prompt run once.
/// Models that the kernels do not compute go through referenceDecode (reference_generator.h); adapters are merged for the
/// call. It holds a reference to the model and sees an optimizer step at the next generate() by the tensors' versions: who
/// writes through a raw pointer counts them up. Ids, log-probabilities and entropies of a sample depend on weights, prompt,
/// options and its stream only; not on batch or thread count.
class BatchGenerator final : public Generator {
public:
    /// The model outlives the generator and must not change while generate() runs.
    explicit BatchGenerator(const Transformer& model, BatchGeneratorSettings settings = {});
    ~BatchGenerator() override;

    /// Also throws Error(RunFailed) when the model's logits are not finite.
    std::vector<std::vector<Completion>> generate(const std::vector<std::vector<std::int32_t>>& prompts,
                                                  const GenerateOptions& options,
                                                  const std::atomic<bool>* cancel = nullptr) override;

private:
    std::vector<std::vector<Completion>> decode(const Transformer& model,
                                                const std::vector<std::vector<std::int32_t>>& prompts,
                                                const GenerateOptions& options, const std::atomic<bool>* cancel);

    const Transformer& model_;
    BatchGeneratorSettings settings_;
    std::unique_ptr<DecodeMemory> memory_;
};

}  // namespace retort
