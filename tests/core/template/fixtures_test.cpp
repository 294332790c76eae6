// SPDX-License-Identifier: Apache-2.0
// Templates of real models, from the optional data folder.

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/error.h"
#include "support/shared_data.h"
#include "template/chat_template.h"

using namespace retort;
using Json = nlohmann::ordered_json;

namespace {

std::string readText(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// A context as `retort render` is given it; nothing when rendering fails.
Json render(const std::string& source, const Json& context, std::string& error) {
    ChatRequest request;
    Json kwargs = context;
    kwargs.erase("messages");
    if (context.contains("messages")) request.messages = context.at("messages").dump();
    request.kwargs = kwargs.dump();
    try {
        return ChatTemplate::parse(source, "fixture").render(request).text;
    } catch (const Error& refused) {
        error = refused.what();
        return nullptr;
    }
}

void expectAll(const std::filesystem::path& file, const std::function<std::string(const Json&)>& source,
               const char* expected, int at_least) {
    std::ifstream rows(file);
    int count = 0;
    for (std::string line; std::getline(rows, line);) {
        const Json row = Json::parse(line);
        std::string error;
        const Json got = render(source(row), row.at("context"), error);
        EXPECT_EQ(got, row.at(expected)) << row.at("id") << ": " << error;
        ++count;
    }
    EXPECT_GE(count, at_least);
}

}  // namespace

TEST(TemplateFixtures, RealTemplatesRenderAsJinjaDoes) {
    RETORT_REQUIRE_SHARED(folder, "chat_templates");
    RETORT_REQUIRE_SHARED(qwen3, "tokenizer/qwen3/tokenizer_config.json");
    const std::string thinking = Json::parse(readText(qwen3)).at("chat_template");
    expectAll(
        folder / "rendered_dev.jsonl",
        [&](const Json& row) {
            return row.at("template") == "qwen3" ? thinking : readText(folder / std::string(row.at("template")));
        },
        "expected", 50);
}

TEST(TemplateFixtures, TemplatesOfOtherEnginesTests) {
    RETORT_REQUIRE_SHARED(folder, "chat_templates");
    const auto inline_source = [](const Json& row) { return std::string(row.at("template")); };
    expectAll(folder / "llama_cpp_dev.jsonl", inline_source, "expected_jinja2", 10);
    expectAll(folder / "hf_js_syntax_dev.jsonl", inline_source, "expected_jinja2", 50);
    std::ifstream rows(folder / "hf_js_e2e_dev.jsonl");
    for (std::string line; std::getline(rows, line);) {
        const Json row = Json::parse(line);
        if (!row.at("jinja2_agrees")) continue;  // a date, the order of keys or JSON spacing differs there by design
        std::string error;
        EXPECT_EQ(render(row.at("template"), row.at("context"), error), row.at("expected")) << row.at("id") << ": " << error;
    }
}
