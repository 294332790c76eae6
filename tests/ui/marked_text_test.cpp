// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "ui/widgets/marked_text.h"

namespace retort::ui {
namespace {

Rollout chineseTrace() {
    Rollout rollout;
    rollout.text = "<think>先算 then add 5。等一下</think><answer>17</answer>";
    rollout.facts.think = "先算 then add 5。等一下";
    rollout.facts.answer = "17";
    rollout.facts.well_formed = true;
    const auto at = [&](const char* piece) { return static_cast<std::int32_t>(rollout.text.find(piece)); };
    rollout.facts.spans.push_back({at("then"), at("then") + 8, "foreign", "en"});
    rollout.facts.spans.push_back({at("等一下"), at("等一下") + 9, "reflection", "等一下"});
    return rollout;
}

TEST(MarkTrace, CutsThePartsAndKeepsSpansOnTheirWords) {
    const MarkedTrace trace = markTrace(chineseTrace());
    EXPECT_EQ(trace.think.text.toStdString(), "先算 then add 5。等一下");
    EXPECT_EQ(trace.answer.text.toStdString(), "17");
    ASSERT_EQ(trace.think.marks.size(), 2U);
    const Mark& foreign = trace.think.marks[0];
    EXPECT_EQ(trace.think.text.mid(foreign.begin, foreign.end - foreign.begin).toStdString(), "then add");
    EXPECT_EQ(foreign.label.toStdString(), "en");
    const Mark& reflection = trace.think.marks[1];
    EXPECT_EQ(reflection.kind, MarkKind::Reflection);
    EXPECT_EQ(trace.think.text.mid(reflection.begin, reflection.end - reflection.begin).toStdString(), "等一下");
    EXPECT_TRUE(trace.answer.marks.empty());
}

TEST(MarkTrace, WithoutThinkPartEverythingIsTheAnswer) {
    Rollout rollout;
    rollout.text = "The answer is 17";
    rollout.facts.answer = rollout.text;
    const MarkedTrace trace = markTrace(rollout);
    EXPECT_TRUE(trace.think.text.isEmpty());
    EXPECT_EQ(trace.answer.text.toStdString(), rollout.text);
}

TEST(MarkTrace, TheExpectedValueIsMarkedWhereItStandsByItself) {
    Rollout rollout;
    rollout.text = "<think>9+8=17, check 17-8=9, 117, 1.17, 17.5, x17; so 17.</think><answer>16</answer>";
    rollout.facts.think = "9+8=17, check 17-8=9, 117, 1.17, 17.5, x17; so 17.";
    rollout.facts.answer = "16";
    rollout.facts.spans = {{static_cast<std::int32_t>(rollout.text.find("check")),
                            static_cast<std::int32_t>(rollout.text.find("check") + 5), "reflection", "check"}};
    const MarkedTrace trace = markTrace(rollout, "17");
    std::vector<std::pair<qsizetype, MarkKind>> found;
    for (const Mark& mark : trace.think.marks) found.emplace_back(mark.begin, mark.kind);
    const std::vector<std::pair<qsizetype, MarkKind>> wanted{
        {4, MarkKind::Expected}, {8, MarkKind::Reflection}, {47, MarkKind::Expected}};
    EXPECT_EQ(found, wanted);
    EXPECT_TRUE(markTrace(rollout).think.marks.size() == 1) << "without a reference nothing is expected";
}

TEST(MarkTrace, SpansThatLieOutsideTheTextDoNoHarm) {
    Rollout rollout = chineseTrace();
    rollout.facts.spans = {
        {-5, 3, "foreign", "en"}, {5, 2, "foreign", "en"}, {10, 100000, "foreign", "en"}, {0, 4, "reflection", "x"}};
    const MarkedTrace trace = markTrace(rollout);
    EXPECT_EQ(trace.think.text.toStdString(), rollout.facts.think);
    for (const Mark& mark : trace.think.marks) {
        EXPECT_GE(mark.begin, 0);
        EXPECT_LE(mark.end, trace.think.text.size());
    }
}

}  // namespace
}  // namespace retort::ui
