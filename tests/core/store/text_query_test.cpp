// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

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
                for (Rollout& rollout : group.rollouts) rollout.text = randomText(random.below(9));
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
        std::vector<std::string> wanted{"qz", "z",    "q",        "xj", "JX", "v", ": V", "%", "_",
                                        "%%", "\x03", "\x03\x03", "é",  "É",  "K", "k",   "ſ", "龘龘"};
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
                ASSERT_EQ(walk(searched, order, 70), expected)
                    << when << ": '" << text << "', order " << static_cast<int>(order);
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
    writer.rewindStage(zero, 0);
    EXPECT_EQ(found(), 1U);
    write(zero, 1, 20);
    EXPECT_EQ(found(), 2U);
    check("grown");
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
