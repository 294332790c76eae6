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

/// True unless the kind leaves the field out (a pretrain stage has no model).
bool kindHasField(std::string_view kind, std::string_view prefix, std::string_view key);

/// Reads every field of S that `table` has; reports those that are required and missing. Does not look for unknown keys.
template <class S>
void readFields(const TomlNode& table, const std::string& section, S& out, ProblemList& problems, std::string_view kind = {},
                std::string_view prefix = {}) {
    for (const Field<S>& field : fieldsOf<S>()) {
        if (!kindHasField(kind, prefix, field.key)) continue;
        const TomlNode* node = table.find(field.key);
        if (node == nullptr) {
            const bool has_default = std::visit(
                [&](auto member) {
                    if constexpr (requires { (out.*member).empty(); }) return !(out.*member).empty();
                    return true;
                },
                field.member);
            if (field.rule.required && !has_default)
                problems.add(table, section, "\"" + std::string(field.key) + "\" is missing", field.help);
            continue;
        }
        const ValueReader reader(*node, section, field.key, field.rule, field.unit, problems);
        std::visit([&](auto member) { reader.read(out.*member); }, field.member);
    }
}

/// Reports every key of `table` that is not in `known`, with the nearest known one.
void reportUnknownKeys(const TomlNode& table, const std::string& section, const std::vector<std::string>& known,
                       ProblemList& problems);

/// The keys of a section's table, in order.
template <class S>
std::vector<std::string> keysOf(std::string_view kind = {}, std::string_view prefix = {}) {
    std::vector<std::string> keys;
    for (const Field<S>& field : fieldsOf<S>()) {
        if (kindHasField(kind, prefix, field.key)) keys.emplace_back(field.key);
    }
    return keys;
}

}  // namespace retort
