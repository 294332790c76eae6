// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <filesystem>
#include <optional>
#include <vector>

#include "store/records.h"

namespace retort::ui {

/// What a token strip colours by. Ratio: probability by a model that was asked over the sampler's, pi / pi_old (Schulman et
/// al. 2017).
enum class TokenMeasure { Entropy, LogProb, Ratio, Advantage };

/// The tokens of a completion as text, with what was stored for each.
struct TokenFacts {
    QStringList texts;  ///< one a token; bytes that are no character as "⟨E4⟩"
    std::vector<float> logprobs, entropies;
    std::optional<double> advantage;  ///< of the whole trace; empty: it was not trained on
    QString problem;                  ///< why there are no texts; empty: there are

    // What a model says that was asked about these tokens.
    QString asked;              ///< its name; empty: none was, or it is the one that wrote them
    std::vector<float> scored;  ///< its log-probabilities
    QStringList alternatives;   ///< one a token: what else could have stood there, likeliest first, in words
    QString no_ratio;           ///< why `scored` over `logprobs` is no ratio; empty: it is

    std::size_t size() const { return static_cast<std::size_t>(texts.size()); }
    /// Empty where nothing is stored for this token.
    std::optional<double> value(TokenMeasure measure, std::size_t token) const;
};

/// Reads the tokenizer of the stage's checkpoint (else of another checkpoint of the run, else of the project's models) and
/// takes the completion apart. Touches the disk: keep off the GUI thread. Never throws. Tokenizers stay in memory by folder.
TokenFacts readTokens(const RolloutDetail& detail, const std::string& stage_name, const std::filesystem::path& run_folder);

/// Puts what `retort sample --stream` said about these tokens ("inspect") into the facts. False, and nothing is changed,
/// when it speaks of other tokens: the model has another tokenizer.
bool takeScores(const QJsonArray& said, TokenFacts& facts);
/// What else could have stood at a token, as `retort sample --stream` says it: "“7” 81%, “8” 12%".
QString alternativesIn(const QJsonObject& token);

}  // namespace retort::ui
