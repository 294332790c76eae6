// SPDX-License-Identifier: Apache-2.0
#include "reward/code_tests.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace retort {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostBytes = std::size_t{64} << 20;
constexpr std::size_t kMostTests = 10'000;
constexpr double kMostSeconds = 300, kMostMebibytes = 8192;

[[noreturn]] void refuse(const std::string& what, const std::string& field) {
    throw Error(ErrorCode::BadInput, what, field,
                "Tests are a list of {\"input\", \"output\"}, a list of asserts, or a test program");
}

std::string textOf(const Json& value, const std::string& field) {
    if (value.is_string()) return value.get<std::string>();
    refuse("text is expected here", field);
}

std::optional<CodeLanguage> languageNamed(std::string_view name) {
    for (const char* known : {"python", "python3", "py"})
        if (name == known) return CodeLanguage::Python;
    for (const char* known : {"cpp", "c++", "cc", "cxx"})
        if (name == known) return CodeLanguage::Cpp;
    return std::nullopt;
}

void readTests(const Json& value, const std::string& field, CodeTests& tests) {
    if (value.is_string()) return tests.checks.push_back(value.get<std::string>());
    if (!value.is_array()) refuse("a list or a text is expected here", field);
    if (value.size() > kMostTests) refuse(fmt::format("more than {} tests", kMostTests), field);
    for (std::size_t i = 0; i < value.size(); ++i) {
        const std::string where = fmt::format("{}[{}]", field, i);
        const Json& entry = value[i];
        if (entry.is_string()) {
            tests.checks.push_back(entry.get<std::string>());
        } else if (entry.is_object() && entry.contains("input") && entry.contains("output")) {
            tests.cases.push_back({textOf(entry["input"], where + ".input"), textOf(entry["output"], where + ".output")});
        } else {
            refuse("neither an assert nor {\"input\", \"output\"}", where);
        }
    }
}

void readPairs(const Json& inputs, const Json& outputs, CodeTests& tests) {
    if (!inputs.is_array() || !outputs.is_array() || inputs.size() != outputs.size())
        refuse("two lists of the same length are expected", "tests.inputs");
    if (inputs.size() > kMostTests) refuse(fmt::format("more than {} tests", kMostTests), "tests.inputs");
    for (std::size_t i = 0; i < inputs.size(); ++i)
        tests.cases.push_back({textOf(inputs[i], fmt::format("tests.inputs[{}]", i)),
                               textOf(outputs[i], fmt::format("tests.outputs[{}]", i))});
}

double bounded(const Json& object, const char* key, double most) {
    const Json& value = object[key];
    if (!value.is_number() || !(value.get<double>() > 0) || value.get<double>() > most)
        refuse(fmt::format("a number above 0, at most {:g}, is expected", most), fmt::format("tests.{}", key));
    return value.get<double>();
}

void readObject(const Json& object, CodeTests& tests) {
    for (const char* key : {"cases", "asserts", "test_list", "test", "tests"})
        if (object.contains(key)) readTests(object[key], fmt::format("tests.{}", key), tests);
    if (object.contains("inputs") && object.contains("outputs")) readPairs(object["inputs"], object["outputs"], tests);
    for (const char* key : {"setup", "test_setup_code"})
        if (object.contains(key)) tests.setup = textOf(object[key], fmt::format("tests.{}", key));
    if (object.contains("entry_point")) tests.entry_point = textOf(object["entry_point"], "tests.entry_point");
    if (object.contains("prompt")) tests.prompt = textOf(object["prompt"], "tests.prompt");
    if (object.contains("language")) {
        tests.language = languageNamed(textOf(object["language"], "tests.language"));
        if (!tests.language) refuse("the language is \"python\" or \"cpp\"", "tests.language");
    }
    if (object.contains("time_limit")) tests.limits.cpu_seconds = bounded(object, "time_limit", kMostSeconds);
    if (object.contains("memory_limit"))
        tests.limits.memory_bytes = static_cast<std::uint64_t>(bounded(object, "memory_limit", kMostMebibytes)) << 20;
}

}  // namespace

CodeTests parseCodeTests(std::string_view json) {
    if (json.size() > kMostBytes) refuse("more than 64 MiB of tests", "tests");
    CodeTests tests;
    const Json value = Json::parse(json, nullptr, false);
    if (value.is_discarded()) tests.checks.emplace_back(json);
    else if (value.is_object()) readObject(value, tests);
    else readTests(value, "tests", tests);
    if (tests.cases.empty() && tests.checks.empty()) refuse("there are no tests", "tests");
    if (!tests.cases.empty() && !tests.checks.empty()) refuse("stdin cases and asserts are mixed", "tests");
    return tests;
}

}  // namespace retort
