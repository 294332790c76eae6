// SPDX-License-Identifier: Apache-2.0
#include "reward/math/compare.h"

#include <algorithm>
#include <vector>

#include "reward/math/constants.h"
#include "reward/math/evaluate.h"
#include "reward/math/measure.h"
#include "reward/math/normal_form.h"
#include "reward/math/region.h"
#include "reward/math/shape.h"
#include "reward/math/units.h"
#include "reward/math/written_number.h"
#include "text/ascii.h"

namespace retort::math {
namespace {

const Judgement kDifferent{Verdict::Different, "they differ"};

bool isCollection(const Expr& e) { return e.kind == Kind::List || e.kind == Kind::Set; }
bool isNamedSet(const Expr& e) { return e.kind == Kind::Symbol && (e.name == "reals" || e.name == "emptyset"); }
bool isSetLike(const Expr& e) { return e.kind == Kind::Union || e.kind == Kind::Intersect || e.kind == Kind::Without; }

class Comparer {
public:
    explicit Comparer(Fuel& fuel) : fuel_(fuel) {}

    Judgement compare(const ExprPtr& a, const ExprPtr& b) {
        fuel_.spend(2);
        if (a->kind == Kind::Text || b->kind == Kind::Text) return texts(*a, *b);
        if (a->kind == Kind::Based || b->kind == Kind::Based) return based(*a, *b);
        if (a->kind == Kind::Relation || b->kind == Kind::Relation) return relations(a, b);
        if (isCollection(*a) || isCollection(*b)) return collections(a, b);
        if (isSetLike(*a) || isSetLike(*b)) return regions(*a, *b);
        if ((isNamedSet(*a) && b->kind == Kind::Tuple) || (isNamedSet(*b) && a->kind == Kind::Tuple)) return regions(*a, *b);
        if (const ExprPtr vector = vectorBeside(*a, *b)) return compare(vector, b);
        if (const ExprPtr vector = vectorBeside(*b, *a)) return compare(a, vector);
        if (a->kind == Kind::Matrix || b->kind == Kind::Matrix) return matrices(*a, *b);
        if (a->kind == Kind::Tuple || b->kind == Kind::Tuple) return tuples(a, b);
        if (a->kind == Kind::Ratio || b->kind == Kind::Ratio) return ratios(*a, *b);
        return values(a, b);
    }

private:
    static Judgement texts(const Expr& a, const Expr& b) {
        if (a.kind != b.kind) return kDifferent;
        const bool same = std::equal(a.name.begin(), a.name.end(), b.name.begin(), b.name.end(),
                                     [](char x, char y) { return asciiLower(x) == asciiLower(y); });
        return same ? Judgement{Verdict::Equal, "the same words"} : kDifferent;
    }

    // --- values ---

    Judgement values(const ExprPtr& a, const ExprPtr& b) {
        const bool percent = a->kind == Kind::Percent, other_percent = b->kind == Kind::Percent;
        if (percent != other_percent) {
            const Expr& other = percent ? *b : *a;
            if (other.kind == Kind::Unit && knownUnit(other.name)) return {Verdict::Different, "a percentage and a measure"};
            Judgement judgement = compareValues(*a, *b, fuel_);
            if (judgement.equal()) return judgement;
            return values(percent ? a->args[0] : a, other_percent ? b->args[0] : b);
        }
        if (a->kind == Kind::Unit || b->kind == Kind::Unit) return measured(a, b);
        return compareValues(*a, *b, fuel_);
    }

    Judgement measured(const ExprPtr& a, const ExprPtr& b) {
        if (a->kind == b->kind && a->name.starts_with("mod ") && b->name.starts_with("mod ")) return congruent(*a, *b);
        const ExprPtr bare = a->kind == b->kind ? nullptr : asMeasure(a->kind == Kind::Unit ? *b : *a);
        if (bare && knownUnit(a->kind == Kind::Unit ? a->name : b->name))
            return a->kind == Kind::Unit ? measured(a, bare) : measured(bare, b);
        const ExprPtr x = a->kind == Kind::Unit ? a->args[0] : a, y = b->kind == Kind::Unit ? b->args[0] : b;
        if (a->kind == b->kind && a->name != b->name && knownUnit(a->name) && knownUnit(b->name)) {
            if (a->name == "degree" || b->name == "degree") return compareValues(*a, *b, fuel_);
            const auto of_a = measureOf(a->name), of_b = measureOf(b->name);
            if (of_a && of_b && of_a->powers == of_b->powers) {
                Judgement judgement = compareValues(*makeNode(Kind::Product, {x, makeNumber(of_a->factor)}),
                                                    *makeNode(Kind::Product, {y, makeNumber(of_b->factor)}), fuel_);
                if (!judgement.equal()) judgement.how = "the measures differ, in " + a->name + " and " + b->name;
                return judgement;
            }
            return {Verdict::Different, "the units differ: " + a->name + " and " + b->name};
        }
        if (a->name == "degree" || b->name == "degree") {
            if (Judgement judgement = compareValues(*a, *b, fuel_); judgement.equal()) return judgement;
        }
        return compare(x, y);
    }

    /// 10 (mod 7) is 3 (mod 7).
    Judgement congruent(const Expr& a, const Expr& b) {
        if (a.name != b.name) return {Verdict::Different, "the moduli differ"};
        if (Judgement judgement = compareValues(*a.args[0], *b.args[0], fuel_); judgement.equal()) return judgement;
        const std::string modulus = a.name.substr(4);
        const bool number =
            std::all_of(modulus.begin(), modulus.end(), isAsciiDigit) && modulus.find_first_not_of('0') != modulus.npos;
        const auto x = exactValue(*a.args[0], fuel_), y = x ? exactValue(*b.args[0], fuel_) : std::nullopt;
        const bool same = number && y && mpq_class((*x - *y) / mpq_class(modulus)).get_den() == 1;
        return same ? Judgement{Verdict::Equal, "the same remainder"}
                    : Judgement{Verdict::Different, "the remainders differ"};
    }

    static bool knownUnit(const std::string& name) {
        return name.starts_with("degree") || name == "am" || name == "pm" ||
               measureOf(name.substr(0, name.find_first_of("^/ ")));
    }

    /// Digits with a base: beside digits without one the base is taken from the question. A program's literal is a number.
    Judgement based(const Expr& a, const Expr& b) {
        if (a.kind == b.kind) {
            const auto x = inBase(a), y = inBase(b);
            return x && y && *x == *y ? Judgement{Verdict::Equal, "the same number"} : kDifferent;
        }
        const Expr& with = a.kind == Kind::Based ? a : b;
        const Expr& without = a.kind == Kind::Based ? b : a;
        const std::string digits = digitsAsWritten(without);
        const bool same = std::equal(digits.begin(), digits.end(), with.name.begin(), with.name.end(),
                                     [](char x, char y) { return asciiLower(x) == asciiLower(y); });
        if (same) return {Verdict::Equal, "the same digits"};
        const auto value = with.called ? inBase(with) : std::nullopt;
        return value ? compareValues(*makeNumber(*value), without, fuel_) : kDifferent;
    }

    static std::optional<mpz_class> inBase(const Expr& e) {
        const Expr& base = *e.args[0];
        if (base.kind != Kind::Number || base.number.get_den() != 1 || base.number < 2 || base.number > 62)
            return std::nullopt;
        mpz_class value;
        return value.set_str(e.name, static_cast<int>(base.number.get_num().get_si())) == 0 ? std::optional(value)
                                                                                            : std::nullopt;
    }

    Judgement ratios(const Expr& a, const Expr& b) {
        if (a.kind == b.kind) {
            Judgement judgement = inOrder(a.args, b.args);
            return judgement.equal() || !inProportion(a, b) ? judgement : Judgement{Verdict::Equal, "the same ratio"};
        }
        const Expr& ratio = a.kind == Kind::Ratio ? a : b;
        const Expr& value = a.kind == Kind::Ratio ? b : a;
        if (ratio.args.size() != 2) return kDifferent;
        const ExprPtr quotient =
            makeNode(Kind::Product, {ratio.args[0], makeNode(Kind::Power, {ratio.args[1], makeNumber(-1)})});
        return compareValues(*quotient, value, fuel_);
    }

    /// a:b beside c:d with a d = b c. Two times of day are no ratios.
    bool inProportion(const Expr& a, const Expr& b) {
        const auto isTime = [](const Expr& e) {
            const auto whole = [](const ExprPtr& part) { return part->kind == Kind::Number && part->number.get_den() == 1; };
            return std::all_of(e.args.begin(), e.args.end(), whole) && e.args[0]->number <= 24 && e.args[1]->number >= 10 &&
                   e.args[1]->number < 60;
        };
        const auto isValue = [](const ExprPtr& part) {
            return part->kind < Kind::PlusMinus && !(part->kind == Kind::Number && part->number == 0);
        };
        if (a.args.size() != b.args.size() || (isTime(a) && isTime(b))) return false;
        for (std::size_t i = 0; i < a.args.size(); ++i) {
            if (!isValue(a.args[i]) || !isValue(b.args[i])) return false;
            const ExprPtr left = makeNode(Kind::Product, {a.args[i], b.args[0]}),
                          right = makeNode(Kind::Product, {b.args[i], a.args[0]});
            if (!compareValues(*left, *right, fuel_).equal()) return false;
        }
        return true;
    }

    /// 3i + 4j beside a point or a matrix of one column or row.
    static ExprPtr vectorBeside(const Expr& e, const Expr& other) {
        const bool sum = e.kind == Kind::Sum || e.kind == Kind::Product || e.kind == Kind::Symbol;
        if (sum && other.kind == Kind::Tuple && other.open == '(') return asVector(e, other.args.size());
        if (!sum || other.kind != Kind::Matrix || other.args.empty()) return nullptr;
        return asVector(e, other.args.size() == 1 ? other.args[0]->args.size() : other.args.size());
    }

    // --- collections ---

    Judgement inOrder(const std::vector<ExprPtr>& a, const std::vector<ExprPtr>& b) {
        if (a.size() != b.size())
            return {Verdict::Different,
                    "they have " + std::to_string(a.size()) + " and " + std::to_string(b.size()) + " parts"};
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (Judgement part = compare(a[i], b[i]); !part.equal()) {
                part.how = "part " + std::to_string(i + 1) + ": " + part.how;
                return part;
            }
        }
        return {Verdict::Equal, "equal part by part"};
    }

    /// Every part of `a` finds its own in `b`; within sets several may find the same.
    Judgement inAnyOrder(const std::vector<ExprPtr>& a, const std::vector<ExprPtr>& b, bool repetition_counts) {
        if (repetition_counts && a.size() != b.size()) {
            return {Verdict::Different,
                    "they have " + std::to_string(a.size()) + " and " + std::to_string(b.size()) + " parts"};
        }
        std::vector<bool> used(b.size(), false);
        for (const ExprPtr& part : a) {
            bool found = false;
            for (std::size_t i = 0; i < b.size() && !found; ++i) {
                if ((repetition_counts && used[i]) || !compare(part, b[i]).equal()) continue;
                used[i] = found = true;
            }
            if (!found) return {Verdict::Different, "a part of the reference is missing"};
        }
        for (std::size_t i = 0; i < b.size(); ++i) {
            const bool wanted =
                used[i] || std::any_of(a.begin(), a.end(), [&](const ExprPtr& part) { return compare(part, b[i]).equal(); });
            if (!wanted) return {Verdict::Different, "a part is too many"};
        }
        return {Verdict::Equal, "equal parts in any order"};
    }

    Judgement collections(const ExprPtr& a, const ExprPtr& b) {
        if (isCollection(*a) && isCollection(*b)) {
            const Judgement judgement = inAnyOrder(
                a->args, b->args, a->kind == Kind::List && b->kind == Kind::List && a->args[0]->kind != Kind::Tuple);
            return judgement.equal() ? judgement : eitherRegion(*a, *b, judgement);
        }
        const Expr& collection = isCollection(*a) ? *a : *b;
        const ExprPtr& other = isCollection(*a) ? b : a;
        const auto bounds = [](const ExprPtr& part) { return part->kind == Kind::Relation && part->ops[0] != "="; };
        if (std::any_of(collection.args.begin(), collection.args.end(), bounds)) return regions(*a, *b);
        if (other->kind == Kind::Tuple && collection.kind == Kind::List) return inOrder(a->args, b->args);
        const bool one_tuple =
            collection.args.size() == 1 && collection.args[0]->kind == Kind::Tuple;  // {(1, 2)}: its one solution
        if ((other->kind == Kind::Tuple && !one_tuple) || isSetLike(*other)) return regions(*a, *b);
        if (isNamedSet(*other)) return regions(*a, *b);
        if (collection.args.size() == 1)
            return &collection == a.get() ? compare(collection.args[0], b) : compare(a, collection.args[0]);
        return {Verdict::Different, "one value and several"};
    }

    Judgement eitherRegion(const Expr& a, const Expr& b, Judgement otherwise) {
        const bool relations =
            a.args.size() && b.args.size() && (a.args[0]->kind == Kind::Relation || b.args[0]->kind == Kind::Relation);
        return relations ? regions(a, b) : otherwise;
    }

    Judgement regions(const Expr& a, const Expr& b) {
        const auto x = regionOf(a, fuel_), y = x ? regionOf(b, fuel_) : std::nullopt;
        if (x && y)
            return sameRegion(*x, *y, fuel_) ? Judgement{Verdict::Equal, "the same set of numbers"}
                                             : Judgement{Verdict::Different, "the sets differ"};
        if (a.kind == b.kind && isSetLike(a) && print(a) == print(b)) return {Verdict::Equal, "the same expression"};
        return kDifferent;
    }

    /// The point of "A(1, 2)"; null for another call.
    static ExprPtr pointNamed(const Expr& e) {
        const bool named =
            e.kind == Kind::Call && e.name.size() == 1 && e.name[0] >= 'A' && e.name[0] <= 'Z' && e.args.size() > 1;
        if (!named) return nullptr;
        Expr point;
        point.kind = Kind::Tuple;
        point.open = '(';
        point.close = ')';
        point.args = e.args;
        return makeExpr(std::move(point));
    }

    Judgement tuples(const ExprPtr& a, const ExprPtr& b) {
        if (const ExprPtr point = pointNamed(*a)) return tuples(point, b);
        if (const ExprPtr point = pointNamed(*b)) return tuples(a, point);
        if (a->kind != b->kind) return {Verdict::Different, "one value and several"};
        if (a->args.size() == 2 && (a->open != b->open || a->close != b->close))
            return {Verdict::Different, "the brackets differ"};
        return inOrder(a->args, b->args);
    }

    Judgement matrices(const Expr& a, const Expr& b) {
        if (a.kind == b.kind) return inOrder(a.args, b.args);
        const Expr& matrix = a.kind == Kind::Matrix ? a : b;
        const Expr& other = a.kind == Kind::Matrix ? b : a;
        std::vector<ExprPtr> column;
        for (const ExprPtr& row : matrix.args) column.insert(column.end(), row->args.begin(), row->args.end());
        const bool vector = matrix.args.size() == 1 || column.size() == matrix.args.size();
        if (other.kind != Kind::Tuple) return kDifferent;
        if (vector) return inOrder(column, other.args);
        const bool rows =
            std::all_of(other.args.begin(), other.args.end(), [](const ExprPtr& row) { return row->kind == Kind::Tuple; });
        if (!rows || other.args.size() != matrix.args.size()) return kDifferent;  // [[1, 2], [3, 4]]
        for (std::size_t i = 0; i < other.args.size(); ++i) {
            if (Judgement row = inOrder(matrix.args[i]->args, other.args[i]->args); !row.equal()) return row;
        }
        return {Verdict::Equal, "equal row by row"};
    }

    // --- relations ---

    static bool isCongruence(const Expr& e) {
        return e.args.size() == 2 && e.ops[0] == "=" && e.args[1]->kind == Kind::Unit && e.args[1]->name.starts_with("mod ");
    }
    static bool isEquation(const Expr& e) { return e.kind == Kind::Relation && e.args.size() == 2 && e.ops[0] == "="; }

    Judgement relations(const ExprPtr& a, const ExprPtr& b) {
        if (a->kind == b->kind) return bothRelations(a, b);
        const Expr& relation = a->kind == Kind::Relation ? *a : *b;
        const ExprPtr& other = a->kind == Kind::Relation ? b : a;
        if (const ExprPtr value = valueOf(relation)) {
            if (isEquation(relation) && value->kind != Kind::List)
                return compare(&relation == a.get() ? value : a, &relation == a.get() ? b : value);
            return compare(&relation == a.get() ? shaped(value, fuel_) : a, &relation == a.get() ? b : shaped(value, fuel_));
        }
        if (other->kind == Kind::List && isCollection(*other)) {
            if (other->args.size() == 1)
                return &relation == a.get() ? compare(a, other->args[0]) : compare(other->args[0], b);
        }
        return regions(*a, *b);
    }

    Judgement bothRelations(const ExprPtr& a, const ExprPtr& b) {
        if (isCongruence(*a) && isCongruence(*b)) return compare(a->args[1], b->args[1]);
        const std::string name = nameOf(*a), other = nameOf(*b);
        if (!name.empty() && name == other && a->ops == b->ops) {
            if (Judgement judgement = compare(valueOf(*a), valueOf(*b)); judgement.equal()) return judgement;
        }
        if (name.empty() != other.empty()) {  // "12 + 30 = 42" beside "x = 42"
            const ExprPtr x = valueOf(*a), y = valueOf(*b);
            if (x && y) return compare(x, y);
        }
        const auto x = regionOf(*a, fuel_), y = x ? regionOf(*b, fuel_) : std::nullopt;
        if (x && y)
            return sameRegion(*x, *y, fuel_) ? Judgement{Verdict::Equal, "the same set of numbers"}
                                             : Judgement{Verdict::Different, "the sets differ"};
        return a->args.size() == 2 && b->args.size() == 2 ? onePair(*a, *b) : chains(*a, *b);
    }

    /// L - R of one relation is a multiple of the other's; a positive multiple for inequalities that point the same way.
    Judgement onePair(const Expr& a, const Expr& b) {
        const auto rank = [](const std::string& op) {
            return op == "<" || op == ">" ? 1 : op == "<=" || op == ">=" ? 2 : op == "=" ? 3 : op == "!=" ? 4 : 5;
        };
        const int kind = rank(a.ops[0]);
        if (kind != rank(b.ops[0])) return {Verdict::Different, "different relations"};
        const auto difference = [](const Expr& e) {
            const bool turn = e.ops[0] == ">" || e.ops[0] == ">=";
            return makeNode(Kind::Sum, {e.args[turn ? 1 : 0], negated(e.args[turn ? 0 : 1])});
        };
        if (kind == 5 || !isPlain(a) || !isPlain(b)) return inOrder(a.args, b.args);
        if (proportional(*difference(a), *difference(b), kind <= 2, fuel_) ||
            (kind == 3 && sameZeros(*difference(a), *difference(b), fuel_)))
            return {Verdict::Equal, "the same relation, rearranged"};
        return {Verdict::Different, "different relations"};
    }

    static bool isPlain(const Expr& e) {
        return !anyNode(e, [](const Expr& n) { return n.kind >= Kind::Based && n.kind != Kind::Relation; });
    }

    Judgement chains(const Expr& a, const Expr& b) {
        if (a.args.size() != b.args.size()) return {Verdict::Different, "different relations"};
        std::vector<ExprPtr> args = b.args;
        std::vector<std::string> ops = b.ops;
        if (a.ops != ops) {
            std::reverse(args.begin(), args.end());
            std::reverse(ops.begin(), ops.end());
            for (std::string& op : ops) op = op == "<" ? ">" : op == "<=" ? ">=" : op == ">" ? "<" : op == ">=" ? "<=" : op;
        }
        return a.ops == ops ? inOrder(a.args, args) : Judgement{Verdict::Different, "different relations"};
    }

    Fuel& fuel_;
};

}  // namespace

namespace {

/// The values of both for all whole numbers are the same set: one step, and offsets that are whole steps apart.
bool sameProgression(const ExprPtr& a, const ExprPtr& b, const std::string& parameter, Fuel& fuel) {
    const auto value = [](const ExprPtr& e) { return e->kind == Kind::Relation ? valueOf(*e) : e; };
    const ExprPtr x = value(a), y = value(b);
    if (!x || !y) return false;
    const auto [first, step] = offsetAndStep(x, parameter, fuel);
    const auto [other, other_step] = first ? offsetAndStep(y, parameter, fuel) : std::pair<ExprPtr, ExprPtr>{};
    if (!other ||
        !(compareValues(*step, *other_step, fuel).equal() || compareValues(*step, *negated(other_step), fuel).equal()))
        return false;
    const ExprPtr apart = makeNode(Kind::Sum, {first, negated(other)});
    const auto steps = nearestWhole(*makeNode(Kind::Product, {apart, makeNode(Kind::Power, {step, makeNumber(-1)})}), fuel);
    return steps && compareValues(*apart, *makeNode(Kind::Product, {makeNumber(*steps), step}), fuel).equal();
}

/// Names that the writer was free to choose: constants of integration, whole parameters.
Judgement comparedByChosenNames(const ExprPtr& reference, const ExprPtr& answer, const Judgement& otherwise, Fuel& fuel) {
    const ExprPtr integrated = antiderivative(reference), other = integrated ? antiderivative(answer) : nullptr;
    if (other && differByConstant(*integrated, *other, fuel))
        return {Verdict::Equal, "antiderivatives of the same function"};
    const Parametrised a = withoutMemberships(reference), b = withoutMemberships(answer);
    std::vector<ExprPtr> alike = namedAlike(a, b);
    if (alike.empty() && !(a.whole.empty() && b.whole.empty())) alike.push_back(b.tree);
    for (const ExprPtr& renamed : alike) {
        if (Comparer(fuel).compare(shaped(a.tree, fuel), shaped(renamed, fuel)).equal())
            return {Verdict::Equal, "equal with the same names for constants"};
        if (!a.whole.empty() && sameProgression(a.tree, renamed, *a.whole.begin(), fuel))
            return {Verdict::Equal, "the same values for whole parameters"};
    }
    return otherwise;
}

}  // namespace

Judgement compareTrees(const ExprPtr& reference, const ExprPtr& answer, Fuel& fuel) {
    ExprPtr a = shaped(reference, fuel), b = shaped(answer, fuel);
    if (b->kind == Kind::List || b->kind == Kind::Tuple) a = chainAsList(reference, a);
    if (a->kind == Kind::List || a->kind == Kind::Tuple) b = chainAsList(answer, b);
    const Judgement judgement = Comparer(fuel).compare(a, b);
    return judgement.equal() ? judgement : comparedByChosenNames(reference, answer, judgement, fuel);
}

}  // namespace retort::math
