// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <filesystem>
#include <optional>
#include <vector>

#include "store/records.h"

namespace retort::ui {

/// What a token strip colours by. Ratio (new over old probability) needs the trainer's log-probabilities, which runs do not store.
enum class TokenMeasure { Entropy, LogProb, Ratio, Advantage };

/// The tokens of a completion as text, with what was stored for each.
struct TokenFacts {
    QStringList texts;  ///< one a token; bytes that are no character as "⟨E4⟩"
    std::vector<float> logprobs, entropies;
    QStringList alternatives;  ///< one a token: what else could have stood there, in words; empty: not known
    double advantage = 0;
    QString problem;  ///< why there are no texts; empty: there are

    std::size_t size() const { return static_cast<std::size_t>(texts.size()); }
    /// Empty where nothing is stored for this token.
    std::optional<double> value(TokenMeasure measure, std::size_t token) const;
};

/// Reads the tokenizer of the stage's checkpoint (else of another checkpoint of the run, else of the project's models) and takes the
/// completion apart. Touches the disk: keep off the GUI thread. Never throws. Tokenizers stay in memory by folder.
TokenFacts readTokens(const RolloutDetail& detail, const std::string& stage_name, const std::filesystem::path& run_folder);

}  // namespace retort::ui
