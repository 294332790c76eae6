// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

// toml++ 3.3 takes its own assertions for granted in release builds, and a malformed file can break them. Here they stay,
// and throw.
#ifdef NDEBUG
#undef NDEBUG
#endif
namespace {
constexpr void demand(bool condition) {
    if (!condition) throw std::logic_error("malformed beyond repair");
}
}  // namespace
#define TOML_ASSERT(condition) demand(static_cast<bool>(condition))
#define TOML_EXCEPTIONS 1
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "base/error.h"
#include "base/file.h"
#include "recipe/toml_tree.h"

namespace retort {
namespace {

constexpr std::uint64_t max_recipe_bytes = 1 << 20;

TomlNode convert(const toml::node& node, const std::string& file);

void convertTable(const toml::table& table, const std::string& file, TomlNode& out) {
    struct Entry {
        toml::source_position position;
        std::string key;
        const toml::node* node;
    };
    std::vector<Entry> entries;
    for (const auto& [key, node] : table) entries.push_back({key.source().begin, std::string(key.str()), &node});
    // toml++ keeps tables sorted by key; the order of stages in the file matters to people.
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.position < b.position; });
    for (const Entry& entry : entries) {
        TomlNode child = convert(*entry.node, file);
        if (!file.empty() && entry.position.line > 0) {
            child.line = static_cast<int>(entry.position.line);
            child.origin = fmt::format("{}:{}", file, child.line);
        }
        out.entries.emplace_back(entry.key, std::move(child));
    }
}

std::string otherKind(const toml::node& node) {
    if (node.is_date()) return "a date";
    if (node.is_time()) return "a time";
    return "a date and time";
}

TomlNode convert(const toml::node& node, const std::string& file) {
    TomlNode out;
    out.line = static_cast<int>(node.source().begin.line);
    out.origin = file.empty() ? std::string{} : fmt::format("{}:{}", file, out.line);
    if (const auto* table = node.as_table()) {
        convertTable(*table, file, out);
    } else if (const auto* array = node.as_array()) {
        out.kind = TomlNode::Kind::Array;
        for (const toml::node& item : *array) out.items.push_back(convert(item, file));
    } else if (const auto* text = node.as_string()) {
        out.kind = TomlNode::Kind::Text;
        out.text = text->get();
    } else if (const auto* whole = node.as_integer()) {
        out.kind = TomlNode::Kind::Whole;
        out.whole = whole->get();
        out.number = static_cast<double>(out.whole);
    } else if (const auto* number = node.as_floating_point()) {
        out.kind = TomlNode::Kind::Number;
        out.number = number->get();
    } else if (const auto* flag = node.as_boolean()) {
        out.kind = TomlNode::Kind::Flag;
        out.flag = flag->get();
    } else {
        out.kind = TomlNode::Kind::Other;
        out.text = otherKind(node);
    }
    return out;
}

std::string syntaxMessage(const toml::parse_error& error) {
    std::string text(error.description());
    while (!text.empty() && text.back() == '.') text.pop_back();
    return text;
}

/// ":12" of the first table header that begins with neither a name nor a quote, the one thing known to break toml++.
std::string badHeaderLine(const std::string& content) {
    std::istringstream lines(content);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        const std::size_t start = line.find_first_not_of(" \t");
        if (start == std::string::npos || line[start] != '[') continue;
        const std::size_t name = line.find_first_not_of("[ \t", start);
        const bool begins =
            name != std::string::npos && (std::isalnum(static_cast<unsigned char>(line[name])) != 0 ||
                                          std::string_view("_-\"'").find(line[name]) != std::string_view::npos);
        if (!begins) return fmt::format(":{}", number);
    }
    return {};
}

void setOrigin(TomlNode& node, const std::string& origin) {
    node.origin = origin;
    node.line = 0;
    for (TomlNode& item : node.items) setOrigin(item, origin);
    for (auto& [key, child] : node.entries) setOrigin(child, origin);
}

/// Tables merge key by key; everything else replaces.
void merge(TomlNode& into, TomlNode&& from) {
    for (auto& [key, value] : from.entries) {
        const auto same =
            std::find_if(into.entries.begin(), into.entries.end(), [&](const auto& e) { return e.first == key; });
        if (same == into.entries.end()) {
            into.entries.emplace_back(key, std::move(value));
        } else if (same->second.kind == TomlNode::Kind::Table && value.kind == TomlNode::Kind::Table) {
            merge(same->second, std::move(value));
        } else {
            same->second = std::move(value);
        }
    }
}

bool isBareWord(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) || c == '_' || c == '-' || c == '.' || c == '/';
    });
}

toml::table parseAssignment(const Override& change, const std::string& origin) {
    const auto refuse = [&](const std::string& why) {
        return Error(ErrorCode::Usage, why, origin,
                     "Write --set KEY=VALUE with a TOML value, e.g. --set stages.zero.steps=3");
    };
    if ((change.key + change.value).find_first_of("\r\n") != std::string::npos) throw refuse("the value spans lines");
    try {
        return toml::parse(change.key + " = " + change.value);
    } catch (const toml::parse_error& error) {
        // In a shell the quotes of a text are easily lost.
        if (!isBareWord(change.value)) throw refuse(syntaxMessage(error));
    } catch (const std::logic_error& error) {
        throw refuse(std::string("the TOML is ") + error.what());
    }
    try {
        return toml::parse(change.key + " = \"" + change.value + "\"");
    } catch (const toml::parse_error& error) {
        throw refuse(syntaxMessage(error));
    } catch (const std::logic_error& error) {
        throw refuse(std::string("the TOML is ") + error.what());
    }
}

}  // namespace

const TomlNode* TomlNode::find(std::string_view key) const {
    for (const auto& [name, node] : entries) {
        if (name == key) return &node;
    }
    return nullptr;
}

TomlNode* TomlNode::find(std::string_view key) { return const_cast<TomlNode*>(std::as_const(*this).find(key)); }

std::string TomlNode::describe() const {
    switch (kind) {
        case Kind::Table: return "a table";
        case Kind::Array: return "a list";
        case Kind::Text: return tomlText(text.size() > 40 ? text.substr(0, 37) + "..." : text);
        case Kind::Whole: return fmt::to_string(whole);
        case Kind::Number: return fmt::to_string(number);
        case Kind::Flag: return flag ? "true" : "false";
        case Kind::Other: break;
    }
    return text;
}

TomlNode parseTomlFile(const std::filesystem::path& file) {
    const std::string content = readFile(file, max_recipe_bytes);
    const std::string name = file.filename().string();
    try {
        TomlNode root = convert(toml::parse(content, file.string()), name);
        root.origin = name;
        root.line = 1;
        return root;
    } catch (const toml::parse_error& error) {
        const auto begin = error.source().begin;
        throw Error(ErrorCode::Usage, syntaxMessage(error), fmt::format("{}:{}:{}", name, begin.line, begin.column),
                    "Correct the TOML there");
    } catch (const std::logic_error& error) {
        throw Error(ErrorCode::Usage, std::string("the TOML is ") + error.what(), name + badHeaderLine(content),
                    "A section header must look like [stages.zero]");
    }
}

void applyOverride(TomlNode& root, const Override& change) {
    const std::string origin = fmt::format("--set {}={}", change.key, change.value);
    TomlNode tree = convert(parseAssignment(change, origin), {});
    setOrigin(tree, origin);
    merge(root, std::move(tree));
}

std::string tomlText(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\r') {
            out += "\\r";
        } else if (byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\u{:04X}", byte);
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string tomlNumber(double value) {
    std::string text = fmt::format("{}", value);
    if (text.find_first_of(".en") == std::string::npos) text += ".0";
    return text;
}

}  // namespace retort
