// SPDX-License-Identifier: Apache-2.0
// The functions that every template has.

#include <ctime>
#include <memory>

#include "template/interpreter.h"
#include "template/parameters.h"

namespace retort::jinja {
namespace {

constexpr std::int64_t kMaxRange = 100'000;  // HuggingFace's sandbox refuses longer ones too

Value rangeOf(Interpreter&, Arguments& arguments) {
    const Parameters p("range", arguments, {"start", "stop", "step"}, 1);
    const std::int64_t start = p.has(1) ? p.integer(0, 0) : 0;
    const std::int64_t stop = p.has(1) ? p.integer(1, 0) : p.integer(0, 0);
    const std::int64_t step = p.integer(2, 1);
    if (step == 0) throw TemplateFault("range() arg 3 must not be zero");
    std::vector<Value> items;
    for (std::int64_t at = start; step > 0 ? at < stop : at > stop;) {
        if (static_cast<std::int64_t>(items.size()) == kMaxRange) throw TemplateFault("a range of more than 100000 numbers");
        items.emplace_back(at);
        if (__builtin_add_overflow(at, step, &at)) break;
    }
    return makeSequence(Sequence::Form::Range, std::move(items));
}

Dict dictOf(const Arguments& arguments) {
    Dict dict;
    if (arguments.positional.size() > 1) throw TemplateFault("dict() takes at most one positional argument");
    if (!arguments.positional.empty()) {
        const Value& source = arguments.positional.front();
        if (source.dict()) {
            dict = *source.dict();
        } else {
            for (const Value& pair : iterate(source)) {
                const std::vector<Value> parts = iterate(pair);
                if (parts.size() != 2) throw TemplateFault("dict() takes pairs of key and value");
                dict.set(parts[0], parts[1]);
            }
        }
    }
    for (const auto& [name, value] : arguments.named) dict.set(Value(name), value);
    return dict;
}

Value namespaceOf(Interpreter& interpreter, Arguments& arguments) {
    Dict values = dictOf(arguments);
    for (const auto& [name, unused] : values.items)
        if (name.text() && name.text()->starts_with('_'))
            throw TemplateFault("a namespace cannot hold the underscored name '" + *name.text() + "'");
    return interpreter.makeNamespace(std::move(values));
}

Value raiseException(Interpreter&, Arguments& arguments) {
    const Parameters p("raise_exception", arguments, {"message"}, 1);
    throw TemplateFault("the template refuses these messages: " + p.text(0));
}

/// The format of strftime, the time of now here.
Value strftimeNow(Interpreter&, Arguments& arguments) {
    const std::string format = Parameters("strftime_now", arguments, {"format"}, 1).text(0);
    if (format.size() > 1000) throw TemplateFault("a time format above 1000 characters");
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    localtime_r(&now, &parts);
    std::string text(format.size() * 64 + 64, '\0');
    text.resize(std::strftime(text.data(), text.size(), format.c_str(), &parts));
    return text;
}

Value joiner(Interpreter&, Arguments& arguments) {
    const std::string separator = Parameters("joiner", arguments, {"sep"}).text(0, ", ");
    return makeFunction("joiner", [separator, used = std::make_shared<bool>(false)](Interpreter&, Arguments&) {
        return Value(std::exchange(*used, true) ? separator : std::string());
    });
}

}  // namespace

const std::vector<std::pair<std::string, Value>>& globals() {
    static const std::vector<std::pair<std::string, Value>> all{
        {"range", makeFunction("range", rangeOf)},
        {"dict", makeFunction("dict", [](Interpreter&, Arguments& arguments) { return makeDict(dictOf(arguments)); })},
        {"namespace", makeFunction("namespace", namespaceOf)},
        {"joiner", makeFunction("joiner", joiner)},
        {"raise_exception", makeFunction("raise_exception", raiseException)},
        {"strftime_now", makeFunction("strftime_now", strftimeNow)}};
    return all;
}

}  // namespace retort::jinja
