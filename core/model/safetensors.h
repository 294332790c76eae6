// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/file.h"

namespace retort {

/// One safetensors file, mapped. The format: an 8-byte little-endian length, a JSON header, the bytes of the tensors
/// (https://github.com/huggingface/safetensors). Opening checks everything the header claims: its length (100 MB at most,
/// within the file), known kinds, no name twice, byte ranges that fit shape and kind and cover the rest of the file without
/// hole or overlap. Throws Error(BadInput) naming the file and the tensor.
class SafetensorsFile {
public:
    struct Entry {
        std::string dtype;  ///< "F32", "F16", "BF16", ...
        std::vector<std::int64_t> shape;
        std::uint64_t begin = 0, end = 0;  ///< bytes, from the end of the header
    };

    explicit SafetensorsFile(const std::filesystem::path& path);

    const std::map<std::string, Entry>& entries() const { return entries_; }
    const std::map<std::string, std::string>& metadata() const { return metadata_; }
    /// A copy as fp32. Throws Error(BadInput) for an unknown name or a kind other than F32, F16 and BF16.
    at::Tensor read(const std::string& name) const;

private:
    std::filesystem::path path_;
    MappedFile file_;
    std::uint64_t data_start_ = 0;
    std::map<std::string, Entry> entries_;
    std::map<std::string, std::string> metadata_;
};

/// The weights of a model folder: model.safetensors, or the files of model.safetensors.index.json, whose map must agree with
/// what the files hold.
class SafetensorsFolder {
public:
    explicit SafetensorsFolder(const std::filesystem::path& folder);

    /// Which file holds each tensor: indices into files().
    const std::map<std::string, std::size_t>& names() const { return names_; }
    const std::vector<SafetensorsFile>& files() const { return files_; }
    const SafetensorsFile::Entry& entry(const std::string& name) const;
    at::Tensor read(const std::string& name) const;
    /// The index, or the single file: what an error should name.
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    std::vector<SafetensorsFile> files_;
    std::map<std::string, std::size_t> names_;
};

/// Writes tensors as `dtype` ("float32", "float16", "bfloat16"), sorted by name, with the metadata {"format": "pt"}: the
/// same tensors give the same bytes, and the same as HuggingFace's writer. Throws Error(Environment) when the disk refuses.
void writeSafetensors(const std::filesystem::path& path, const std::vector<std::pair<std::string, at::Tensor>>& tensors,
                      const std::string& dtype = "float32");

}  // namespace retort
