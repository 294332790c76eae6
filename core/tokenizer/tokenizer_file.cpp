// SPDX-License-Identifier: Apache-2.0
// tokenizer.json, or vocab.json with merges.txt, to a TokenizerSpec.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "base/error.h"
#include "base/file.h"
#include "tokenizer/tokenizer_spec.h"
#include "tokenizer/utf8.h"

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace retort {
namespace {

constexpr std::uint64_t kMaxFileBytes = 128u << 20;
constexpr std::int64_t kMaxId = 16'000'000;
constexpr std::size_t kMaxAddedTokens = 200'000, kMaxAddedTokenBytes = 1024, kMaxSteps = 64;
constexpr int kMaxDepth = 16;

[[noreturn]] void refuse(const std::string& where, const std::string& message) {
    throw Error(ErrorCode::BadInput, message, where, "Use the files as HuggingFace `tokenizers` writes them");
}

const Json& field(const Json& object, const char* key, const std::string& where) {
    if (!object.is_object()) refuse(where, "is not an object");
    const auto found = object.find(key);
    if (found == object.end()) refuse(where, fmt::format("has no \"{}\"", key));
    return *found;
}

std::string text(const Json& object, const char* key, const std::string& where) {
    const Json& value = field(object, key, where);
    if (!value.is_string()) refuse(where + "." + key, "is not a string");
    return value.get<std::string>();
}

bool flag(const Json& object, const char* key, bool otherwise, const std::string& where) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return otherwise;
    if (!found->is_boolean()) refuse(where + "." + key, "is not true or false");
    return found->get<bool>();
}

std::int64_t integer(const Json& value, std::int64_t lowest, std::int64_t highest, const std::string& where) {
    if (!value.is_number_integer()) refuse(where, "is not an integer");
    const bool too_big = value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(highest);
    if (too_big || value.get<std::int64_t>() < lowest || value.get<std::int64_t>() > highest) {
        refuse(where, fmt::format("is not between {} and {}", lowest, highest));
    }
    return value.get<std::int64_t>();
}

std::int32_t tokenId(const Json& value, const std::string& where) {
    return static_cast<std::int32_t>(integer(value, 0, kMaxId, where));
}

Json parseJson(const fs::path& file) {
    Json document = Json::parse(readFile(file, kMaxFileBytes), nullptr, false);
    if (document.is_discarded()) refuse(file.string(), "is not JSON");
    if (!document.is_object()) refuse(file.string(), "is not a JSON object");
    return document;
}

PatternSpec pattern(const Json& object, const std::string& where) {
    const Json& value = field(object, "pattern", where);
    if (value.is_object() && value.contains("Regex")) return {text(value, "Regex", where + ".pattern"), true};
    return {text(value, "String", where + ".pattern"), false};
}

/// Calls visit(step, type) for every step in a Sequence or for the one step; null has none.
template <class Visit>
void forEachStep(const Json& node, const char* list, const std::string& where, const Visit& visit, int depth = 0) {
    if (node.is_null()) return;
    if (depth > kMaxDepth) refuse(where, "Sequences are nested too deeply");
    const std::string type = text(node, "type", where);
    if (type != "Sequence") return visit(node, type);
    const Json& steps = field(node, list, where);
    if (!steps.is_array() || steps.size() > kMaxSteps) refuse(where + "." + list, "is not a list of at most 64 steps");
    for (const Json& step : steps) forEachStep(step, list, where, visit, depth + 1);
}

const Json& optionalField(const Json& document, const char* key) {
    static const Json null;
    const auto found = document.find(key);
    return found == document.end() ? null : *found;
}

NormalizerStep normalizerStep(const Json& node, const std::string& type, const std::string& where) {
    using Kind = NormalizerStep::Kind;
    NormalizerStep step;
    if (type == "NFC") step.kind = Kind::Nfc;
    else if (type == "NFD") step.kind = Kind::Nfd;
    else if (type == "NFKC") step.kind = Kind::Nfkc;
    else if (type == "NFKD") step.kind = Kind::Nfkd;
    else if (type == "Lowercase") step.kind = Kind::Lowercase;
    else if (type == "Strip") {
        step.kind = Kind::Strip;
        step.left = flag(node, "strip_left", true, where);
        step.right = flag(node, "strip_right", true, where);
    } else if (type == "Prepend") {
        step.kind = Kind::Prepend;
        step.content = text(node, "prepend", where);
    } else if (type == "Replace") {
        step.kind = Kind::Replace;
        step.pattern = pattern(node, where);
        step.content = text(node, "content", where);
    } else {
        refuse(where, fmt::format("normaliser \"{}\" is not one Retort reads", type));
    }
    return step;
}

PreTokenizerStep::Behavior behavior(const Json& node, const std::string& where) {
    using Behavior = PreTokenizerStep::Behavior;
    const std::string name = text(node, "behavior", where);
    if (name == "Removed") return Behavior::Removed;
    if (name == "Isolated") return Behavior::Isolated;
    if (name == "MergedWithPrevious") return Behavior::MergedWithPrevious;
    if (name == "MergedWithNext") return Behavior::MergedWithNext;
    if (name == "Contiguous") return Behavior::Contiguous;
    refuse(where, fmt::format("behavior \"{}\" is not known", name));
}

PreTokenizerStep::Prepend prependScheme(const Json& node, const std::string& where) {
    using Prepend = PreTokenizerStep::Prepend;
    if (!node.contains("prepend_scheme"))
        return flag(node, "add_prefix_space", true, where) ? Prepend::Always : Prepend::Never;
    const std::string name = text(node, "prepend_scheme", where);
    if (name == "always") return Prepend::Always;
    if (name == "first") return Prepend::First;
    if (name == "never") return Prepend::Never;
    refuse(where, fmt::format("prepend_scheme \"{}\" is not known", name));
}

PreTokenizerStep preTokenizerStep(const Json& node, const std::string& type, const std::string& where) {
    using Kind = PreTokenizerStep::Kind;
    PreTokenizerStep step;
    if (type == "Split") {
        step.kind = Kind::Split;
        step.pattern = pattern(node, where);
        step.behavior = behavior(node, where);
        step.invert = flag(node, "invert", false, where);
    } else if (type == "CharDelimiterSplit") {
        step.kind = Kind::Split;
        step.pattern = {text(node, "delimiter", where), false};
        step.behavior = PreTokenizerStep::Behavior::Removed;
    } else if (type == "ByteLevel") {
        step.kind = Kind::ByteLevel;
        step.add_prefix_space = flag(node, "add_prefix_space", true, where);
        step.use_regex = flag(node, "use_regex", true, where);
    } else if (type == "Digits") {
        step.kind = Kind::Digits;
        step.individual_digits = flag(node, "individual_digits", false, where);
    } else if (type == "Punctuation") {
        step.kind = Kind::Punctuation;
        if (node.contains("behavior")) step.behavior = behavior(node, where);
    } else if (type == "Whitespace") {
        step.kind = Kind::Whitespace;
    } else if (type == "WhitespaceSplit") {
        step.kind = Kind::WhitespaceSplit;
    } else if (type == "Metaspace") {
        step.kind = Kind::Metaspace;
        step.replacement = text(node, "replacement", where);
        step.prepend = prependScheme(node, where);
        step.split = flag(node, "split", true, where);
        if (step.replacement.empty()) refuse(where + ".replacement", "is empty");
    } else {
        refuse(where, fmt::format("pre-tokenizer \"{}\" is not one Retort reads", type));
    }
    return step;
}

DecoderStep decoderStep(const Json& node, const std::string& type, const std::string& where) {
    using Kind = DecoderStep::Kind;
    DecoderStep step;
    if (type == "ByteLevel") {
        step.kind = Kind::ByteLevel;
    } else if (type == "Replace") {
        step.kind = Kind::Replace;
        step.pattern = pattern(node, where);
        step.content = text(node, "content", where);
    } else if (type == "ByteFallback") {
        step.kind = Kind::ByteFallback;
    } else if (type == "Fuse") {
        step.kind = Kind::Fuse;
    } else if (type == "Strip") {
        step.kind = Kind::Strip;
        step.content = text(node, "content", where);
        step.start = integer(field(node, "start", where), 0, 1 << 20, where + ".start");
        step.stop = integer(field(node, "stop", where), 0, 1 << 20, where + ".stop");
    } else if (type == "Metaspace") {
        step.kind = Kind::Metaspace;
        step.content = text(node, "replacement", where);
        step.drop_first = prependScheme(node, where) != PreTokenizerStep::Prepend::Never;
    } else {
        refuse(where, fmt::format("decoder \"{}\" is not one Retort reads", type));
    }
    return step;
}

std::pair<std::string, std::string> mergeOf(const Json& value, const std::string& where) {
    if (value.is_string()) {
        const auto& line = value.get_ref<const std::string&>();
        const std::size_t space = line.find(' ');
        if (space != line.npos && line.find(' ', space + 1) == line.npos)
            return {line.substr(0, space), line.substr(space + 1)};
    } else if (value.is_array() && value.size() == 2 && value[0].is_string() && value[1].is_string()) {
        return {value[0].get<std::string>(), value[1].get<std::string>()};
    }
    refuse(where, "is no pair of tokens");
}

void checkMerges(const BpeSpec& model, const std::string& where) {
    for (std::size_t i = 0; i < model.merges.size(); ++i) {
        const auto& [left, right] = model.merges[i];
        for (const std::string& token : {left, right, left + right}) {
            if (!model.vocab.contains(token))
                refuse(fmt::format("{}[{}]", where, i), "token \"" + token + "\" is not in the vocabulary");
        }
    }
}

void readVocabulary(const Json& vocab, BpeSpec& model, const std::string& where) {
    if (!vocab.is_object()) refuse(where, "is not an object of tokens and ids");
    model.vocab.reserve(vocab.size());
    for (const auto& [token, id] : vocab.items()) model.vocab.emplace(token, tokenId(id, where + "[\"" + token + "\"]"));
}

BpeSpec readModel(const Json& node, const std::string& where) {
    BpeSpec model;
    // Files older than 2020 have no type; a BPE is known by its merges.
    const Json& type = optionalField(node, "type");
    if (type != "BPE" && !(type.is_null() && node.is_object() && node.contains("merges"))) {
        refuse(where + ".type", type.is_string() ? "\"" + type.get<std::string>() +
                                                       "\" is not read: only BPE is, byte-level or SentencePiece-style"
                                                 : "is missing");
    }
    for (const char* key : {"continuing_subword_prefix", "end_of_word_suffix"}) {
        const Json& affix = optionalField(node, key);
        if (!affix.is_null() && affix != "") refuse(where + "." + key, "is not supported");
    }
    if (const Json& dropout = optionalField(node, "dropout"); !dropout.is_null() && dropout != 0.0) {
        refuse(where + ".dropout", "is not supported: ids would depend on chance");
    }
    model.fuse_unk = flag(node, "fuse_unk", false, where);
    model.byte_fallback = flag(node, "byte_fallback", false, where);
    model.ignore_merges = flag(node, "ignore_merges", false, where);
    readVocabulary(field(node, "vocab", where), model, where + ".vocab");
    const Json& merges = field(node, "merges", where);
    if (!merges.is_array()) refuse(where + ".merges", "is not a list");
    model.merges.reserve(merges.size());
    for (const Json& merge : merges) {
        model.merges.push_back(mergeOf(merge, fmt::format("{}.merges[{}]", where, model.merges.size())));
    }
    checkMerges(model, where + ".merges");
    if (!optionalField(node, "unk_token").is_null()) {
        model.unk_token = text(node, "unk_token", where);
        if (!model.vocab.contains(*model.unk_token)) refuse(where + ".unk_token", "is not in the vocabulary");
    }
    return model;
}

AddedToken addedToken(const Json& node, std::int32_t id, const std::string& where) {
    AddedToken token;
    token.id = id;
    token.content = text(node, "content", where);
    if (token.content.size() > kMaxAddedTokenBytes) refuse(where + ".content", "is longer than 1024 bytes");
    token.special = flag(node, "special", false, where);
    token.single_word = flag(node, "single_word", false, where);
    token.lstrip = flag(node, "lstrip", false, where);
    token.rstrip = flag(node, "rstrip", false, where);
    token.normalized = flag(node, "normalized", !token.special, where);
    return token;
}

/// The model's own id wins over the file's, as in HuggingFace.
void addTokens(const std::vector<AddedToken>& tokens, TokenizerSpec& spec, const std::string& where) {
    std::unordered_map<std::int32_t, std::string> taken;
    for (const auto& [token, id] : spec.model.vocab) taken.emplace(id, token);
    for (const AddedToken& known : spec.added_tokens) taken.insert_or_assign(known.id, known.content);
    std::unordered_set<std::string> present;
    for (const AddedToken& known : spec.added_tokens) present.insert(known.content);
    for (AddedToken token : tokens) {
        if (token.content.empty() || !present.insert(token.content).second) continue;
        if (const auto found = spec.model.vocab.find(token.content); found != spec.model.vocab.end())
            token.id = found->second;
        const auto [owner, free] = taken.emplace(token.id, token.content);
        if (!free && owner->second != token.content) {
            refuse(where, fmt::format("id {} belongs to both \"{}\" and \"{}\"", token.id, owner->second, token.content));
        }
        spec.added_tokens.push_back(std::move(token));
    }
}

void readAddedTokens(const Json& list, TokenizerSpec& spec, const std::string& where) {
    if (list.is_null()) return;
    if (!list.is_array() || list.size() > kMaxAddedTokens) refuse(where, "is not a list of at most 200000 tokens");
    std::vector<AddedToken> tokens;
    for (const Json& node : list) {
        const std::string at = fmt::format("{}[{}]", where, tokens.size());
        tokens.push_back(addedToken(node, tokenId(field(node, "id", at), at + ".id"), at));
    }
    addTokens(tokens, spec, where);
}

/// A special token of a post-processor: ["</s>", 2] of BertProcessing and RobertaProcessing.
std::int32_t namedId(const Json& node, const char* key, const std::string& where) {
    const Json& pair = field(node, key, where);
    if (!pair.is_array() || pair.size() != 2) refuse(where + "." + key, "is no pair of token and id");
    return tokenId(pair[1], where + "." + key);
}

void readTemplate(const Json& node, TokenizerSpec& spec, const std::string& where) {
    const Json& pieces = field(node, "single", where);
    if (!pieces.is_array() || pieces.size() > kMaxSteps) refuse(where + ".single", "is not a list of at most 64 pieces");
    bool after_text = false;
    for (const Json& piece : pieces) {
        if (piece.is_object() && piece.contains("Sequence")) {
            if (after_text) refuse(where + ".single", "has the text twice");
            after_text = true;
            continue;
        }
        const std::string name = text(field(piece, "SpecialToken", where + ".single"), "id", where + ".single");
        const Json& ids = field(field(field(node, "special_tokens", where), name.c_str(), where), "ids", where);
        if (!ids.is_array() || ids.size() > kMaxSteps) refuse(where + ".special_tokens", "ids are not a short list");
        for (const Json& id : ids)
            (after_text ? spec.suffix : spec.prefix).push_back(tokenId(id, where + ".special_tokens"));
    }
}

void readPostProcessor(const Json& node, TokenizerSpec& spec, const std::string& where) {
    forEachStep(node, "processors", where, [&](const Json& step, const std::string& type) {
        if (type == "TemplateProcessing") {
            readTemplate(step, spec, where);
        } else if (type == "BertProcessing" || type == "RobertaProcessing") {
            spec.prefix.push_back(namedId(step, "cls", where));
            spec.suffix.push_back(namedId(step, "sep", where));
        } else if (type != "ByteLevel") {  // ByteLevel only trims offsets, which we do not give
            refuse(where, fmt::format("post-processor \"{}\" is not one Retort reads", type));
        }
    });
}

void readDocument(const Json& document, TokenizerSpec& spec, const std::string& file) {
    const auto at = [&](const char* key) { return file + ": " + key; };
    forEachStep(optionalField(document, "normalizer"), "normalizers", at("normalizer"),
                [&](const Json& step, const std::string& type) {
                    spec.normalizer.push_back(normalizerStep(step, type, at("normalizer")));
                });
    forEachStep(optionalField(document, "pre_tokenizer"), "pretokenizers", at("pre_tokenizer"),
                [&](const Json& step, const std::string& type) {
                    spec.pre_tokenizer.push_back(preTokenizerStep(step, type, at("pre_tokenizer")));
                });
    for (std::size_t i = 0; i + 1 < spec.pre_tokenizer.size(); ++i) {
        if (spec.pre_tokenizer[i].kind == PreTokenizerStep::Kind::ByteLevel) {
            refuse(at("pre_tokenizer"), "has steps after ByteLevel, which Retort does not read");
        }
    }
    const Json& decoder = optionalField(document, "decoder");
    spec.has_decoder = !decoder.is_null();
    forEachStep(decoder, "decoders", at("decoder"), [&](const Json& step, const std::string& type) {
        spec.decoder.push_back(decoderStep(step, type, at("decoder")));
    });
    spec.model = readModel(field(document, "model", file), at("model"));
    readAddedTokens(optionalField(document, "added_tokens"), spec, at("added_tokens"));
    readPostProcessor(optionalField(document, "post_processor"), spec, at("post_processor"));
}

/// GPT-2's two files: byte-level BPE without a word more.
void readVocabAndMerges(const fs::path& folder, TokenizerSpec& spec) {
    const std::string vocab_file = (folder / "vocab.json").string(), merges_file = (folder / "merges.txt").string();
    readVocabulary(parseJson(vocab_file), spec.model, vocab_file);
    const std::string content = readFile(merges_file, kMaxFileBytes);
    std::size_t line_number = 0;
    for (std::size_t begin = 0; begin < content.size();) {
        const std::size_t end = std::min(content.find('\n', begin), content.size());
        std::string line = content.substr(begin, end - begin);
        begin = end + 1;
        ++line_number;
        if (line.ends_with('\r')) line.pop_back();
        if (line.empty() || line.starts_with("#version")) continue;
        if (validUtf8Prefix(line) != line.size()) refuse(fmt::format("{}:{}", merges_file, line_number), "is not UTF-8");
        spec.model.merges.push_back(mergeOf(line, fmt::format("{}:{}", merges_file, line_number)));
    }
    checkMerges(spec.model, merges_file);
    PreTokenizerStep byte_level;
    byte_level.kind = PreTokenizerStep::Kind::ByteLevel;
    spec.pre_tokenizer = {byte_level};
    spec.decoder = {DecoderStep{}};
    spec.has_decoder = true;
    if (const auto found = spec.model.vocab.find("<|endoftext|>"); found != spec.model.vocab.end()) {
        addTokens({AddedToken{found->second, found->first, true, false, false, false, false}}, spec, vocab_file);
        spec.bos = spec.eos = found->second;
    }
}

std::optional<std::int32_t> idOfToken(const TokenizerSpec& spec, const std::string& content) {
    for (const AddedToken& token : spec.added_tokens) {
        if (token.content == content) return token.id;
    }
    const auto found = spec.model.vocab.find(content);
    return found == spec.model.vocab.end() ? std::nullopt : std::optional(found->second);
}

/// "bos_token" and the like: a string, an object with "content", or null.
void readNamedToken(const Json& config, const char* key, const TokenizerSpec& spec, std::optional<std::int32_t>& id,
                    const std::string& file) {
    const auto found = config.find(key);
    if (found == config.end()) return;
    id.reset();
    if (found->is_null()) return;
    const std::string content = found->is_object() ? text(*found, "content", file + ": " + key) : text(config, key, file);
    id = idOfToken(spec, content);
    if (!id) refuse(file + ": " + key, fmt::format("\"{}\" is not in the vocabulary", content));
}

void readTokenizerConfig(const fs::path& path, TokenizerSpec& spec) {
    const Json config = parseJson(path);
    const std::string file = path.string();
    if (const Json& added = optionalField(config, "added_tokens_decoder"); added.is_object()) {
        if (added.size() > kMaxAddedTokens) refuse(file + ": added_tokens_decoder", "has more than 200000 tokens");
        std::vector<AddedToken> tokens;
        for (const auto& [key, node] : added.items()) {
            const std::string at = file + ": added_tokens_decoder." + key;
            const bool digits =
                !key.empty() && key.size() <= 9 && std::ranges::all_of(key, [](char c) { return c >= '0' && c <= '9'; });
            if (!digits) refuse(at, "is no id");
            tokens.push_back(addedToken(node, tokenId(std::stoll(key), at), at));
        }
        addTokens(tokens, spec, file + ": added_tokens_decoder");
    }
    readNamedToken(config, "bos_token", spec, spec.bos, file);
    readNamedToken(config, "eos_token", spec, spec.eos, file);
}

/// "bos_token_id", "eos_token_id" (one or a list, of which the first) where tokenizer_config.json said nothing.
void readModelConfig(const fs::path& path, TokenizerSpec& spec) {
    const Json config = parseJson(path);
    const auto read = [&](const char* key, std::optional<std::int32_t>& id) {
        const Json& value = optionalField(config, key);
        if (id || value.is_null() || (value.is_array() && value.empty())) return;
        id = tokenId(value.is_array() ? value[0] : value, path.string() + ": " + key);
    };
    read("bos_token_id", spec.bos);
    read("eos_token_id", spec.eos);
}

}  // namespace

TokenizerSpec readTokenizer(const fs::path& folder) {
    TokenizerSpec spec;
    const fs::path file = folder / "tokenizer.json", config = folder / "tokenizer_config.json";
    if (fs::exists(file)) {
        readDocument(parseJson(file), spec, file.string());
    } else if (fs::exists(folder / "vocab.json") && fs::exists(folder / "merges.txt")) {
        readVocabAndMerges(folder, spec);
    } else {
        throw Error(ErrorCode::BadInput, "there is no tokenizer.json", folder.string(), "Name a HuggingFace model folder");
    }
    if (fs::exists(config)) {
        readTokenizerConfig(config, spec);
    } else {
        for (const char* name : {"generation_config.json", "config.json"}) {
            if (fs::exists(folder / name)) readModelConfig(folder / name, spec);
        }
    }
    return spec;
}

}  // namespace retort
