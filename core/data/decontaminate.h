// SPDX-License-Identifier: Apache-2.0
#pragma once

// Training rows that repeat parts of evaluation problems, found by shared runs of ten words (DeepSeek-R1 decontaminates so,
// Nature SI).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace retort {

/// Words of a text for comparison: runs of letters and digits in lower case (ASCII), each Chinese, Japanese or Korean
/// character alone; punctuation and spacing do not count. Any thread.
std::vector<std::string> comparisonWords(std::string_view text);

/// The n-grams of a collection of texts. Memory: 16 bytes and a little per n-gram.
class NgramIndex {
public:
    static constexpr std::size_t kWords = 10;

    struct Match {
        std::size_t row = 0;  ///< the text that holds it, by the order of add()
        std::string words;    ///< the shared run, joined by spaces
    };

    /// Texts of fewer than ten words are one n-gram as a whole, as long as they have three; shorter ones are left out.
    void add(std::string_view text);
    /// The first run of `text` that an added text holds too; a short added text must be all of `text`.
    std::optional<Match> find(std::string_view text) const;
    std::size_t size() const { return rows_; }

private:
    std::unordered_map<std::uint64_t, std::size_t> ngrams_, short_texts_;
    std::size_t rows_ = 0;
};

}  // namespace retort
