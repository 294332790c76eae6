// SPDX-License-Identifier: Apache-2.0
// tokenizer.json to the metadata of GGUF.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "export/gguf_tokenizer.h"
#include "export/pre_tokenizers.h"
#include "model/strict_json.h"

namespace retort {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMaxTokenizer = std::uint64_t{512} << 20;
constexpr std::int64_t kNormal = 1, kUnknown = 2, kControl = 3, kUserDefined = 4, kUnused = 5, kByte = 6;

class TokenizerJson {
public:
    TokenizerJson(const fs::path& folder, const ModelConfig& model)
        : path_(folder / "tokenizer.json"),
          shape_(model),
          vocab_size_(model.vocab_size),
          root_(parseStrictly(path_, readFile(path_, kMaxTokenizer), 64)) {
        if (fs::exists(folder / "tokenizer_config.json"))
            config_ =
                parseStrictly(folder / "tokenizer_config.json", readFile(folder / "tokenizer_config.json", 64 << 20), 64);
        if (fs::exists(folder / "chat_template.jinja"))
            config_["chat_template"] = readFile(folder / "chat_template.jinja", 16 << 20);
        model_ = root_.value("model", json::object());
        if (model_.value("type", "") != "BPE" || !model_.contains("vocab") || !model_["vocab"].is_object() ||
            !model_.contains("merges") || !model_["merges"].is_array())
            refuse("\"model\" is no BPE with vocab and merges");
    }

    GgufMetadata metadata() {
        readTokens();
        const bool bytes = model_.value("byte_fallback", false);
        GgufMetadata out{{"tokenizer.ggml.model", std::string(bytes ? "llama" : "gpt2")},
                         {"tokenizer.ggml.pre", bytes ? "default" : preName()}};
        out.emplace_back("tokenizer.ggml.tokens", tokens_);
        if (bytes) {
            out.emplace_back("tokenizer.ggml.scores", scores());
            out.emplace_back("tokenizer.ggml.add_space_prefix", putsSpaceFirst());
        }
        out.emplace_back("tokenizer.ggml.token_type", types_);
        if (!bytes) out.emplace_back("tokenizer.ggml.merges", merges());
        addSpecial(out);
        if (config_.contains("chat_template") && config_["chat_template"].is_string())
            out.emplace_back("tokenizer.chat_template", config_["chat_template"].get<std::string>());
        return out;
    }

private:
    [[noreturn]] void refuse(const std::string& what) const {
        throw Error(ErrorCode::BadInput, what, path_.string(),
                    "GGUF holds byte-level BPE and SentencePiece-style BPE tokenizers that llama.cpp knows");
    }

    void set(const std::string& token, const json& id, std::int64_t type) {
        if (!id.is_number_integer() || id.get<std::int64_t>() < 0 || id.get<std::int64_t>() >= vocab_size_)
            refuse(fmt::format("token \"{}\" has an id outside the model's vocabulary of {}", token, vocab_size_));
        const auto place = static_cast<std::size_t>(id.get<std::int64_t>());
        tokens_[place] = token;
        types_[place] = type;
    }

    void readTokens() {
        for (std::int64_t i = 0; i < vocab_size_; ++i) tokens_.push_back(fmt::format("[PAD{}]", i));
        types_.assign(tokens_.size(), kUnused);
        const bool bytes = model_.value("byte_fallback", false);
        for (const auto& [token, id] : model_["vocab"].items()) {
            const bool byte = bytes && token.size() == 6 && token.starts_with("<0x") && token.back() == '>';
            set(token, id, byte ? kByte : kNormal);
        }
        if (!root_.contains("added_tokens")) return;
        for (const auto& added : root_["added_tokens"]) {
            if (!added.is_object() || !added.contains("content") || !added["content"].is_string() || !added.contains("id"))
                refuse("\"added_tokens\" is damaged");
            const auto content = added["content"].get<std::string>();
            const bool unknown = model_.contains("unk_token") && model_["unk_token"] == content;
            set(content, added["id"], unknown ? kUnknown : added.value("special", false) ? kControl : kUserDefined);
        }
    }

    std::vector<std::string> merges() const {
        std::vector<std::string> out;
        for (const auto& merge : model_["merges"]) {
            const bool pair = merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string();
            if (!pair && !merge.is_string()) refuse("\"merges\" is damaged");
            out.push_back(pair ? merge[0].get<std::string>() + " " + merge[1].get<std::string>() : merge.get<std::string>());
        }
        return out;
    }

    /// llama.cpp joins the pair whose token has the highest score: minus the rank of the merge that makes it.
    std::vector<double> scores() const {
        std::vector<double> out(tokens_.size(), 0);
        const auto ranked = merges();
        std::map<std::string, double> rank;
        for (std::size_t i = 0; i < ranked.size(); ++i) {
            auto token = ranked[i];
            token.erase(token.find(' '), 1);
            rank.emplace(token, -static_cast<double>(i) - 1);
        }
        for (std::size_t i = 0; i < tokens_.size(); ++i)
            if (const auto found = rank.find(tokens_[i]); found != rank.end()) out[i] = found->second;
            else if (types_[i] == kNormal) out[i] = -static_cast<double>(ranked.size()) - 1;
        return out;
    }

    /// A Prepend among the normalizers, or a Metaspace pre-tokenizer that is not told otherwise.
    bool putsSpaceFirst() const {
        const auto normalizer = root_.value("normalizer", json()), steps = root_.value("pre_tokenizer", json());
        if (normalizer.is_object() && normalizer.dump().find("\"Prepend\"") != std::string::npos) return true;
        return steps.is_object() && steps.value("type", "") == "Metaspace" &&
               steps.value("prepend_scheme", "always") != "never" && steps.value("add_prefix_space", true);
    }

    /// Which of llama.cpp's pre-tokenizers does what this one does.
    std::string preName() const {
        const auto normalizer = root_.value("normalizer", json());
        if (normalizer.is_object() && normalizer.value("type", "") != "NFC")
            refuse(fmt::format("its normalizer \"{}\" is none that llama.cpp has", normalizer.value("type", "")));
        std::vector<std::string> patterns;
        bool digits = false, byte_regex = false, byte_level = false;
        const auto read = [&](const json& step) {
            const auto type = step.value("type", "");
            if (type == "Split" && step.contains("pattern") && step["pattern"].contains("Regex") &&
                step.value("behavior", "") == "Isolated" && !step.value("invert", false))
                patterns.push_back(step["pattern"]["Regex"].get<std::string>());
            else if (type == "Digits" && step.value("individual_digits", false)) digits = true;
            else if (type == "ByteLevel" && !step.value("add_prefix_space", false))
                byte_level = true, byte_regex = step.value("use_regex", true);
            else refuse(fmt::format("its pre-tokenizer has a step \"{}\" that llama.cpp does not have", type));
        };
        const auto steps = root_.value("pre_tokenizer", json());
        if (steps.is_object() && steps.value("type", "") == "Sequence")
            for (const auto& step : steps["pretokenizers"]) read(step);
        else if (steps.is_object()) read(steps);
        for (const auto& known : kPreTokenizers) {
            std::vector<std::string> expected;
            for (const auto& pattern : known.patterns)
                if (!pattern.empty()) expected.emplace_back(pattern);
            if (byte_level && patterns == expected && digits == known.digits && byte_regex == known.byte_regex)
                return std::string(known.name);
        }
        refuse("its pre-tokenizer is none that llama.cpp has a name for");
    }

    /// Ids by the names in tokenizer_config.json; what the post-processor puts in front decides add_bos_token.
    void addSpecial(GgufMetadata& out) const {
        const auto idOf = [&](const char* key) -> std::int64_t {
            auto value = config_.value(key, json());
            if (value.is_object()) value = value.value("content", json());
            if (!value.is_string()) return -1;
            const auto found = std::find(tokens_.begin(), tokens_.end(), value.get<std::string>());
            return found == tokens_.end() ? -1 : found - tokens_.begin();
        };
        const auto bos = config_.contains("bos_token") ? idOf("bos_token") : shape_.bos_token_id;
        const auto named = idOf("eos_token"),
                   eos = named < 0 && !shape_.eos_token_ids.empty() ? shape_.eos_token_ids.front() : named;
        if (bos >= 0) out.emplace_back("tokenizer.ggml.bos_token_id", bos);
        if (eos >= 0) out.emplace_back("tokenizer.ggml.eos_token_id", eos);
        if (const auto id = idOf("pad_token"); id >= 0) out.emplace_back("tokenizer.ggml.padding_token_id", id);
        if (const auto id = idOf("unk_token"); id >= 0) out.emplace_back("tokenizer.ggml.unknown_token_id", id);
        out.emplace_back("tokenizer.ggml.add_bos_token", bos >= 0 && putsFirst(tokens_[static_cast<std::size_t>(bos)]));
        out.emplace_back("tokenizer.ggml.add_eos_token", false);
    }

    bool putsFirst(const std::string& token) const {
        const auto processor = root_.value("post_processor", json());
        const auto puts = [&](const json& step) {
            if (!step.is_object() || step.value("type", "") != "TemplateProcessing" || !step.contains("single") ||
                !step["single"].is_array() || step["single"].empty())
                return false;
            const auto& first = step["single"][0];
            return first.is_object() && first.contains("SpecialToken") && first["SpecialToken"].value("id", "") == token;
        };
        if (!processor.is_object()) return false;
        if (processor.value("type", "") != "Sequence") return puts(processor);
        const auto steps = processor.value("processors", json::array());
        return std::any_of(steps.begin(), steps.end(), puts);
    }

    fs::path path_;
    const ModelConfig& shape_;
    std::int64_t vocab_size_;
    json root_, config_ = json::object(), model_;
    std::vector<std::string> tokens_;
    std::vector<std::int64_t> types_;
};

}  // namespace

GgufMetadata ggufTokenizer(const fs::path& folder, const ModelConfig& model) {
    try {
        return TokenizerJson(folder, model).metadata();
    } catch (const json::exception& error) {
        throw Error(ErrorCode::BadInput, fmt::format("the tokenizer cannot be read: {}", error.what()),
                    (folder / "tokenizer.json").string());
    }
}

}  // namespace retort
