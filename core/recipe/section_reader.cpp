// SPDX-License-Identifier: Apache-2.0
#include "recipe/section_reader.h"

#include <algorithm>
#include <climits>
#include <cmath>

#include <fmt/format.h>

#include "recipe/suggest.h"

namespace retort {
namespace {

/// 16 instead of 16.0, 0.2 instead of 0.20000000000000001.
std::string plain(double value) {
    return value == std::floor(value) && std::abs(value) < 1e15 ? fmt::format("{:.0f}", value) : fmt::format("{}", value);
}

}  // namespace

void ProblemList::add(const TomlNode& at, const std::string& section, std::string message, std::string remedy) {
    std::string where = at.origin;
    if (!section.empty()) where += (where.empty() ? "" : ": ") + section;
    // A wrong default is read once by every stage that takes it; it is one problem.
    const int line = at.line > 0 ? at.line : INT_MAX;
    const bool known = at.line > 0 && std::any_of(problems_.begin(), problems_.end(), [&](const Entry& entry) {
                           return entry.line == line && entry.problem.message == message;
                       });
    if (!known) problems_.push_back({line, {std::move(where), std::move(message), std::move(remedy)}});
}

std::vector<RecipeProblem> ProblemList::sorted() const {
    std::vector<Entry> entries = problems_;
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.line < b.line; });
    std::vector<RecipeProblem> out;
    for (Entry& entry : entries) out.push_back(std::move(entry.problem));
    return out;
}

bool ValueReader::expect(bool right, const char* wanted) const {
    if (!right) problems_.add(node_, section_, fmt::format("{} must be {}, not {}", key_, wanted, node_.describe()));
    return right;
}

bool ValueReader::inRange(double value) const {
    if (value >= rule_.minimum && value <= rule_.maximum) return true;
    const std::string unit = *unit_ != '\0' ? fmt::format(" ({})", unit_) : std::string{};
    const std::string wanted = std::isinf(rule_.maximum)
                                   ? fmt::format("at least {}", plain(rule_.minimum))
                                   : fmt::format("from {} to {}", plain(rule_.minimum), plain(rule_.maximum));
    problems_.add(node_, section_, fmt::format("{} must be {}{}, not {}", key_, wanted, unit, plain(value)));
    return false;
}

bool ValueReader::isChoice(const std::string& value) const {
    if (rule_.choices.empty() || std::find(rule_.choices.begin(), rule_.choices.end(), value) != rule_.choices.end())
        return true;
    problems_.add(node_, section_, fmt::format("{} cannot be {}", key_, node_.describe()), suggestion(value, rule_.choices));
    return false;
}

void ValueReader::read(std::string& out) const {
    if (!expect(node_.kind == TomlNode::Kind::Text, "text in quotes")) return;
    if (rule_.required && node_.text.empty()) {
        problems_.add(node_, section_, key_ + " must not be empty");
    } else if (isChoice(node_.text)) {
        out = node_.text;
    }
}

void ValueReader::read(std::int64_t& out) const {
    if (expect(node_.kind == TomlNode::Kind::Whole, "a whole number") && inRange(node_.number)) out = node_.whole;
}

void ValueReader::read(double& out) const {
    const bool number = node_.kind == TomlNode::Kind::Whole || node_.kind == TomlNode::Kind::Number;
    if (expect(number && std::isfinite(node_.number), "a number") && inRange(node_.number)) out = node_.number;
}

void ValueReader::read(bool& out) const {
    if (expect(node_.kind == TomlNode::Kind::Flag, "true or false")) out = node_.flag;
}

void ValueReader::read(std::vector<std::string>& out) const {
    std::vector<std::string> items;
    if (node_.kind == TomlNode::Kind::Text && !node_.text.empty()) items.push_back(node_.text);
    for (const TomlNode& item : node_.items) {
        if (item.kind == TomlNode::Kind::Text && !item.text.empty()) items.push_back(item.text);
    }
    const bool all = node_.kind == TomlNode::Kind::Array ? items.size() == node_.items.size() : !items.empty();
    if (!expect(all, "a list of names")) return;
    if (rule_.required && items.empty()) {
        problems_.add(node_, section_, key_ + " must not be empty");
        return;
    }
    for (auto item = items.begin(); item != items.end(); ++item) {
        if (std::find(items.begin(), item, *item) == item) continue;
        problems_.add(node_, section_, fmt::format("{} names {} twice", key_, tomlText(*item)));
        return;
    }
    out = std::move(items);
}

void ValueReader::read(std::vector<double>& out) const {
    if (!expect(node_.kind == TomlNode::Kind::Array, "a list of numbers")) return;
    std::vector<double> items;
    for (const TomlNode& item : node_.items) {
        const bool number = item.kind == TomlNode::Kind::Whole || item.kind == TomlNode::Kind::Number;
        if (!number || !std::isfinite(item.number)) {
            problems_.add(node_, section_, fmt::format("{} must be a list of numbers, but holds {}", key_, item.describe()));
            return;
        }
        if (!inRange(item.number)) return;
        items.push_back(item.number);
    }
    out = std::move(items);
}

bool kindRequires(std::string_view kind, std::string_view key) { return kind != "pretrain" || key != "model"; }

void reportUnknownKeys(const TomlNode& table, const std::string& section, const std::vector<std::string>& known,
                       ProblemList& problems) {
    for (const auto& [key, node] : table.entries) {
        if (std::find(known.begin(), known.end(), key) == known.end())
            problems.add(node, section, fmt::format("unknown key {}", tomlText(key)), suggestion(key, known));
    }
}

}  // namespace retort
