// SPDX-License-Identifier: Apache-2.0
// Damaged bodies of HTTP requests.
#include <gtest/gtest.h>

#include "fuzz/fuzz.h"
#include "generate/fake_generator.h"
#include "serve/api.h"
#include "support/shared_data.h"

namespace retort {
namespace {

using namespace retort::test;

TEST(FuzzServe, RequestBodies) {
    const Tokenizer tokenizer = Tokenizer::load(testData("tokenizer/trained"));
    FakeGenerator generator([](const auto&, std::size_t, std::size_t) { return std::vector<std::int32_t>{1}; });
    const ServedModel model(generator, tokenizer,
                            ChatTemplate::parse("{% for m in messages %}{{ m.role }}: {{ m.content }}{% endfor %}", "t"),
                            {0}, 256);
    EXPECT_GT(
        fuzzText(
            {R"({"model": "m", "messages": [{"role": "user", "content": "hi"}], "max_tokens": 5, "n": 2, "stream": true})"},
            [&](const std::string& body) { api::readRequest(body, true, model, 8); }),
        0);
    EXPECT_GT(
        fuzzText(
            {R"({"model": "m", "prompt": ["a", "b"], "temperature": 0.5, "top_p": 0.9, "stop": ["\n"], "seed": 3, "logprobs": 1})",
             R"({"prompt": [[1, 2], [3]], "stop": "x"})"},
            [&](const std::string& body) { api::readRequest(body, false, model, 8); }),
        0);
}

}  // namespace
}  // namespace retort
