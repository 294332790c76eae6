// SPDX-License-Identifier: Apache-2.0
#include "data/encode_chat.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "support/shared_data.h"

namespace retort::test {
namespace {

using Json = nlohmann::ordered_json;

const Tokenizer& tokenizer() {
    static const Tokenizer loaded = Tokenizer::load(testData("tokenizer/trained"));
    return loaded;
}

/// The text of the tokens that carry the loss, and of those that do not.
std::pair<std::string, std::string> splitByLoss(const TrainingSample& sample) {
    std::vector<std::int32_t> learnt, given;
    for (std::size_t i = 0; i < sample.ids.size(); ++i) {
        const bool in_loss =
            sample.loss_mask.empty() ? static_cast<std::int32_t>(i) >= sample.prompt_length : sample.loss_mask[i] == 1;
        (in_loss ? learnt : given).push_back(sample.ids[i]);
    }
    return {tokenizer().decode(learnt), tokenizer().decode(given)};
}

constexpr const char* kMarked =
    "{% for m in messages %}{% if m.role == 'assistant' %}<a>{% generation %}{{ m.content }}<eos>{% endgeneration %}\n"
    "{% else %}<{{ m.role }}>{{ m.content }}\n{% endif %}{% endfor %}{% if add_generation_prompt %}<a>{% endif %}";
constexpr const char* kUnmarked =
    "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% if m.role == 'assistant' %}<eos>{% endif %}\n{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}";
/// As DeepSeek-R1's distilled models: the prompt opens the thinking, past turns lose theirs.
constexpr const char* kPrefilled =
    "{% for m in messages %}{% if m.role == 'assistant' %}<assistant>{{ m.content.split('</think>')[-1] }}<eos>"
    "{% else %}<{{ m.role }}>{{ m.content }}{% endif %}{% endfor %}{% if add_generation_prompt %}<assistant><think>\n{% "
    "endif %}";
constexpr const char* kTwoTurns =
    R"([{"role": "user", "content": "a"}, {"role": "assistant", "content": "b c"}, {"role": "user", "content": "d"}, {"role": "assistant", "content": "e f"}])";

TrainingSample encode(const char* source, const std::string& messages, std::int64_t max_length = 0) {
    return encodeConversation(tokenizer(), ChatTemplate::parse(source, "test"), messages, "", "row", max_length);
}

}  // namespace

TEST(GenerationMask, EqualsTransformers) {
    std::ifstream in(testData("template/generation_masks.jsonl"));
    std::int64_t cases = 0;
    for (std::string line; std::getline(in, line); ++cases) {
        const Json row = Json::parse(line);
        const ChatTemplate chat = ChatTemplate::parse(row["template"].get<std::string>(), "golden");
        const RenderedChat rendered =
            chat.render({.messages = row["messages"].dump(), .add_generation_prompt = false, .tools = {}, .kwargs = {}});
        EXPECT_EQ(rendered.text, row["text"].get<std::string>());
        const auto ids = tokenizer().encode(rendered.text);
        EXPECT_EQ(ids, row["ids"].get<std::vector<std::int32_t>>());
        const auto mask = maskOfSpans(tokenizer(), ids, rendered.text, rendered.generated);
        ASSERT_TRUE(mask.has_value());
        EXPECT_EQ(*mask, row["mask"].get<std::vector<std::uint8_t>>()) << rendered.text;
    }
    EXPECT_EQ(cases, 15);
}

TEST(Conversations, MarkedTurnsAllCarryTheLoss) {
    const auto [learnt, given] = splitByLoss(encode(kMarked, kTwoTurns));
    EXPECT_EQ(learnt, "b c<eos>e f<eos>");
    EXPECT_EQ(given, "<user>a\n<a><user>d\n<a>");
}

TEST(Conversations, WithoutMarksTheLastMessageCarriesTheLoss) {
    const auto [learnt, given] = splitByLoss(encode(kUnmarked, kTwoTurns));
    EXPECT_EQ(learnt, "e f<eos>");
    EXPECT_EQ(given, "<user>a<assistant>b c<eos><user>d<assistant>");
}

TEST(Conversations, ThinkingStaysInTheLastMessageAndLeavesThePast) {
    const auto [learnt, given] = splitByLoss(encode(kPrefilled, R"([{"role": "user", "content": "a"},
        {"role": "assistant", "content": "<think>\nlong\n</think>b"}, {"role": "user", "content": "d"},
        {"role": "assistant", "content": "<think>\nshort\n</think>e"}])"));
    EXPECT_EQ(given, "<user>a<assistant>b<eos><user>d<assistant><think>\n") << "as the model sees it when it is asked";
    EXPECT_EQ(learnt, "short\n</think>e<eos>") << "the prefill is not repeated";
}

TEST(Conversations, TheTurnsEndIsToldFromTheTemplate) {
    const auto eos = tokenizer().idOf("<eos>");
    ASSERT_TRUE(eos);
    EXPECT_EQ(turnEnd(tokenizer(), ChatTemplate::parse(kUnmarked, "test")), eos);
    EXPECT_EQ(turnEnd(tokenizer(), ChatTemplate::parse("{{ messages[-1].content }} and more", "test")), std::nullopt);
}

TEST(Conversations, RefusalsNameTheRow) {
    for (const char* messages : {"{}", "[]", R"([{"role": "user", "content": "a"}])", "no json"}) {
        try {
            encode(kUnmarked, messages);
            ADD_FAILURE() << messages;
        } catch (const Error& error) {
            EXPECT_EQ(error.where(), "row row");
        }
    }
    EXPECT_THROW(encode(kUnmarked, kTwoTurns, 5), Error);
    EXPECT_THROW(encode("{% for m in messages %}{{ m.content }}{% generation %}{% endgeneration %}{% endfor %}", kTwoTurns),
                 Error);
}

}  // namespace retort::test
