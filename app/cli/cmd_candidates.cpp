// SPDX-License-Identifier: Apache-2.0
// What the workbench's Candidates page does, without a window.

#include <fmt/format.h>

#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/file.h"
#include "commands.h"
#include "curate/agreement.h"
#include "curate/candidate_rows.h"

namespace retort::cli {
namespace {

using Json = nlohmann::ordered_json;

void print(const Json& json) { fmt::print("{}\n", json.dump(-1, ' ', false, Json::error_handler_t::replace)); }

/// "17", or "import-17" for an imported candidate.
std::string idText(const CandidateId& id) {
    return id.source_run == imported_source ? fmt::format("import-{}", id.rollout.value) : fmt::to_string(id.rollout.value);
}

Json idJson(const CandidateId& id) { return id.source_run == imported_source ? Json(idText(id)) : Json(id.rollout.value); }

CandidateId parseId(const Gate& gate, std::string text) {
    CandidateId id{gate.source_run, {}};
    const std::string whole = text;
    if (text.starts_with("import-")) {
        id.source_run = imported_source;
        text.erase(0, 7);
    }
    if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos)
        throw Error(ErrorCode::Usage, fmt::format("\"{}\" is no candidate's id", whole), "candidates",
                    "retort candidates list RUN shows their ids");
    id.rollout.value = std::stoll(text);
    return id;
}

/// Of these a folder that nobody may write to is no obstacle.
bool onlyLooks(const std::string& action) { return action == "list" || action == "export" || action == "status"; }

/// A person at a gate: the run, its gate and what was said so far.
class Desk {
public:
    explicit Desk(const CandidatesArguments& arguments)
        : arguments_(arguments),
          run_(RunDirectory::open(arguments.run)),
          gate_(findGate(run_, arguments.stage)),
          annotations_(run_.annotations(),
                       onlyLooks(arguments.action) ? SqliteDb::Mode::ReadOnly : SqliteDb::Mode::ReadWrite, run_.id()) {}

    int list() {
        CandidateReader reader(gate_, annotations_);
        std::int64_t shown = 0;
        const std::set<CandidateId> known = knownIds(statesOf(gate_, annotations_));
        for (const CandidateItem& item : listCandidates(gate_, annotations_)) {
            if (!arguments_.all && !item.queued(known.contains(item.id))) continue;
            const CandidateState state = annotations_.candidate(item.id);
            if (!arguments_.verdict.empty() && arguments_.verdict != verdictName(state)) continue;
            if (shown++ == arguments_.limit) break;
            printOne(item, state, reader);
        }
        return 0;
    }

    int decide(Verdict verdict) {
        const std::string edited = verdict == Verdict::Edited ? editedText() : std::string();
        return change([&](CandidateState& state) {
            state.verdict = verdict;
            state.reason = verdict == Verdict::Rejected ? arguments_.reason : std::string();
            state.edited_text = edited;
        });
    }

    int note() {
        if (arguments_.text.empty() && arguments_.tags.empty())
            throw Error(ErrorCode::Usage, "nothing to note", "candidates note", "Give --text or --tag");
        return change([&](CandidateState& state) {
            if (!arguments_.text.empty()) state.note = arguments_.text;
            for (const std::string& tag : arguments_.tags)
                if (std::find(state.tags.begin(), state.tags.end(), tag) == state.tags.end()) state.tags.push_back(tag);
        });
    }

    int clear() {
        return change([](CandidateState& state) {
            state = {.id = state.id,
                     .verdict = {},
                     .reason = {},
                     .edited_text = {},
                     .note = {},
                     .tags = {},
                     .second = {},
                     .time = 0};
        });
    }

    int undo(bool again) {
        const auto ids = again ? annotations_.redo() : annotations_.undo();
        print({{again ? "redone" : "undone", ids.size()}});
        return 0;
    }

    int import() {
        if (arguments_.ids.size() != 1) throw Error(ErrorCode::Usage, "which file is missing", "candidates import");
        const auto rows = readImport(arguments_.ids.front());
        print({{"read", rows.size()}, {"imported", annotations_.import(gate_.stage.name, rows)}});
        return 0;
    }

    int exportRows() {
        std::string text;
        const auto rows = acceptedRows(gate_, annotations_);
        for (const SftRow& row : rows) {
            const Json json{{"id", row.key},
                            {"prompt", row.prompt},
                            {"completion", row.completion},
                            {"language", row.language},
                            {"domain", row.domain}};
            text += json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
        }
        if (arguments_.output.empty()) fmt::print("{}", text);
        else writeFileDurably(arguments_.output, text);
        return 0;
    }

    int open() {
        const auto accepted = static_cast<std::int64_t>(acceptedRows(gate_, annotations_).size());
        if (accepted == 0)
            throw Error(ErrorCode::Usage, "nothing is accepted yet", gate_.stage.name, "retort candidates accept RUN ID...");
        annotations_.openGate(gate_.stage.name);
        print({{"opened", gate_.stage.name}, {"accepted", accepted}, {"wanted", gate_.wanted()}});
        return 0;
    }

    int status() {
        const auto states = statesOf(gate_, annotations_);
        std::int64_t accepted = 0, edited = 0, rejected = 0;
        for (const CandidateState& state : states) {
            accepted += state.verdict == Verdict::Accepted;
            edited += state.verdict == Verdict::Edited;
            rejected += state.verdict == Verdict::Rejected;
        }
        const std::set<CandidateId> known = knownIds(states);
        std::int64_t queued = 0, lost = 0;
        for (const CandidateItem& item : listCandidates(gate_, annotations_))
            ++(item.queued(known.contains(item.id)) ? queued : lost);
        const Agreement twice = agreement(states);
        const auto kappa = twice.kappa();
        print({{"stage", gate_.stage.name},
               {"state", name(gate_.stage.state)},
               {"candidates", queued},
               {"lost_by_filter", lost},
               {"accepted", accepted},
               {"edited", edited},
               {"rejected", rejected},
               {"wanted", gate_.wanted()},
               {"still_needed", std::max<std::int64_t>(0, gate_.wanted() - accepted - edited)},
               {"judged_twice", twice.compared()},
               {"kappa", kappa ? Json(*kappa) : Json(nullptr)},
               {"gate", annotations_.gateOpenedAt(gate_.stage.name) > 0 ? "open" : "closed"}});
        return 0;
    }

private:
    static std::set<CandidateId> knownIds(const std::vector<CandidateState>& states) {
        std::set<CandidateId> ids;
        for (const CandidateState& state : states) ids.insert(state.id);
        return ids;
    }

    static std::string verdictName(const CandidateState& state) { return state.verdict ? name(*state.verdict) : "none"; }

    void printOne(const CandidateItem& item, const CandidateState& state, CandidateReader& reader) {
        const auto text = reader.read(item.id);
        if (!text) return;
        Json json{{"id", idJson(item.id)},
                  {"verdict", verdictName(state)},
                  {"prompt", text->detail.prompt.prompt.text},
                  {"completion", state.verdict == Verdict::Edited ? state.edited_text : text->detail.rollout.text},
                  {"tokens", item.facts.tokens},
                  {"correct", item.facts.correct ? Json(*item.facts.correct) : Json(nullptr)},
                  {"language_share", item.facts.language_share},
                  {"repetition", item.facts.repetition}};
        if (!state.reason.empty()) json["reason"] = state.reason;
        if (!state.note.empty()) json["note"] = state.note;
        if (!state.tags.empty()) json["tags"] = state.tags;
        if (item.lost != SieveStep::Kept) json["lost_at"] = name(item.lost);
        print(json);
    }

    std::string editedText() const {
        if (arguments_.ids.size() != 1)
            throw Error(ErrorCode::Usage, "one candidate at a time can be edited", "candidates edit");
        std::string text = arguments_.text;
        if (text.empty()) text.assign(std::istreambuf_iterator<char>(std::cin), {});
        if (text.empty())
            throw Error(ErrorCode::Usage, "the edited text is missing", "candidates edit",
                        "Give --text, or the text on stdin");
        return text;
    }

    template <class Change>
    int change(Change&& apply) {
        if (arguments_.ids.empty())
            throw Error(ErrorCode::Usage, "which candidates is missing", "candidates " + arguments_.action,
                        "retort candidates list RUN shows their ids");
        CandidateReader reader(gate_, annotations_);
        std::vector<CandidateState> states;
        for (const std::string& text : arguments_.ids) {
            const CandidateId id = parseId(gate_, text);
            if (!reader.read(id))
                throw Error(ErrorCode::Usage, text + " is not a candidate of this run", "candidates " + arguments_.action);
            CandidateState state = annotations_.candidate(id);
            apply(state);
            state.time = 0;
            states.push_back(std::move(state));
        }
        annotations_.decide(states);
        print({{"changed", states.size()}});
        return 0;
    }

    const CandidatesArguments& arguments_;
    RunDirectory run_;
    Gate gate_;
    Annotations annotations_;
};

}  // namespace

int candidatesCommand(const CandidatesArguments& arguments) {
    Desk desk(arguments);
    const std::string& action = arguments.action;
    if (action == "list") return desk.list();
    if (action == "accept") return desk.decide(Verdict::Accepted);
    if (action == "reject") return desk.decide(Verdict::Rejected);
    if (action == "edit") return desk.decide(Verdict::Edited);
    if (action == "note") return desk.note();
    if (action == "clear") return desk.clear();
    if (action == "undo" || action == "redo") return desk.undo(action == "redo");
    if (action == "import") return desk.import();
    if (action == "export") return desk.exportRows();
    if (action == "open") return desk.open();
    return desk.status();
}

}  // namespace retort::cli
