// SPDX-License-Identifier: Apache-2.0
// Templates of our own against what transformers makes of them (tests/golden/template_cases.py), and how a folder's template
// is found.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"
#include "template/chat_template.h"

using namespace retort;
using Json = nlohmann::ordered_json;

namespace {

void write(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

std::string renderText(const std::string& source, const std::string& kwargs) {
    return ChatTemplate::parse(source, "test")
        .render({.messages = {}, .add_generation_prompt = false, .tools = {}, .kwargs = kwargs})
        .text;
}

}  // namespace

TEST(Template, RendersAsTransformersDoes) {
    std::ifstream cases(test::testData("template/cases.jsonl"));
    std::string line;
    ASSERT_TRUE(std::getline(cases, line));
    const std::string context = Json::parse(line).at("context").dump();
    int count = 0, wrong = 0;
    while (std::getline(cases, line)) {
        const Json row = Json::parse(line);
        const std::string source = row.at("template");
        Json got;
        std::string error;
        try {
            got = renderText(source, context);
        } catch (const Error& refused) {
            error = refused.what();
        }
        ++count;
        if (got == row.at("expected")) continue;
        ++wrong;
        ADD_FAILURE() << source << "\nexpected: " << row.at("expected") << "\n     got: " << got << " " << error;
    }
    EXPECT_GT(count, 500);
    EXPECT_EQ(wrong, 0);
}

TEST(Template, GenerationBlocksSayWhatTheAssistantWrote) {
    const ChatTemplate chat = ChatTemplate::parse(
        "{% for m in messages %}{{ m.role }}: {% if m.role == 'a' %}{% generation %}{{ m.content }}.{% endgeneration %}{% "
        "else %}{{ m.content }}{% endif %}\n"
        "{% endfor %}",
        "test");
    EXPECT_TRUE(chat.marksGeneration());
    const RenderedChat rendered =
        chat.render({.messages = R"([{"role":"u","content":"q"},{"role":"a","content":"é"},{"role":"a","content":"z"}])",
                     .add_generation_prompt = false,
                     .tools = {},
                     .kwargs = {}});
    ASSERT_EQ(rendered.generated.size(), 2u);
    std::vector<std::string> parts;
    for (const auto& span : rendered.generated) parts.push_back(rendered.text.substr(span.begin, span.end - span.begin));
    EXPECT_EQ(parts, (std::vector<std::string>{"é.", "z."}));
}

TEST(Template, AFolderNamesItsTemplateAndSpecialTokens) {
    const test::TempDir folder;
    EXPECT_FALSE(ChatTemplate::load(folder.path()));
    write(
        folder.path() / "tokenizer_config.json",
        R"({"bos_token": "<s>", "eos_token": {"content": "</s>"}, "chat_template": "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}{{ pad_token }}"})");
    const ChatRequest request{
        .messages = conversation("", "hi \"you\""), .add_generation_prompt = true, .tools = {}, .kwargs = {}};
    EXPECT_EQ(ChatTemplate::load(folder.path())->render(request).text, "<s>hi \"you\"</s>");
    write(folder.path() / "chat_template.jinja", "file {{ add_generation_prompt }}");
    EXPECT_EQ(ChatTemplate::load(folder.path())->render(request).text, "file True") << "the file wins";
    ChatRequest with_tools = request;
    with_tools.tools = "[{}]";
    write(folder.path() / "additional_chat_templates/tool_use.jinja", "tools {{ tools | length }}");
    EXPECT_EQ(ChatTemplate::load(folder.path())->render(with_tools).text, "tools 1");
    EXPECT_EQ(ChatTemplate::load(folder.path() / "chat_template.jinja")->render(request).text, "file True");
}

TEST(Template, ErrorsNameTheLineAndTheTemplatesOwnWords) {
    try {
        ChatTemplate::parse("a\n{{ 1 +", "model/chat_template.jinja");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::BadInput);
        EXPECT_NE(std::string(error.what()).find("model/chat_template.jinja: line 2"), std::string::npos) << error.what();
    }
    try {
        renderText("a\n\n{{ raise_exception('roles must alternate') }}", "{}");
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("line 3: the template refuses these messages: roles must alternate"),
                  std::string::npos)
            << error.what();
    }
}
