// SPDX-License-Identifier: Apache-2.0
#include "text/steps.h"

#include <gtest/gtest.h>

namespace retort {

TEST(Steps, JoinToTheTextAgain) {
    for (const char* text : {"a\nb\nc", "a\n\nb\nb\n\n\nc\n", "\n\na", "one line", "", "\n", "a, b, c"})
        for (const char* separator : {"", ",", "\n"}) {
            const auto steps = splitSteps(text, separator);
            std::string joined;
            for (const std::string_view step : steps) joined += step;
            EXPECT_EQ(joined, text);
        }
}

TEST(Steps, GoToTheirSeparators) {
    using Steps = std::vector<std::string_view>;
    EXPECT_EQ(splitSteps("a\nb\nc", ""), (Steps{"a\n", "b\n", "c"}));
    EXPECT_EQ(splitSteps("a\nb\n\nc", ""), (Steps{"a\nb\n\n", "c"})) << "blank lines where there are some";
    EXPECT_EQ(splitSteps("a\nb\n", ""), (Steps{"a\n", "b\n"}));
    EXPECT_EQ(splitSteps("3+4=7, 7+1=8, so 8", ", "), (Steps{"3+4=7, ", "7+1=8, ", "so 8"}));
    EXPECT_EQ(splitSteps("a\n \nb", "\n"), (Steps{"a\n \n", "b"})) << "white space is no step";
    EXPECT_TRUE(splitSteps("", "").empty());
    EXPECT_EQ(joinableSteps({"a", "b,", "c"}, ","), (std::vector<std::string>{"a,", "b,", "c"}));
    EXPECT_EQ(joinableSteps({"a", "b"}, ""), (std::vector<std::string>{"a\n", "b"}));
}

}  // namespace retort
