// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/error.h"
#include "export/gguf.h"

namespace retort {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxKeys = 1 << 16, kMaxTensors = 1 << 20, kMaxItems = 1 << 24, kMaxText = 64 << 20;
constexpr std::uint64_t kMaxAlignment = 1 << 16;

enum Type : std::uint32_t { U8, I8, U16, I16, U32, I32, F32, Bool, Text, Array, U64, I64, F64 };

/// Reads forward through the file's bytes; every read is checked against what is left.
class Cursor {
public:
    Cursor(const fs::path& path, std::string_view bytes) : path_(path), bytes_(bytes) {}

    [[noreturn]] void damaged(const std::string& message) const {
        throw Error(ErrorCode::BadInput, message, path_.string(), "Copy or download the file again");
    }
    template <class T>
    T take() {
        T value;
        std::memcpy(&value, piece(sizeof(T)).data(), sizeof(T));
        return value;
    }
    std::string text() {
        const auto length = take<std::uint64_t>();
        if (length > kMaxText) damaged(fmt::format("a text of {} bytes at byte {}", length, at_));
        return std::string(piece(length));
    }
    std::uint64_t count(const char* what, std::uint64_t most) {
        const auto value = take<std::uint64_t>();
        // Whatever is counted takes at least one byte.
        if (value > most || value > bytes_.size() - at_)
            damaged(fmt::format("{} {} are more than the file can hold", value, what));
        return value;
    }
    std::uint64_t at() const { return at_; }

private:
    std::string_view piece(std::uint64_t length) {
        if (length > bytes_.size() - at_) damaged(fmt::format("the file ends within a value at byte {}", at_));
        const auto part = bytes_.substr(at_, length);
        at_ += length;
        return part;
    }
    const fs::path& path_;
    std::string_view bytes_;
    std::uint64_t at_ = 0;
};

std::int64_t takeWhole(Cursor& cursor, std::uint32_t type) {
    switch (type) {
        case U8: return cursor.take<std::uint8_t>();
        case I8: return cursor.take<std::int8_t>();
        case U16: return cursor.take<std::uint16_t>();
        case I16: return cursor.take<std::int16_t>();
        case U32: return cursor.take<std::uint32_t>();
        case I32: return cursor.take<std::int32_t>();
        case Bool: return cursor.take<std::uint8_t>() != 0;
        case U64: {
            const auto value = cursor.take<std::uint64_t>();
            if (value >> 63) cursor.damaged(fmt::format("a number above 2^63 at byte {}", cursor.at()));
            return static_cast<std::int64_t>(value);
        }
        case I64: return cursor.take<std::int64_t>();
        default: cursor.damaged(fmt::format("the unknown type {} at byte {}", type, cursor.at()));
    }
}

GgufValue takeArray(Cursor& cursor) {
    const auto type = cursor.take<std::uint32_t>();
    const auto count = cursor.count("array items", kMaxItems);
    if (type == Text) {
        std::vector<std::string> items;
        for (std::uint64_t i = 0; i < count; ++i) items.push_back(cursor.text());
        return items;
    }
    if (type == F32 || type == F64) {
        std::vector<double> items;
        for (std::uint64_t i = 0; i < count; ++i)
            items.push_back(type == F32 ? cursor.take<float>() : cursor.take<double>());
        return items;
    }
    if (type == Array) cursor.damaged(fmt::format("an array of arrays at byte {}", cursor.at()));
    std::vector<std::int64_t> items;
    for (std::uint64_t i = 0; i < count; ++i) items.push_back(takeWhole(cursor, type));
    return items;
}

GgufValue takeValue(Cursor& cursor) {
    const auto type = cursor.take<std::uint32_t>();
    switch (type) {
        case F32: return static_cast<double>(cursor.take<float>());
        case F64: return cursor.take<double>();
        case Bool: return cursor.take<std::uint8_t>() != 0;
        case Text: return cursor.text();
        case Array: return takeArray(cursor);
        default: return takeWhole(cursor, type);
    }
}

struct Place {
    std::string name;
    std::uint64_t offset = 0, bytes = 0;
};

/// One tensor's entry; its bytes are filled in once the data's beginning is known.
std::pair<Place, GgufFile::Tensor> takeTensor(Cursor& cursor) {
    Place place{cursor.text()};
    GgufFile::Tensor tensor;
    const auto wrong = [&](const std::string& what) { cursor.damaged(fmt::format("tensor \"{}\": {}", place.name, what)); };
    const auto dims = cursor.take<std::uint32_t>();
    if (dims < 1 || dims > 4) wrong(fmt::format("{} dimensions", dims));
    std::uint64_t elements = 1;
    for (std::uint32_t d = 0; d < dims; ++d) {
        const auto size = cursor.take<std::uint64_t>();
        if (size == 0 || size >> 48 || __builtin_mul_overflow(elements, size, &elements) || elements >> 56)
            wrong("its shape overflows");
        tensor.shape.insert(tensor.shape.begin(), static_cast<std::int64_t>(size));
    }
    const auto kind = cursor.take<std::uint32_t>();
    if (kind != 0 && kind != 1 && kind != 8 && kind != 30)
        throw Error(ErrorCode::BadInput, fmt::format("tensor \"{}\" is of kind {}", place.name, kind), {},
                    "Retort reads F32, F16, BF16 and Q8_0");
    tensor.kind = static_cast<GgufKind>(kind);
    if (tensor.kind == GgufKind::Q8_0 && tensor.shape.back() % kGgufBlock != 0) wrong("its rows are no multiple of 32");
    place.offset = cursor.take<std::uint64_t>();
    place.bytes = ggufBytes(tensor.kind, elements);
    return {place, tensor};
}

void checkApart(const Cursor& cursor, std::vector<Place> places) {
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.offset < b.offset; });
    for (std::size_t i = 1; i < places.size(); ++i)
        if (places[i - 1].offset + places[i - 1].bytes > places[i].offset)
            cursor.damaged(fmt::format("tensors \"{}\" and \"{}\" overlap", places[i - 1].name, places[i].name));
}

template <class T>
const T& typed(const GgufFile& file, const std::string& key, const char* type) {
    const auto* value = file.find(key);
    const auto* held = value ? std::get_if<T>(value) : nullptr;
    if (!held)
        throw Error(ErrorCode::BadInput,
                    fmt::format("metadata \"{}\" {}", key, value ? fmt::format("is not {}", type) : "is missing"),
                    file.path().string());
    return *held;
}

}  // namespace

const char* name(GgufKind kind) noexcept {
    switch (kind) {
        case GgufKind::F32: return "F32";
        case GgufKind::F16: return "F16";
        case GgufKind::Q8_0: return "Q8_0";
        case GgufKind::BF16: return "BF16";
    }
    return "";
}

std::uint64_t ggufBytes(GgufKind kind, std::uint64_t elements) noexcept {
    if (kind == GgufKind::Q8_0) return elements / kGgufBlock * (kGgufBlock + 2);
    return elements * (kind == GgufKind::F32 ? 4 : 2);
}

GgufFile::GgufFile(const fs::path& path) : path_(path), file_(path) {
    Cursor cursor(path_, file_.bytes());
    if (file_.bytes().size() < 24 || cursor.take<std::uint32_t>() != 0x46554747) cursor.damaged("this is no GGUF file");
    const auto version = cursor.take<std::uint32_t>();
    if (version != 2 && version != 3)
        throw Error(ErrorCode::BadInput, fmt::format("GGUF version {}", version), path.string(),
                    "Retort reads versions 2 and 3, little-endian");
    const auto tensors = cursor.count("tensors", kMaxTensors), keys = cursor.count("metadata keys", kMaxKeys);
    for (std::uint64_t i = 0; i < keys; ++i) {
        auto key = cursor.text();
        auto value = takeValue(cursor);
        if (!metadata_.emplace(key, std::move(value)).second)
            cursor.damaged(fmt::format("metadata \"{}\" comes twice", key));
    }
    std::vector<Place> places;
    for (std::uint64_t i = 0; i < tensors; ++i) {
        auto [place, tensor] = takeTensor(cursor);
        if (!tensors_.emplace(place.name, std::move(tensor)).second)
            cursor.damaged(fmt::format("tensor \"{}\" comes twice", place.name));
        places.push_back(std::move(place));
    }
    const auto alignment = find("general.alignment") ? static_cast<std::uint64_t>(whole("general.alignment")) : 32;
    if (alignment < 1 || alignment > kMaxAlignment) cursor.damaged(fmt::format("an alignment of {}", alignment));
    const auto start = (cursor.at() + alignment - 1) / alignment * alignment;
    for (const auto& place : places) {
        const auto size = file_.bytes().size();
        if (place.offset % alignment != 0) cursor.damaged(fmt::format("tensor \"{}\" is not aligned", place.name));
        if (start > size || place.offset > size - start || place.bytes > size - start - place.offset)
            cursor.damaged(fmt::format("tensor \"{}\" ends behind the end of the file", place.name));
        tensors_.at(place.name).bytes = file_.bytes().substr(start + place.offset, place.bytes);
    }
    checkApart(cursor, std::move(places));
}

const GgufValue* GgufFile::find(const std::string& key) const {
    const auto found = metadata_.find(key);
    return found == metadata_.end() ? nullptr : &found->second;
}
std::int64_t GgufFile::whole(const std::string& key) const { return typed<std::int64_t>(*this, key, "a whole number"); }
double GgufFile::number(const std::string& key) const { return typed<double>(*this, key, "a number"); }
const std::string& GgufFile::text(const std::string& key) const { return typed<std::string>(*this, key, "a text"); }
const std::vector<std::string>& GgufFile::texts(const std::string& key) const {
    return typed<std::vector<std::string>>(*this, key, "a list of texts");
}

}  // namespace retort
