// SPDX-License-Identifier: Apache-2.0
#include "template/parameters.h"

#include <algorithm>

namespace retort::jinja {

Parameters::Parameters(std::string_view function, const Arguments& arguments, std::initializer_list<std::string_view> names,
                       std::size_t required)
    : values_(names.size()) {
    if (arguments.positional.size() > names.size())
        throw TemplateFault(std::string(function) + "() takes at most " + std::to_string(names.size()) + " arguments");
    for (std::size_t i = 0; i < arguments.positional.size(); ++i) values_[i] = &arguments.positional[i];
    for (const auto& [name, value] : arguments.named) {
        const auto found = std::ranges::find(names, name);
        if (found == names.end()) throw TemplateFault(std::string(function) + "() has no argument '" + name + "'");
        const Value*& slot = values_[static_cast<std::size_t>(found - names.begin())];
        if (slot) throw TemplateFault(std::string(function) + "() got the argument '" + name + "' twice");
        slot = &value;
    }
    for (std::size_t i = 0; i < required; ++i)
        if (!values_[i])
            throw TemplateFault(std::string(function) + "() needs the argument '" + std::string(*(names.begin() + i)) + "'");
}

}  // namespace retort::jinja
