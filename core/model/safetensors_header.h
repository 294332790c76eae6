// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "model/safetensors.h"

// The JSON of safetensors, apart from the bytes. Errors as in safetensors.h.

namespace retort {

/// Fills entries and metadata from a file's header; byte ranges are checked against shape and kind, not against each other.
void parseSafetensorsHeader(const std::filesystem::path& path, std::string_view header,
                            std::map<std::string, SafetensorsFile::Entry>& entries,
                            std::map<std::string, std::string>& metadata);

/// weight_map of an index: tensor to file name. A file name with a path in it is refused.
std::map<std::string, std::string> parseSafetensorsIndex(const std::filesystem::path& path, const std::string& text);

/// The header for tensors written as `dtype` ("float32", ...) in this order, padded with spaces to a multiple of 8 bytes.
std::string safetensorsHeader(const std::vector<std::pair<std::string, at::Tensor>>& tensors, const std::string& dtype);

}  // namespace retort
