// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace retort::rows {

/// What a reader finds in a store, by its schema; an older store is read another way. Private to core/store.
struct SchemaFeatures {
    explicit SchemaFeatures(std::int64_t version)
        : facts(version >= 2),
          blocks(version >= 3),
          packed(version >= 4),
          group_bounds(version >= 5),
          rollout_blocks(version >= 6),
          prompt_labels(version >= 7),
          text_ends(version >= 8) {}

    bool facts;           ///< `rollout.facts` with its indexes and totals; without: filters scan
    bool blocks;          ///< extremes of blocks of series
    bool packed;          ///< rollouts may be packed, their terms and spans beside the text
    bool group_bounds;    ///< groups know where their rollouts lie; only mixed rollouts are in order of their share
    bool rollout_blocks;  ///< columns of blocks of rollouts, in any order of value
    bool prompt_labels;   ///< what label columns say of prompts
    bool text_ends;       ///< the index finds one or two characters, up to the end of a text
};

}  // namespace retort::rows
