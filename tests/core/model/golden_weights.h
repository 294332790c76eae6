// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "model/transformer.h"

namespace retort::test {

/// The model of FOLDER/config.json with the weights of formula() in tests/golden/make_model_golden.py.
Transformer goldenModel(const std::filesystem::path& folder);

}  // namespace retort::test
