// SPDX-License-Identifier: Apache-2.0
// The metadata of GGUF to tokenizer.json.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/error.h"
#include "export/gguf_tokenizer.h"
#include "export/pre_tokenizers.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxPiece = 1024;
constexpr const char* kSpace = "\u2581";

class TokenizerOf {
public:
    explicit TokenizerOf(const GgufFile& file) : file_(file), tokens_(file.texts("tokenizer.ggml.tokens")) {
        const auto* types = file.find("tokenizer.ggml.token_type");
        const auto* values = types ? std::get_if<std::vector<std::int64_t>>(types) : nullptr;
        if (types && (!values || values->size() != tokens_.size()))
            wrong("tokenizer.ggml.token_type", "does not fit tokenizer.ggml.tokens");
        types_ = values ? *values : std::vector<std::int64_t>(tokens_.size(), 1);
        for (std::size_t i = 0; i < tokens_.size(); ++i)
            if (!ids_.emplace(tokens_[i], i).second)
                wrong("tokenizer.ggml.tokens", fmt::format("holds \"{}\" twice", tokens_[i]));
    }

    void write(const fs::path& folder) const {
        const auto& kind = file_.text("tokenizer.ggml.model");
        if (kind != "gpt2" && kind != "llama")
            wrong("tokenizer.ggml.model", fmt::format("is \"{}\"; Retort reads gpt2 and llama", kind));
        const bool bytes = kind == "llama";
        Json root{{"version", "1.0"}, {"truncation", nullptr}, {"padding", nullptr}, {"added_tokens", added()}};
        root.update(bytes ? spaced() : byteLevel());
        if (addsBos()) root["post_processor"] = bosTemplate();
        Json vocab = Json::object();
        for (std::size_t i = 0; i < tokens_.size(); ++i)
            if (bytes || types_[i] == 1) vocab[tokens_[i]] = i;
        root["model"] = {{"type", "BPE"},
                         {"dropout", nullptr},
                         {"unk_token", bytes ? Json(token("tokenizer.ggml.unknown_token_id")) : Json()},
                         {"continuing_subword_prefix", nullptr},
                         {"end_of_word_suffix", nullptr},
                         {"fuse_unk", bytes},
                         {"byte_fallback", bytes},
                         {"ignore_merges", !bytes && file_.text("tokenizer.ggml.pre") == "llama-bpe"},
                         {"vocab", std::move(vocab)},
                         {"merges", bytes ? mergesByScore() : file_.texts("tokenizer.ggml.merges")}};
        // Pieces need not be UTF-8 in a damaged file; what cannot be written as JSON is replaced.
        const auto text = root.dump(1, ' ', false, Json::error_handler_t::replace);
        writeFileDurably(folder / "tokenizer.json", text + "\n");
        writeFileDurably(folder / "tokenizer_config.json",
                         settings().dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
    }

private:
    [[noreturn]] void wrong(const std::string& key, const std::string& what) const {
        throw Error(ErrorCode::BadInput, fmt::format("metadata \"{}\" {}", key, what), file_.path().string());
    }

    /// The text of the token whose id a key gives; empty where there is none.
    std::string token(const std::string& key) const {
        if (!file_.find(key)) return {};
        const auto id = file_.whole(key);
        if (id < 0 || id >= static_cast<std::int64_t>(tokens_.size())) wrong(key, "is no token id");
        return tokens_[static_cast<std::size_t>(id)];
    }

    bool addsBos() const {
        const auto* flag = file_.find("tokenizer.ggml.add_bos_token");
        const bool given = flag && std::holds_alternative<bool>(*flag);
        return (given ? std::get<bool>(*flag) : file_.text("tokenizer.ggml.model") == "llama") &&
               file_.find("tokenizer.ggml.bos_token_id");
    }

    Json added() const {
        Json list = Json::array();
        for (std::size_t i = 0; i < tokens_.size(); ++i)
            if (types_[i] == 2 || types_[i] == 3 || types_[i] == 4)
                list.push_back({{"id", i},
                                {"content", tokens_[i]},
                                {"single_word", false},
                                {"lstrip", false},
                                {"rstrip", false},
                                {"normalized", false},
                                {"special", types_[i] != 4}});
        return list;
    }

    Json byteLevel() const {
        const auto& name = file_.text("tokenizer.ggml.pre");
        const auto known = std::find_if(kPreTokenizers.begin(), kPreTokenizers.end(),
                                        [&](const auto& entry) { return entry.name == name; });
        if (known == kPreTokenizers.end())
            wrong("tokenizer.ggml.pre", fmt::format("is \"{}\", which Retort does not know", name));
        Json steps = Json::array();
        for (const auto& pattern : known->patterns)
            if (!pattern.empty())
                steps.push_back(
                    {{"type", "Split"}, {"pattern", {{"Regex", pattern}}}, {"behavior", "Isolated"}, {"invert", false}});
        if (known->digits) steps.push_back({{"type", "Digits"}, {"individual_digits", true}});
        const auto byte_level = [](bool regex) {
            return Json{{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", false}, {"use_regex", regex}};
        };
        steps.push_back(byte_level(known->byte_regex));
        return {{"normalizer", nullptr},
                {"pre_tokenizer", {{"type", "Sequence"}, {"pretokenizers", std::move(steps)}}},
                {"post_processor", nullptr},
                {"decoder", byte_level(false)}};
    }

    /// SentencePiece's treatment of spaces, as transformers writes it for Llama 2.
    Json spaced() const {
        const auto* flag = file_.find("tokenizer.ggml.add_space_prefix");
        const bool prefix = !flag || !std::holds_alternative<bool>(*flag) || std::get<bool>(*flag);
        const auto replace = [](const char* from, const char* to) {
            return Json{{"type", "Replace"}, {"pattern", {{"String", from}}}, {"content", to}};
        };
        Json normalizers = Json::array(),
             decoders = Json::array({replace(kSpace, " "), {{"type", "ByteFallback"}}, {{"type", "Fuse"}}});
        if (prefix) {
            normalizers.push_back({{"type", "Prepend"}, {"prepend", kSpace}});
            decoders.push_back({{"type", "Strip"}, {"content", " "}, {"start", 1}, {"stop", 0}});
        }
        normalizers.push_back(replace(" ", kSpace));
        return {{"normalizer", {{"type", "Sequence"}, {"normalizers", std::move(normalizers)}}},
                {"pre_tokenizer", nullptr},
                {"post_processor", nullptr},
                {"decoder", {{"type", "Sequence"}, {"decoders", std::move(decoders)}}}};
    }

    Json bosTemplate() const {
        const auto bos = token("tokenizer.ggml.bos_token_id");
        const auto special = [&](int type) { return Json{{"SpecialToken", {{"id", bos}, {"type_id", type}}}}; };
        const auto sequence = [](const char* id, int type) { return Json{{"Sequence", {{"id", id}, {"type_id", type}}}}; };
        Json result{{"type", "TemplateProcessing"}};
        result["single"] = Json::array({special(0), sequence("A", 0)});
        result["pair"] = Json::array({special(0), sequence("A", 0), special(1), sequence("B", 1)});
        result["special_tokens"][bos] = {
            {"id", bos}, {"ids", Json::array({file_.whole("tokenizer.ggml.bos_token_id")})}, {"tokens", Json::array({bos})}};
        return result;
    }

    /// Every split of a token into two tokens is a merge; the better score goes first, as SentencePiece joins pairs.
    std::vector<std::string> mergesByScore() const {
        const auto* value = file_.find("tokenizer.ggml.scores");
        const auto* scores = value ? std::get_if<std::vector<double>>(value) : nullptr;
        if (!scores || scores->size() != tokens_.size())
            wrong("tokenizer.ggml.scores", "is missing or does not fit tokenizer.ggml.tokens");
        struct Merge {
            std::size_t whole, left, right;
        };
        std::vector<Merge> merges;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const auto& piece = tokens_[i];
            if (types_[i] != 1 || piece.size() > kMaxPiece) continue;
            for (std::size_t cut = 1; cut < piece.size(); ++cut) {
                if ((piece[cut] & 0xc0) == 0x80) continue;
                const auto left = ids_.find(piece.substr(0, cut)), right = ids_.find(piece.substr(cut));
                if (left != ids_.end() && right != ids_.end() && types_[left->second] == 1 && types_[right->second] == 1)
                    merges.push_back({i, left->second, right->second});
            }
        }
        std::stable_sort(merges.begin(), merges.end(), [&](const Merge& a, const Merge& b) {
            return std::tuple(-(*scores)[a.whole], a.left, a.right) < std::tuple(-(*scores)[b.whole], b.left, b.right);
        });
        std::vector<std::string> out;
        for (const auto& merge : merges) out.push_back(tokens_[merge.left] + " " + tokens_[merge.right]);
        return out;
    }

    Json settings() const {
        Json out{{"tokenizer_class", "PreTrainedTokenizerFast"}, {"add_bos_token", addsBos()}};
        for (const auto& [key, name] : {std::pair{"tokenizer.ggml.bos_token_id", "bos_token"},
                                        {"tokenizer.ggml.eos_token_id", "eos_token"},
                                        {"tokenizer.ggml.padding_token_id", "pad_token"},
                                        {"tokenizer.ggml.unknown_token_id", "unk_token"}})
            if (const auto text = token(key); !text.empty()) out[name] = text;
        if (file_.find("tokenizer.chat_template")) out["chat_template"] = file_.text("tokenizer.chat_template");
        return out;
    }

    const GgufFile& file_;
    const std::vector<std::string>& tokens_;
    std::vector<std::int64_t> types_;
    std::unordered_map<std::string, std::size_t> ids_;
};

}  // namespace

void writeTokenizerOf(const GgufFile& file, const fs::path& folder) { TokenizerOf(file).write(folder); }

}  // namespace retort
