// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/file.h"

// The container of llama.cpp: typed metadata and tensors
// (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). Torch-free.

namespace retort {

/// A metadata value. Whole numbers of every width are int64, floats double; arrays hold one kind.
using GgufValue = std::variant<std::int64_t, double, bool, std::string, std::vector<std::int64_t>, std::vector<double>,
                               std::vector<std::string>>;

/// How a tensor's elements are stored; the values are the format's.
enum class GgufKind : std::uint32_t { F32 = 0, F16 = 1, Q8_0 = 8, BF16 = 30 };
/// "F32", "F16", "Q8_0", "BF16".
const char* name(GgufKind kind) noexcept;
/// Bytes of `elements` in rows of whole blocks. Q8_0: blocks of 32 int8 behind an fp16 scale.
std::uint64_t ggufBytes(GgufKind kind, std::uint64_t elements) noexcept;
constexpr std::int64_t kGgufBlock = 32;  ///< elements of a Q8_0 block; rows are a multiple

/// A GGUF file, mapped. Opening checks every count, length, offset and size against the file before memory is reserved:
/// versions 2 and 3, no key or tensor twice, tensors aligned, within the file and apart. Throws Error(BadInput) naming file
/// and key or tensor.
class GgufFile {
public:
    struct Tensor {
        GgufKind kind{};
        std::vector<std::int64_t> shape;  ///< outermost first, as in safetensors
        std::string_view bytes;           ///< into the map
    };

    explicit GgufFile(const std::filesystem::path& path);

    const std::map<std::string, GgufValue>& metadata() const { return metadata_; }
    const std::map<std::string, Tensor>& tensors() const { return tensors_; }
    const std::filesystem::path& path() const { return path_; }

    /// Typed metadata; throws Error(BadInput) naming the key where it is missing or of another type.
    std::int64_t whole(const std::string& key) const;
    double number(const std::string& key) const;
    const std::string& text(const std::string& key) const;
    const std::vector<std::string>& texts(const std::string& key) const;
    /// Null where the key is missing.
    const GgufValue* find(const std::string& key) const;

private:
    std::filesystem::path path_;
    MappedFile file_;
    std::map<std::string, GgufValue> metadata_;
    std::map<std::string, Tensor> tensors_;
};

/// A tensor to be written: `bytes` gives its content when its turn comes, so that a model is never in memory twice.
struct GgufOutput {
    std::string name;
    GgufKind kind;
    std::vector<std::int64_t> shape;  ///< outermost first
};

/// Writes metadata in this order (whole numbers as uint32, in arrays int32; doubles as float32), then the tensors.
/// `content(i)` returns the bytes of tensors[i]. Throws Error(Environment) when the disk refuses.
template <class Content>
void writeGguf(const std::filesystem::path& path, const std::vector<std::pair<std::string, GgufValue>>& metadata,
               const std::vector<GgufOutput>& tensors, const Content& content);

/// The parts of writeGguf that do not depend on Content.
class GgufWriter {
public:
    GgufWriter(const std::filesystem::path& path, const std::vector<std::pair<std::string, GgufValue>>& metadata,
               const std::vector<GgufOutput>& tensors);
    void add(std::string_view bytes);
    void finish();

private:
    std::filesystem::path path_;
    std::ofstream out_;
};

template <class Content>
void writeGguf(const std::filesystem::path& path, const std::vector<std::pair<std::string, GgufValue>>& metadata,
               const std::vector<GgufOutput>& tensors, const Content& content) {
    GgufWriter writer(path, metadata, tensors);
    for (std::size_t i = 0; i < tensors.size(); ++i) writer.add(content(i));
    writer.finish();
}

}  // namespace retort
