// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generate/batch_generator.h"
#include "model/transformer.h"
#include "serve/served_model.h"
#include "tokenizer/tokenizer.h"

namespace retort::cli {

/// A model folder, ready to write text.
struct LoadedModel {
    Transformer model;
    Tokenizer tokenizer;
    BatchGenerator generator;
    ServedModel served;

    /// Throws Error(BadInput) for a folder that is no model or has no tokenizer.
    explicit LoadedModel(const std::string& folder);
};

}  // namespace retort::cli
