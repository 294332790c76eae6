// SPDX-License-Identifier: Apache-2.0
#include "cmd_doctor.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/cli/doctor/findings.h"

namespace retort {
namespace {

using Json = nlohmann::ordered_json;
using doctor::Finding;
using doctor::State;

const char* name(State state) {
    switch (state) {
        case State::Ok: return "ok";
        case State::Warning: return "warning";
        case State::Problem: return "problem";
    }
    return "problem";
}

Json toJson(const Finding& finding) {
    Json facts = Json::object();
    for (const auto& [key, fact] : finding.facts) {
        std::visit([&facts, &key = key](const auto& value) { facts[key] = value; }, fact);
    }
    return {{"check", finding.check},
            {"state", name(finding.state)},
            {"detail", finding.detail},
            {"remedy", finding.remedy},
            {"facts", std::move(facts)}};
}

void print(const Finding& finding) {
    fmt::print("{:<8} {:<10} {}\n", name(finding.state), finding.check, finding.detail);
    if (!finding.remedy.empty()) fmt::print("{:<19} -> {}\n", "", finding.remedy);
}

}  // namespace

int doctorCommand(bool json) {
    std::vector<Finding> findings = doctor::machineFindings();
    for (Finding& finding : doctor::libraryFindings()) findings.push_back(std::move(finding));
    bool ok = true;
    Json list = Json::array();
    for (const Finding& finding : findings) {
        ok = ok && finding.state != State::Problem;
        if (json) {
            list.push_back(toJson(finding));
        } else {
            print(finding);
        }
    }
    if (json) {
        // A path of this machine may hold bytes that are no UTF-8.
        const Json report = {{"ok", ok}, {"findings", std::move(list)}};
        fmt::print("{}\n", report.dump(-1, ' ', false, Json::error_handler_t::replace));
    } else {
        fmt::print("{}\n",
                   ok ? "This machine can run Retort." : "This machine cannot run Retort yet: see the problems above.");
    }
    return ok ? 0 : 3;
}

}  // namespace retort
