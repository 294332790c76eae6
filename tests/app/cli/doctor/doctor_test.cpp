// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "app/cli/doctor/findings.h"
#include "app/cli/doctor/process.h"
#include "support/temp_dir.h"

using namespace retort;
using namespace retort::doctor;
using testing::HasSubstr;
using namespace std::chrono_literals;

namespace {

/// An environment variable for the length of a test.
class Variable {
public:
    Variable(const char* name, const std::string& value) : name_(name) {
        if (const char* before = std::getenv(name); before != nullptr) before_ = before;
        ::setenv(name, value.c_str(), 1);
    }
    ~Variable() {
        if (before_) ::setenv(name_, before_->c_str(), 1);
        else ::unsetenv(name_);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
    std::optional<std::string> before_;
};

Finding find(const std::vector<Finding>& findings, const std::string& check) {
    for (const Finding& finding : findings) {
        if (finding.check == check) return finding;
    }
    ADD_FAILURE() << "no finding " << check;
    return {};
}

}  // namespace

TEST(DoctorProcess, ReportsStatusAndOutputOfBothStreams) {
    const ProcessResult run = runProgram({"sh", "-c", "echo one; echo two >&2; exit 7"}, 10s);
    EXPECT_TRUE(run.found);
    EXPECT_EQ(run.status, 7);
    EXPECT_EQ(run.output, "one\ntwo\n");
}

TEST(DoctorProcess, KillsWhatHangsAndBoundsWhatFloods) {
    const ProcessResult hung = runProgram({"sleep", "600"}, 50ms);
    EXPECT_TRUE(hung.timed_out);
    EXPECT_EQ(hung.status, 128 + 9);
    const ProcessResult flood = runProgram({"sh", "-c", "head -c 3000000 /dev/zero"}, 60s);
    EXPECT_EQ(flood.status, 0);
    EXPECT_EQ(flood.output.size(), 64U * 1024);
}

TEST(DoctorProcess, SaysThatAProgramIsNotThere) {
    const ProcessResult run = runProgram({"retort-no-such-program"}, 1s);
    EXPECT_FALSE(run.found);
}

TEST(Doctor, EveryFindingHasADetailAndARemedyExactlyWhenOneIsNeeded) {
    std::vector<Finding> findings = machineFindings();
    for (Finding& finding : libraryFindings()) findings.push_back(finding);
    std::vector<std::string> checks;
    for (const Finding& finding : findings) {
        checks.push_back(finding.check);
        EXPECT_FALSE(finding.detail.empty()) << finding.check;
        EXPECT_EQ(finding.remedy.empty(), finding.state == State::Ok) << finding.check << ": " << finding.detail;
    }
    EXPECT_THAT(checks, testing::ElementsAre("cpu", "threads", "memory", "disk_data", "disk_here", "display", "fonts",
                                             "torch", "cuda", "sqlite", "sandbox"));
}

TEST(Doctor, DataFolderThatCannotBeWrittenIsAProblem) {
    const Variable data("XDG_DATA_HOME", "/proc/self/fdinfo");
    const Finding disk = find(machineFindings(), "disk_data");
    EXPECT_EQ(disk.state, State::Problem);
    EXPECT_THAT(disk.remedy, HasSubstr("XDG_DATA_HOME"));
}

TEST(Doctor, MissingProgramsAreWarningsWithThePackageToInstall) {
    const test::TempDir empty;
    const Variable path("PATH", empty.path().string());
    const Finding sandbox = find(libraryFindings(), "sandbox"), fonts = find(machineFindings(), "fonts");
    EXPECT_EQ(sandbox.state, State::Warning);
    EXPECT_THAT(sandbox.remedy, HasSubstr("apt-get install bubblewrap"));
    EXPECT_EQ(fonts.state, State::Warning);
    EXPECT_THAT(fonts.remedy, HasSubstr("fonts-noto-cjk"));
}

TEST(Doctor, DisplayThatNobodyServesIsAWarning) {
    const Variable wayland("WAYLAND_DISPLAY", ""), x11("DISPLAY", ":98765");
    const Finding display = find(machineFindings(), "display");
    EXPECT_EQ(display.state, State::Warning);
    EXPECT_THAT(display.remedy, HasSubstr("--headless"));
    const Variable none("DISPLAY", "");
    EXPECT_EQ(find(machineFindings(), "display").state, State::Ok);
}

TEST(Doctor, CudaPluginThatCannotBeLoadedIsNoProblemWithoutAGpu) {
    const Finding cuda = find(libraryFindings(), "cuda");
    EXPECT_NE(cuda.state, State::Problem);
}
