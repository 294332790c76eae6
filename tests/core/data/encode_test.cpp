// SPDX-License-Identifier: Apache-2.0
#include "data/encode.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "support/temp_dir.h"

namespace retort::test {

namespace {

class EncodeTest : public ::testing::Test {
protected:
    EncodeTest() {
        BpeTrainingOptions options;
        options.vocab_size = 300;
        options.special_tokens = {"<eos>", "<think>"};
        options.eos_token = "<eos>";
        trainBpe({"Compute 3 + 17 .", "Compute 20 + 1 ."}, options, dir_.path());
        section_.prompt = "User: {prompt}\nAssistant:";
    }

    TempDir dir_;
    TemplateSection section_;
};

}  // namespace

TEST_F(EncodeTest, TemplateIsFilledOnceWithoutLookingIntoThePrompt) {
    section_.prompt = "{prompt}|{prompt}|";
    EXPECT_EQ(renderPrompt(section_, "a {prompt} b"), "a {prompt} b|a {prompt} b|");
    section_.prompt = "{prompt}";
    EXPECT_EQ(renderPrompt(section_, ""), "");
}

TEST_F(EncodeTest, PromptIsTheTemplatesText) {
    const Tokenizer tokenizer = Tokenizer::load(dir_.path());
    Prompt prompt;
    prompt.text = "Compute 3 + 1 .";
    prompt.reference = "4";
    const EncodedPrompt encoded = encodePrompt(tokenizer, section_, prompt);
    EXPECT_EQ(tokenizer.decode(encoded.ids), "User: Compute 3 + 1 .\nAssistant:");
    EXPECT_EQ(encoded.prompt.reference, "4");
}

TEST_F(EncodeTest, SupervisedRowIsPromptCompletionAndEos) {
    const Tokenizer tokenizer = Tokenizer::load(dir_.path());
    const SftRow row{"k", "Compute 3 + 1 .", " <think>4", {}, {}};
    const TrainingSample sample = encodeSft(tokenizer, section_, row);
    Prompt prompt;
    prompt.text = row.prompt;
    const auto prompt_ids = encodePrompt(tokenizer, section_, prompt).ids;
    ASSERT_EQ(static_cast<std::size_t>(sample.prompt_length), prompt_ids.size());
    EXPECT_TRUE(std::equal(prompt_ids.begin(), prompt_ids.end(), sample.ids.begin())) << "as the generator sees it";
    EXPECT_EQ(sample.ids.back(), *tokenizer.eosId());
    EXPECT_EQ(tokenizer.decode(std::span(sample.ids).subspan(prompt_ids.size())), " <think>4<eos>");
    EXPECT_TRUE(sample.old_logprobs.empty());
}

TEST_F(EncodeTest, LongRowsAreRefusedOrCut) {
    const Tokenizer tokenizer = Tokenizer::load(dir_.path());
    const SftRow row{"k7", "Compute 3 + 1 .", "one two three", {}, {}};
    const TrainingSample whole = encodeSft(tokenizer, section_, row);
    const auto length = static_cast<std::int64_t>(whole.ids.size());
    EXPECT_EQ(encodeSft(tokenizer, section_, row, length).ids, whole.ids);
    EXPECT_EQ(encodeSft(tokenizer, section_, row, length - 1, LongRow::Cut).ids.size(), whole.ids.size() - 1);
    try {
        encodeSft(tokenizer, section_, row, length - 1);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()), "row k7: has " + std::to_string(length) + " tokens, more than max_length = " +
                                                 std::to_string(length - 1) + ". Raise max_length or leave the row out");
    }
    EXPECT_THROW(encodeSft(tokenizer, section_, row, whole.prompt_length, LongRow::Cut), Error) << "nothing left to learn";
}

TEST_F(EncodeTest, TextLearnsEverythingButItsFirstToken) {
    const Tokenizer tokenizer = Tokenizer::load(dir_.path());
    const TrainingSample sample = encodeText(tokenizer, {"k", "Compute 20"});
    EXPECT_EQ(sample.prompt_length, 1);
    EXPECT_EQ(tokenizer.decode(sample.ids), "Compute 20<eos>");
    EXPECT_EQ(encodeText(tokenizer, {"k", "Compute 20"}, 2).ids.size(), 2u);
}

}  // namespace retort::test

namespace retort::test {

TEST_F(EncodeTest, ChatTakesTheModelsTemplateWithItsThinkPrefill) {
    section_.chat = true;
    section_.prompt = "Solve: {prompt}";
    section_.system = "Be brief.";
    EXPECT_THROW(resolveTemplate(section_, dir_.path()), Error) << "there is no chat template";
    writeFileDurably(dir_.path() / "chat_template.jinja",
                     "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}{% if add_generation_prompt "
                     "%}<assistant><think>\n{% endif %}");
    const TemplateSection resolved = resolveTemplate(section_, dir_.path());
    EXPECT_EQ(renderPrompt(resolved, "1 + 1"), "<system>Be brief.<user>Solve: 1 + 1<assistant><think>\n");
    EXPECT_FALSE(resolved.chat);
    writeFileDurably(dir_.path() / "chat_template.jinja", "{{ messages | length }}");
    EXPECT_THROW(resolveTemplate(section_, dir_.path()), Error) << "the message is lost";
}

TEST_F(EncodeTest, ABosOfTheTemplateIsNotPutTwice) {
    writeFileDurably(dir_.path() / "tokenizer_config.json", R"({"bos_token": "<eos>", "eos_token": "<think>"})");
    const Tokenizer tokenizer = Tokenizer::load(dir_.path());
    section_.prompt = "<eos>{prompt}";
    const auto ids =
        encodePrompt(tokenizer, section_, {.key = {}, .text = "a", .reference = {}, .language = {}, .domain = {}}).ids;
    EXPECT_EQ(std::count(ids.begin(), ids.end(), *tokenizer.bosId()), 1);
}

}  // namespace retort::test
