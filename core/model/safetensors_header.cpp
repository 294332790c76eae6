// SPDX-License-Identifier: Apache-2.0
#include "model/safetensors_header.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "model/strict_json.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

[[noreturn]] void damaged(const fs::path& path, const std::string& message) {
    throw Error(ErrorCode::BadInput, message, path.string(), "Copy or download the file again");
}

std::uint64_t unsignedOf(const fs::path& path, const std::string& name, const json& value) {
    if (!value.is_number_unsigned()) damaged(path, fmt::format("tensor \"{}\": a size is not a whole number", name));
    return value.get<std::uint64_t>();
}

std::uint64_t elementBits(const std::string& dtype) {
    static const std::map<std::string, std::uint64_t> kinds = {
        {"BOOL", 8},  {"U8", 8},   {"I8", 8},   {"F8_E5M2", 8}, {"F8_E4M3", 8}, {"I16", 16}, {"U16", 16}, {"F16", 16},
        {"BF16", 16}, {"I32", 32}, {"U32", 32}, {"F32", 32},    {"F64", 64},    {"I64", 64}, {"U64", 64}};
    const auto found = kinds.find(dtype);
    return found == kinds.end() ? 0 : found->second;
}

SafetensorsFile::Entry entryOf(const fs::path& path, const std::string& name, const json& value) {
    const bool complete = value.is_object() && value.size() == 3 && value.contains("dtype") && value.contains("shape") &&
                          value.contains("data_offsets") && value["dtype"].is_string() && value["shape"].is_array() &&
                          value["data_offsets"].is_array() && value["data_offsets"].size() == 2;
    if (!complete) damaged(path, fmt::format("tensor \"{}\" must have dtype, shape and data_offsets, nothing else", name));
    SafetensorsFile::Entry entry;
    entry.dtype = value["dtype"].get<std::string>();
    const auto bits = elementBits(entry.dtype);
    if (bits == 0) damaged(path, fmt::format("tensor \"{}\" is of the unknown kind \"{}\"", name, entry.dtype));
    if (value["shape"].size() > 16) damaged(path, fmt::format("tensor \"{}\" has too many dimensions", name));
    std::uint64_t bytes = bits / 8;
    for (const auto& size : value["shape"]) {
        const auto extent = unsignedOf(path, name, size);
        if (extent > std::uint64_t{1} << 62 || __builtin_mul_overflow(bytes, extent, &bytes))
            damaged(path, fmt::format("the shape of tensor \"{}\" overflows", name));
        entry.shape.push_back(static_cast<std::int64_t>(extent));
    }
    entry.begin = unsignedOf(path, name, value["data_offsets"][0]);
    entry.end = unsignedOf(path, name, value["data_offsets"][1]);
    if (entry.end < entry.begin || entry.end - entry.begin != bytes)
        damaged(path,
                fmt::format("tensor \"{}\" needs {} bytes, its range is {} to {}", name, bytes, entry.begin, entry.end));
    return entry;
}

}  // namespace

void parseSafetensorsHeader(const fs::path& path, std::string_view header,
                            std::map<std::string, SafetensorsFile::Entry>& entries,
                            std::map<std::string, std::string>& metadata) {
    if (header.empty() || header.front() != '{')
        damaged(path, "the header does not start with \"{\": this is no safetensors file");
    const auto parsed = parseStrictly(path, header, 3);
    for (const auto& [name, value] : parsed.items()) {
        if (name != "__metadata__") {
            entries.emplace(name, entryOf(path, name, value));
            continue;
        }
        if (!value.is_object()) damaged(path, "__metadata__ is not an object");
        for (const auto& [key, text] : value.items()) {
            if (!text.is_string()) damaged(path, fmt::format("__metadata__ \"{}\" is not a text", key));
            metadata.emplace(key, text.get<std::string>());
        }
    }
}

std::map<std::string, std::string> parseSafetensorsIndex(const fs::path& path, const std::string& text) {
    const auto parsed = parseStrictly(path, text, 8);
    if (!parsed.contains("weight_map") || !parsed["weight_map"].is_object()) damaged(path, "weight_map is missing");
    std::map<std::string, std::string> map;
    for (const auto& [name, file] : parsed["weight_map"].items()) {
        const auto plain = file.is_string() ? file.get<std::string>() : std::string();
        if (plain.empty() || plain == ".." || plain.find_first_of("/\\") != std::string::npos ||
            plain.find('\0') != std::string::npos)
            damaged(path, fmt::format("weight_map \"{}\" must name a file in the same folder", name));
        map.emplace(name, plain);
    }
    return map;
}

std::string safetensorsHeader(const std::vector<std::pair<std::string, at::Tensor>>& tensors, const std::string& dtype) {
    const char* kind = dtype == "float16" ? "F16" : dtype == "bfloat16" ? "BF16" : "F32";
    const std::uint64_t size = dtype == "float32" ? 4 : 2;
    nlohmann::ordered_json header;
    header["__metadata__"] = {{"format", "pt"}};
    std::uint64_t at = 0;
    for (const auto& [name, tensor] : tensors) {
        const std::uint64_t end = at + static_cast<std::uint64_t>(tensor.numel()) * size;
        header[name] = {{"dtype", kind}, {"shape", tensor.sizes().vec()}, {"data_offsets", {at, end}}};
        at = end;
    }
    auto text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    return text;
}

}  // namespace retort
