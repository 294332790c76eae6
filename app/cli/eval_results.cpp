// SPDX-License-Identifier: Apache-2.0
#include "eval_results.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "data/encode.h"
#include "eval/report.h"

namespace retort::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Json reportJson(const EvalReport& report) {
    Json json{{"pass@1,none", report.pass_at_1}, {"pass@1_interval,none", {report.interval.low, report.interval.high}}};
    for (const auto& [k, value] : report.pass_at_k)
        if (k > 1) json[fmt::format("pass@{},none", k)] = value;
    if (report.cons_at_k) json[fmt::format("cons@{},none", report.k)] = *report.cons_at_k;
    json["mean_length,none"] = report.mean_length;
    json["median_length,none"] = report.median_length;
    json["longest,none"] = report.longest;
    json["truncated,none"] = report.truncated;
    json["grader_errors,none"] = report.grader_errors;
    json["samples"] = report.problems;
    return json;
}

Json classesJson(std::span<const EvalSampleRecord> samples, const Suite& suite, std::string SuiteProblem::*field) {
    std::map<std::string, std::string> label_of;
    for (const SuiteProblem& problem : suite.problems) label_of[problem.id] = problem.*field;
    Json json = Json::object();
    const auto classes = breakdown(samples, label_of);
    if (classes.size() > 1)
        for (const auto& [label, report] : classes) json[label] = reportJson(report);
    return json;
}

/// As lm-evaluation-harness names its files: 2026-01-31T12-34-56.123456.
std::string timeOfFiles() {
    const auto now = std::chrono::system_clock::now();
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count() % 1'000'000;
    return fmt::format("{:%Y-%m-%dT%H-%M-%S}.{:06d}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)), micros);
}

std::string dumped(const Json& json, int indent = -1) {
    return json.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// One problem: its document, what was asked, every sample with its verdict.
Json problemJson(const SuiteProblem& problem, std::span<const EvalSampleRecord> samples, const TemplateSection& form) {
    Json responses = Json::array(), extracted = Json::array(), verdicts = Json::array();
    double right = 0;
    for (const EvalSampleRecord& sample : samples) {
        const RewardTerm* term = sample.rollout.reward.accuracy();
        if (term == nullptr && !sample.rollout.reward.terms.empty()) term = &sample.rollout.reward.terms.front();
        responses.push_back(sample.rollout.text);
        extracted.push_back(term != nullptr ? term->extracted : "");
        verdicts.push_back({{"verdict", term != nullptr ? name(term->outcome) : "fail"},
                            {"reason", term != nullptr ? term->reason : ""},
                            {"score", sample.rollout.reward.total},
                            {"tokens", sample.rollout.completion.ids.size()},
                            {"finish_reason", name(sample.rollout.completion.finish_reason)}});
        right += isRight(sample.rollout.reward) ? 1 : 0;
    }
    const Json document{{"id", problem.id},
                        {"problem", problem.prompt},
                        {"language", problem.language},
                        {"level", problem.level},
                        {"subject", problem.subject}};
    const std::string asked = renderPrompt(form, samples.front().prompt);
    return {{"doc_id", samples.front().problem},
            {"doc", document},
            {"target", problem.answer},
            {"arguments", {{"gen_args_0", {{"arg_0", asked}}}}},
            {"resps", Json::array({responses})},
            {"filtered_resps", extracted},
            {"filter", "none"},
            {"metrics", {"pass@1"}},
            {"samples", verdicts},
            {"doc_hash", sha256(dumped(document))},
            {"prompt_hash", sha256(asked)},
            {"target_hash", sha256(problem.answer)},
            {"pass@1", right / static_cast<double>(samples.size())}};
}

std::string samplesText(const Suite& suite, const std::vector<EvalSampleRecord>& samples, const TemplateSection& form) {
    std::map<std::string, const SuiteProblem*> problem_of;
    for (const SuiteProblem& problem : suite.problems) problem_of[problem.id] = &problem;
    std::string text;
    for (std::size_t begin = 0, end = 0; begin < samples.size(); begin = end) {
        while (end < samples.size() && samples[end].problem == samples[begin].problem) ++end;
        if (const auto found = problem_of.find(samples[begin].prompt_key); found != problem_of.end())
            text += dumped(problemJson(*found->second, std::span(samples).subspan(begin, end - begin), form)) + "\n";
    }
    return text;
}

void printLine(const std::string& name, const Json& r, bool whole) {
    std::string line = fmt::format("{:<20} pass@1 {:.3f} [{:.3f}, {:.3f}]", name, r["pass@1,none"].get<double>(),
                                   r["pass@1_interval,none"][0].get<double>(), r["pass@1_interval,none"][1].get<double>());
    for (const auto& [key, value] : r.items())
        if (whole &&
            (key.starts_with("cons@") || (key.starts_with("pass@") && !key.starts_with("pass@1,") && value.is_number())))
            line += fmt::format("  {} {:.3f}", key.substr(0, key.find(',')), value.get<double>());
    line += fmt::format("  {} problems", r["samples"].get<std::int64_t>());
    if (whole)
        line += fmt::format(", length {:.0f} (median {:.0f}), truncated {:.3f}", r["mean_length,none"].get<double>(),
                            r["median_length,none"].get<double>(), r["truncated,none"].get<double>());
    if (const auto errors = r["grader_errors,none"].get<std::int64_t>(); errors > 0)
        line += fmt::format(", {} samples could not be graded", errors);
    fmt::print("{}\n", line);
}

}  // namespace

Json suiteResult(const NamedSuite& named, const std::vector<EvalSampleRecord>& samples) {
    Json result{{"alias", named.name}};
    result.update(reportJson(reportOf(samples)));
    for (const auto& [key, field] : {std::pair{"by_level", &SuiteProblem::level},
                                     {"by_language", &SuiteProblem::language},
                                     {"by_subject", &SuiteProblem::subject}})
        if (Json classes = classesJson(samples, named.suite, field); !classes.empty()) result[key] = std::move(classes);
    return result;
}

Json resultsFile(const EvalArguments& arguments, const std::vector<NamedSuite>& suites, const Json& results) {
    Json configs = Json::object(), shots = Json::object(), counts = Json::object();
    for (const NamedSuite& named : suites) {
        configs[named.name] = {{"task", named.name},
                               {"kind", named.suite.kind.name},
                               {"reward", named.suite.kind.reward},
                               {"num_fewshot", named.shots},
                               {"apply_chat_template", named.chat},
                               {"fewshot_as_multiturn", named.chat && named.shots > 0},
                               {"repeats", named.samples},
                               {"notes", named.suite.notes},
                               {"generation_kwargs",
                                {{"temperature", arguments.temperature},
                                 {"top_p", arguments.top_p},
                                 {"max_gen_toks", arguments.max_tokens},
                                 {"until", named.chat ? std::vector<std::string>() : named.suite.kind.stop}}}};
        shots[named.name] = named.shots;
        counts[named.name] = {{"original", named.suite.problems.size()}, {"effective", named.suite.problems.size()}};
    }
    return {
        {"results", results},
        {"configs", configs},
        {"n-shot", shots},
        {"n-samples", counts},
        {"config", {{"model", "retort"}, {"model_args", "pretrained=" + arguments.model}, {"random_seed", arguments.seed}}},
        {"date", unixTime()}};
}

void writeResultFiles(const fs::path& folder, const Json& results, const std::vector<NamedSuite>& suites,
                      const std::vector<std::vector<EvalSampleRecord>>& samples, const TemplateSection& form) {
    const std::string time = timeOfFiles();
    for (std::size_t i = 0; i < suites.size(); ++i)
        writeFileDurably(folder / fmt::format("samples_{}_{}.jsonl", suites[i].name, time),
                         samplesText(suites[i].suite, samples[i], form));
    writeFileDurably(folder / fmt::format("results_{}.json", time), dumped(results, 2) + "\n");
}

void printResults(const Json& results) {
    for (const auto& [task, r] : results.items()) {
        printLine(task, r, true);
        for (const char* by : {"by_level", "by_language", "by_subject"})
            if (r.contains(by))
                for (const auto& [label, part] : r[by].items()) printLine("  " + label, part, false);
    }
}

}  // namespace retort::cli
