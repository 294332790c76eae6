// SPDX-License-Identifier: Apache-2.0
#include "ops/attention_families.h"

#include <algorithm>

namespace retort::ops {

AttentionFamilies::AttentionFamilies(std::span<const std::int32_t> starts, std::span<const std::int32_t> parents) {
    const std::size_t count = starts.size() - 1;
    const bool flat = parents.empty();
    const auto range = [&](std::size_t s) { return cpu::TokenRange{starts[s], starts[s + 1] - starts[s]}; };
    std::vector<std::vector<cpu::TokenRange>> found(flat ? 0 : count);
    for (std::size_t s = 0; s < found.size(); ++s)
        if (parents[s] >= 0) found[static_cast<std::size_t>(parents[s])].push_back(range(s));
    children.reserve(count);
    for (std::size_t s = 0; s < count; ++s) {
        if (range(s).length == 0 || (!flat && parents[s] >= 0)) continue;
        const auto first = children.size();
        std::int64_t seen = 0;
        if (!flat) {
            for (const auto& child : found[s]) seen = std::max(seen, child.length);
            children.insert(children.end(), found[s].begin(), found[s].end());
        }
        families.push_back(
            {range(s), children.data() + first, static_cast<std::int64_t>(children.size() - first), range(s).length + seen});
        longest = std::max(longest, families.back().longest);
    }
}

}  // namespace retort::ops
