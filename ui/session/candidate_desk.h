// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "curate/candidate_rows.h"

namespace retort::ui {

/// Where verdicts are written and candidates read, for one gate of one run. Lives on a ToolThread. annotations.db comes into
/// being with the first decision, not with looking.
class CandidateDesk {
public:
    CandidateDesk(const RunDirectory& run, const Gate& gate);

    /// Durable when it returns.
    void decide(const std::vector<CandidateState>& states) { writer().decide(states); }
    std::vector<CandidateState> undo() { return statesAfter(writer().undo()); }
    std::vector<CandidateState> redo() { return statesAfter(writer().redo()); }
    void openGate() { writer().openGate(gate_.stage.name); }
    /// What was said about this gate's candidates, by whomever.
    struct Said {
        std::vector<CandidateState> states;
        std::size_t imported = 0;
        bool gate_open = false;
    };
    /// Empty as long as nobody else has written since it was asked last, `retort candidates` for one.
    std::optional<Said> saidByOthers();
    /// Rows of a file with prompt and completion; how many were new. Parquet and CSV are read by `retort`, as this program
    /// has no reader for them.
    std::int64_t import(const std::filesystem::path& file);

    /// An edited candidate reads as it was edited.
    std::optional<CandidateText> read(const CandidateId& id, bool as_edited);
    /// The row that a completion would become.
    TrainingText preview(const CandidateId& id, const std::string& completion);
    struct Row {
        SftRow row;
        TrainingText text;
    };
    /// All rows that the gate would hand on now.
    std::vector<Row> rows();

private:
    Annotations& writer();
    Annotations& reader();
    const Tokenizer& tokenizer();
    std::vector<CandidateState> statesAfter(const std::vector<CandidateId>& ids);

    RunDirectory run_;
    Gate gate_;
    std::unique_ptr<Annotations> annotations_;
    bool writable_ = false;
    std::optional<std::int64_t> seen_;  ///< Annotations::writtenByOthers() of the connection that is open
    std::optional<CandidateReader> candidates_;
    std::optional<Tokenizer> tokenizer_;
};

}  // namespace retort::ui
