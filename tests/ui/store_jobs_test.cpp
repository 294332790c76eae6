// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <atomic>

#include "ui/session/store_jobs.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

class StoreJobsTest : public ::testing::Test {
protected:
    void SetUp() override {
        test::runFakeTrainer(folder / "run", {QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("--steps"),
                                              QStringLiteral("2"), QStringLiteral("--stages"), QStringLiteral("zero")});
    }

    /// A question that searches until `enough`, or for ten seconds at each turn.
    void askLong(StoreJobs::Turn turn) {
        jobs.ask<int>(
            "long", &context,
            [this](RunReader& reader) {
                const int mine = ++turns;
                QElapsedTimer spent;
                spent.start();
                RolloutFilter filter;
                for (int i = 0; !enough && !spent.hasExpired(10000); ++i) {
                    filter.text = i % 2 == 0 ? "no such text" : "nor this one";
                    reader.rollouts(filter);
                }
                return mine;
            },
            [this](int turn_of_answer) { answers << QStringLiteral("long %1").arg(turn_of_answer); }, turn);
    }
    void askShort(const std::string& tag) {
        jobs.ask<bool>(
            tag, &context, [](RunReader& reader) { return !reader.rollouts({}).rows.empty(); },
            [this, tag](bool any) { answers << QString::fromStdString(tag + (any ? "" : ": none")); });
    }

    test::TempDir folder;
    QObject context;
    std::atomic<int> turns = 0;
    std::atomic<bool> enough = false;
    QStringList answers;
    StoreJobs jobs{folder / "run/run.db"};
};

TEST_F(StoreJobsTest, WhatIsAsideGivesWayAndGoesOn) {
    askLong(StoreJobs::Turn::Aside);
    ASSERT_TRUE(eventually([this] { return turns == 1; }));
    QElapsedTimer waited;
    waited.start();
    askShort("page");
    ASSERT_TRUE(eventually([this] { return !answers.isEmpty(); }));
    EXPECT_EQ(answers, QStringList{QStringLiteral("page")});
    EXPECT_LT(waited.elapsed(), 5000);
    ASSERT_TRUE(eventually([this] { return turns == 2; }));
    askShort("page");
    askShort("text");
    ASSERT_TRUE(eventually([this] { return answers.size() == 3; }));
    enough = true;
    ASSERT_TRUE(eventually([this] { return answers.size() == 4; }));
    EXPECT_EQ(answers.join(QStringLiteral(", ")), QStringLiteral("page, page, text, long %1").arg(turns.load()));
    EXPECT_GE(turns, 3);
}

TEST_F(StoreJobsTest, OthersAreAnsweredInTheirOrderAndAnotherOfTheSameTagReplacesThem) {
    askLong(StoreJobs::Turn::Next);
    ASSERT_TRUE(eventually([this] { return turns == 1; }));
    askShort("page");
    QTest::qWait(50);
    EXPECT_TRUE(answers.isEmpty());
    askShort("long");  // the first is given up
    ASSERT_TRUE(eventually([this] { return answers.size() == 2; }));
    EXPECT_EQ(answers.join(QStringLiteral(", ")), QStringLiteral("page, long"));
    EXPECT_EQ(turns, 1);
    // One that gave way and one that waits are replaced too.
    askLong(StoreJobs::Turn::Aside);
    ASSERT_TRUE(eventually([this] { return turns == 2; }));
    askShort("page");
    askShort("long");
    ASSERT_TRUE(eventually([this] { return answers.size() == 4; }));
    QTest::qWait(50);
    EXPECT_EQ(answers.mid(2).join(QStringLiteral(", ")), QStringLiteral("page, long"));
}

}  // namespace
}  // namespace retort::ui
