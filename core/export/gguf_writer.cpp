// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "base/error.h"
#include "export/gguf.h"

namespace retort {
namespace {

constexpr std::uint64_t kAlignment = 32;
constexpr std::uint32_t kU32 = 4, kI32 = 5, kF32 = 6, kBool = 7, kText = 8, kArray = 9;

/// The bytes of the header.
class Bytes {
public:
    template <class T>
    void number(T value) {
        char raw[sizeof(T)];
        std::memcpy(raw, &value, sizeof(T));
        out.append(raw, sizeof(T));
    }
    void text(const std::string& value) {
        number<std::uint64_t>(value.size());
        out += value;
    }
    void operator()(std::int64_t value) { number(kU32), number(static_cast<std::uint32_t>(value)); }
    void operator()(double value) { number(kF32), number(static_cast<float>(value)); }
    void operator()(bool value) { number(kBool), number(static_cast<std::uint8_t>(value)); }
    void operator()(const std::string& value) { number(kText), text(value); }
    void operator()(const std::vector<std::int64_t>& values) {
        array(kI32, values.size());
        for (const auto value : values) number(static_cast<std::int32_t>(value));
    }
    void operator()(const std::vector<double>& values) {
        array(kF32, values.size());
        for (const auto value : values) number(static_cast<float>(value));
    }
    void operator()(const std::vector<std::string>& values) {
        array(kText, values.size());
        for (const auto& value : values) text(value);
    }
    std::string out;

private:
    void array(std::uint32_t type, std::size_t count) { number(kArray), number(type), number<std::uint64_t>(count); }
};

std::uint64_t padded(std::uint64_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

}  // namespace

GgufWriter::GgufWriter(const std::filesystem::path& path, const std::vector<std::pair<std::string, GgufValue>>& metadata,
                       const std::vector<GgufOutput>& tensors)
    : path_(path), out_(path, std::ios::binary | std::ios::trunc) {
    Bytes bytes;
    bytes.number<std::uint32_t>(0x46554747);
    bytes.number<std::uint32_t>(3);
    bytes.number<std::uint64_t>(tensors.size());
    bytes.number<std::uint64_t>(metadata.size());
    for (const auto& [key, value] : metadata) {
        bytes.text(key);
        std::visit(bytes, value);
    }
    std::uint64_t offset = 0;
    for (const auto& tensor : tensors) {
        bytes.text(tensor.name);
        bytes.number(static_cast<std::uint32_t>(tensor.shape.size()));
        std::uint64_t elements = 1;
        for (auto size = tensor.shape.rbegin(); size != tensor.shape.rend(); ++size) {
            bytes.number<std::uint64_t>(static_cast<std::uint64_t>(*size));
            elements *= static_cast<std::uint64_t>(*size);
        }
        bytes.number(static_cast<std::uint32_t>(tensor.kind));
        bytes.number<std::uint64_t>(offset);
        offset += padded(ggufBytes(tensor.kind, elements));
    }
    add(bytes.out);
}

void GgufWriter::add(std::string_view bytes) {
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    const std::string zeros(padded(bytes.size()) - bytes.size(), '\0');
    out_.write(zeros.data(), static_cast<std::streamsize>(zeros.size()));
}

void GgufWriter::finish() {
    out_.close();
    if (!out_)
        throw Error(ErrorCode::Environment, "cannot write the GGUF file", path_.string(),
                    "Is the disk full or the folder read-only?");
}

}  // namespace retort
