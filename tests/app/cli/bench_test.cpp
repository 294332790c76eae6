// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/shared_data.h"
#include "tiny_project.h"

using namespace retort::test;

TEST(Bench, MeasuresAModelAndSaysWhatItWasMeasuredOn) {
    const auto model = (sourceDir() / "resources/projects/abacus/models/student-tiny").string();
    const auto result =
        runRetort({"bench", model, "--figures", "generate_1,train,grpo", "--repeats", "2", "--threads", "1", "--json"});
    ASSERT_EQ(result.status, 0) << result.err;
    const auto report = nlohmann::json::parse(result.out);
    EXPECT_EQ(report.at("threads"), 1);
    EXPECT_GT(report.at("gemm_gflops").get<double>(), 0);
    EXPECT_EQ(report.at("model"), model);
    ASSERT_EQ(report.at("figures").size(), 3u);
    for (const auto& figure : report["figures"]) {
        EXPECT_GT(figure.at("median").get<double>(), 0) << figure;
        EXPECT_LE(figure.at("min"), figure.at("median"));
        EXPECT_GE(figure.at("max"), figure.at("median"));
        EXPECT_GT(figure.at("share_of_peak").get<double>(), 0);
    }
    EXPECT_EQ(report["figures"][2].at("unit"), "s");
}

TEST(Bench, RefusesAFigureThatDoesNotExistBeforeItMeasures) {
    const auto result = runRetort({"bench", "--figures", "train,speed"});
    EXPECT_EQ(result.status, 2) << result.err;
    EXPECT_NE(result.err.find("speed"), std::string::npos) << result.err;
    EXPECT_EQ(result.out, "");
}
