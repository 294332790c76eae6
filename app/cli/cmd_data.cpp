// SPDX-License-Identifier: Apache-2.0
// What a data file holds and what a recipe makes of it.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "commands.h"
#include "data/data_preview.h"
#include "data/dataset.h"
#include "data/encode.h"
#include "json_lines.h"
#include "reward/answer_compare.h"

namespace retort::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct Question {
    PreviewRequest request;
    TemplateSection form;  ///< how prompts are rendered
    fs::path model;        ///< whose chat template, where form.chat
    bool renders = false;
};

void take(std::string& column, const std::string& asked) {
    if (!asked.empty()) column = asked;
}

Question questionOf(const DataArguments& arguments, const std::string& file) {
    Question question;
    question.request = {
        .paths = fs::path(file), .section = {}, .guess = true, .rows = arguments.rows, .check_all = arguments.check};
    DataSection& section = question.request.section;
    section.name = sectionName(file);
    section.path = {file};
    section.kind = arguments.kind;
    take(section.prompt_column, arguments.prompt_column);
    take(section.reference_column, arguments.reference_column);
    take(section.completion_column, arguments.completion_column);
    take(section.chosen_column, arguments.chosen_column);
    take(section.rejected_column, arguments.rejected_column);
    take(section.text_column, arguments.text_column);
    question.renders = !arguments.model.empty() || !arguments.format.empty();
    question.form.chat = !arguments.model.empty();
    question.form.system = arguments.system;
    question.form.prompt = question.form.chat ? "{prompt}" : arguments.format;
    question.model = arguments.model;
    return question;
}

/// One text or a list of them.
std::vector<std::string> texts(const Json& value) {
    if (value.is_string()) return {value.get<std::string>()};
    auto list = value.get<std::vector<std::string>>();
    if (list.empty()) throw Error(ErrorCode::Usage, "names no file", "data", "Give \"file\" a path or a list of paths");
    return list;
}

std::string calledOf(const DataSection& section) { return fmt::format("{}", fmt::join(section.path, ", ")); }

/// A line of stdin: the same by name, columns as the recipe has them.
Question questionOf(const Json& line) {
    Question question;
    const auto files = texts(line.at("file"));
    question.request = {.paths = std::vector<fs::path>(files.begin(), files.end()),
                        .section = {},
                        .guess = line.value("guess", false),
                        .rows = line.value("rows", std::int64_t{5}),
                        .check_all = line.value("check", false)};
    DataSection& section = question.request.section;
    const auto text = [&](std::string& field, const char* key) { field = line.value(key, field); };
    section.name = sectionName(files.front());
    section.path = line.contains("path") ? texts(line["path"]) : files;
    if (question.request.guess) section.kind.clear();
    using S = DataSection;
    static constexpr std::pair<std::string S::*, const char*> kFields[] = {{&S::name, "name"},
                                                                           {&S::kind, "kind"},
                                                                           {&S::domain, "domain"},
                                                                           {&S::language, "language"},
                                                                           {&S::prompt_column, "prompt_column"},
                                                                           {&S::reference_column, "reference_column"},
                                                                           {&S::completion_column, "completion_column"},
                                                                           {&S::chosen_column, "chosen_column"},
                                                                           {&S::rejected_column, "rejected_column"},
                                                                           {&S::text_column, "text_column"},
                                                                           {&S::language_column, "language_column"},
                                                                           {&S::domain_column, "domain_column"}};
    for (const auto& [field, key] : kFields) text(section.*field, key);
    const std::string model = line.value("model", std::string());
    text(question.form.prompt, "format");
    text(question.form.system, "system");
    // With a model the format is the user's message in its chat template.
    question.form.chat = !model.empty();
    if (question.form.chat && !line.contains("format")) question.form.prompt = "{prompt}";
    question.model = model;
    question.renders = question.form.chat || line.contains("format");
    return question;
}

/// Rows of `preview` get the text that the model will see.
void render(const Question& question, DataPreview& preview) {
    if (!question.renders || preview.section.kind == "text") return;
    const TemplateSection form = resolveTemplate(question.form, question.model);
    for (PreviewRow& row : preview.rows)
        if (!row.fields.empty() && row.fields.front().first == "prompt")
            row.fields.insert(row.fields.begin() + 1, {"rendered", renderPrompt(form, row.fields.front().second)});
}

/// Gold answers among all rows that no answer can be compared with.
struct Unreadable {
    std::int64_t count = 0;
    std::vector<std::string> first;  ///< "data/x.csv: row 17: ANSWER: why"
};

Unreadable unreadableOf(const DataPreview& preview, const PathList& paths) {
    Unreadable found;
    if (preview.section.kind != "prompts" || preview.section.reference_column.empty()) return found;
    forEachPrompt(preview.section, paths, [&](const Prompt& prompt, const std::string& where) {
        const auto problem = prompt.reference.empty() ? std::nullopt : unreadableReference(prompt.reference);
        if (problem && found.count++ < 5)
            found.first.push_back(fmt::format("{}: \"{}\": {}", where, prompt.reference.substr(0, 60), *problem));
    });
    return found;
}

Json jsonOf(const DataPreview& preview, const Unreadable& unreadable, bool checked) {
    Json columns = Json::array(), rows = Json::array();
    for (const DataColumn& column : preview.columns) columns.push_back({{"name", column.name}, {"type", column.type}});
    for (const PreviewRow& row : preview.rows) {
        Json fields = Json::object();
        for (const auto& [key, value] : row.fields) fields[key] = value;
        rows.push_back({{"where", row.where}, {"fields", fields}});
    }
    Json out{{"file", calledOf(preview.section)},
             {"format", name(preview.format)},
             {"bytes", preview.bytes},
             {"row_count", preview.row_count ? Json(*preview.row_count) : Json()},
             {"columns", columns},
             {"kind", preview.section.kind},
             {"toml", previewToml(preview.section)},
             {"rows", rows}};
    if (checked) out["unreadable_references"] = {{"count", unreadable.count}, {"first", unreadable.first}};
    if (preview.problem)
        out["problem"] = {{"where", preview.problem->where()},
                          {"message", preview.problem->message()},
                          {"remedy", preview.problem->remedy()}};
    return out;
}

std::string sizeText(std::uint64_t bytes) {
    if (bytes >= 1'000'000) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
    if (bytes >= 1'000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
    return fmt::format("{} bytes", bytes);
}

/// A text in a table: later lines stand under the first.
std::string indented(const std::string& text, std::size_t width) {
    std::string out;
    for (const char c : text) {
        out += c;
        if (c == '\n') out.append(width, ' ');
    }
    return out;
}

void print(const DataPreview& preview, const Unreadable& unreadable, bool checked) {
    fmt::print("{}: {}, {}, {}\n", calledOf(preview.section), name(preview.format), sizeText(preview.bytes),
               preview.row_count ? fmt::format("{} rows", *preview.row_count) : "rows not counted (--check counts them)");
    std::size_t width = 0;
    for (const DataColumn& column : preview.columns) width = std::max(width, column.name.size());
    for (const DataColumn& column : preview.columns) fmt::print("    {:<{}}  {}\n", column.name, width, column.type);
    if (preview.problem) fmt::print("\n{}\n", preview.problem->what());
    else fmt::print("\nIn a recipe:\n\n{}", previewToml(preview.section));
    for (const PreviewRow& row : preview.rows) {
        fmt::print("\n{}\n", row.where);
        for (const auto& [key, value] : row.fields) fmt::print("    {:<12}{}\n", key, indented(value, 16));
    }
    if (!checked) return;
    fmt::print("\nEvery row was read as training reads it.\n");
    if (unreadable.count == 0) return;
    fmt::print("{} gold answers cannot be read; their rows are never scored:\n", unreadable.count);
    for (const std::string& one : unreadable.first) fmt::print("    {}\n", one);
}

/// Both at once; a problem of the preview is one of the answer.
std::pair<DataPreview, Unreadable> answerTo(const Question& question) {
    DataPreview preview = previewData(question.request);
    if (preview.problem) return {std::move(preview), {}};
    Unreadable unreadable;
    try {
        render(question, preview);
        if (question.request.check_all) unreadable = unreadableOf(preview, question.request.paths);
    } catch (const Error& error) {
        preview.problem = error;
    }
    return {std::move(preview), std::move(unreadable)};
}

}  // namespace

int dataCommand(const DataArguments& arguments) {
    if (arguments.files.empty())
        return filterLines([](const Json& line) -> Json {
            try {
                const Question question = questionOf(line);
                const auto [preview, unreadable] = answerTo(question);
                return jsonOf(preview, unreadable, question.request.check_all);
            } catch (const Error& error) {
                // One file that cannot be read is an answer, not the end.
                return {{"problem", {{"where", error.where()}, {"message", error.message()}, {"remedy", error.remedy()}}}};
            }
        });
    int status = 0;
    for (const std::string& file : arguments.files) {
        const auto [preview, unreadable] = answerTo(questionOf(arguments, file));
        if (arguments.json)
            fmt::print("{}\n",
                       jsonOf(preview, unreadable, arguments.check).dump(-1, ' ', false, Json::error_handler_t::replace));
        else print(preview, unreadable, arguments.check && !preview.problem);
        if (preview.problem) status = exitStatus(preview.problem->code());
    }
    return status;
}

}  // namespace retort::cli
