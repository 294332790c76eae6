// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string_view>

#include "template/value.h"

namespace retort::jinja {

class Interpreter;

/// `input | name(arguments)`.
using FilterFunction = Value (*)(Interpreter&, const Value& input, const Arguments& arguments);
using FilterTable = std::map<std::string_view, FilterFunction>;

const FilterTable& textFilters();
const FilterTable& listFilters();

}  // namespace retort::jinja
