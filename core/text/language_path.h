// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace retort {

/// The most probable sequence of languages (Viterbi, IEEE Trans. Inf. Theory 13(2), 1967) where a change is as likely from
/// every language.
class LanguagePath {
public:
    /// log_priors: of the first word, and of the language changed to.
    explicit LanguagePath(std::vector<float> log_priors);

    /// The next word: ln P(word | language), and the probability in (0, 1) that the language changes before it.
    void add(std::span<const float> scores, float change);

    /// One index per word added.
    std::vector<std::uint8_t> best() const;

private:
    std::vector<float> log_priors_, totals_;
    std::vector<std::uint8_t> origins_;  ///< per word and language: the language before
};

}  // namespace retort
