// SPDX-License-Identifier: Apache-2.0
#include "reward/math/normal_form.h"

#include <algorithm>

#include "reward/math/evaluate.h"

namespace retort::math {
namespace {

using Form = std::optional<NormalForm>;
constexpr std::size_t kMaxTerms = 300;

NormalForm constant(const mpq_class& value) { return value == 0 ? NormalForm{} : NormalForm{{Monomial{}, value}}; }

std::optional<mpq_class> asConstant(const NormalForm& form) {
    if (form.empty()) return mpq_class(0);
    if (form.size() == 1 && form.begin()->first.empty()) return form.begin()->second;
    return std::nullopt;
}

/// A form, or an atom's name, would be larger than what is worth having.
struct TooLarge {};

std::string textOf(const NormalForm& form) {
    std::string text;
    for (const auto& [monomial, coefficient] : form) {
        text += '+' + coefficient.get_str();
        for (const auto& [atom, power] : monomial) text += '*' + atom + '^' + power.get_str();
        if (text.size() > 8000) throw TooLarge{};
    }
    return text;
}

class Normalizer {
public:
    explicit Normalizer(Fuel& fuel) : fuel_(fuel) {}

    Form of(const Expr& e) {
        fuel_.spend(2);
        switch (e.kind) {
            case Kind::Number: return constant(e.number);
            case Kind::Symbol: return atom(e.name == "I" ? "i" : e.name);
            case Kind::Sum: return sum(e);
            case Kind::Product: return product(e);
            case Kind::Power: return power(e);
            case Kind::Root: return root(e);
            case Kind::Percent: return scaled(of(*e.args[0]), mpq_class(1, 100));
            case Kind::Unit: return unit(e);
            case Kind::Call: return call(e);
            default: return std::nullopt;
        }
    }

private:
    static NormalForm atom(const std::string& name) { return {{Monomial{{name, 1}}, 1}}; }

    Form scaled(const Form& form, const mpq_class& factor) {
        return form ? multiply(*form, constant(factor)) : std::nullopt;
    }

    Form unit(const Expr& e) {
        const Form value = of(*e.args[0]);
        if (e.name != "degree") return value;
        return value ? multiply(*value, NormalForm{{Monomial{{"pi", 1}}, mpq_class(1, 180)}}) : std::nullopt;
    }

    static void add(NormalForm& to, const Monomial& monomial, const mpq_class& coefficient) {
        const auto [at, is_new] = to.try_emplace(monomial, coefficient);
        if (!is_new) at->second += coefficient;
        if (at->second == 0) to.erase(at);
    }

    Form sum(const Expr& e) {
        NormalForm total;
        for (const ExprPtr& arg : e.args) {
            const Form part = of(*arg);
            if (!part) return std::nullopt;
            for (const auto& [monomial, coefficient] : *part) add(total, monomial, coefficient);
            if (total.size() > kMaxTerms) return std::nullopt;
        }
        return total;
    }

    Form product(const Expr& e) {
        Form total = constant(1);
        for (const ExprPtr& arg : e.args) {
            const Form part = of(*arg);
            total = part && total ? multiply(*total, *part) : std::nullopt;
            if (!total) return std::nullopt;
        }
        return total;
    }

    Form multiply(const NormalForm& a, const NormalForm& b) {
        if (a.size() * b.size() > 4 * kMaxTerms) return std::nullopt;
        fuel_.spend(static_cast<std::int64_t>(2 * a.size() * b.size()));
        NormalForm total;
        for (const auto& [left, x] : a) {
            for (const auto& [right, y] : b) {
                Monomial monomial = left;
                mpq_class coefficient = x * y;
                for (const auto& [name, exponent] : right) monomial[name] += exponent;
                tidy(monomial, coefficient);
                add(total, monomial, coefficient);
            }
        }
        if (total.size() > kMaxTerms) return std::nullopt;
        return total;
    }

    /// i^2 = -1; whole powers of primes go to the coefficient; powers of zero go.
    static void tidy(Monomial& monomial, mpq_class& coefficient) {
        for (auto it = monomial.begin(); it != monomial.end();) {
            auto& [name, exponent] = *it;
            if (name == "i" && exponent.get_den() == 1) {
                mpz_class turns;
                mpz_fdiv_r_ui(turns.get_mpz_t(), exponent.get_num_mpz_t(), 4);
                if (turns >= 2) coefficient = -coefficient;
                exponent = turns.get_ui() % 2;
            } else if (name.starts_with('#')) {
                mpz_class whole;
                mpz_fdiv_q(whole.get_mpz_t(), exponent.get_num_mpz_t(), exponent.get_den_mpz_t());
                coefficient *= boundedPower(mpq_class(mpz_class(name.substr(1), 10)), whole.get_si());
                exponent -= whole;
            }
            it = exponent == 0 ? monomial.erase(it) : std::next(it);
        }
    }

    Form power(const Expr& e) {
        const Form base = of(*e.args[0]);
        if (!base) return std::nullopt;
        if (const auto exponent = exactValue(*e.args[1], fuel_)) return rationalPower(*base, *exponent);
        const Form exponent = of(*e.args[1]);
        if (!exponent) return std::nullopt;
        return atom("(" + textOf(*base) + ")^(" + textOf(*exponent) + ")");
    }

    Form root(const Expr& e) {
        const Form base = of(*e.args[0]);
        const auto degree = base ? exactValue(*e.args[1], fuel_) : std::nullopt;
        if (!degree || *degree == 0) return std::nullopt;
        return rationalPower(*base, 1 / *degree);
    }

    Form rationalPower(const NormalForm& base, const mpq_class& exponent) {
        if (exponent.get_den() == 1 && exponent.get_num().fits_slong_p())
            return wholePower(base, exponent.get_num().get_si());
        if (const auto value = asConstant(base)) {
            if (auto form = powerOfNumber(*value, exponent)) return form;
        }
        return atom("(" + textOf(base) + ")^" + exponent.get_str());
    }

    Form wholePower(const NormalForm& base, long exponent) {
        if (base.size() == 1) {
            Monomial monomial = base.begin()->first;
            mpq_class coefficient = base.begin()->second;
            for (auto& [name, power] : monomial) power *= exponent;
            const std::size_t bits =
                std::max(mpz_sizeinbase(coefficient.get_num_mpz_t(), 2), mpz_sizeinbase(coefficient.get_den_mpz_t(), 2));
            if (abs(coefficient) != 1 &&
                (std::labs(exponent) > 65536 || bits * static_cast<std::size_t>(std::labs(exponent)) > kMaxBits))
                return std::nullopt;
            coefficient = boundedPower(coefficient, exponent);
            tidy(monomial, coefficient);
            return NormalForm{{monomial, coefficient}};
        }
        if (base.empty()) return exponent > 0 ? Form(NormalForm{}) : std::nullopt;
        if (exponent < 0) {
            const Form inverted = inverse(base);
            return inverted ? wholePower(*inverted, -exponent) : std::nullopt;
        }
        if (exponent > 24) return atom("(" + textOf(base) + ")^" + std::to_string(exponent));
        Form total = constant(1);
        for (long i = 0; i < exponent && total; ++i) total = multiply(*total, base);
        return total;
    }

    /// 1 / (a + b sqrt(c)) = (a - b sqrt(c)) / (a^2 - b^2 c); other sums become atoms, scaled so that their first
    /// coefficient is 1.
    Form inverse(const NormalForm& base) {
        if (base.size() == 2) {
            const NormalForm first{*base.begin()}, second{*std::next(base.begin())};
            const Form a = multiply(first, first), b = multiply(second, second);
            const auto x = a ? asConstant(*a) : std::nullopt, y = b ? asConstant(*b) : std::nullopt;
            if (x && y && *x != *y) {
                NormalForm conjugate = first;
                add(conjugate, second.begin()->first, -second.begin()->second);
                return multiply(conjugate, constant(1 / (*x - *y)));
            }
        }
        const mpq_class lead = base.begin()->second;
        const Form scaled_base = multiply(base, constant(1 / lead));
        if (!scaled_base) return std::nullopt;
        return NormalForm{{Monomial{{"(" + textOf(*scaled_base) + ")", -1}}, 1 / lead}};
    }

    /// n^(a/b) by primes below 2000; what is left over counts as one prime.
    Form powerOfNumber(mpq_class value, const mpq_class& exponent) {
        if (value == 0) return exponent > 0 ? Form(NormalForm{}) : std::nullopt;
        Monomial monomial;
        mpq_class coefficient = 1;
        if (value < 0) {
            if (mpz_odd_p(exponent.get_den_mpz_t())) coefficient = mpz_odd_p(exponent.get_num_mpz_t()) ? -1 : 1;
            else if (exponent.get_den() == 2) monomial["i"] = exponent.get_num();
            else return std::nullopt;
            value = -value;
        }
        const auto primes = factors(value);
        if (!primes) return std::nullopt;
        for (const auto& [name, count] : *primes) monomial[name] += count * exponent;
        tidy(monomial, coefficient);
        return NormalForm{{monomial, coefficient}};
    }

    std::optional<Monomial> factors(const mpq_class& value) {
        Monomial monomial;
        for (const auto& [number, sign] :
             {std::pair<mpz_class, int>(value.get_num(), 1), std::pair<mpz_class, int>(value.get_den(), -1)}) {
            if (mpz_sizeinbase(number.get_mpz_t(), 2) > 256) return std::nullopt;
            fuel_.spend(5);
            mpz_class rest = number;
            for (unsigned long p = 2; p < 2000 && rest > 1; p += p == 2 ? 1 : 2) {
                while (mpz_divisible_ui_p(rest.get_mpz_t(), p)) {
                    rest /= p;
                    monomial["#" + std::to_string(p)] += sign;
                }
            }
            if (rest > 1) monomial["#" + rest.get_str()] += sign;
        }
        return monomial;
    }

    Form call(const Expr& e) {
        if (const auto value = exactValue(e, fuel_)) return constant(*value);
        std::string text = e.name + "(";
        std::vector<NormalForm> args;
        for (const ExprPtr& arg : e.args) {
            Form form = arg->kind == Kind::Relation ? std::nullopt : of(*arg);
            text += (form ? textOf(*form) : print(*arg)) + ";";
            if (form) args.push_back(std::move(*form));
        }
        if (args.size() == e.args.size() && !args.empty()) {
            if (e.name == "sin" || e.name == "cos") {
                if (auto form = trigonometric(args[0], e.name == "cos")) return form;
            }
            if (e.name == "ln" || e.name == "log") {
                if (auto form = logarithmic(e.name, args)) return form;
            }
        }
        return atom(text + ")");
    }

    /// sin(pi q) for q a multiple of 1/6 or 1/4.
    Form trigonometric(const NormalForm& angle, bool is_cosine) {
        mpq_class turns = 0;  // in units of pi
        if (!angle.empty()) {
            if (angle.size() != 1 || angle.begin()->first != Monomial{{"pi", 1}}) return std::nullopt;
            turns = angle.begin()->second;
        }
        if (is_cosine) turns += mpq_class(1, 2);
        const mpq_class twelfths = turns * 12;
        if (twelfths.get_den() != 1) return std::nullopt;
        mpz_class place;
        mpz_fdiv_r_ui(place.get_mpz_t(), twelfths.get_num_mpz_t(), 24);
        long at = place.get_si();
        const long sign = at >= 12 ? -1 : 1;
        at %= 12;
        if (at > 6) at = 12 - at;
        const mpq_class half(sign, 2);
        switch (at) {
            case 0: return NormalForm{};
            case 2: return constant(half);
            case 3: return NormalForm{{Monomial{{"#2", mpq_class(1, 2)}}, half}};
            case 4: return NormalForm{{Monomial{{"#3", mpq_class(1, 2)}}, half}};
            case 6: return constant(sign);
            default: return std::nullopt;
        }
    }

    /// ln of positive rationals and powers of e as a sum over primes; log by its base.
    Form logarithmic(const std::string& name, const std::vector<NormalForm>& args) {
        const Form above = naturalLog(args[0]);
        if (name == "ln" || !above) return above;
        const Form below = args.size() > 1 ? naturalLog(args[1]) : std::nullopt;
        if (!below) return std::nullopt;
        if (below->size() == 1) return multiply(*above, *wholePower(*below, -1));
        // log_4 8 and the like: proportional sums
        if (above->size() == below->size()) {
            const mpq_class ratio = above->begin()->second / below->begin()->second;
            const Form scaled_below = multiply(*below, constant(ratio));
            if (scaled_below && *scaled_below == *above) return constant(ratio);
        }
        const Form inverted = inverse(*below);
        return inverted ? multiply(*above, *inverted) : std::nullopt;
    }

    Form naturalLog(const NormalForm& form) {
        if (form.size() != 1 || form.begin()->second <= 0) return std::nullopt;
        NormalForm total;
        auto primes = factors(form.begin()->second);
        if (!primes) return std::nullopt;
        Monomial& all = *primes;
        for (const auto& [name, exponent] : form.begin()->first) all[name] += exponent;
        for (const auto& [name, exponent] : all) {
            if (name == "e") add(total, Monomial{}, exponent);
            else if (name.starts_with('#')) add(total, Monomial{{"ln(" + name + ")", 1}}, exponent);
            else return std::nullopt;
        }
        return total;
    }

    Fuel& fuel_;
};

}  // namespace

std::optional<NormalForm> normalForm(const Expr& e, Fuel& fuel) {
    try {
        return Normalizer(fuel).of(e);
    } catch (const TooLarge&) {
        return std::nullopt;
    }
}

namespace {

/// Times the least powers of atoms that leave none below, with 1 as its first coefficient.
NormalForm withoutDenominators(const NormalForm& form) {
    Monomial below;
    for (const auto& [monomial, coefficient] : form) {
        for (const auto& [atom, power] : monomial) {
            if (power < 0) below[atom] = std::max(below[atom], mpq_class(-power));
        }
    }
    NormalForm cleared;
    for (const auto& [monomial, coefficient] : form) {
        Monomial above = below;
        for (const auto& [atom, power] : monomial) above[atom] += power;
        std::erase_if(above, [](const auto& part) { return part.second == 0; });
        cleared[above] = coefficient;
    }
    const mpq_class first = cleared.begin()->second;
    for (auto& [monomial, coefficient] : cleared) coefficient /= first;
    return cleared;
}

}  // namespace

bool sameZeros(const Expr& a, const Expr& b, Fuel& fuel) {
    const auto x = normalForm(a, fuel), y = x ? normalForm(b, fuel) : std::nullopt;
    return y && !x->empty() && !y->empty() && withoutDenominators(*x) == withoutDenominators(*y);
}

}  // namespace retort::math
