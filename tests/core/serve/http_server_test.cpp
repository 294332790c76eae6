// SPDX-License-Identifier: Apache-2.0
#include "serve/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "base/error.h"
#include "generate/fake_generator.h"
#include "support/shared_data.h"

using namespace retort;
using testing::HasSubstr;
using Json = nlohmann::json;

namespace {

constexpr const char* kTemplate =
    "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}";

/// A server over a generator that answers as told.
class Server : public testing::Test {
protected:
    void begin(FakeGenerator::Script script, bool chat = true) {
        generator = std::make_unique<FakeGenerator>(std::move(script));
        std::optional<ChatTemplate> chat_template;
        if (chat) chat_template = ChatTemplate::parse(kTemplate, "test");
        model = std::make_unique<ServedModel>(*generator, tokenizer, std::move(chat_template),
                                              std::vector<std::int32_t>{stop}, 256);
        server = std::make_unique<HttpServer>(*model, ServeOptions{.host = "127.0.0.1", .port = 0, .name = "tiny"});
        thread = std::thread([this] { server->run(); });
        client = std::make_unique<httplib::Client>("127.0.0.1", server->port());
        for (int i = 0; i < 200 && !client->Get("/health"); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    void begin(const std::string& answer, bool chat = true) {
        auto ids = tokenizer.encode(answer);
        ids.push_back(stop);
        begin([ids](const auto&, std::size_t, std::size_t) { return ids; }, chat);
    }
    void TearDown() override {
        if (server) server->stop();
        if (thread.joinable()) thread.join();
    }

    std::pair<int, Json> post(const std::string& path, const Json& body) {
        const auto result = client->Post(path, body.dump(), "application/json");
        if (!result) return {0, {}};
        return {result->status, Json::parse(result->body, nullptr, false)};
    }

    std::vector<Json> events(const std::string& path, const Json& body) {
        const auto result = client->Post(path, body.dump(), "application/json");
        std::vector<Json> found;
        if (!result) return found;
        EXPECT_EQ(result->get_header_value("Content-Type"), "text/event-stream");
        std::istringstream lines(result->body);
        std::string last;
        for (std::string line; std::getline(lines, line);) {
            if (!line.starts_with("data: ")) continue;
            last = line.substr(6);
            if (last != "[DONE]") found.push_back(Json::parse(last));
        }
        EXPECT_EQ(last, "[DONE]");
        return found;
    }

    const Tokenizer tokenizer = Tokenizer::load(test::testData("tokenizer/trained"));
    const std::int32_t stop = tokenizer.eosId().value();
    std::unique_ptr<FakeGenerator> generator;
    std::unique_ptr<ServedModel> model;
    std::unique_ptr<HttpServer> server;
    std::unique_ptr<httplib::Client> client;
    std::thread thread;
};

}  // namespace

TEST_F(Server, Completions) {
    begin("the answer is 42");
    const auto [status, json] = post("/v1/completions", {{"model", "tiny"},
                                                         {"prompt", "What"},
                                                         {"max_tokens", 50},
                                                         {"n", 2},
                                                         {"logprobs", 1},
                                                         {"seed", 7},
                                                         {"temperature", 0.5},
                                                         {"top_p", 0.9}});
    ASSERT_EQ(status, 200) << json;
    EXPECT_EQ(json["object"], "text_completion");
    ASSERT_EQ(json["choices"].size(), 2u);
    EXPECT_EQ(json["choices"][1]["text"], "the answer is 42");
    EXPECT_EQ(json["choices"][1]["index"], 1);
    EXPECT_EQ(json["choices"][0]["finish_reason"], "stop");
    EXPECT_EQ(json["choices"][0]["logprobs"]["token_logprobs"].size(), tokenizer.encode("the answer is 42").size());
    EXPECT_EQ(json["usage"]["prompt_tokens"], tokenizer.encode("What").size());
    EXPECT_EQ(generator->last_options.seed, 7u);
    EXPECT_DOUBLE_EQ(generator->last_options.temperature, 0.5);
    EXPECT_DOUBLE_EQ(generator->last_options.top_p, 0.9);
}

TEST_F(Server, SeveralPromptsAndTokenIds) {
    begin("yes");
    EXPECT_EQ(post("/v1/completions", {{"prompt", {"a", "b"}}, {"n", 2}}).second["choices"].size(), 4u);
    EXPECT_EQ(post("/v1/completions", {{"prompt", {1, 2, 3}}}).second["usage"]["prompt_tokens"], 3);
}

TEST_F(Server, ChatGoesThroughTheTemplate) {
    std::vector<std::int32_t> seen;
    const auto answer = tokenizer.encode("hello");
    begin([&](const std::vector<std::int32_t>& prompt, std::size_t, std::size_t) {
        seen = prompt;
        return answer;
    });
    const auto [status, json] =
        post("/v1/chat/completions",
             {{"messages", {{{"role", "user"}, {"content", "Hi"}}}}, {"logprobs", true}, {"max_completion_tokens", 1}});
    ASSERT_EQ(status, 200) << json;
    EXPECT_EQ(tokenizer.decode(seen), "user: Hi\nassistant:");
    EXPECT_EQ(json["object"], "chat.completion");
    EXPECT_EQ(json["choices"][0]["message"]["role"], "assistant");
    EXPECT_EQ(json["choices"][0]["finish_reason"], "length");
    EXPECT_EQ(json["choices"][0]["logprobs"]["content"].size(), 1u);
}

TEST_F(Server, StreamsPieces) {
    begin("the answer is 42, 所以答案是 42");
    const auto chat = events("/v1/chat/completions", {{"messages", {{{"role", "user"}, {"content", "Hi"}}}},
                                                      {"stream", true},
                                                      {"stream_options", {{"include_usage", true}}}});
    std::string text;
    for (const Json& event : chat)
        if (!event["choices"].empty()) text += event["choices"][0]["delta"].value("content", "");
    EXPECT_EQ(text, "the answer is 42, 所以答案是 42");
    ASSERT_GT(chat.size(), 4u);
    EXPECT_EQ(chat[0]["choices"][0]["delta"]["role"], "assistant");
    EXPECT_EQ(chat[chat.size() - 2]["choices"][0]["finish_reason"], "stop");
    EXPECT_GT(chat.back()["usage"]["completion_tokens"], 0);
    text.clear();
    for (const Json& event : events("/v1/completions", {{"prompt", "x"}, {"stream", true}, {"max_tokens", 100}}))
        text += event["choices"][0]["text"];
    EXPECT_EQ(text, "the answer is 42, 所以答案是 42");
}

TEST_F(Server, StopStringsEndTheText) {
    begin("one two three four");
    const auto [status, json] = post("/v1/completions", {{"prompt", "x"}, {"stop", {"three"}}, {"max_tokens", 100}});
    ASSERT_EQ(status, 200);
    EXPECT_EQ(json["choices"][0]["text"], "one two ");
    EXPECT_EQ(json["choices"][0]["finish_reason"], "stop");
}

TEST_F(Server, Models) {
    begin("x");
    const auto result = client->Get("/v1/models");
    ASSERT_TRUE(result);
    EXPECT_EQ(Json::parse(result->body)["data"][0]["id"], "tiny");
}

TEST_F(Server, BadRequestsNameTheField) {
    begin("x", false);
    const std::vector<std::tuple<std::string, Json, int, std::string, std::string>> cases{
        {"/v1/completions", Json::object(), 400, "prompt", "prompt is expected"},
        {"/v1/completions", {{"prompt", 3}}, 400, "prompt", "expected"},
        {"/v1/completions", {{"prompt", {-3}}}, 400, "prompt", "whole numbers"},
        {"/v1/completions", {{"prompt", {1 << 30}}}, 400, "prompt", "outside the vocabulary"},
        {"/v1/completions", {{"prompt", "x"}, {"temperature", -1}}, 400, "temperature", "between"},
        {"/v1/completions", {{"prompt", "x"}, {"n", 1000}}, 400, "n", "between"},
        {"/v1/completions", {{"prompt", "x"}, {"max_tokens", "many"}}, 400, "max_tokens", "whole number"},
        {"/v1/completions", {{"prompt", "x"}, {"echo", true}}, 400, "echo", "not supported"},
        {"/v1/completions", {{"prompt", "x"}, {"presence_penalty", 1}}, 400, "presence_penalty", "not supported"},
        {"/v1/completions", {{"prompt", std::string(5000, 'x')}}, 400, "prompt", "context is 256"},
        {"/v1/completions", {{"prompt", "x"}, {"model", "other"}}, 404, "model", "tiny"},
        {"/v1/chat/completions",
         {{"messages", {{{"role", "user"}, {"content", "Hi"}}}}},
         400,
         "messages",
         "no chat template"},
        {"/v1/chat/completions", {{"messages", "Hi"}}, 400, "messages", "list of messages"}};
    for (const auto& [path, body, wanted, field, part] : cases) {
        const auto [status, json] = post(path, body);
        EXPECT_EQ(status, wanted) << body;
        EXPECT_EQ(json["error"]["param"], field) << json;
        EXPECT_THAT(json["error"]["message"].get<std::string>(), HasSubstr(part));
    }
    EXPECT_EQ(generator->calls, 0u);
    EXPECT_EQ(client->Post("/v1/completions", "{broken", "application/json")->status, 400);
    EXPECT_EQ(client->Post("/v1/completions", std::string(100'000, '['), "application/json")->status, 400);
    const auto missing = client->Get("/v2/models");
    EXPECT_EQ(missing->status, 404);
    EXPECT_THAT(missing->body, HasSubstr("/v1/completions"));
}

TEST_F(Server, OnlyThisMachinesNames) {
    begin("x");
    const auto result = client->Get("/v1/models", {{"Host", "evil.example:8080"}});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, 403);
}

TEST_F(Server, ATakenPortIsAnError) {
    begin("x");
    EXPECT_THROW(HttpServer(*model, ServeOptions{.host = "127.0.0.1", .port = server->port(), .name = "tiny"}), Error);
}

TEST_F(Server, StopIsHeardBeforeAndWhileTheServerBegins) {
    begin("x");
    for (const int delay_us : {-1, 0, 50, 200, 1000}) {
        HttpServer own(*model, ServeOptions{.host = "127.0.0.1", .port = 0, .name = "tiny"});
        if (delay_us < 0) {
            own.stop();
            own.run();
            continue;
        }
        std::thread running([&] { own.run(); });
        std::this_thread::sleep_for(std::chrono::microseconds(delay_us));
        own.stop();
        running.join();
    }
}

TEST_F(Server, StopEndsTextsInTheMaking) {
    std::atomic<bool> begun{false};
    begin([&](const auto&, std::size_t, std::size_t) {
        begun = true;
        return tokenizer.encode("x");
    });
    EXPECT_EQ(post("/v1/completions", {{"prompt", "x"}}).first, 200);
    EXPECT_TRUE(begun);
    server->stop();
    thread.join();
    EXPECT_FALSE(client->Get("/health"));
}
