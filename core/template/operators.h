// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "template/value.h"

namespace retort::jinja {

/// Python's arithmetic: "+", "-", "*", "/", "//", "%", "**". Throws TemplateFault for other types, zero division and
/// integers above 64 bits.
Value binary(const std::string& symbol, const Value& left, const Value& right);
Value negative(const Value& value);
bool contains(const Value& container, const Value& item);
/// "==", "!=", "<", "<=", ">", ">=", "in", "not in".
bool compare(const std::string& symbol, const Value& left, const Value& right);

/// object.name and object[key] as Jinja looks them up: undefined where there is nothing.
Value attributeOf(const Value& object, const std::string& name);
Value itemOf(const Value& object, const Value& key);
/// object[start:stop:step]; None or undefined bounds are left out.
Value sliceOf(const Value& object, const Value& start, const Value& stop, const Value& step);

/// The method or property of a string, list, dict, loop, ... by name; nothing when it has none. In methods.cpp.
bool findMethod(const Value& object, const std::string& name, Value& method);

/// "%s and %d" % arguments, and "{} and {x}".format(...). In format.cpp.
std::string percentFormat(const std::string& format, const Value& arguments);
std::string braceFormat(const std::string& format, const Arguments& arguments);

}  // namespace retort::jinja
