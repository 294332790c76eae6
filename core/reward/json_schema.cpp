// SPDX-License-Identifier: Apache-2.0
#include "reward/json_schema.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"

namespace retort {
namespace {

using Json = nlohmann::json;

/// How the value of a keyword must look, and which of it are schemas themselves.
enum class Shape {
    Any,
    Schema,
    Schemas,
    SchemaMap,
    Text,
    TextList,
    TextListMap,
    Type,
    Number,
    Count,
    Flag,
    Values,
    Pattern,
    PatternMap,
    Ref,
    Ignored
};

struct Keyword {
    std::string_view name;
    Shape shape;
};
constexpr std::array<Keyword, 52> kKeywords{{
    {"type", Shape::Type},
    {"enum", Shape::Values},
    {"const", Shape::Any},
    {"properties", Shape::SchemaMap},
    {"patternProperties", Shape::PatternMap},
    {"required", Shape::TextList},
    {"additionalProperties", Shape::Schema},
    {"propertyNames", Shape::Schema},
    {"dependentRequired", Shape::TextListMap},
    {"minProperties", Shape::Count},
    {"maxProperties", Shape::Count},
    {"prefixItems", Shape::Schemas},
    {"items", Shape::Schema},
    {"contains", Shape::Schema},
    {"minContains", Shape::Count},
    {"maxContains", Shape::Count},
    {"minItems", Shape::Count},
    {"maxItems", Shape::Count},
    {"uniqueItems", Shape::Flag},
    {"minimum", Shape::Number},
    {"maximum", Shape::Number},
    {"exclusiveMinimum", Shape::Number},
    {"exclusiveMaximum", Shape::Number},
    {"multipleOf", Shape::Number},
    {"minLength", Shape::Count},
    {"maxLength", Shape::Count},
    {"pattern", Shape::Pattern},
    {"allOf", Shape::Schemas},
    {"anyOf", Shape::Schemas},
    {"oneOf", Shape::Schemas},
    {"not", Shape::Schema},
    {"if", Shape::Schema},
    {"then", Shape::Schema},
    {"else", Shape::Schema},
    {"$ref", Shape::Ref},
    {"$defs", Shape::SchemaMap},
    {"definitions", Shape::SchemaMap},
    {"$schema", Shape::Text},
    {"$id", Shape::Text},
    {"$comment", Shape::Text},
    {"title", Shape::Text},
    {"description", Shape::Text},
    {"format", Shape::Text},
    {"default", Shape::Ignored},
    {"example", Shape::Ignored},
    {"examples", Shape::Ignored},
    {"deprecated", Shape::Flag},
    {"readOnly", Shape::Flag},
    {"writeOnly", Shape::Flag},
    {"contentEncoding", Shape::Text},
    {"contentMediaType", Shape::Text},
    {"$vocabulary", Shape::Ignored},
}};

constexpr std::array<std::string_view, 7> kTypes{"null", "boolean", "object", "array", "number", "string", "integer"};
constexpr std::int64_t kMaxSteps = 200'000;
constexpr int kMaxDepth = 200;

/// JSON Pointer's escapes.
std::string escaped(std::string_view key) {
    std::string out;
    for (const char c : key) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

std::string briefly(const Json& value) {
    const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    return text.size() <= 60 ? text : text.substr(0, 57) + "...";
}

bool isWhole(const Json& value) {
    return value.is_number_integer() || (value.is_number_float() && value.get<double>() == std::floor(value.get<double>()));
}

/// The schema at "#" or "#/a/b" of the root; nullptr where there is none.
const Json* target(const Json& root, const std::string& reference) {
    try {
        return &root.at(Json::json_pointer(reference.substr(1)));
    } catch (const Json::exception&) {
        return nullptr;
    }
}

/// Walks a schema once and refuses what JsonSchema could not check.
class SchemaReader {
public:
    SchemaReader(const Json& root, std::map<std::string, Regex>& patterns) : root_(root), patterns_(patterns) {}

    void read(const Json& schema, const std::string& place) {
        if (schema.is_boolean()) return;
        if (!schema.is_object()) refuse("a schema is an object, true or false, not " + briefly(schema), place);
        for (const auto& [key, value] : schema.items()) {
            const auto keyword = std::ranges::find(kKeywords, std::string_view(key), &Keyword::name);
            if (keyword == kKeywords.end())
                refuse(fmt::format("the keyword \"{}\" is not supported", key), place,
                       "Leave it out; the supported ones are those of draft 2020-12 without $anchor, $dynamicRef and "
                       "unevaluated*");
            readValue(keyword->shape, value, place + "/" + escaped(key));
        }
    }

private:
    [[noreturn]] static void refuse(const std::string& what, const std::string& place, const std::string& remedy = {}) {
        throw Error(ErrorCode::BadInput, what, "schema " + place, remedy);
    }
    static void expect(bool right, const char* wanted, const Json& value, const std::string& place) {
        if (!right) refuse(fmt::format("{} is wanted, not {}", wanted, briefly(value)), place);
    }
    static bool isTextList(const Json& value) {
        return value.is_array() && std::ranges::all_of(value, [](const Json& e) { return e.is_string(); });
    }

    void readValue(Shape shape, const Json& value, const std::string& place) {
        switch (shape) {
            case Shape::Any:
            case Shape::Ignored: return;
            case Shape::Schema: return read(value, place);
            case Shape::Schemas:
                expect(value.is_array() && !value.empty(), "a list of schemas", value, place);
                for (std::size_t i = 0; i < value.size(); ++i) read(value[i], fmt::format("{}/{}", place, i));
                return;
            case Shape::SchemaMap:
            case Shape::PatternMap:
                expect(value.is_object(), "an object of schemas", value, place);
                for (const auto& [key, schema] : value.items()) {
                    if (shape == Shape::PatternMap) addPattern(key, place);
                    read(schema, place + "/" + escaped(key));
                }
                return;
            case Shape::Text: return expect(value.is_string(), "text", value, place);
            case Shape::TextList: return expect(isTextList(value), "a list of texts", value, place);
            case Shape::TextListMap:
                return expect(value.is_object() && std::ranges::all_of(value, isTextList), "an object of lists of texts",
                              value, place);
            case Shape::Type: return readType(value, place);
            case Shape::Number:
                if (place.ends_with("/multipleOf"))
                    return expect(value.is_number() && value.get<double>() > 0, "a number above 0", value, place);
                return expect(value.is_number(), "a number", value, place);
            case Shape::Count:
                return expect(value.is_number() && isWhole(value) && value.get<double>() >= 0, "a whole number from 0",
                              value, place);
            case Shape::Flag: return expect(value.is_boolean(), "true or false", value, place);
            case Shape::Values: return expect(value.is_array() && !value.empty(), "a list of values", value, place);
            case Shape::Pattern:
                expect(value.is_string(), "a pattern", value, place);
                return addPattern(value.get<std::string>(), place);
            case Shape::Ref:
                expect(value.is_string() && value.get<std::string>().starts_with('#'),
                       "a reference within this schema (\"#/$defs/NAME\")", value, place);
                if (target(root_, value.get<std::string>()) == nullptr) refuse(briefly(value) + " leads nowhere", place);
                return;
        }
    }

    void readType(const Json& value, const std::string& place) {
        const auto known = [](const Json& e) {
            return e.is_string() && std::ranges::find(kTypes, e.get_ref<const std::string&>()) != kTypes.end();
        };
        const bool right = value.is_array() ? !value.empty() && std::ranges::all_of(value, known) : known(value);
        expect(right, "null, boolean, object, array, number, string, integer or a list of them", value, place);
    }

    void addPattern(const std::string& pattern, const std::string& place) {
        if (!patterns_.contains(pattern))
            patterns_.emplace(pattern, Regex(pattern, RegexDialect::EcmaScript, "schema " + place));
    }

    const Json& root_;
    std::map<std::string, Regex>& patterns_;
};

}  // namespace

JsonSchema::JsonSchema(std::string_view schema) : root_(parseBoundedJson(schema, "schema")) {
    SchemaReader(root_, patterns_).read(root_, "#");
}

/// One value against one schema, keyword by keyword; the first problem is returned.
class SchemaCheck {
public:
    explicit SchemaCheck(const JsonSchema& schema) : schema_(schema) {}
    using Problem = std::optional<std::string>;

    Problem check(const Json& schema, const Json& value, const std::string& place) {
        if (--steps_ < 0 || depth_ > kMaxDepth)
            throw Error(ErrorCode::BadInput, "checking against the schema takes too long", "schema");
        if (schema.is_boolean()) return schema.get<bool>() ? Problem() : at(place, "nothing is allowed here");
        ++depth_;
        Problem problem = checkReference(schema, value, place);
        if (!problem) problem = checkAny(schema, value, place);
        if (!problem && value.is_object()) problem = checkObject(schema, value, place);
        if (!problem && value.is_array()) problem = checkArray(schema, value, place);
        if (!problem && value.is_number()) problem = checkNumber(schema, value, place);
        if (!problem && value.is_string()) problem = checkText(schema, value.get_ref<const std::string&>(), place);
        if (!problem) problem = checkCombined(schema, value, place);
        --depth_;
        return problem;
    }

private:
    static Problem at(const std::string& place, const std::string& what) {
        return (place.empty() ? "the value" : place) + ": " + what;
    }
    static const Json* find(const Json& schema, const char* keyword) {
        const auto found = schema.find(keyword);
        return found == schema.end() ? nullptr : &*found;
    }
    static std::string below(const std::string& place, const std::string& key) { return place + "/" + escaped(key); }

    Problem checkReference(const Json& schema, const Json& value, const std::string& place) {
        const Json* reference = find(schema, "$ref");
        return reference == nullptr ? Problem() : check(*target(schema_.root_, reference->get<std::string>()), value, place);
    }

    static bool isType(const Json& value, const std::string& type) {
        if (type == "integer") return isWhole(value);
        if (type == "number") return value.is_number();
        return type == value.type_name();
    }

    static Problem checkAny(const Json& schema, const Json& value, const std::string& place) {
        if (const Json* type = find(schema, "type")) {
            const bool right =
                type->is_array()
                    ? std::ranges::any_of(*type, [&](const Json& t) { return isType(value, t.get<std::string>()); })
                    : isType(value, type->get<std::string>());
            if (!right)
                return at(place, fmt::format("{} is wanted, not {}",
                                             type->is_array() ? briefly(*type) : type->get<std::string>(), briefly(value)));
        }
        if (const Json* values = find(schema, "enum");
            values != nullptr && std::ranges::find(*values, value) == values->end())
            return at(place, fmt::format("{} is none of {}", briefly(value), briefly(*values)));
        if (const Json* constant = find(schema, "const"); constant != nullptr && *constant != value)
            return at(place, fmt::format("{} is not {}", briefly(value), briefly(*constant)));
        return {};
    }

    static Problem checkCount(const Json& schema, const char* least, const char* most, std::size_t count, const char* what,
                              const std::string& place) {
        if (const Json* bound = find(schema, least); bound != nullptr && static_cast<double>(count) < bound->get<double>())
            return at(place, fmt::format("{} {}, at least {} are wanted", count, what, briefly(*bound)));
        if (const Json* bound = find(schema, most); bound != nullptr && static_cast<double>(count) > bound->get<double>())
            return at(place, fmt::format("{} {}, at most {} are allowed", count, what, briefly(*bound)));
        return {};
    }

    static Problem missing(const Json& names, const Json& value, const std::string& place) {
        for (const Json& name : names) {
            if (!value.contains(name.get_ref<const std::string&>()))
                return at(place, fmt::format("{} is missing", briefly(name)));
        }
        return {};
    }

    Problem checkObject(const Json& schema, const Json& value, const std::string& place) {
        if (Problem problem = checkCount(schema, "minProperties", "maxProperties", value.size(), "properties", place))
            return problem;
        if (const Json* required = find(schema, "required")) {
            if (Problem problem = missing(*required, value, place)) return problem;
        }
        if (const Json* dependent = find(schema, "dependentRequired")) {
            for (const auto& [key, names] : dependent->items()) {
                if (!value.contains(key)) continue;
                if (Problem problem = missing(names, value, place)) return problem;
            }
        }
        for (const auto& [key, member] : value.items()) {
            if (Problem problem = checkMember(schema, key, member, place)) return problem;
        }
        return {};
    }

    Problem checkMember(const Json& schema, const std::string& key, const Json& member, const std::string& place) {
        bool known = false;
        if (const Json* names = find(schema, "propertyNames")) {
            if (Problem problem = check(*names, key, place))
                return at(place, fmt::format("the name \"{}\" is not allowed", key));
        }
        if (const Json* properties = find(schema, "properties"); properties != nullptr && properties->contains(key)) {
            known = true;
            if (Problem problem = check((*properties)[key], member, below(place, key))) return problem;
        }
        if (const Json* patterns = find(schema, "patternProperties")) {
            for (const auto& [pattern, inner] : patterns->items()) {
                if (!matches(pattern, key)) continue;
                known = true;
                if (Problem problem = check(inner, member, below(place, key))) return problem;
            }
        }
        const Json* additional = find(schema, "additionalProperties");
        if (known || additional == nullptr) return {};
        if (*additional == false) return at(place, fmt::format("the property \"{}\" is not allowed", key));
        return check(*additional, member, below(place, key));
    }

    Problem checkArray(const Json& schema, const Json& value, const std::string& place) {
        if (Problem problem = checkCount(schema, "minItems", "maxItems", value.size(), "items", place)) return problem;
        const Json* prefix = find(schema, "prefixItems");
        const Json* items = find(schema, "items");
        const std::size_t prefixed = prefix == nullptr ? 0 : prefix->size();
        std::size_t contained = 0;
        const Json* contains = find(schema, "contains");
        for (std::size_t i = 0; i < value.size(); ++i) {
            const std::string here = fmt::format("{}/{}", place, i);
            const Json* inner = i < prefixed ? &(*prefix)[i] : items;
            if (inner != nullptr) {
                if (Problem problem = check(*inner, value[i], here)) return problem;
            }
            contained += contains != nullptr && !check(*contains, value[i], here);
        }
        if (contains != nullptr) {
            if (find(schema, "minContains") == nullptr && contained == 0)
                return at(place, "no item is as \"contains\" wants");
            if (Problem problem =
                    checkCount(schema, "minContains", "maxContains", contained, "items are as \"contains\" wants", place))
                return problem;
        }
        return find(schema, "uniqueItems") != nullptr && schema["uniqueItems"] == true ? repeated(value, place) : Problem();
    }

    Problem repeated(const Json& value, const std::string& place) {
        std::vector<const Json*> sorted;
        for (const Json& item : value) sorted.push_back(&item);
        std::ranges::sort(sorted, [](const Json* a, const Json* b) { return *a < *b; });
        const auto twice = std::ranges::adjacent_find(sorted, [](const Json* a, const Json* b) { return *a == *b; });
        return twice == sorted.end() ? Problem() : at(place, briefly(**twice) + " comes twice");
    }

    static Problem checkNumber(const Json& schema, const Json& value, const std::string& place) {
        if (const Json* bound = find(schema, "minimum"); bound != nullptr && value < *bound)
            return at(place, fmt::format("{} is below {}", briefly(value), briefly(*bound)));
        if (const Json* bound = find(schema, "maximum"); bound != nullptr && *bound < value)
            return at(place, fmt::format("{} is above {}", briefly(value), briefly(*bound)));
        if (const Json* bound = find(schema, "exclusiveMinimum"); bound != nullptr && value <= *bound)
            return at(place, fmt::format("{} is not above {}", briefly(value), briefly(*bound)));
        if (const Json* bound = find(schema, "exclusiveMaximum"); bound != nullptr && value >= *bound)
            return at(place, fmt::format("{} is not below {}", briefly(value), briefly(*bound)));
        if (const Json* step = find(schema, "multipleOf")) {
            const double quotient = value.get<double>() / step->get<double>();
            if (!(std::abs(quotient - std::round(quotient)) <= 1e-9 * std::max(1.0, std::abs(quotient))))
                return at(place, fmt::format("{} is no multiple of {}", briefly(value), briefly(*step)));
        }
        return {};
    }

    Problem checkText(const Json& schema, const std::string& text, const std::string& place) {
        const auto points = static_cast<std::size_t>(
            std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
        if (Problem problem = checkCount(schema, "minLength", "maxLength", points, "characters", place)) return problem;
        const Json* pattern = find(schema, "pattern");
        if (pattern != nullptr && !matches(pattern->get<std::string>(), text))
            return at(place, fmt::format("{} does not match {}", briefly(text), briefly(*pattern)));
        return {};
    }

    bool matches(const std::string& pattern, const std::string& text) const {
        return schema_.patterns_.at(pattern).find(text, 0).has_value();
    }

    Problem checkCombined(const Json& schema, const Json& value, const std::string& place) {
        const Json none = Json::array();
        const auto list = [&](const char* keyword) -> const Json& {
            const Json* found = find(schema, keyword);
            return found == nullptr ? none : *found;
        };
        for (const Json& inner : list("allOf")) {
            if (Problem problem = check(inner, value, place)) return problem;
        }
        Problem first;
        std::size_t any = 0, one = 0;
        for (const Json& inner : list("anyOf")) {
            Problem problem = check(inner, value, place);
            if (!problem && ++any > 0) break;
            if (!first) first = std::move(problem);
        }
        if (!list("anyOf").empty() && any == 0) return at(place, "it fits none of anyOf; the first: " + *first);
        for (const Json& inner : list("oneOf")) {
            Problem problem = check(inner, value, place);
            one += !problem;
            if (problem && !first) first = std::move(problem);
        }
        if (!list("oneOf").empty() && one != 1)
            return at(place, one == 0 ? "it fits none of oneOf; the first: " + *first
                                      : fmt::format("it fits {} of oneOf, not one", one));
        if (const Json* inner = find(schema, "not"); inner != nullptr && !check(*inner, value, place))
            return at(place, "it is what \"not\" forbids");
        if (const Json* condition = find(schema, "if")) {
            const Json* branch = find(schema, check(*condition, value, place) ? "else" : "then");
            if (branch != nullptr) return check(*branch, value, place);
        }
        return {};
    }

    const JsonSchema& schema_;
    std::int64_t steps_ = kMaxSteps;
    int depth_ = 0;
};

std::optional<std::string> JsonSchema::problem(const Json& value) const {
    return SchemaCheck(*this).check(root_, value, "");
}

}  // namespace retort
