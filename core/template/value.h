// SPDX-License-Identifier: Apache-2.0
#pragma once

// The values of a chat template: Python's, as Jinja shows them. Immutable and shared, but for namespaces and loops.
// Operations that Python refuses throw TemplateFault; work and nesting are charged to the Budget of the render at hand.

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace retort::jinja {

/// What is wrong with a template or with what it does; the place is added by who knows it.
struct TemplateFault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Interpreter;
class Value;
struct Arguments;
struct Dict;
struct Function;
struct Loop;
struct Namespace;
struct Sequence;

struct Undefined {
    std::shared_ptr<const std::string> why;  ///< e.g. "'x' is undefined"; may be null
};
struct None {};

using TextPtr = std::shared_ptr<const std::string>;
using SequencePtr = std::shared_ptr<const Sequence>;
using DictPtr = std::shared_ptr<const Dict>;
using NamespacePtr = std::shared_ptr<Namespace>;
using FunctionPtr = std::shared_ptr<const Function>;
using LoopPtr = std::shared_ptr<Loop>;

class Value {
public:
    using Data = std::variant<Undefined, None, bool, std::int64_t, double, TextPtr, SequencePtr, DictPtr, NamespacePtr,
                              FunctionPtr, LoopPtr>;

    Value() = default;
    Value(None none) : data_(none) {}
    Value(bool value) : data_(value) {}
    Value(std::int64_t value) : data_(value) {}
    Value(int value) : data_(std::int64_t{value}) {}
    Value(double value) : data_(value) {}
    /// Charges the budget for the bytes.
    Value(std::string value);
    Value(std::string_view value) : Value(std::string(value)) {}
    Value(const char* value) : Value(std::string(value)) {}
    Value(SequencePtr value) : data_(std::move(value)) {}
    Value(DictPtr value) : data_(std::move(value)) {}
    Value(NamespacePtr value) : data_(std::move(value)) {}
    Value(FunctionPtr value) : data_(std::move(value)) {}
    Value(LoopPtr value) : data_(std::move(value)) {}
    static Value undefined(std::string why);

    template <class T>
    const T* as() const {
        return std::get_if<T>(&data_);
    }
    const std::string* text() const {
        const TextPtr* found = as<TextPtr>();
        return found ? found->get() : nullptr;
    }
    const Sequence* sequence() const {
        const SequencePtr* found = as<SequencePtr>();
        return found ? found->get() : nullptr;
    }
    const Dict* dict() const {
        const DictPtr* found = as<DictPtr>();
        return found ? found->get() : nullptr;
    }
    bool isUndefined() const { return data_.index() == 0; }
    bool isNone() const { return data_.index() == 1; }
    bool isNumber() const { return data_.index() >= 2 && data_.index() <= 4; }
    const Data& data() const { return data_; }

private:
    Data data_;
};

struct Sequence {
    enum class Form { List, Tuple, Range, Generator, Keys, Values, Items };
    Form form = Form::List;
    std::vector<Value> items;
    int depth = 1;                  ///< nesting, bounded by the budget
    mutable bool consumed = false;  ///< a generator gives its items once
};

struct Dict {
    std::vector<std::pair<Value, Value>> items;  ///< in order of insertion
    std::unordered_map<std::string, std::size_t> index;
    int depth = 1;

    const Value* find(std::string_view key) const;
    const Value* find(const std::string& key) const { return find(std::string_view(key)); }
    const Value* find(const char* key) const { return find(std::string_view(key)); }
    const Value* find(const Value& key) const;
    /// Throws TemplateFault when the key cannot be one (a list).
    void set(const Value& key, Value value);
};

struct Namespace {
    Dict values;
};

struct Arguments {
    std::vector<Value> positional;
    std::vector<std::pair<std::string, Value>> named;
};

struct Function {
    std::string name;
    std::function<Value(Interpreter&, Arguments&)> call;
    int depth = 1;
    std::vector<std::string> parameters;  ///< of a macro
    bool is_macro = false;
};

struct Loop {
    std::vector<Value> items;
    std::int64_t index0 = 0, depth0 = 0;
    std::vector<Value> last_changed;
    bool changed_before = false;
    std::function<Value(Interpreter&, const Value&)> recurse;
    int depth = 1;
};

/// Work, nesting and size that one render may use. Bound to the thread while it renders.
class Budget {
public:
    struct Limits {
        std::int64_t fuel = 20'000'000;      ///< steps; a value of a list costs 4, 16 bytes of text cost 1
        std::int64_t text_bytes = 16 << 20;  ///< of any one string, the output included
        int value_depth = 200;
    };
    explicit Budget(Limits limits);
    ~Budget();
    Budget(const Budget&) = delete;

    /// Throw TemplateFault when the render has used what it may.
    static void spend(std::int64_t steps);
    static void chargeText(std::size_t bytes);
    static void limitText(std::size_t bytes);  ///< the same without the charge: for a text that grows in parts
    static int nest(int depth);

private:
    Limits limits_;
    std::int64_t left_;
    Budget* outer_;
};

Value makeSequence(Sequence::Form form, std::vector<Value> items);
inline Value makeList(std::vector<Value> items) { return makeSequence(Sequence::Form::List, std::move(items)); }
inline Value makeTuple(std::vector<Value> items) { return makeSequence(Sequence::Form::Tuple, std::move(items)); }
inline Value makeGenerator(std::vector<Value> items) { return makeSequence(Sequence::Form::Generator, std::move(items)); }
Value makeDict(Dict dict);
Value makeFunction(std::string name, std::function<Value(Interpreter&, Arguments&)> call, int depth = 1);
int depthOf(const Value& value);

/// Python's bool(), type name ("str", "int", ...), ==, < and str(), repr().
bool truthy(const Value& value);
std::string typeName(const Value& value);
bool equal(const Value& left, const Value& right);
bool less(const Value& left, const Value& right);
std::string str(const Value& value);
std::string repr(const Value& value);
std::string floatText(double value);

/// The items that a for loop sees: of a string its characters, of a dict its keys; a generator is used up.
std::vector<Value> iterate(const Value& value);
/// len(); throws TemplateFault where Python has none.
std::int64_t length(const Value& value);
/// An int or bool as an integer; throws TemplateFault naming `what` otherwise.
std::int64_t toInteger(const Value& value, const char* what);
double toDouble(const Value& value, const char* what);

}  // namespace retort::jinja
