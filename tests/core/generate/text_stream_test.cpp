// SPDX-License-Identifier: Apache-2.0
#include "generate/text_stream.h"

#include <gtest/gtest.h>

#include "support/shared_data.h"
#include "tokenizer/tokenizer.h"

using namespace retort;

namespace {

/// One id a byte; a character that is not yet whole decodes to U+FFFD.
std::string decodeBytes(std::span<const std::int32_t> ids) {
    std::string text;
    for (std::size_t i = 0; i < ids.size();) {
        const auto lead = static_cast<unsigned char>(ids[i]);
        const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (i + size > ids.size()) return text + "\uFFFD";
        for (std::size_t j = 0; j < size; ++j) text += static_cast<char>(ids[i + j]);
        i += size;
    }
    return text;
}

struct Fed {
    std::string text;
    std::size_t pieces = 0;
    bool stopped = false;
};

Fed feed(std::string_view bytes, std::vector<std::string> stops = {}) {
    TextStream stream(decodeBytes, std::move(stops));
    Fed run;
    const auto take = [&](const std::string& piece) {
        EXPECT_EQ(piece.find("\uFFFD"), std::string::npos);
        run.pieces += !piece.empty();
        run.text += piece;
    };
    for (const char byte : bytes) take(stream.add(static_cast<unsigned char>(byte)));
    take(stream.finish());
    run.stopped = stream.stopped();
    return run;
}

}  // namespace

TEST(TextStream, WholeCharactersAsTheyCome) {
    const Fed run = feed("abc 中文 ü 🙂!");
    EXPECT_EQ(run.text, "abc 中文 ü 🙂!");
    EXPECT_EQ(run.pieces, 11u);
}

TEST(TextStream, LongTextsAreWhole) {
    std::string text;
    for (int i = 0; i < 500; ++i) text += i % 7 == 0 ? "é" : i % 5 == 0 ? "数 " : "word ";
    EXPECT_EQ(feed(text).text, text);
}

TEST(TextStream, StopStrings) {
    EXPECT_EQ(feed("one two END three", {"END"}).text, "one two ");
    EXPECT_TRUE(feed("one two END three", {"END"}).stopped);
    EXPECT_EQ(feed("an EN and an E", {"END"}).text, "an EN and an E") << "a beginning of one is let go in the end";
    EXPECT_EQ(feed("aab aaab", {"aaab"}).text, "aab ");
    EXPECT_EQ(feed("xyz", {"z", "yz"}).text, "x");
    EXPECT_EQ(feed("中文停止后", {"停止"}).text, "中文");
    EXPECT_FALSE(feed("plain", {"END"}).stopped);
}

TEST(TextStream, EqualsDecodingAtOnceWithARealTokenizer) {
    const Tokenizer tokenizer = Tokenizer::load(test::testData("tokenizer/trained"));
    const std::string text =
        "So 12 + 30 = 42, 所以答案是 42。Naïve café, naturally… and more words than the window of the stream holds, twice "
        "over.";
    TextStream stream([&](std::span<const std::int32_t> ids) { return tokenizer.decode(ids, true); }, {});
    std::string streamed;
    for (const std::int32_t id : tokenizer.encode(text)) streamed += stream.add(id);
    streamed += stream.finish();
    EXPECT_EQ(streamed, text);
}
