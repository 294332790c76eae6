// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/tokenizer.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "tokenizer/added_tokens.h"
#include "tokenizer/bpe.h"
#include "tokenizer/decoder.h"
#include "tokenizer/normalizer.h"
#include "tokenizer/pre_tokenizer.h"
#include "tokenizer/utf8.h"

namespace retort {

struct Tokenizer::Impl {
    struct Token {
        std::string spelling;
        bool known = false, added = false, special = false;
    };

    explicit Impl(TokenizerSpec tokenizer_spec);
    void encodeValid(std::string_view text, bool first, std::vector<std::int32_t>& ids) const;
    void encodePlain(std::string_view text, bool first, std::vector<std::int32_t>& ids) const;
    const Token& token(std::int32_t id) const;

    TokenizerSpec spec;
    Normalizer normalizer;
    PreTokenizer pre_tokenizer;
    Bpe bpe;
    Decoder decoder;
    AddedTokenFinder raw_finder, normalized_finder;
    std::vector<Token> tokens;  ///< by id
};

Tokenizer::Impl::Impl(TokenizerSpec tokenizer_spec)
    : spec(std::move(tokenizer_spec)),
      normalizer(spec.normalizer),
      pre_tokenizer(spec.pre_tokenizer),
      bpe(spec.model, spec.byteLevel()),
      decoder(spec) {
    std::int32_t highest = -1;
    for (const auto& [content, id] : spec.model.vocab) highest = std::max(highest, id);
    for (const AddedToken& added : spec.added_tokens) highest = std::max(highest, added.id);
    tokens.resize(static_cast<std::size_t>(highest) + 1);
    for (const auto& [content, id] : spec.model.vocab) tokens[id] = {content, true, false, false};
    for (const AddedToken& added : spec.added_tokens) {
        tokens[added.id] = {added.content, true, true, added.special};
        if (added.normalized) normalized_finder.add(added, normalizer.run(added.content));
        else raw_finder.add(added, added.content);
    }
    const auto check = [&](std::int32_t id) {
        if (id <= highest) return;
        throw Error(ErrorCode::BadInput,
                    fmt::format("special token id {} is outside the vocabulary of {}", id, highest + 1));
    };
    for (const std::int32_t id : spec.prefix) check(id);
    for (const std::int32_t id : spec.suffix) check(id);
    if (spec.bos) check(*spec.bos);
    if (spec.eos) check(*spec.eos);
}

void Tokenizer::Impl::encodePlain(std::string_view text, bool first, std::vector<std::int32_t>& ids) const {
    thread_local Pieces pieces;
    pre_tokenizer.run(text, first, pieces);
    for (const std::string_view piece : pieces.views) bpe.encode(piece, ids);
}

void Tokenizer::Impl::encodeValid(std::string_view text, bool first, std::vector<std::int32_t>& ids) const {
    std::vector<TextPart> outer, inner;
    raw_finder.split(text, outer);
    for (const TextPart& part : outer) {
        if (part.id >= 0) {
            ids.push_back(part.id);
            continue;
        }
        const bool leads = first && part.text.data() == text.data();
        const std::string normalized = normalizer.empty() ? std::string() : normalizer.run(part.text);
        const std::string_view plain = normalizer.empty() ? part.text : std::string_view(normalized);
        inner.clear();
        normalized_finder.split(plain, inner);
        for (const TextPart& piece : inner) {
            if (piece.id >= 0) ids.push_back(piece.id);
            else encodePlain(piece.text, leads && piece.text.data() == plain.data(), ids);
        }
    }
}

const Tokenizer::Impl::Token& Tokenizer::Impl::token(std::int32_t id) const {
    if (id < 0 || id >= static_cast<std::int32_t>(tokens.size())) {
        throw Error(ErrorCode::BadInput, fmt::format("token id {} is outside the vocabulary of {}", id, tokens.size()));
    }
    return tokens[id];
}

Tokenizer Tokenizer::load(const std::filesystem::path& folder) {
    TokenizerSpec spec = readTokenizer(folder);
    try {
        return Tokenizer(std::make_unique<Impl>(std::move(spec)));
    } catch (const Error& error) {  // the parts know their field, not the file
        const std::string file = (folder / "tokenizer.json").string();
        throw Error(error.code(), error.message(), error.where().empty() ? file : file + ": " + error.where(),
                    error.remedy());
    }
}

Tokenizer::Tokenizer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

std::vector<std::int32_t> Tokenizer::encode(std::string_view text, bool add_special_tokens) const {
    std::vector<std::int32_t> ids;
    if (add_special_tokens) ids = impl_->spec.prefix;
    bool first = true;
    while (!text.empty()) {
        const std::size_t valid = validUtf8Prefix(text);
        if (valid > 0) impl_->encodeValid(text.substr(0, valid), first, ids);
        first = false;
        text.remove_prefix(valid);
        if (text.empty()) break;
        impl_->bpe.encodeByte(static_cast<std::uint8_t>(text[0]), ids);
        text.remove_prefix(1);
    }
    if (add_special_tokens) ids.insert(ids.end(), impl_->spec.suffix.begin(), impl_->spec.suffix.end());
    return ids;
}

std::string Tokenizer::decode(std::span<const std::int32_t> ids, bool skip_special_tokens) const {
    std::vector<std::string> spellings;
    spellings.reserve(ids.size());
    for (const std::int32_t id : ids) {
        const Impl::Token& token = impl_->token(id);
        if (!token.known || (skip_special_tokens && token.special)) continue;  // ids in a gap of the vocabulary are no text
        spellings.push_back(token.spelling);
    }
    return impl_->decoder.run(std::move(spellings));
}

std::string Tokenizer::tokenBytes(std::int32_t id) const {
    const Impl::Token& token = impl_->token(id);
    return token.added ? token.spelling : impl_->decoder.bytes(token.spelling);
}

std::optional<std::int32_t> Tokenizer::idOf(std::string_view token) const {
    const std::string content(token);
    for (const AddedToken& added : impl_->spec.added_tokens) {
        if (added.content == content) return added.id;
    }
    const auto found = impl_->spec.model.vocab.find(content);
    return found == impl_->spec.model.vocab.end() ? std::nullopt : std::optional(found->second);
}

std::int32_t Tokenizer::vocabSize() const { return static_cast<std::int32_t>(impl_->tokens.size()); }
std::optional<std::int32_t> Tokenizer::bosId() const { return impl_->spec.bos; }
std::optional<std::int32_t> Tokenizer::eosId() const { return impl_->spec.eos; }

}  // namespace retort
