// SPDX-License-Identifier: Apache-2.0
// The JSON Lines filters: one line out per line in, in order.

#include <gtest/gtest.h>

#include <signal.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/program.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"
#include "tiny_project.h"

using namespace retort::test;
using Json = nlohmann::json;

namespace {

std::vector<Json> lines(const std::string& text) {
    std::vector<Json> rows;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) rows.push_back(Json::parse(line));
    return rows;
}

}  // namespace

TEST(Grade, MathSaysScoreOutcomeExtractedAndReason) {
    const auto result = runRetort({"grade", "--reward", "math"},
                                  "{\"completion\":\"so \\\\boxed{25}\",\"reference\":\"25\"}\n"
                                  "{\"completion\":\"The final answer is 24.\",\"reference\":\"25\"}\n"
                                  "{\"completion\":\"anything\",\"reference\":\"\"}\n");
    ASSERT_EQ(result.status, 0) << result.err;
    const auto rows = lines(result.out);
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0]["outcome"], "pass");
    EXPECT_EQ(rows[0]["score"], 1.0);
    EXPECT_EQ(rows[0]["extracted"], "25");
    EXPECT_EQ(rows[1]["outcome"], "fail");
    EXPECT_EQ(rows[2]["outcome"], "grader_error");
    EXPECT_TRUE(rows[2]["score"].is_null()) << "an error is never a zero";
}

TEST(Grade, CodeRunsInTheSandbox) {
    const auto result = runRetort(
        {"grade", "--reward", "code"},
        "{\"completion\":\"```python\\nprint(int(input()) + 1)\\n```\",\"tests\":[{\"input\":\"4\",\"output\":\"5\"}]}\n"
        "{\"completion\":\"def f(x):\\n    return x\",\"tests\":[\"assert f(1) == 2\"]}\n"
        "{\"completion\":\"    return 2 * x\\n\",\"prompt\":\"def f(x):\\n\",\"tests\":\"def check(c):\\n    assert c(2) == "
        "4\\n\"}\n"
        "{\"completion\":\"print(1)\"}\n");
    if (result.status == 3) GTEST_SKIP() << result.err;
    ASSERT_EQ(result.status, 0) << result.err;
    const auto rows = lines(result.out);
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(rows[0]["outcome"], "pass") << rows[0];
    EXPECT_EQ(rows[1]["outcome"], "fail");
    EXPECT_NE(rows[1]["reason"].get<std::string>().find("assertion failed"), std::string::npos) << rows[1];
    EXPECT_EQ(rows[2]["outcome"], "pass") << rows[2];
    EXPECT_EQ(rows[3]["outcome"], "grader_error") << "without tests there is no score";
}

TEST(Grade, LanguageIsExplained) {
    const auto result = runRetort(
        {"grade", "--reward", "language"},
        "{\"completion\":\"First we add the numbers. Danach teilen wir die Summe durch vier.\",\"language\":\"en\"}\n"
        "{\"completion\":\"Nous ajoutons les deux nombres.\",\"prompt\":\"Quelle est la somme de ces deux nombres ?\"}\n");
    ASSERT_EQ(result.status, 0) << result.err;
    const auto rows = lines(result.out);
    EXPECT_NEAR(rows[0]["score"].get<double>(), 5.0 / 12, 1e-9);
    EXPECT_EQ(rows[0]["spans"][1]["language"], "de");
    EXPECT_EQ(rows[1]["score"], 1.0) << "the prompt's language is guessed";
    EXPECT_EQ(rows[1]["extracted"], "fr");
}

TEST(Chat, AnswersLineByLine) {
    RETORT_REQUIRE_SHARED(model, "models/stories260k");
    const std::vector<std::string> arguments{"chat",     model.string(), "--format", "{prompt}",
                                             "--greedy", "--max-tokens", "20"};
    const auto result = runRetort(arguments, "Once upon a time\n\nOnce upon a time\n/exit\nnot read\n");
    ASSERT_EQ(result.status, 0) << result.err;
    const auto half = result.out.size() / 2;
    EXPECT_EQ(result.out.substr(0, half), result.out.substr(half)) << "each line stands alone";
    EXPECT_NE(result.out.find("there was"), std::string::npos) << result.out;
}

namespace {

/// Has the process a socket open?
bool hasSocket(int pid) {
    std::error_code gone;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/fd", gone))
        if (std::filesystem::read_symlink(entry.path(), gone).string().starts_with("socket:")) return true;
    return false;
}

}  // namespace

TEST(Serve, StopsOnSigterm) {
    RETORT_REQUIRE_SHARED(model, "models/stories260k");
    // Asked as soon as it has a socket, which is before it listens.
    bool asked = false;
    const auto result = runProgram({builtProgram("retort"), "serve", model.string(), "--port", "0"}, {}, [&](int pid) {
        if (!asked && hasSocket(pid)) asked = ::kill(pid, SIGTERM) == 0;
    });
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_NE(result.err.find("Serving stories260k at http://127.0.0.1:"), std::string::npos) << result.err;
}

TEST(CommandLine, AnUnknownCommandIsNamedWithTheNearestAndAll) {
    auto result = runRetort({"--verbose", "evla"});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find("there is no command \"evla\". Did you mean \"eval\"?"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("Commands: run, inspect,"), std::string::npos) << result.err;
    result = runRetort({"nonsense"});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find("there is no command \"nonsense\". Known: run, inspect,"), std::string::npos) << result.err;
    result = runRetort({});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find("which command? One of: run, inspect,"), std::string::npos) << result.err;
}

TEST(Filters, ABadLineIsNamed) {
    const auto result = runRetort({"grade"}, "{\"completion\":\"1\",\"reference\":\"1\"}\n{oops\n");
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(lines(result.out).size(), 1u) << "lines before it are answered";
    EXPECT_NE(result.err.find("stdin:2"), std::string::npos) << result.err;
}

TEST(Filters, AMissingFieldIsNamedInPlainWords) {
    const auto result = runRetort({"grade"}, "{}\n");
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find("stdin:1: \"completion\" is missing"), std::string::npos) << result.err;
}

TEST(Filters, SeveralRewardsGiveTheirWeightedSum) {
    const auto result = runRetort({"grade", "--reward", "math", "--reward",
                                   "length_ok={ kind = \"instructions\", weight = 0.5, instructions = "
                                   "['length_constraints:number_words {\"relation\": \"at most\", \"num_words\": 5}'] }"},
                                  "{\"completion\":\"The answer is 4.\",\"reference\":4}\n{\"completion\":\"After some "
                                  "thought I find 4\",\"reference\":\"4\"}\n");
    ASSERT_EQ(result.status, 0) << result.err;
    const auto rows = lines(result.out);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_DOUBLE_EQ(rows[0]["score"], 1.5) << rows[0].dump();
    EXPECT_DOUBLE_EQ(rows[1]["score"], 1.0) << rows[1].dump();
    EXPECT_EQ(rows[1]["terms"]["length_ok"]["outcome"], "fail");
    EXPECT_DOUBLE_EQ(rows[1]["terms"]["length_ok"]["weight"], 0.5);
    const auto wrong = runRetort({"grade", "--reward", "maths"}, "{}\n");
    EXPECT_EQ(wrong.status, 2);
    EXPECT_NE(wrong.err.find("--reward maths"), std::string::npos) << wrong.err;
    const auto schema = runRetort({"grade", "--reward", "json_schema={ schema = '{\"typ\": 1}' }"}, "{}\n");
    EXPECT_EQ(schema.status, 2);
    EXPECT_NE(schema.err.find("\"typ\" is not supported"), std::string::npos) << schema.err;
}

TEST(Filters, Stories260kContinuesGreedilyAsUpstream) {
    RETORT_REQUIRE_SHARED(model, "models/stories260k");
    std::ifstream golden(model / "golden.jsonl");
    std::string line, input;
    std::vector<Json> expected;
    while (std::getline(golden, line)) {
        const Json row = Json::parse(line);
        if (row["weights"] != "f32") continue;
        expected.push_back(row);
        input += Json{{"ids", row["prompt_ids"]}}.dump() + "\n";
    }
    const auto result =
        runRetort({"--precision", "fp32", "sample", model.string(), "--greedy", "--max-tokens", "64"}, input);
    ASSERT_EQ(result.status, 0) << result.err;
    const auto rows = lines(result.out);
    ASSERT_EQ(rows.size(), expected.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(rows[i]["completions"][0]["ids"], expected[i]["greedy_ids"]);
        for (std::size_t t = 0; t < 64; ++t)
            EXPECT_NEAR(rows[i]["completions"][0]["logprobs"][t].get<double>(),
                        expected[i]["greedy_logprobs"][t].get<double>(), 1e-4);
    }
}

TEST(Filters, ScoreAgreesWithTheSamplersOwnLogprobs) {
    RETORT_REQUIRE_SHARED(model, "models/stories260k");
    const auto sampled = runRetort({"sample", model.string(), "--max-tokens", "50", "--seed", "5"}, "{\"ids\":[1]}\n");
    const auto completion = lines(sampled.out).at(0)["completions"][0];
    std::vector<int> ids{1};
    for (const int id : completion["ids"]) ids.push_back(id);
    const auto scored = lines(runRetort({"score", model.string()}, Json{{"ids", ids}}.dump() + "\n").out).at(0)["logprobs"];
    ASSERT_EQ(scored.size(), completion["logprobs"].size());
    for (std::size_t t = 0; t < scored.size(); ++t)
        EXPECT_NEAR(scored[t].get<double>(), completion["logprobs"][t].get<double>(), 1e-5);
}

TEST(SampleStream, InspectingATextAgreesWithItsScoreAndNamesWhatElseCouldStandThere) {
    const std::string model = (sourceDir() / "resources/projects/abacus/models/student-tiny").string();
    const std::string prompt = "User: 3 + 4\nAssistant:", text = " <think>3 + 4 = 7</think><answer>7</answer>";
    const auto ids =
        lines(runRetort({"tokenize", model, "--special-tokens"}, Json{{"text", prompt}}.dump() + "\n").out).at(0)["ids"];
    const auto rest = lines(runRetort({"tokenize", model}, Json{{"text", text}}.dump() + "\n").out).at(0)["ids"];
    Json all = ids;
    for (const Json& id : rest) all.push_back(id);
    const auto scored = lines(runRetort({"score", model}, Json{{"ids", all}}.dump() + "\n").out).at(0)["logprobs"];
    const auto result = runRetort({"sample", model, "--stream"},
                                  Json{{"id", "a"}, {"prompt", prompt}, {"inspect", text}, {"top", 3}}.dump() + "\n");
    ASSERT_EQ(result.status, 0) << result.err;
    const auto said = lines(result.out);
    ASSERT_EQ(said.size(), 2u) << result.out;
    EXPECT_EQ(said[1]["id"], "a");
    const Json& tokens = said[1]["tokens"];
    ASSERT_EQ(tokens.size(), rest.size());
    std::string joined;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        joined += tokens[i]["text"].get<std::string>();
        const double logprob = tokens[i]["logprob"], entropy = tokens[i]["entropy"];
        EXPECT_NEAR(logprob, scored[ids.size() - 1 + i].get<double>(), 1e-5) << i;
        EXPECT_GE(entropy, 0);
        ASSERT_EQ(tokens[i]["top"].size(), 3u);
        EXPECT_GE(tokens[i]["top"][0]["logprob"].get<double>(), tokens[i]["top"][1]["logprob"].get<double>());
        EXPECT_GE(tokens[i]["top"][0]["logprob"].get<double>(), logprob - 1e-6) << "the likeliest is not the likeliest";
    }
    EXPECT_EQ(joined, text);
}

// What the ratio of a trace is made of: the sampler's own log-probabilities at its temperature, and the same ids asked
// again.
TEST(SampleStream, InspectingStoredIdsAtTheirTemperatureGivesTheSamplersLogprobs) {
    const std::string model = (sourceDir() / "resources/projects/abacus/models/student-tiny").string();
    const auto sampled = runRetort({"sample", model, "--temperature", "0.7", "--max-tokens", "30", "--seed", "3"},
                                   "{\"prompt\":\"User: 3 + 4\\nAssistant:\"}\n");
    const Json completion = lines(sampled.out).at(0)["completions"][0];
    const Json prompt =
        lines(runRetort({"tokenize", model, "--special-tokens"}, "{\"text\":\"User: 3 + 4\\nAssistant:\"}\n").out)
            .at(0)["ids"];
    const auto inspect = [&](double temperature, const Json& ids) {
        const auto result =
            runRetort({"sample", model, "--stream"},
                      Json{{"id", "r"}, {"ids", prompt}, {"inspect", ids}, {"temperature", temperature}}.dump() + "\n");
        EXPECT_EQ(result.status, 0) << result.err;
        return lines(result.out).at(1);
    };
    const Json same = inspect(0.7, completion["ids"]), other = inspect(1, completion["ids"]);
    ASSERT_EQ(same["tokens"].size(), completion["ids"].size()) << same.dump();
    double largest = 0;
    for (std::size_t i = 0; i < same["tokens"].size(); ++i) {
        EXPECT_NEAR(same["tokens"][i]["logprob"].get<double>(), completion["logprobs"][i].get<double>(), 1e-5) << i;
        largest = std::max(largest,
                           std::abs(other["tokens"][i]["logprob"].get<double>() - completion["logprobs"][i].get<double>()));
    }
    EXPECT_GT(largest, 1e-3) << "the temperature says nothing";
    EXPECT_NE(inspect(1, Json{1'000'000})["error"].get<std::string>().find("outside the model's vocabulary"),
              std::string::npos);
}

TEST(Render, ConversationsBecomeTextByTheModelsTemplate) {
    const TempDir folder;
    std::ofstream(folder.path() / "chat_template.jinja")
        << "{% for m in messages %}<{{ m.role }}>{% if m.role == 'assistant' %}{% generation %}{{ m.content }}{% "
           "endgeneration %}{% else %}{{ m.content }}{% endif %}"
           "{% endfor %}{% if tools %}{{ tools | tojson }}{% endif %}{{ '<assistant>' if add_generation_prompt }}{{ extra "
           "}}";
    const std::string input =
        R"({"messages":[{"role":"user","content":"你好"},{"role":"assistant","content":"hi"}]})"
        "\n"
        R"({"messages":[],"add_generation_prompt":true,"tools":[{"z":1,"a":2}],"kwargs":{"extra":"!"}})"
        "\n";
    const auto result = runRetort({"render", folder.path().string(), "--generation"}, input);
    ASSERT_EQ(result.status, 0) << result.err;
    const auto rows = lines(result.out);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0]["text"], "<user>你好<assistant>hi");
    EXPECT_EQ(rows[0]["generated"], Json::parse("[[19, 21]]")) << "in characters";
    EXPECT_EQ(rows[1]["text"], "[{\"z\": 1, \"a\": 2}]<assistant>!") << "keys keep their order";
}

TEST(Filters, DeepJsonIsRefused) {
    const auto result = runRetort({"grade"}, "{\"completion\":" + std::string(10000, '[') + std::string(10000, ']') + "}\n");
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find("stdin:1: JSON nested deeper"), std::string::npos) << result.err;
}

TEST(DecontaminateCommand, LeavesOutRowsThatRepeatAnEvaluationProblem) {
    const TempDir folder;
    const auto train = folder.path() / "train.jsonl", suite = folder.path() / "suite.jsonl",
               clean = folder.path() / "clean.jsonl";
    std::ofstream(suite)
        << R"({"question": "A train leaves at nine and drives sixty miles an hour for two hours.", "answer": "120"})"
           "\n";
    std::ofstream(train) << R"({"prompt": "What is 2 + 2?", "answer": 4})"
                            "\n"
                         << R"({"prompt": "So: a train leaves at nine and drives sixty miles an hour!", "answer": 1})"
                            "\n";
    const auto result =
        runRetort({"decontaminate", train.string(), "--against", suite.string(), "--output", clean.string()});
    ASSERT_EQ(result.status, 0) << result.err;
    const Json report = Json::parse(result.out);
    EXPECT_EQ(report["contaminated"], 1);
    EXPECT_EQ(report["rows_left_out"][0]["row"], 1);
    std::stringstream kept;
    kept << std::ifstream(clean).rdbuf();
    EXPECT_EQ(kept.str(), "{\"prompt\": \"What is 2 + 2?\", \"answer\": 4}\n");
}
