// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "template/chat_template.h"

namespace retort::cli {

/// The chat template of a model folder. Throws Error(BadInput) naming the folder where there is none.
ChatTemplate requireChatTemplate(const std::string& model);

/// A line {"messages", "add_generation_prompt"?, "tools"?, "kwargs"?} as a request; `prompt_default` where the line does not
/// say.
ChatRequest chatRequest(const nlohmann::ordered_json& row, bool prompt_default);

}  // namespace retort::cli
