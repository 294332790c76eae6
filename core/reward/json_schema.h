// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/regex.h"

namespace retort {

/// JSON nested deeper, longer or with duplicate keys is refused: what it said would depend on who reads it. Throws
/// Error(BadInput) with the byte it is about.
nlohmann::json parseBoundedJson(std::string_view text, const std::string& where);

/// A JSON Schema (draft 2020-12) that was checked once: type, enum, const; properties, patternProperties, required,
/// additionalProperties, propertyNames, dependentRequired, minProperties, maxProperties; prefixItems, items, contains,
/// minContains, maxContains, minItems, maxItems, uniqueItems; minimum, maximum, exclusiveMinimum, exclusiveMaximum,
/// multipleOf; minLength, maxLength (code points), pattern; allOf, anyOf, oneOf, not, if, then, else; $ref to "#" and
/// "#/pointer", $defs; and the annotations. `format` is an annotation, as the draft's default has it. Immutable; any thread.
class JsonSchema {
public:
    /// Throws Error(BadInput) naming the keyword's place for one that is unknown or of the wrong type, for a $ref that leads
    /// nowhere or to another document, and for a pattern that cannot be read.
    explicit JsonSchema(std::string_view schema);

    /// What is wrong first, with its place ("/items/3/name: ..."); nothing when the value satisfies the schema. Throws
    /// Error(BadInput) where deciding would take too long.
    std::optional<std::string> problem(const nlohmann::json& value) const;

private:
    friend class SchemaCheck;
    nlohmann::json root_;
    std::map<std::string, Regex> patterns_;
};

}  // namespace retort
