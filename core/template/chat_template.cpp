// SPDX-License-Identifier: Apache-2.0
#include "template/chat_template.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "template/interpreter.h"
#include "template/value_json.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::int64_t kMaxSource = 1 << 20;
constexpr std::int64_t kMaxConfig = 64 << 20;

struct Source {
    std::string text, where;
};

Json readConfig(const fs::path& file) {
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored)) return Json::object();
    Json config = Json::parse(readFile(file, kMaxConfig), nullptr, false);
    if (!config.is_object()) throw Error(ErrorCode::BadInput, "is no JSON object", file.string());
    return config;
}

/// The templates of a folder by name; the usual one is "default".
std::map<std::string, Source> readSources(const fs::path& folder, const Json& config) {
    std::map<std::string, Source> sources;
    const auto add = [&](const std::string& name, const Json& value) {
        if (value.is_string())
            sources[name] = {value.get<std::string>(), (folder / "tokenizer_config.json").string() + ": chat_template"};
    };
    if (const auto found = config.find("chat_template"); found != config.end()) {
        add("default", *found);
        if (found->is_array())
            for (const Json& entry : *found)
                if (entry.is_object()) add(entry.value("name", "default"), entry.value("template", Json()));
    }
    std::error_code ignored;
    const fs::path file = folder / "chat_template.jinja";
    if (fs::is_regular_file(file, ignored)) {
        sources.clear();
        sources["default"] = {readFile(file, kMaxSource), file.string()};
        for (const auto& entry : fs::directory_iterator(folder / "additional_chat_templates", ignored))
            if (entry.path().extension() == ".jinja")
                sources[entry.path().stem().string()] = {readFile(entry.path(), kMaxSource), entry.path().string()};
    }
    return sources;
}

/// bos_token and its kin: a string, or an added token with a content.
jinja::Dict specialTokens(const fs::path& folder, const Json& config) {
    jinja::Dict tokens;
    const Json map = readConfig(folder / "special_tokens_map.json");
    for (const char* name : {"bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"})
        for (const Json* source : {&config, &map}) {
            const auto found = source->find(name);
            if (found == source->end() || tokens.find(name)) continue;
            const Json& value = found->is_object() && found->contains("content") ? found->at("content") : *found;
            if (value.is_string()) tokens.set(jinja::Value(name), jinja::Value(value.get<std::string>()));
        }
    return tokens;
}

jinja::Value parsePart(const std::string& text, const char* name) {
    try {
        return jinja::fromJson(text);
    } catch (const Error& error) {
        throw Error(error.code(), error.message(), name);
    }
}

}  // namespace

struct ChatTemplate::Impl {
    struct Compiled {
        jinja::Program program;
        std::string where;
    };
    std::map<std::string, Compiled> programs;
    jinja::Dict tokens;

    void add(const std::string& name, const Source& source) {
        if (source.text.size() > kMaxSource) throw Error(ErrorCode::BadInput, "a chat template above 1 MiB", source.where);
        try {
            programs[name] = {jinja::parse(source.text), source.where};
        } catch (const jinja::TemplateFault& fault) {
            throw Error(ErrorCode::BadInput, fault.what(), source.where);
        }
    }

    const Compiled& choose(bool with_tools) const {
        const auto tool_use = programs.find("tool_use");
        if (with_tools && tool_use != programs.end()) return tool_use->second;
        const auto usual = programs.find("default");
        if (usual == programs.end())
            throw Error(ErrorCode::BadInput, "the model has several chat templates and none is called \"default\"",
                        "chat_template", "Name the one to use \"default\"");
        return usual->second;
    }
};

ChatTemplate::ChatTemplate(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ChatTemplate::ChatTemplate(ChatTemplate&&) noexcept = default;
ChatTemplate& ChatTemplate::operator=(ChatTemplate&&) noexcept = default;
ChatTemplate::~ChatTemplate() = default;

ChatTemplate ChatTemplate::parse(std::string_view source, const std::string& where) {
    auto impl = std::make_unique<Impl>();
    impl->add("default", {std::string(source), where});
    return ChatTemplate(std::move(impl));
}

std::optional<ChatTemplate> ChatTemplate::load(const fs::path& folder) {
    std::error_code ignored;
    if (fs::is_regular_file(folder, ignored)) return parse(readFile(folder, kMaxSource), folder.string());
    const Json config = readConfig(folder / "tokenizer_config.json");
    const auto sources = readSources(folder, config);
    if (sources.empty()) return std::nullopt;
    auto impl = std::make_unique<Impl>();
    for (const auto& [name, source] : sources) impl->add(name, source);
    impl->tokens = specialTokens(folder, config);
    return ChatTemplate(std::move(impl));
}

bool ChatTemplate::marksGeneration() const { return impl_->choose(false).program.has_generation; }

RenderedChat ChatTemplate::render(const ChatRequest& request) const {
    const jinja::Budget budget({});
    jinja::Dict context = impl_->tokens;
    const auto set = [&](const char* name, const std::string& json) {
        context.set(jinja::Value(name), json.empty() ? jinja::Value(jinja::None{}) : parsePart(json, name));
    };
    if (!request.messages.empty()) set("messages", request.messages);
    set("tools", request.tools);
    set("documents", "");
    context.set(jinja::Value("add_generation_prompt"), request.add_generation_prompt);
    if (!request.kwargs.empty()) {
        const jinja::Value kwargs = parsePart(request.kwargs, "kwargs");
        if (!kwargs.dict()) throw Error(ErrorCode::BadInput, "must be an object", "kwargs");
        for (const auto& [name, value] : kwargs.dict()->items) context.set(name, value);
    }
    const Impl::Compiled& chosen = impl_->choose(jinja::truthy(*context.find("tools")));
    jinja::Interpreter interpreter(chosen.program, context);
    try {
        RenderedChat chat{interpreter.run(), {}};
        for (const auto& span : interpreter.generated()) chat.generated.push_back({span.begin, span.end});
        return chat;
    } catch (const jinja::TemplateFault& fault) {
        throw Error(ErrorCode::BadInput, fault.what(), fmt::format("{}, line {}", chosen.where, interpreter.line()));
    }
}

std::string conversation(std::string_view system, std::string_view user) {
    Json messages = Json::array();
    if (!system.empty()) messages.push_back({{"role", "system"}, {"content", system}});
    messages.push_back({{"role", "user"}, {"content", user}});
    return messages.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace retort
