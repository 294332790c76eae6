// SPDX-License-Identifier: Apache-2.0
#include "reward/calendar.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "reward/math/chinese_number.h"
#include "text/ascii.h"

namespace retort {
namespace {

constexpr std::size_t kLongest = 80;

enum class Half { Unsaid, Morning, Afternoon };

struct Clock {
    int hour = 0, minute = 0;
    Half half = Half::Unsaid;
    bool certain = false;  ///< it says that it is a time of day
};

struct Date {
    int year = 0, month = 0, day = 0;  ///< year 0: unsaid
};

/// Numbers as digits, words in lower case, every other sign alone; commands that only set text, white space and points after
/// words are left out.
std::vector<std::string> pieces(std::string_view text) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < text.size();) {
        const auto run = [&](auto test) {
            std::size_t end = i;
            while (end < text.size() && test(text[end])) ++end;
            return text.substr(i, end - i);
        };
        std::size_t length = 0;
        if (const auto number = math::readChineseNumber(text.substr(i), length);
            number && number->find('.') == number->npos) {
            out.push_back(*number);
            i += length;
        } else if (isAsciiDigit(text[i])) {
            out.emplace_back(run(isAsciiDigit));
            i += out.back().size();
        } else if (isAsciiLetter(text[i])) {
            out.emplace_back(run(isAsciiLetter));
            i += out.back().size();
            std::ranges::transform(out.back(), out.back().begin(), asciiLower);
        } else if (text[i] == '\\') {
            ++i;
            i += run(isAsciiLetter).size();
        } else if (static_cast<unsigned char>(text[i]) >= 0x80) {
            out.emplace_back(run([](char c) { return static_cast<unsigned char>(c) >= 0x80; }).substr(0, 3));
            i += out.back().size();
        } else {
            if (std::string_view(":-/").find(text[i]) != std::string_view::npos) out.emplace_back(1, text[i]);
            ++i;
        }
    }
    return out;
}

/// Reads pieces from the front.
class Pieces {
public:
    explicit Pieces(std::string_view text) : pieces_(pieces(text)) {}

    bool done() const { return at_ == pieces_.size(); }
    bool take(std::string_view piece) {
        if (done() || pieces_[at_] != piece) return false;
        ++at_;
        return true;
    }
    bool takeAny(std::initializer_list<std::string_view> any) {
        return std::ranges::any_of(any, [&](std::string_view piece) { return take(piece); });
    }
    /// Two signs of Chinese.
    bool takePair(std::string_view pair) {
        const std::size_t before = at_;
        if (take(pair.substr(0, 3)) && take(pair.substr(3))) return true;
        at_ = before;
        return false;
    }
    std::optional<int> number(std::size_t digits) {
        const bool fits = !done() && isAsciiDigit(pieces_[at_][0]) && pieces_[at_].size() <= digits;
        return fits ? std::optional(std::stoi(pieces_[at_++])) : std::nullopt;
    }
    std::optional<int> month() {
        static constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                                  "may",       "june",     "july",     "august",
                                                                  "september", "october",  "november", "december"};
        if (done() || pieces_[at_].size() < 3) return std::nullopt;
        for (std::size_t i = 0; i < kMonths.size(); ++i) {
            const bool shortened = pieces_[at_] == kMonths[i].substr(0, 3) || (i == 8 && pieces_[at_] == "sept");
            if (pieces_[at_] != kMonths[i] && !shortened) continue;
            ++at_;
            return static_cast<int>(i) + 1;
        }
        return std::nullopt;
    }

private:
    std::vector<std::string> pieces_;
    std::size_t at_ = 0;
};

Half halfAhead(Pieces& text) {
    if (text.takePair("上午") || text.takePair("早上") || text.takePair("凌晨") || text.takePair("早晨"))
        return Half::Morning;
    if (text.takePair("下午") || text.takePair("晚上") || text.takePair("傍晚")) return Half::Afternoon;
    if (text.take("am") || (text.take("a") && text.take("m"))) return Half::Morning;
    if (text.take("pm") || (text.take("p") && text.take("m"))) return Half::Afternoon;
    return Half::Unsaid;
}

std::optional<Clock> readClock(std::string_view written) {
    Pieces text(written);
    if (text.takeAny({"noon", "midday"}) && text.done()) return Clock{12, 0, Half::Afternoon, true};
    if (text.take("midnight") && text.done()) return Clock{12, 0, Half::Morning, true};
    Clock clock;
    clock.half = halfAhead(text);
    const auto hour = text.number(2);
    if (!hour || *hour > 24) return std::nullopt;
    clock.hour = *hour;
    const bool chinese = text.takeAny({"时", "点", "點", "時"}), colon = !chinese && text.take(":");
    if (const auto minute = colon || chinese ? text.number(2) : std::nullopt) {
        clock.minute = *minute;
        text.takeAny({"分"});
    } else if (colon) {
        return std::nullopt;
    }
    if (chinese && clock.minute == 0) {
        if (text.take("半")) clock.minute = 30;
        else text.takeAny({"整", "钟"});
    }
    if (clock.half == Half::Unsaid) clock.half = halfAhead(text);
    clock.certain = chinese || clock.half != Half::Unsaid;
    if (!text.done() || clock.minute >= 60 || !(colon || clock.certain)) return std::nullopt;
    return clock;
}

/// Minutes from midnight where the half of the day is known.
std::optional<int> minutesOf(const Clock& clock) {
    if (clock.hour > 12 || clock.hour == 0) return clock.hour % 24 * 60 + clock.minute;
    if (clock.half == Half::Unsaid) return std::nullopt;
    return (clock.hour % 12 + (clock.half == Half::Afternoon ? 12 : 0)) * 60 + clock.minute;
}

bool sameTime(const Clock& a, const Clock& b) {
    const auto x = minutesOf(a), y = minutesOf(b);
    if (x && y) return *x == *y;
    // 15:30 says its half of the day by its hour, and 3:30 says none.
    if ((x && a.half == Half::Unsaid) || (y && b.half == Half::Unsaid)) return false;
    return a.hour % 12 == b.hour % 12 && a.minute == b.minute;
}

std::optional<Date> readDate(std::string_view written) {
    Pieces text(written);
    Date date;
    if (const auto month = text.month()) {  // June 20(th), 2024
        date.month = *month;
        date.day = text.number(2).value_or(0);
        text.takeAny({"st", "nd", "rd", "th"});
        date.year = text.number(4).value_or(0);
    } else if (const auto first = text.number(4)) {
        if (text.takeAny({"年", "-"})) {  // 2024年6月20日, 2024-06-20
            date.year = *first;
            date.month = text.number(2).value_or(0);
            if (!text.takeAny({"月", "-"})) return std::nullopt;
            date.day = text.number(2).value_or(0);
            text.takeAny({"日", "号"});
        } else if (text.take("月")) {
            date.month = *first;
            date.day = text.number(2).value_or(0);
            if (!text.takeAny({"日", "号"})) return std::nullopt;
        } else {  // 20(th) (of) June 2024
            date.day = *first;
            text.takeAny({"st", "nd", "rd", "th"});
            text.take("of");
            date.month = text.month().value_or(0);
            date.year = text.number(4).value_or(0);
        }
    }
    const bool valid = text.done() && date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31;
    return valid ? std::optional(date) : std::nullopt;
}

/// 1 to 6 and 7 for Sunday.
std::optional<int> readWeekday(std::string_view written) {
    Pieces text(written);
    if (!text.takePair("星期") && !text.takePair("礼拜") && !text.take("周")) return std::nullopt;
    const int day = text.takeAny({"日", "天"}) ? 7 : text.number(1).value_or(0);
    return day >= 1 && day <= 7 && text.done() ? std::optional(day) : std::nullopt;
}

}  // namespace

std::optional<bool> sameOnCalendar(std::string_view reference, std::string_view answer) {
    if (reference.size() > kLongest || answer.size() > kLongest) return std::nullopt;
    if (const auto a = readClock(reference), b = a ? readClock(answer) : std::nullopt; b && (a->certain || b->certain))
        return sameTime(*a, *b);
    if (const auto a = readDate(reference), b = a ? readDate(answer) : std::nullopt; b)
        return a->month == b->month && a->day == b->day && (a->year == b->year || a->year == 0 || b->year == 0);
    const auto a = readWeekday(reference), b = a ? readWeekday(answer) : std::nullopt;
    return b ? std::optional(*a == *b) : std::nullopt;
}

}  // namespace retort
