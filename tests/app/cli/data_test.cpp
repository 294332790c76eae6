// SPDX-License-Identifier: Apache-2.0
// Data files through the command line: what they hold, what is left out of them, and training that does not care how they
// are written.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/data/row_files.h"
#include "support/temp_dir.h"
#include "tiny_project.h"

using namespace retort::test;
using Json = nlohmann::json;

namespace {

std::string contentOf(const std::filesystem::path& file) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

std::vector<Json> lines(const std::string& text) {
    std::vector<Json> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(Json::parse(line));
    return out;
}

/// What the stages base and zero of the project report after a short run with these settings more.
std::map<std::string, Json> shortRun(const std::filesystem::path& project, const std::vector<std::string>& settings) {
    std::vector<std::string> arguments{"run",   project.string(),       "--stage", "zero",
                                       "--set", "stages.base.steps=20", "--set",   "stages.zero.steps=2"};
    for (const std::string& setting : settings) arguments.insert(arguments.end(), {"--set", setting});
    const auto ran = runRetort(arguments);
    EXPECT_EQ(ran.status, 0) << ran.err;
    std::map<std::string, Json> out;
    const Json report = Json::parse(runRetort({"inspect", runOf(ran).string(), "--json"}).out);
    for (const Json& stage : report["stages"])
        for (const char* key : {"loss", "reward", "completions/mean_length"})
            if (stage["metrics"].contains(key)) out[stage["name"].get<std::string>() + key] = stage["metrics"][key];
    EXPECT_TRUE(out.contains("zeroreward"));
    return out;
}

}  // namespace

TEST(DataCommand, GuessesTheMappingAndWritesItAsARecipeDoes) {
    const TempDir dir;
    const auto file = (dir.path() / "train-00.parquet").string();
    writeParquet(file, {{"question", strings({"How many?", "二"})}, {"gold", numbers({3, 4})}});
    auto result = runRetort({"data", file, "--json", "--rows", "1"});
    ASSERT_EQ(result.status, 0) << result.err;
    Json answer = Json::parse(result.out);
    EXPECT_EQ(answer["format"], "parquet");
    EXPECT_EQ(answer["row_count"], 2);
    EXPECT_EQ(answer["columns"][1], Json::parse(R"({"name": "gold", "type": "int64"})"));
    EXPECT_EQ(answer["rows"][0]["fields"]["prompt"], "How many?");
    EXPECT_EQ(answer["rows"][0]["fields"]["reference"], "3");
    EXPECT_EQ(answer["toml"], "[data.train_00]\npath = \"" + file +
                                  "\"\nkind = \"prompts\"\nprompt_column = \"question\"\nreference_column = \"gold\"\n");
    result = runRetort({"data", file, "--kind", "sft"});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.out.find("column \"completion\" is missing. The columns are question, gold."), std::string::npos)
        << result.out;
}

TEST(DataCommand, ShowsWhatTheModelSees) {
    const TempDir dir;
    const auto file = (dir.path() / "x.csv").string();
    std::ofstream(file) << "prompt,answer\n\"a, b\",007\n";
    std::ofstream(dir.path() / "chat_template.jinja") << "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor "
                                                         "%}{% if add_generation_prompt %}<assistant>{% endif %}";
    auto result = runRetort({"data", file, "--json", "--model", dir.path().string(), "--system", "s"});
    ASSERT_EQ(result.status, 0) << result.err;
    EXPECT_EQ(Json::parse(result.out)["rows"][0]["fields"]["rendered"], "<system>s<user>a, b<assistant>");
    result = runRetort({"data", file, "--json", "--format", "Q: {prompt}"});
    EXPECT_EQ(Json::parse(result.out)["rows"][0]["fields"]["rendered"], "Q: a, b");
}

TEST(DataCommand, ChecksEveryRowAndNamesGoldAnswersThatCannotBeRead) {
    const TempDir dir;
    const auto file = (dir.path() / "x.jsonl").string();
    std::ofstream(file) << "{\"prompt\":\"a\",\"answer\":\"1\"}\n{\"prompt\":\"b\",\"answer\":\"\\\\frac{1}{2\"}\n";
    const auto result = runRetort({"data", file, "--json", "--check", "--rows", "1"});
    ASSERT_EQ(result.status, 0) << result.err;
    const Json answer = Json::parse(result.out);
    EXPECT_EQ(answer["row_count"], 2);
    EXPECT_EQ(answer["rows"].size(), 1u);
    EXPECT_EQ(answer["unreadable_references"]["count"], 1);
    EXPECT_EQ(answer["unreadable_references"]["first"][0], file + ":2: \"\\frac{1}{2\": its braces do not close");
}

TEST(DataCommand, AnswersLinesOfStdinAndOutlivesBadFiles) {
    const TempDir dir;
    const auto file = (dir.path() / "x.csv").string();
    std::ofstream(file) << "q,answer\na,1\n";
    const auto result =
        runRetort({"data"}, Json{{"file", file}, {"prompt_column", "q"}}.dump() + "\n" + Json{{"file", "no such"}}.dump() +
                                "\n" + Json{{"file", file}}.dump() + "\n");
    ASSERT_EQ(result.status, 0) << result.err;
    const auto answers = lines(result.out);
    ASSERT_EQ(answers.size(), 3u);
    EXPECT_EQ(answers[0]["rows"][0]["fields"]["prompt"], "a");
    EXPECT_EQ(answers[1]["problem"]["where"], "no such");
    EXPECT_EQ(answers[2]["problem"]["message"], "column \"prompt\" is missing");
}

TEST(DecontaminateCommand, ReadsTablesAndWritesJsonLines) {
    const TempDir dir;
    const auto train = (dir.path() / "train.csv").string(), suite = (dir.path() / "suite.parquet").string(),
               clean = (dir.path() / "clean.jsonl").string();
    writeParquet(suite, {{"question", strings({"A train leaves at nine and drives sixty miles an hour for two hours."})}});
    std::ofstream(train)
        << "prompt,answer\nWhat is 2 + 2?,4\n\"So: a train leaves at nine and drives sixty miles an hour!\",1\n";
    const auto result = runRetort({"decontaminate", train, "--against", suite, "--output", clean});
    ASSERT_EQ(result.status, 0) << result.err;
    const Json report = Json::parse(result.out);
    EXPECT_EQ(report["rows"], 2);
    EXPECT_EQ(report["suites"][suite], Json::parse(R"({"problems": 1, "contaminated": 1})"));
    EXPECT_EQ(report["rows_left_out"][0]["where"], train + ": row 2");
    EXPECT_EQ(contentOf(clean), "{\"answer\":\"4\",\"prompt\":\"What is 2 + 2?\"}\n");
}

TEST(ImportCommand, AddsADataFileToAProject) {
    const TempDir dir;
    const auto project = dir.path() / "project", file = dir.path() / "more problems.csv";
    std::filesystem::create_directory(project);
    writeTinyProject(project);
    std::ofstream(file) << "question,answer\ncopy 3,3\n";
    auto result = runRetort({"import", file.string(), "--project", project.string()});
    ASSERT_EQ(result.status, 0) << result.err;
    EXPECT_EQ(result.out,
              "[data.more_problems]\npath = \"data/more problems.csv\"\nkind = \"prompts\"\nprompt_column = \"question\"\n");
    EXPECT_EQ(contentOf(project / "data" / "more problems.csv"), contentOf(file));
    EXPECT_EQ(runRetort({"check", project.string()}).status, 0);
    const std::string before = contentOf(project / "recipe.toml");
    result = runRetort({"import", file.string(), "--project", project.string()});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find("Choose another --name"), std::string::npos) << result.err;
    std::ofstream(file) << "question,answer\ncopy 3\n";
    EXPECT_EQ(runRetort({"import", file.string(), "--project", project.string(), "--name", "other"}).status, 2);
    EXPECT_EQ(contentOf(project / "recipe.toml"), before) << "nothing half-written";
}

TEST(TrainingData, APatternIsCheckedAndShownAsOneSet) {
    const TempDir dir;
    const auto project = dir.path() / "project";
    std::filesystem::create_directory(project);
    writeTinyProject(project);
    std::ofstream(project / "part-1.csv") << "prompt,answer\ncopy 1,1\n";
    std::ofstream(project / "part-2.csv") << "prompt,answer\ncopy 2,2\ncopy 3,3\n";
    const auto check = [&](const std::string& pattern) {
        return runRetort({"check", project.string(), "--set", "data.problems.path=\"" + pattern + "\""});
    };
    EXPECT_EQ(check("part-*.csv").status, 0) << check("part-*.csv").err;
    const auto none = check("none-*.csv");
    EXPECT_EQ(none.status, 2);
    EXPECT_NE((none.out + none.err).find("no file matches none-*.csv"), std::string::npos) << none.out << none.err;
    const auto shown = runRetort({"data", (project / "part-*.csv").string(), "--check", "--json"});
    ASSERT_EQ(shown.status, 0) << shown.err;
    EXPECT_EQ(Json::parse(shown.out)["row_count"], 3);
}

TEST(TrainingData, APatternAndAListTrainAsTheOneFileTheyMakeTogether) {
    const TempDir dir;
    writeTinyProject(dir.path());
    const auto rows = contentOf(dir / "rows.jsonl"), problems = contentOf(dir / "problems.jsonl");
    const auto cut = [](const std::string& text, std::size_t lines) {
        std::size_t at = 0;
        while (lines-- > 0) at = text.find('\n', at) + 1;
        return at;
    };
    std::ofstream(dir / "rows-0.jsonl") << rows.substr(0, cut(rows, 13));
    std::ofstream(dir / "rows-1.jsonl") << rows.substr(cut(rows, 13));
    std::ofstream(dir / "first.jsonl") << problems.substr(0, cut(problems, 4));
    std::ofstream csv(dir / "second.csv");
    csv << "prompt,answer\n";
    for (const Json& row : lines(problems.substr(cut(problems, 4))))
        csv << row["prompt"].get<std::string>() << ',' << row["answer"] << '\n';
    csv.close();
    const auto whole = shortRun(dir.path(), {});
    const auto in_parts =
        shortRun(dir.path(), {"data.rows.path=\"rows-*.jsonl\"", "data.problems.path=[\"first.jsonl\", \"second.csv\"]"});
    EXPECT_EQ(whole, in_parts);
    const auto wrong =
        runRetort({"check", dir.path().string(), "--set", "data.problems.path=[\"first.jsonl\", \"third.csv\"]"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_NE(wrong.out.find("there is no file third.csv"), std::string::npos) << wrong.out;
    const auto shown = runRetort(
        {"data"},
        Json{{"file", {(dir / "first.jsonl").string(), (dir / "second.csv").string()}}, {"check", true}}.dump() + "\n");
    ASSERT_EQ(shown.status, 0) << shown.err;
    EXPECT_EQ(Json::parse(shown.out)["row_count"], 10);
}

TEST(TrainingData, AParquetFileTrainsAsTheSameRowsInJsonLinesDo) {
    const TempDir dir;
    writeTinyProject(dir.path());
    std::vector<std::vector<std::string>> asks, tells;
    std::ofstream csv(dir.path() / "problems.csv");
    csv << "Ask,Gold\n";
    for (int i = 0; i < 40; ++i) {
        const std::string digit = std::to_string(i % 10);
        asks.push_back({"user: copy " + digit});
        tells.push_back({"assistant: <think>so " + digit + "</think><answer>" + digit + "</answer>"});
        if (i < 10) csv << "copy " << digit << ',' << digit << '\n';
    }
    csv.close();
    writeParquet(dir.path() / "rows.parquet", {{"Ask", messages(asks)}, {"Tell", messages(tells)}}, 7);
    const auto from_json = shortRun(dir.path(), {});
    const auto from_tables =
        shortRun(dir.path(), {"data.rows.path=rows.parquet", "data.rows.prompt_column=Ask",
                              "data.rows.completion_column=Tell", "data.problems.path=problems.csv",
                              "data.problems.prompt_column=Ask", "data.problems.reference_column=Gold"});
    EXPECT_EQ(from_json, from_tables);
    const auto wrong = runRetort({"check", dir.path().string(), "--set", "data.problems.path=problems.csv"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_NE(wrong.out.find("problems.csv: row 1: column \"prompt\" is missing. The columns are Ask, Gold. Set "
                             "prompt_column of [data.problems]."),
              std::string::npos)
        << wrong.out;
}
