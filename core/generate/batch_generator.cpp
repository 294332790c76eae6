// SPDX-License-Identifier: Apache-2.0
#include "generate/batch_generator.h"

#include <ATen/Parallel.h>

#include "generate/decode_run.h"
#include "generate/reference_generator.h"
#include "generate/weights_view.h"
#include "model/transformer.h"

namespace retort {

namespace {

/// Place and version of every tensor: whoever writes to a parameter counts its version up.
std::vector<std::uint64_t> identityOf(const Transformer& model) {
    std::vector<std::uint64_t> identity;
    for (const auto& [name, tensor] : model.parameters()) {
        identity.push_back(reinterpret_cast<std::uintptr_t>(tensor.const_data_ptr()));
        identity.push_back(tensor.unsafeGetTensorImpl()->version_counter().current_version());
    }
    return identity;
}

}  // namespace

BatchGenerator::BatchGenerator(const Transformer& model, BatchGeneratorSettings settings)
    : model_(model), settings_(settings), memory_(std::make_unique<DecodeMemory>()) {}

BatchGenerator::~BatchGenerator() = default;

std::vector<std::vector<Completion>> BatchGenerator::generate(const std::vector<std::vector<std::int32_t>>& prompts,
                                                              const GenerateOptions& options,
                                                              const std::atomic<bool>* cancel) {
    if (!kernelsDecode(model_)) {
        memory_->packed_of.clear();  // merged weights live for this call: another's may stand in their place
        const Transformer plain = model_.merged();
        if (!kernelsDecode(plain))
            return referenceDecode(plain, prompts, options, cancel,
                                   {.max_batch = settings_.max_batch, .cache_bytes = settings_.cache_bytes});
        return decode(plain, prompts, options, cancel);
    }
    return decode(model_, prompts, options, cancel);
}

std::vector<std::vector<Completion>> BatchGenerator::decode(const Transformer& model,
                                                            const std::vector<std::vector<std::int32_t>>& prompts,
                                                            const GenerateOptions& options,
                                                            const std::atomic<bool>* cancel) {
    const DecodeLimits limits{.threads = settings_.threads > 0 ? settings_.threads : at::get_num_threads(),
                              .max_batch = settings_.max_batch,
                              .cache_bytes = settings_.cache_bytes};
    return runDecode(weightsView(model), model.config().max_position_embeddings, prompts, options, cancel, limits, *memory_,
                     identityOf(model));
}

}  // namespace retort
