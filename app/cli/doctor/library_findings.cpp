// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/cli/doctor/findings.h"
#include "base/error.h"
#include "dist/cuda_plugin.h"
#include "dist/torch_info.h"
#include "sandbox/sandbox.h"
#include "store/sqlite_db.h"

namespace retort::doctor {
namespace {

Finding torchFinding() {
    const TorchInfo torch = torchInfo();
    Finding finding{
        .check = "torch",
        .state = State::Ok,
        .detail = fmt::format("LibTorch {} ({}) in {}", torch.version, torch.cpu_capability, torch.prefix.string()),
        .remedy = {},
        .facts = {{"version", torch.version},
                  {"built_with", torch.headers},
                  {"cpu_capability", torch.cpu_capability},
                  {"prefix", torch.prefix.string()}}};
    if (torch.version != torch.headers) {
        finding.state = State::Problem;
        finding.detail += ", but Retort was built with " + torch.headers;
        finding.remedy = "Run ./packaging/setup and ./packaging/build";
    }
    return finding;
}

std::string cudaRemedy(CudaState state) {
    switch (state) {
        case CudaState::NotBuilt:
            return "For training on the GPU, install the CUDA 13.0 toolkit and run ./packaging/build again";
        case CudaState::CannotLoad:
            return "Run ./packaging/setup --cuda, which adds the libraries that LibTorch needs on a GPU";
        case CudaState::WrongVersion: return "Run ./packaging/build";
        case CudaState::NoDevice:
            return "See whether nvidia-smi lists a device; a driver for CUDA 13 is version 580 or newer";
        default: return {};
    }
}

bool driverLoaded() {
    std::error_code ignored;
    return std::filesystem::exists("/proc/driver/nvidia/version", ignored);
}

Finding cudaFinding() {
    const CudaPlugin& plugin = cudaPlugin();
    Finding finding{.check = "cuda",
                    .state = State::Ok,
                    .detail = plugin.reason,
                    .remedy = {},
                    .facts = {{"state", std::string(name(plugin.state))},
                              {"plugin", plugin.file.string()},
                              {"versions", plugin.versions},
                              {"devices", static_cast<std::int64_t>(plugin.devices.size())}}};
    for (const CudaDevice& device : plugin.devices) {
        finding.detail += fmt::format("{}{} ({}, compute {}.{})", finding.detail.empty() ? "" : "; ", device.name,
                                      gibibytes(device.memory), device.major, device.minor);
    }
    // Without a GPU there is nothing to mend: the CPU path is whole.
    const bool wanted = driverLoaded() || (plugin.state != CudaState::NotBuilt && plugin.state != CudaState::NoDriver);
    if (plugin.state == CudaState::Ready) return finding;
    if (!wanted) {
        finding.detail += "; Retort trains on the CPU";
        return finding;
    }
    finding.state = State::Warning;
    finding.remedy = cudaRemedy(plugin.state);
    return finding;
}

Finding sqliteFinding() {
    Finding finding{.check = "sqlite", .state = State::Ok, .detail = {}, .remedy = {}, .facts = {}};
    try {
        SqliteDb db(":memory:", SqliteDb::Mode::ReadWrite);
        Statement version = db.prepare("SELECT sqlite_version(), sqlite_compileoption_used('ENABLE_FTS5')");
        version.step();
        const bool full_text = version.integer(1) != 0;
        finding.detail = fmt::format("SQLite {}", version.text(0));
        finding.facts = {{"version", version.text(0)}, {"fts5", full_text}};
        if (full_text) return finding;
        finding.detail += " without full-text search";
    } catch (const Error& error) {
        finding.detail = error.what();
    }
    finding.state = State::Problem;
    finding.remedy = "Install the distribution's libsqlite3-0";
    return finding;
}

Finding sandboxFinding() {
    Finding finding{.check = "sandbox", .state = State::Ok, .detail = {}, .remedy = {}, .facts = {}};
    try {
        const Sandbox sandbox(1);
        finding.detail = fmt::format("bubblewrap contains programs; {}",
                                     sandbox.hasGroups() ? "control groups bound their memory and processes together"
                                                         : "no control groups, so memory is bounded for each process");
        finding.facts = {{"isolates", true}, {"control_groups", sandbox.hasGroups()}};
    } catch (const Error& error) {
        finding.state = State::Warning;
        finding.detail = error.message() + "; code rewards are refused";
        finding.remedy = error.remedy();
        finding.facts = {{"isolates", false}};
    }
    return finding;
}

}  // namespace

std::vector<Finding> libraryFindings() { return {torchFinding(), cudaFinding(), sqliteFinding(), sandboxFinding()}; }

}  // namespace retort::doctor
