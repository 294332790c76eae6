// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "app/cli/doctor/findings.h"
#include "app/cli/doctor/process.h"
#include "base/error.h"
#include "base/machine.h"

namespace fs = std::filesystem;

namespace retort::doctor {
namespace {

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;

Finding cpuFinding() {
    const CpuFeatures cpu = cpuFeatures();
    Finding finding{.check = "cpu", .state = State::Ok, .detail = cpuModel(), .remedy = {}, .facts = {}};
    if (finding.detail.empty()) finding.detail = "unnamed processor";
    const std::pair<const char*, bool> features[] = {{"avx2", cpu.avx2},
                                                     {"fma", cpu.fma},
                                                     {"f16c", cpu.f16c},
                                                     {"avx512f", cpu.avx512f},
                                                     {"avx512_bf16", cpu.avx512_bf16},
                                                     {"amx_bf16", cpu.amx_bf16}};
    std::string having;
    for (const auto& [key, present] : features) {
        finding.facts.emplace_back(key, present);
        if (present) having += fmt::format(" {}", key);
    }
    finding.detail += having.empty() ? ", no vector extension that Retort uses" : "," + having;
    if (!cpu.avx2 || !cpu.fma) {
        finding.state = State::Warning;
        finding.remedy =
            "Training works but is several times slower than on a processor with AVX2 and FMA (made since 2013); "
            "in a virtual machine, let it pass the host's CPU through";
    }
    return finding;
}

Finding threadsFinding() {
    const CpuLimits limits = cpuLimits();
    const std::int64_t usable = usableThreads();
    Finding finding{.check = "threads",
                    .state = State::Ok,
                    .detail = fmt::format("{} usable of {}", usable, limits.online),
                    .remedy = {},
                    .facts = {{"usable", usable},
                              {"online", std::int64_t{limits.online}},
                              {"affinity", std::int64_t{limits.affinity}},
                              {"cgroup_quota", limits.quota}}};
    if (limits.quota > 0) finding.detail += fmt::format(", the control group grants {:.2g}", limits.quota);
    if (limits.quota > 0 && limits.quota < 1) {
        finding.state = State::Warning;
        finding.remedy = "Less than one processor is granted; raise the container's CPU limit";
    }
    return finding;
}

Finding memoryFinding() {
    const MemoryState memory = memoryState();
    Finding finding{.check = "memory",
                    .state = State::Ok,
                    .detail = fmt::format("{} available of {}", gibibytes(memory.available), gibibytes(memory.total)),
                    .remedy = {},
                    .facts = {{"available_bytes", static_cast<std::int64_t>(memory.available)},
                              {"total_bytes", static_cast<std::int64_t>(memory.total)},
                              {"cgroup_limit_bytes", static_cast<std::int64_t>(memory.limit)}}};
    if (memory.limit > 0) finding.detail += fmt::format(", the control group grants {}", gibibytes(memory.limit));
    if (memory.available < kGiB) {
        finding.state = State::Problem;
        finding.remedy = "The shipped project needs 1 GiB; close programs or raise the limit";
    } else if (memory.available < 4 * kGiB) {
        finding.state = State::Warning;
        finding.remedy =
            "Enough for the shipped project; building needs about 1.4 GiB per job (RETORT_JOBS=1 ./packaging/build)";
    }
    return finding;
}

void judgeDisk(const DiskState& disk, bool is_data, Finding& finding) {
    const State worst = is_data ? State::Problem : State::Warning;
    const std::string elsewhere =
        is_data ? "set XDG_DATA_HOME to a folder on another disk" : "keep projects on another disk";
    if (!disk.writable) {
        finding.state = worst;
        finding.remedy = "It cannot be written to; change its permissions, or " + elsewhere;
    } else if (disk.network) {
        finding.state = worst;
        finding.remedy = "A run's database needs a local disk, this is a network file system; " + elsewhere;
    } else if (disk.free < kGiB / 4) {
        finding.state = worst;
        finding.remedy = "Too little room for checkpoints; free some, or " + elsewhere;
    } else if (disk.free < 2 * kGiB) {
        finding.state = State::Warning;
        finding.remedy = "Room for small models only; free some, or " + elsewhere;
    }
}

Finding diskFinding(const std::string& check, const fs::path& path) {
    Finding finding{.check = check, .state = State::Ok, .detail = {}, .remedy = {}, .facts = {{"path", path.string()}}};
    try {
        const DiskState disk = diskState(path);
        finding.detail = fmt::format("{} free in {} ({}, {})", gibibytes(disk.free), path.string(), disk.filesystem,
                                     disk.network ? "network" : "local");
        finding.facts.emplace_back("free_bytes", static_cast<std::int64_t>(disk.free));
        finding.facts.emplace_back("filesystem", disk.filesystem);
        finding.facts.emplace_back("network", disk.network);
        finding.facts.emplace_back("writable", disk.writable);
        judgeDisk(disk, check == "disk_data", finding);
    } catch (const Error& error) {
        finding.state = State::Problem;
        finding.detail = error.message() + ": " + error.where();
        finding.remedy = error.remedy();
    }
    return finding;
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

Finding displayFinding() {
    const std::string wayland = environment("WAYLAND_DISPLAY"), x11 = environment("DISPLAY");
    Finding finding{.check = "display",
                    .state = State::Ok,
                    .detail = "none; ./packaging/run works on the terminal",
                    .remedy = {},
                    .facts = {{"wayland", wayland}, {"x11", x11}}};
    if (!wayland.empty()) finding.detail = "Wayland " + wayland;
    if (wayland.empty() && !x11.empty()) finding.detail = "X11 " + x11;
    const bool local = wayland.empty() && x11.starts_with(':');
    std::error_code ignored;
    if (local && !fs::exists("/tmp/.X11-unix/X" + x11.substr(1, x11.find('.', 1) - 1), ignored)) {
        finding.state = State::Warning;
        finding.detail += ", but no server answers there";
        finding.remedy = "Log in to a desktop, unset DISPLAY, or use ./packaging/run --headless";
    }
    return finding;
}

Finding fontsFinding() {
    const ProcessResult fonts = runProgram({"fc-list", ":lang=zh-cn", "family"}, std::chrono::seconds(20));
    Finding finding{.check = "fonts", .state = State::Ok, .detail = {}, .remedy = {}, .facts = {}};
    const bool chinese = fonts.found && fonts.status == 0 && !fonts.output.empty();
    finding.facts.emplace_back("chinese", chinese);
    if (chinese) {
        finding.detail = "Chinese text: " + fonts.output.substr(0, fonts.output.find_first_of(",\n"));
        return finding;
    }
    finding.state = State::Warning;
    finding.detail =
        fonts.found ? "no font has Chinese glyphs; the workbench would show boxes" : "fontconfig (fc-list) is not installed";
    finding.remedy = "sudo apt-get install fontconfig fonts-noto-cjk fonts-dejavu-core";
    return finding;
}

}  // namespace

std::string gibibytes(std::uint64_t bytes) {
    return fmt::format("{:.1f} GiB", static_cast<double>(bytes) / static_cast<double>(kGiB));
}

std::vector<Finding> machineFindings() {
    std::error_code error;
    const fs::path here = fs::current_path(error);
    return {cpuFinding(),
            threadsFinding(),
            memoryFinding(),
            diskFinding("disk_data", dataHome()),
            diskFinding("disk_here", error ? "/" : here),
            displayFinding(),
            fontsFinding()};
}

}  // namespace retort::doctor
