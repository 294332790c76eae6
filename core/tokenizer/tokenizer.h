// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace retort {

/// A HuggingFace tokenizer.json: added tokens, NFC, pre-tokenizer regex, byte-level BPE, decode. Immutable after loading;
/// all methods are const and safe from any thread.
class Tokenizer {
public:
    /// Reads FOLDER/tokenizer.json and, where present, tokenizer_config.json and generation_config.json.
    /// Throws Error(BadInput) naming the file and field for damage or a kind we do not read.
    static Tokenizer load(const std::filesystem::path& folder);

    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;
    ~Tokenizer();

    /// Ids of UTF-8 text. Added tokens in the text become their ids; invalid UTF-8 is encoded byte by byte.
    std::vector<std::int32_t> encode(std::string_view text, bool add_special_tokens = false) const;
    /// UTF-8 text of ids. Bytes that are no UTF-8 become U+FFFD. Ids out of range throw Error(BadInput).
    std::string decode(std::span<const std::int32_t> ids, bool skip_special_tokens = false) const;
    /// The raw bytes of one id, e.g. for a token strip.
    std::string tokenBytes(std::int32_t id) const;

    std::optional<std::int32_t> idOf(std::string_view token) const;
    std::int32_t vocabSize() const;             ///< highest id + 1, added tokens included
    std::optional<std::int32_t> bosId() const;  ///< tokenizer_config.json "bos_token"
    std::optional<std::int32_t> eosId() const;  ///< tokenizer_config.json "eos_token"

private:
    struct Impl;
    explicit Tokenizer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

struct BpeTrainingOptions {
    std::int32_t vocab_size = 512;            ///< with bytes and special tokens
    std::vector<std::string> special_tokens;  ///< in id order after the BPE vocabulary; e.g. "<eos>", "<think>"
    std::string eos_token;                    ///< one of special_tokens
    bool split_digits = true;                 ///< every digit a token of its own
};

/// Trains a byte-level BPE on texts and writes tokenizer.json and tokenizer_config.json into FOLDER, which HuggingFace
/// `tokenizers` loads to the same ids. Deterministic: ties go to the pair of lower ids.
void trainBpe(const std::vector<std::string>& texts, const BpeTrainingOptions& options, const std::filesystem::path& folder);

}  // namespace retort
