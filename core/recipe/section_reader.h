// SPDX-License-Identifier: Apache-2.0
#pragma once

// Reads flat sections out of a TomlNode by their table, collecting problems instead of stopping at the first.

#include <string>
#include <string_view>
#include <vector>

#include "recipe/recipe_fields.h"
#include "recipe/toml_tree.h"

namespace retort {

/// Collects what is wrong, with the line it is on.
class ProblemList {
public:
    /// `section` is what stands after the line, e.g. "stages.zero".
    void add(const TomlNode& at, const std::string& section, std::string message, std::string remedy = {});
    bool empty() const { return problems_.empty(); }
    std::size_t size() const { return problems_.size(); }
    /// In the order of the file; those of overrides last.
    std::vector<RecipeProblem> sorted() const;

private:
    struct Entry {
        int line;
        RecipeProblem problem;
    };
    std::vector<Entry> problems_;
};

/// One value into one member; a wrong type or bound becomes a problem and leaves the member as it was.
class ValueReader {
public:
    ValueReader(const TomlNode& node, std::string section, std::string key, const FieldRule& rule, const char* unit,
                ProblemList& problems)
        : node_(node), section_(std::move(section)), key_(std::move(key)), rule_(rule), unit_(unit), problems_(problems) {}

    void read(std::string& out) const;
    void read(std::int64_t& out) const;
    void read(double& out) const;
    void read(bool& out) const;
    void read(std::vector<std::string>& out) const;  ///< one text counts as a list of one
    void read(std::vector<double>& out) const;

private:
    bool expect(bool right, const char* wanted) const;
    bool inRange(double value) const;
    bool isChoice(const std::string& value) const;

    const TomlNode& node_;
    std::string section_, key_;
    const FieldRule& rule_;
    const char* unit_;
    ProblemList& problems_;
};

/// False where a kind of stage can do without a field that others need (a pretrain stage may start from no model).
bool kindRequires(std::string_view kind, std::string_view key);

/// True when the field holds something before anything is read.
template <class S>
bool hasDefault(const Field<S>& field, const S& section) {
    return std::visit(
        [&](auto member) {
            if constexpr (requires { (section.*member).empty(); }) return !(section.*member).empty();
            return true;
        },
        field.member);
}

/// Reads every field of S that `table` has; reports those that are required and missing. Does not look for unknown keys.
template <class S>
void readFields(const TomlNode& table, const std::string& section, S& out, ProblemList& problems,
                std::string_view kind = {}) {
    for (const Field<S>& field : fieldsOf<S>()) {
        FieldRule rule = field.rule;
        rule.required = rule.required && kindRequires(kind, field.key);
        if (const TomlNode* node = table.find(field.key)) {
            const ValueReader reader(*node, section, field.key, rule, field.unit, problems);
            std::visit([&](auto member) { reader.read(out.*member); }, field.member);
        } else if (rule.required && !hasDefault(field, out)) {
            problems.add(table, section, "\"" + std::string(field.key) + "\" is missing", field.help);
        }
    }
}

/// Reports every key of `table` that is not in `known`, with the nearest known one.
void reportUnknownKeys(const TomlNode& table, const std::string& section, const std::vector<std::string>& known,
                       ProblemList& problems);

/// The keys of a section's table, in order.
template <class S>
std::vector<std::string> keysOf() {
    std::vector<std::string> keys;
    for (const Field<S>& field : fieldsOf<S>()) keys.emplace_back(field.key);
    return keys;
}

}  // namespace retort
