// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "base/error.h"
#include "base/random.h"
#include "core/store/old_store.h"
#include "core/store/rollout_query_fixture.h"

namespace retort::test {
namespace {

// ASCII case is ignored, that of other scripts is not; the index knows pieces of three characters without the case of any.
std::string withoutAsciiCase(std::string text) {
    for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return text;
}

/// Searches for texts of one to four characters beside a look at every text. More rollouts than a search looks at before it
/// asks the index.
class TextQuery : public RolloutQuery {
protected:
    static constexpr const char* alphabet[] = {"a",  "A",  "b",    "B",  "7", " ",    "%",  "_",         "\"",        "'",
                                               "*",  "\\", "\x03", "é",  "É", "я",    "Я",  "ſ",         "K",         "ß",
                                               "检", "查", "算",   "，", "😀", "🙂", "\n", "e\xcc\x81", "\U0010ffff"};

    std::string randomText(std::uint64_t characters) {
        std::string text;
        // Some characters are frequent, some hardly ever there.
        for (; characters > 0; --characters) text += alphabet[random.below(1 + random.below(std::size(alphabet)))];
        return text;
    }

    void write(StageId stage, Step from, Step to) {
        for (Step step = from; step <= to; ++step) {
            StepCommit commit = stepWithFacts(stage, step);
            for (RolloutGroup& group : commit.groups) {
                group.prompt.prompt.text = random.below(8) == 0 ? randomText(4) : "a problem";
                group.prompt.prompt.key = group.prompt.prompt.text;
                while (group.rollouts.size() < 20) group.rollouts.push_back(group.rollouts[group.rollouts.size() % 5]);
                for (Rollout& rollout : group.rollouts) {
                    rollout.text = randomText(random.below(9));
                    // What most have, but of the shortest none.
                    if (rollout.completion.ids.size() > 3) rollout.text += "mm";
                }
            }
            // What stands in few places, and only where an order comes last.
            commit.groups[0].rollouts[0].text = step == 1 ? "at the very end qz" : step == 2 ? "q" : step < 9 ? "xjx" : "";
            commit.groups[1].prompt.prompt.text = step == 1 ? "a rare problem: v" : "a problem";
            writer.commit(commit);
        }
    }

    void check(const char* when) {
        const std::vector<RolloutSummary> all = reader.rollouts({}, RolloutOrder::OldestFirst, {}, 100000).rows;
        std::map<std::int64_t, std::string> texts, problems;
        std::vector<std::string> known;
        for (const RolloutSummary& row : all) {
            const RolloutDetail detail = *reader.rollout(row.id);
            texts[row.id.value] = withoutAsciiCase(detail.rollout.text);
            problems[row.id.value] = withoutAsciiCase(detail.prompt.prompt.text);
            known.push_back(detail.rollout.text);
        }
        std::vector<std::string> wanted{"mm", "MM", "qz",   "z",        "q", "xj", "JX", "v", ": V", "%",
                                        "_",  "%%", "\x03", "\x03\x03", "é", "É",  "K",  "k", "ſ",   "龘龘"};
        while (wanted.size() < 80) {
            // The end of a text, or any piece.
            const std::string& text = known[random.below(known.size())];
            const std::size_t bytes = std::min<std::size_t>(text.size(), 1 + random.below(8));
            std::size_t at = random.below(2) == 0 ? text.size() - bytes : random.below(text.size() - bytes + 1);
            while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) ++at;
            std::size_t end = std::min(text.size(), at + bytes);
            while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
            if (at < end)
                wanted.push_back(random.below(3) == 0 ? withoutAsciiCase(text.substr(at, end - at))
                                                      : text.substr(at, end - at));
            wanted.push_back(randomText(1 + random.below(4)));
        }
        for (const std::string& text : wanted) {
            RolloutFilter filter;
            if (random.below(3) == 0) filter.stage = zero;
            if (random.below(3) == 0) filter.correctness = static_cast<Correctness>(random.below(4));
            if (random.below(4) == 0) filter.language = "zh";
            if (random.below(4) == 0) filter.reflects = true;
            if (random.below(4) == 0) filter.step_from = 2, filter.step_to = 21;
            if (random.below(6) == 0) filter.among = listOf(1, 6000, 1 + static_cast<std::int64_t>(random.below(3)));
            if (random.below(8) == 0) filter.language_below = 0.8;
            for (const RolloutOrder order : all_orders) {
                std::vector<std::int64_t> expected;
                const std::string low = withoutAsciiCase(text);
                for (const std::int64_t id : byLooking(all, filter, order, reader))
                    if (texts[id].find(low) != std::string::npos || problems[id].find(low) != std::string::npos)
                        expected.push_back(id);
                RolloutFilter searched = filter;
                searched.text = text;
                // As it is counted: before its pages, between them, or not at all.
                const std::uint64_t counted = random.below(3);
                if (counted == 0) reader.countRollouts(searched);
                if (counted == 1) {
                    reader.rollouts(searched, order, {}, 70);
                    reader.countRollouts(searched, static_cast<std::int64_t>(random.below(400)));
                }
                ASSERT_EQ(walk(searched, order, 70), expected)
                    << when << ": '" << text << "', order " << static_cast<int>(order);
                // A page from anywhere, of a search that is at hand and of another.
                if (expected.size() < 2) continue;
                const auto at = static_cast<std::ptrdiff_t>(random.below(expected.size() - 1));
                if (random.below(2) == 0) found("another");
                const RolloutPage page = reader.rollouts(searched, order, {expected[static_cast<std::size_t>(at)]}, 90);
                std::vector<std::int64_t> ids;
                for (const RolloutSummary& row : page.rows) ids.push_back(row.id.value);
                const auto end = expected.begin() + std::min<std::ptrdiff_t>(at + 91, std::ssize(expected));
                ASSERT_EQ(ids, std::vector<std::int64_t>(expected.begin() + at + 1, end)) << when << ": '" << text << "'";
                ASSERT_EQ(page.more, end != expected.end());
                ASSERT_EQ(reader.countRollouts(searched), std::ssize(expected)) << when << ": '" << text << "'";
                ASSERT_EQ(reader.countRollouts(searched, 5), std::min<std::int64_t>(5, std::ssize(expected))) << when;
            }
        }
    }

    Random random{5, 0};
};

TEST_F(TextQuery, OfAnyLengthGivesWhatLookingAtEveryTextGives) {
    write(zero, 1, 25);
    write(other, 26, 50);
    ASSERT_EQ(reader.countRollouts({}), 3000);
    check("written");
}

TEST_F(TextQuery, IsRightInARunThatGrowsAndTakesStepsBack) {
    write(zero, 1, 30);
    RolloutFilter filter;
    filter.text = "qz";
    const auto found = [&] { return walk(filter, RolloutOrder::LongestFirst, 3).size(); };
    EXPECT_EQ(found(), 1U);
    write(other, 1, 12);
    EXPECT_EQ(found(), 2U);
    RolloutFilter many;
    many.text = "mm";
    // All are found, then some are taken back, before the page that would have told them.
    const RolloutPage first = reader.rollouts(many, RolloutOrder::LongestFirst, {}, 5);
    const std::int64_t count = reader.countRollouts(many);
    writer.rewindStage(zero, 0);
    for (const RolloutSummary& row : reader.rollouts(many, RolloutOrder::LongestFirst, first.rows.back().id, 5000).rows)
        ASSERT_EQ(row.stage, other);
    EXPECT_LT(reader.countRollouts(many), count);
    EXPECT_EQ(found(), 1U);
    write(zero, 1, 20);
    EXPECT_EQ(found(), 2U);
    const std::int64_t before = reader.countRollouts(many);
    write(other, 13, 13);
    EXPECT_GT(reader.countRollouts(many), before);
    check("grown");
}

TEST_F(TextQuery, GoesOnWhereItWasInterrupted) {
    write(zero, 1, 25);
    write(other, 26, 50);
    std::int64_t left = 0, interrupted = 0;
    // Asks again until there is an answer, as often as the patience of each try ends before it.
    const auto insist = [&](auto&& ask) {
        for (;;) {
            left = static_cast<std::int64_t>(random.below(200));
            reader.setCancelled([&] { return --left < 0; });
            try {
                ask();
                return reader.setCancelled({});
            } catch (const Error& error) {
                ASSERT_EQ(error.code(), ErrorCode::Interrupted) << error.what();
                ++interrupted;
            }
        }
    };
    for (const RolloutOrder order : all_orders) {
        for (const char* text : {"mm", "a", "b", "A7", "xj", "检"}) {
            RolloutFilter filter;
            filter.text = text;
            const std::vector<std::int64_t> expected = walk(filter, order, 5000);
            found("another");
            std::vector<std::int64_t> ids;
            for (RolloutPage page{{}, true}; page.more;) {
                const RolloutId after = ids.empty() ? RolloutId{} : RolloutId{ids.back()};
                if (random.below(2) == 0)
                    insist([&] { reader.countRollouts(filter, static_cast<std::int64_t>(random.below(1000))); });
                insist([&] { page = reader.rollouts(filter, order, after, 150); });
                for (const RolloutSummary& row : page.rows) ids.push_back(row.id.value);
            }
            ASSERT_EQ(ids, expected) << text << ", order " << static_cast<int>(order);
        }
    }
    EXPECT_GT(interrupted, 100);
}

TEST_F(TextQuery, LosesNothingAndTellsNothingTwiceWhileTheRunGoesOn) {
    write(zero, 1, 25);
    Step step = 25;
    for (const RolloutOrder order : all_orders) {
        for (const char* text : {"mm", "a", "xj", "检"}) {
            RolloutFilter filter;
            filter.text = text;
            const std::vector<std::int64_t> expected = walk(filter, order, 5000);
            const std::int64_t newest = expected.empty() ? 0 : *std::ranges::max_element(expected);
            found("another");
            std::vector<std::int64_t> ids, old;
            for (RolloutPage page{{}, true}; page.more;) {
                page = reader.rollouts(filter, order, ids.empty() ? RolloutId{} : RolloutId{ids.back()}, 60);
                for (const RolloutSummary& row : page.rows) ids.push_back(row.id.value);
                if (ids.size() < 200) write(other, step + 1, step + 1), ++step;
                if (random.below(3) == 0) reader.countRollouts(filter, 100);
            }
            std::ranges::copy_if(ids, std::back_inserter(old), [&](std::int64_t id) { return id <= newest; });
            ASSERT_EQ(old, expected) << text << ", order " << static_cast<int>(order);
            std::ranges::sort(ids);
            ASSERT_EQ(std::ranges::adjacent_find(ids), ids.end()) << text << ", order " << static_cast<int>(order);
            ASSERT_EQ(reader.countRollouts(filter), std::ssize(walk(filter, RolloutOrder::OldestFirst, 5000)));
        }
    }
}

TEST_F(TextQuery, IsTheSameInAStoreWhoseIndexFoundNoShortTexts) {
    {
        // A writer of its own, so that nothing holds the file when it is changed.
        RunWriter own(dir / "old.db");
        own.commit(stepWithTexts(own.putStage(stageNamed("zero")), 1, std::vector<std::string>(1500, "nothing")));
        own.commit(stepWithTexts({1}, 2, {"先检查", "I", "ab", std::string("cd\0ef", 5)}));
    }
    const auto check = [&](const char* when) {
        RunReader old(dir / "old.db");
        for (const char* text : {"检查", "i", "ab", "B", "查", "cd", "d", "ef", "f", "no", "thi", "zz"}) {
            RolloutFilter filter;
            filter.text = text;
            const std::string low = text;
            const std::int64_t expected = low == "no" || low == "thi"                ? 1500
                                          : low == "i"                               ? 1501
                                          : low == "ef" || low == "f" || low == "zz" ? 0
                                                                                     : 1;
            EXPECT_EQ(old.countRollouts(filter), expected) << when << ' ' << text;
            EXPECT_EQ(std::ssize(old.rollouts(filter, RolloutOrder::OldestFirst, {1500}, 9).rows),
                      std::min<std::int64_t>(1, expected % 1500))
                << when << ' ' << text;
        }
    };
    check("new");
    takeBackToSchema7(dir / "old.db");
    check("old");
    { RunWriter again(dir / "old.db"); }
    check("brought up to date");
}

}  // namespace
}  // namespace retort::test
