// SPDX-License-Identifier: Apache-2.0
// A filter: conversations to text by a model's chat template.

#include "base/error.h"
#include "chat_row.h"
#include "commands.h"
#include "json_lines.h"

namespace retort::cli {
namespace {

using OrderedJson = nlohmann::ordered_json;

std::string part(const OrderedJson& row, const char* name) {
    const auto found = row.find(name);
    return found == row.end() || found->is_null() ? std::string() : found->dump();
}

std::size_t charactersBefore(const std::string& text, std::size_t bytes) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < bytes; ++i) count += (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    return count;
}

}  // namespace

ChatTemplate requireChatTemplate(const std::string& model) {
    auto found = ChatTemplate::load(model);
    if (!found)
        throw Error(ErrorCode::BadInput, "the model has no chat template", model,
                    "Add a chat_template.jinja, or chat_template to tokenizer_config.json");
    return std::move(*found);
}

ChatRequest chatRequest(const OrderedJson& row, bool prompt_default) {
    const bool has_kwargs = row.contains("kwargs");
    if (!has_kwargs || row.contains("messages")) {
        if (!row.at("messages").is_array()) throw Error(ErrorCode::BadInput, "must be an array of messages", "messages");
    }
    return {.messages = part(row, "messages"),
            .add_generation_prompt = row.value("add_generation_prompt", prompt_default),
            .tools = part(row, "tools"),
            .kwargs = part(row, "kwargs")};
}

int renderCommand(const RenderArguments& arguments) {
    const ChatTemplate chat_template = requireChatTemplate(arguments.model);
    return filterLines([&](const OrderedJson& row) -> OrderedJson {
        const RenderedChat chat = chat_template.render(chatRequest(row, false));
        OrderedJson answer{{"text", chat.text}};
        if (!arguments.generation) return answer;
        answer["generated"] = OrderedJson::array();
        for (const auto& span : chat.generated)
            answer["generated"].push_back({charactersBefore(chat.text, span.begin), charactersBefore(chat.text, span.end)});
        return answer;
    });
}

}  // namespace retort::cli
