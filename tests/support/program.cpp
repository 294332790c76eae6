// SPDX-License-Identifier: Apache-2.0
#include "support/program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

#include "support/temp_dir.h"

namespace retort::test {
namespace {

std::string content(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

/// In the child: files as stdin, stdout, stderr, then the program.
[[noreturn]] void become(const std::vector<std::string>& arguments, const TempDir& dir) {
    ::dup2(::open((dir / "in").c_str(), O_RDONLY), 0);
    ::dup2(::open((dir / "out").c_str(), O_WRONLY | O_CREAT, 0600), 1);
    ::dup2(::open((dir / "err").c_str(), O_WRONLY | O_CREAT, 0600), 2);
    std::vector<char*> argv;
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    ::_exit(127);
}

}  // namespace

ProgramResult runProgram(const std::vector<std::string>& arguments, const std::string& input,
                         const std::function<void(int)>& while_running) {
    const TempDir dir;
    std::ofstream(dir / "in", std::ios::binary) << input;
    const pid_t pid = ::fork();
    if (pid == 0) become(arguments, dir);
    int status = 0;
    while (::waitpid(pid, &status, WNOHANG) == 0) {
        if (while_running) while_running(pid);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), content(dir / "out"), content(dir / "err")};
}

std::string builtProgram(const std::string& name) { return std::string(RETORT_BIN_DIR) + "/" + name; }

}  // namespace retort::test
