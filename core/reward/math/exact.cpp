// SPDX-License-Identifier: Apache-2.0
// Exact rational arithmetic over a tree.
#include <algorithm>

#include "reward/math/evaluate.h"

namespace retort::math {
namespace {

using Value = std::optional<mpq_class>;

class ExactEvaluator {
public:
    explicit ExactEvaluator(Fuel& fuel) : fuel_(fuel) {}

    Value of(const Expr& e) {
        fuel_.spend(1);
        switch (e.kind) {
            case Kind::Number: return e.number;
            case Kind::Sum: return fold(e, [](mpq_class& a, const mpq_class& b) { a += b; });
            case Kind::Product: return fold(e, [](mpq_class& a, const mpq_class& b) { a *= b; });
            case Kind::Power: return power(e);
            case Kind::Root: return root(e);
            case Kind::Percent: return scaled(of(*e.args[0]));
            case Kind::Unit: return e.name == "degree" ? std::nullopt : of(*e.args[0]);
            case Kind::Call: return call(e);
            default: return std::nullopt;
        }
    }

private:
    static Value scaled(Value value) {
        if (value) *value /= 100;
        return value;
    }

    mpq_class checked(mpq_class value) {
        const std::size_t bits =
            std::max(mpz_sizeinbase(value.get_num_mpz_t(), 2), mpz_sizeinbase(value.get_den_mpz_t(), 2));
        fuel_.spend(static_cast<std::int64_t>(bits / 512));
        if (bits > kMaxBits) throw OutOfFuel("a number has too many digits");
        return value;
    }

    template <class Operation>
    Value fold(const Expr& e, Operation operation) {
        Value result;
        for (const ExprPtr& arg : e.args) {
            const Value value = of(*arg);
            if (!value) return std::nullopt;
            if (result) operation(*result, *value);
            else result = value;
            result = checked(std::move(*result));
        }
        return result;
    }

    Value power(const Expr& e) {
        const Value base = of(*e.args[0]), exponent = base ? of(*e.args[1]) : std::nullopt;
        if (!exponent || (*base == 0 && *exponent <= 0)) return std::nullopt;
        return rationalPower(*base, *exponent);
    }

    Value root(const Expr& e) {
        const Value base = of(*e.args[0]), degree = base ? of(*e.args[1]) : std::nullopt;
        if (!degree || *degree == 0 || (*base == 0 && *degree < 0)) return std::nullopt;
        return rationalPower(*base, 1 / *degree);
    }

    /// Exact roots only; nothing where the result is irrational or has too many digits.
    Value rationalPower(const mpq_class& base, const mpq_class& exponent) {
        if (!exponent.get_num().fits_slong_p() || !exponent.get_den().fits_slong_p() || exponent.get_den() > 1000)
            return std::nullopt;
        mpq_class rooted = base;
        if (const long degree = exponent.get_den().get_si(); degree != 1) {
            if (base < 0 && degree % 2 == 0) return std::nullopt;
            mpz_class above, below;
            const bool exact = mpz_root(above.get_mpz_t(), base.get_num_mpz_t(), static_cast<unsigned long>(degree)) != 0 &&
                               mpz_root(below.get_mpz_t(), base.get_den_mpz_t(), static_cast<unsigned long>(degree)) != 0;
            if (!exact) return std::nullopt;
            rooted = mpq_class(above, below);
        }
        const std::size_t bits =
            std::max(mpz_sizeinbase(rooted.get_num_mpz_t(), 2), mpz_sizeinbase(rooted.get_den_mpz_t(), 2));
        const long times = std::labs(exponent.get_num().get_si());
        if (rooted != 0 && abs(rooted) != 1 &&
            (times > static_cast<long>(kMaxBits) || bits * static_cast<std::size_t>(times) > kMaxBits))
            return std::nullopt;
        return checked(boundedPower(rooted, exponent.get_num().get_si()));
    }

    Value call(const Expr& e) {
        std::vector<mpq_class> args;
        for (const ExprPtr& arg : e.args) {
            const Value value = of(*arg);
            if (!value) return std::nullopt;
            args.push_back(*value);
        }
        if (args.empty()) return std::nullopt;
        if (e.name == "abs") return abs(args[0]);
        if (e.name == "max") return *std::max_element(args.begin(), args.end());
        if (e.name == "min") return *std::min_element(args.begin(), args.end());
        if (e.name == "floor") return floorOf(args[0]);
        if (e.name == "ceil") return -floorOf(-args[0]);
        if (e.name == "factorial") return factorial(args[0]);
        if (e.name == "binom" && args.size() == 2) return binomial(args[0], args[1]);
        if (e.name == "mod" && args.size() == 2)
            return args[1] == 0 ? std::nullopt : Value(checked(args[0] - args[1] * floorOf(args[0] / args[1])));
        if (e.name == "gcd" || e.name == "lcm") return common(args, e.name == "gcd");
        return std::nullopt;
    }

    static mpq_class floorOf(const mpq_class& a) {
        mpz_class q;
        mpz_fdiv_q(q.get_mpz_t(), a.get_num_mpz_t(), a.get_den_mpz_t());
        return q;
    }

    Value factorial(const mpq_class& n) {
        if (n.get_den() != 1 || n < 0 || n > 3000) return std::nullopt;
        fuel_.spend(100);
        mpz_class value;
        mpz_fac_ui(value.get_mpz_t(), n.get_num().get_ui());
        return mpq_class(value);
    }

    Value binomial(const mpq_class& n, const mpq_class& k) {
        if (n.get_den() != 1 || k.get_den() != 1 || n < 0 || k < 0 || n > 10000) return std::nullopt;
        fuel_.spend(100);
        mpz_class value;
        mpz_bin_uiui(value.get_mpz_t(), n.get_num().get_ui(), k > n ? n.get_num().get_ui() + 1 : k.get_num().get_ui());
        return mpq_class(checked(value));
    }

    /// Of rationals: gcd(a/b, c/d) = gcd(ad, cb) / bd.
    Value common(const std::vector<mpq_class>& args, bool greatest) {
        mpq_class result = abs(args[0]);
        for (std::size_t i = 1; i < args.size(); ++i) {
            const mpq_class other = abs(args[i]);
            const mpz_class left = result.get_num() * other.get_den(), right = other.get_num() * result.get_den();
            mpq_class divisor(gcd(left, right), result.get_den() * other.get_den());
            divisor.canonicalize();
            if (greatest) result = divisor;
            else result = divisor == 0 ? mpq_class(0) : mpq_class(result * other / divisor);
            result = checked(std::move(result));
        }
        return result;
    }

    Fuel& fuel_;
};

}  // namespace

std::optional<mpq_class> exactValue(const Expr& e, Fuel& fuel) { return ExactEvaluator(fuel).of(e); }

}  // namespace retort::math
