// SPDX-License-Identifier: Apache-2.0
#include "model/safetensors.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>

#include "base/error.h"
#include "model/safetensors_header.h"

namespace retort {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxHeader = 100'000'000;
constexpr std::uint64_t kMaxIndex = 100'000'000;

[[noreturn]] void damaged(const fs::path& path, const std::string& message) {
    throw Error(ErrorCode::BadInput, message, path.string(), "Copy or download the file again");
}

/// The header's text, checked against the file's length.
std::string_view headerOf(const fs::path& path, std::string_view bytes) {
    if (bytes.size() < 8) damaged(path, fmt::format("a safetensors file has at least 8 bytes, this one {}", bytes.size()));
    std::uint64_t length = 0;
    for (int i = 7; i >= 0; --i) length = length << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
    if (length > kMaxHeader)
        damaged(path, fmt::format("the header claims {} bytes; at most {} are allowed", length, kMaxHeader));
    if (length > bytes.size() - 8)
        damaged(path, fmt::format("the header claims {} bytes, the file has {} left", length, bytes.size() - 8));
    return bytes.substr(8, length);
}

/// The ranges, sorted, must cover [0, size) exactly.
void checkCoverage(const fs::path& path, const std::map<std::string, SafetensorsFile::Entry>& entries, std::uint64_t size) {
    std::vector<std::pair<const std::string*, const SafetensorsFile::Entry*>> order;
    for (const auto& [name, entry] : entries) order.emplace_back(&name, &entry);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return std::pair(a.second->begin, a.second->end) < std::pair(b.second->begin, b.second->end);
    });
    std::uint64_t at = 0;
    for (const auto& [name, entry] : order) {
        if (entry->begin != at)
            damaged(path, fmt::format("tensor \"{}\" starts at byte {} where {} was expected ({})", *name, entry->begin, at,
                                      entry->begin < at ? "overlap" : "hole"));
        if (entry->end > size)
            damaged(path, fmt::format("tensor \"{}\" ends at byte {} but only {} are there: the file is cut short", *name,
                                      entry->end, size));
        at = entry->end;
    }
    if (at != size) damaged(path, fmt::format("{} bytes follow the last tensor", size - at));
}

}  // namespace

SafetensorsFile::SafetensorsFile(const fs::path& path) : path_(path), file_(path) {
    const auto header = headerOf(path, file_.bytes());
    data_start_ = 8 + header.size();
    parseSafetensorsHeader(path, header, entries_, metadata_);
    checkCoverage(path, entries_, file_.bytes().size() - data_start_);
}

at::Tensor SafetensorsFile::read(const std::string& name) const {
    const auto found = entries_.find(name);
    if (found == entries_.end()) damaged(path_, fmt::format("there is no tensor \"{}\"", name));
    const auto& entry = found->second;
    const auto kind = entry.dtype == "F32" ? at::kFloat : entry.dtype == "F16" ? at::kHalf : at::kBFloat16;
    if (kind == at::kBFloat16 && entry.dtype != "BF16")
        throw Error(ErrorCode::BadInput, fmt::format("tensor \"{}\" is of kind {}", name, entry.dtype), path_.string(),
                    "Convert the weights to F32, F16 or BF16");
    auto tensor = at::empty(entry.shape, kind);
    const auto bytes = file_.bytes().substr(data_start_ + entry.begin, entry.end - entry.begin);
    if (!bytes.empty()) std::memcpy(tensor.mutable_data_ptr(), bytes.data(), bytes.size());
    return tensor.to(at::kFloat);
}

SafetensorsFolder::SafetensorsFolder(const fs::path& folder) {
    const auto index = folder / "model.safetensors.index.json";
    if (fs::exists(folder / "model.safetensors") || !fs::exists(index)) {
        path_ = folder / "model.safetensors";
        if (!fs::exists(path_))
            throw Error(ErrorCode::BadInput, "there is neither model.safetensors nor model.safetensors.index.json",
                        folder.string(), "Point to a HuggingFace model folder with safetensors weights");
        files_.emplace_back(path_);
        for (const auto& [name, entry] : files_[0].entries()) names_.emplace(name, 0);
        return;
    }
    path_ = index;
    const auto map = parseSafetensorsIndex(index, readFile(index, kMaxIndex));
    std::map<std::string, std::size_t> opened;
    for (const auto& [name, file] : map)
        if (opened.try_emplace(file, files_.size()).second) files_.emplace_back(folder / file);
    for (const auto& [file, number] : opened)
        for (const auto& [name, entry] : files_[number].entries()) {
            const auto claimed = map.find(name);
            if (claimed == map.end() || claimed->second != file)
                damaged(index, fmt::format("{} holds tensor \"{}\", which the index does not place there", file, name));
        }
    for (const auto& [name, file] : map) {
        const auto number = opened.at(file);
        if (!files_[number].entries().contains(name)) damaged(index, fmt::format("tensor \"{}\" is not in {}", name, file));
        names_.emplace(name, number);
    }
}

const SafetensorsFile::Entry& SafetensorsFolder::entry(const std::string& name) const {
    const auto found = names_.find(name);
    if (found == names_.end()) damaged(path_, fmt::format("there is no tensor \"{}\"", name));
    return files_[found->second].entries().at(name);
}

at::Tensor SafetensorsFolder::read(const std::string& name) const {
    const auto found = names_.find(name);
    if (found == names_.end()) damaged(path_, fmt::format("there is no tensor \"{}\"", name));
    return files_[found->second].read(name);
}

void writeSafetensors(const fs::path& path, const std::vector<std::pair<std::string, at::Tensor>>& tensors,
                      const std::string& dtype) {
    const auto kind = dtype == "float16" ? at::kHalf : dtype == "bfloat16" ? at::kBFloat16 : at::kFloat;
    auto sorted = tensors;
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const auto header = safetensorsHeader(sorted, dtype);
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    char length[8];
    for (int i = 0; i < 8; ++i) length[i] = static_cast<char>(header.size() >> (8 * i) & 0xff);
    out.write(length, 8).write(header.data(), static_cast<std::streamsize>(header.size()));
    for (const auto& [name, tensor] : sorted) {
        const auto dense = tensor.detach().to(at::kCPU, kind).contiguous();
        out.write(static_cast<const char*>(dense.const_data_ptr()), static_cast<std::streamsize>(dense.nbytes()));
    }
    out.close();
    if (!out)
        throw Error(ErrorCode::Environment, "cannot write the weights", path.string(),
                    "Is the disk full or the folder read-only?");
}

}  // namespace retort
