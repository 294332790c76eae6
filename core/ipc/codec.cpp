// SPDX-License-Identifier: Apache-2.0
#include "ipc/codec.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.h"

using nlohmann::json;

namespace retort::ipc {
namespace {

constexpr int max_depth = 32;
constexpr std::size_t header_bytes = 4;

[[noreturn]] void refuse(const std::string& why) { throw Error(ErrorCode::BadInput, why, "control message"); }

// One list of fields per message serves both directions: `io(name, field)` writes or reads.
template <class Io>
void fields(Io& io, Hello& m) {
    io("version", m.version), io("run_id", m.run_id), io("pid", m.pid);
}
template <class Io>
void fields(Io& io, Heartbeat& m) {
    io("time", m.time);
}
template <class Io>
void fields(Io& io, Progress& m) {
    io("stage", m.stage), io("step", m.step), io("steps_total", m.steps_total), io("seconds_left", m.seconds_left),
        io("phase", m.phase);
}
template <class Io>
void fields(Io& io, StoreAdvanced& m) {
    io("stage", m.stage), io("step", m.step);
}
template <class Io>
void fields(Io& io, StateChanged& m) {
    io("state", m.state), io("stage", m.stage);
}
template <class Io>
void fields(Io& io, Failed& m) {
    io("code", m.code), io("message", m.message);
}
template <class Io>
void fields(Io& io, Reply& m) {
    io("id", m.id), io("ok", m.ok), io("message", m.message), io("texts", m.texts);
}
template <class Io>
void fields(Io& io, Pause& m) {
    io("id", m.id);
}
template <class Io>
void fields(Io& io, Resume& m) {
    io("id", m.id);
}
template <class Io>
void fields(Io& io, Checkpoint& m) {
    io("id", m.id);
}
template <class Io>
void fields(Io& io, SetField& m) {
    io("id", m.id), io("key", m.key), io("value", m.value);
}
template <class Io>
void fields(Io& io, Sample& m) {
    io("id", m.id), io("prompt", m.prompt), io("count", m.count), io("max_tokens", m.max_tokens),
        io("temperature", m.temperature);
}
template <class Io>
void fields(Io& io, Stop& m) {
    io("id", m.id), io("now", m.now);
}

template <class T>
constexpr const char* type_name = nullptr;
template <>
constexpr const char* type_name<Hello> = "hello";
template <>
constexpr const char* type_name<Heartbeat> = "heartbeat";
template <>
constexpr const char* type_name<Progress> = "progress";
template <>
constexpr const char* type_name<StoreAdvanced> = "store_advanced";
template <>
constexpr const char* type_name<StateChanged> = "state_changed";
template <>
constexpr const char* type_name<Failed> = "failed";
template <>
constexpr const char* type_name<Reply> = "reply";
template <>
constexpr const char* type_name<Pause> = "pause";
template <>
constexpr const char* type_name<Resume> = "resume";
template <>
constexpr const char* type_name<Checkpoint> = "checkpoint";
template <>
constexpr const char* type_name<SetField> = "set_field";
template <>
constexpr const char* type_name<Sample> = "sample";
template <>
constexpr const char* type_name<Stop> = "stop";

struct Writer {
    json& object;
    template <class T>
    void operator()(const char* name, T& field) {
        object[name] = field;
    }
    // JSON has no NaN; what cannot be estimated is -1 everywhere.
    void operator()(const char* name, double& field) { object[name] = std::isfinite(field) ? field : -1; }
};

struct Reader {
    const json& object;

    void operator()(const char* name, std::string& field) { field = at(name, &json::is_string, "text").get<std::string>(); }
    void operator()(const char* name, bool& field) { field = at(name, &json::is_boolean, "true or false").get<bool>(); }
    void operator()(const char* name, double& field) { field = at(name, &json::is_number, "a number").get<double>(); }
    void operator()(const char* name, std::int64_t& field) {
        field = at(name, &json::is_number_integer, "a whole number").get<std::int64_t>();
    }
    void operator()(const char* name, int& field) {
        const auto value = at(name, &json::is_number_integer, "a whole number").get<std::int64_t>();
        if (value < 0 || value > 1'000'000) refuse(fmt::format("\"{}\" is out of range", name));
        field = static_cast<int>(value);
    }
    void operator()(const char* name, std::vector<std::string>& field) {
        for (const json& item : at(name, &json::is_array, "a list")) {
            if (!item.is_string()) refuse(fmt::format("\"{}\" must be a list of texts", name));
            field.push_back(item.get<std::string>());
        }
    }

private:
    const json& at(const char* name, bool (json::*is)() const noexcept, const char* wanted) const {
        const auto found = object.find(name);
        if (found == object.end()) refuse(fmt::format("\"{}\" is missing", name));
        if (!((*found).*is)()) refuse(fmt::format("\"{}\" must be {}", name, wanted));
        return *found;
    }
};

std::string frame(const std::string& payload) {
    if (payload.size() > max_frame_bytes)
        throw Error(ErrorCode::Usage,
                    fmt::format("a control message of {} bytes is larger than {}", payload.size(), max_frame_bytes));
    const auto size = static_cast<std::uint32_t>(payload.size());
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>((size >> shift) & 0xff));
    return bytes + payload;
}

template <class Variant>
std::string encodeVariant(const Variant& variant) {
    json object = json::object();
    std::visit(
        [&](auto message) {
            object["type"] = type_name<decltype(message)>;
            Writer writer{object};
            fields(writer, message);
        },
        variant);
    // Model output may hold bytes that are no UTF-8.
    return frame(object.dump(-1, ' ', false, json::error_handler_t::replace));
}

json parseObject(std::string_view payload) {
    if (payload.size() > max_frame_bytes) refuse("is larger than 1 MiB");
    bool too_deep = false;
    const auto guard = [&](int depth, json::parse_event_t event, json&) {
        if (depth > max_depth && (event == json::parse_event_t::object_start || event == json::parse_event_t::array_start))
            too_deep = true;
        return !too_deep;
    };
    json object = json::parse(payload.begin(), payload.end(), guard, false);
    if (too_deep) refuse("is nested too deep");
    if (!object.is_object()) refuse("is not a JSON object");
    return object;
}

/// Tries the alternatives of the variant until the type's name fits.
template <class Variant, std::size_t index = 0>
Variant decodeVariant(const json& object, const std::string& type) {
    if constexpr (index == std::variant_size_v<Variant>) {
        refuse(fmt::format("is of unknown type \"{}\"", type.substr(0, 40)));
    } else {
        using T = std::variant_alternative_t<index, Variant>;
        if (type != type_name<T>) return decodeVariant<Variant, index + 1>(object, type);
        T message;
        Reader reader{object};
        fields(reader, message);
        return message;
    }
}

template <class Variant>
Variant decode(std::string_view payload) {
    const json object = parseObject(payload);
    std::string type;
    Reader reader{object};
    reader("type", type);
    return decodeVariant<Variant>(object, type);
}

}  // namespace

std::string encode(const Message& message) { return encodeVariant(message); }
std::string encode(const Command& command) { return encodeVariant(command); }
std::string encode(const Hello& hello) { return encodeVariant(Message(hello)); }
Message decodeMessage(std::string_view payload) { return decode<Message>(payload); }
Command decodeCommand(std::string_view payload) { return decode<Command>(payload); }

void FrameReader::feed(std::string_view bytes) {
    if (begin_ > 0) buffer_.erase(0, begin_);
    begin_ = 0;
    buffer_.append(bytes);
}

std::optional<std::string> FrameReader::next() {
    if (buffer_.size() - begin_ < header_bytes) return std::nullopt;
    std::size_t size = 0;
    for (std::size_t i = 0; i < header_bytes; ++i) size = size << 8 | static_cast<unsigned char>(buffer_[begin_ + i]);
    if (size == 0 || size > max_frame_bytes) refuse(fmt::format("has a length of {} bytes", size));
    if (buffer_.size() - begin_ - header_bytes < size) return std::nullopt;
    std::string payload = buffer_.substr(begin_ + header_bytes, size);
    begin_ += header_bytes + size;
    return payload;
}

}  // namespace retort::ipc
