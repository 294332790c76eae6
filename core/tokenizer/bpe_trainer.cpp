// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <queue>
#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "base/file.h"
#include "tokenizer/added_tokens.h"
#include "tokenizer/byte_level.h"
#include "tokenizer/pre_tokenizer.h"
#include "tokenizer/tokenizer.h"
#include "tokenizer/utf8.h"

using Json = nlohmann::ordered_json;

namespace retort {
namespace {

constexpr std::int32_t kBytes = 256;
using Pair = std::pair<std::int32_t, std::int32_t>;

struct PairHash {
    std::size_t operator()(const Pair& pair) const {
        return std::hash<std::uint64_t>{}(static_cast<std::uint64_t>(pair.first) << 32 |
                                          static_cast<std::uint32_t>(pair.second));
    }
};

/// A distinct piece of the texts and how often it occurs.
struct Word {
    std::vector<std::int32_t> ids;
    std::int64_t count = 0;
};

/// Qwen2's pattern; without split_digits a run of digits stays together.
std::string splitPattern(bool split_digits) {
    return fmt::format(
        R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|\p{{N}}{}| ?[^\s\p{{L}}\p{{N}}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
        split_digits ? "" : "+");
}

void checkOptions(const BpeTrainingOptions& options) {
    const auto specials = static_cast<std::int32_t>(options.special_tokens.size());
    if (options.vocab_size < kBytes + specials) {
        throw Error(
            ErrorCode::Usage,
            fmt::format("vocab_size {} is too small for 256 bytes and {} special tokens", options.vocab_size, specials),
            "vocab_size", fmt::format("Set at least {}", kBytes + specials));
    }
    std::unordered_set<std::string> seen;
    for (const std::string& token : options.special_tokens) {
        if (token.empty() || !seen.insert(token).second) {
            throw Error(ErrorCode::Usage, fmt::format("special token \"{}\" is empty or there twice", token),
                        "special_tokens");
        }
    }
    if (!options.eos_token.empty() && !seen.contains(options.eos_token)) {
        throw Error(ErrorCode::Usage, fmt::format("eos_token \"{}\" is not among the special tokens", options.eos_token),
                    "eos_token");
    }
}

/// Pieces of all texts as a tokenizer will cut them, special tokens left out.
std::vector<Word> countWords(const std::vector<std::string>& texts, const BpeTrainingOptions& options) {
    AddedTokenFinder finder;
    for (const std::string& token : options.special_tokens) {
        AddedToken added;
        added.id = 0;
        finder.add(added, token);
    }
    PreTokenizerStep split;
    split.pattern = {splitPattern(options.split_digits), true};
    const PreTokenizer pre_tokenizer({split});
    std::array<std::int32_t, 256> byte_ids{};
    for (std::int32_t id = 0; id < kBytes; ++id) byte_ids[bytesInCharacterOrder()[id]] = id;

    std::map<std::string, std::int64_t, std::less<>> counts;  // ordered: the result must not depend on a hash
    std::vector<TextPart> parts;
    Pieces pieces;
    for (const std::string& raw : texts) {
        const std::string text = replaceInvalidUtf8(raw);
        parts.clear();
        finder.split(text, parts);
        for (const TextPart& part : parts) {
            if (part.id >= 0) continue;
            pre_tokenizer.run(part.text, true, pieces);
            for (const std::string_view piece : pieces.views) {
                const auto found = counts.find(piece);
                if (found != counts.end()) ++found->second;
                else counts.emplace(piece, 1);
            }
        }
    }
    std::vector<Word> words;
    for (const auto& [bytes, count] : counts) {
        Word word{{}, count};
        for (const char byte : bytes) word.ids.push_back(byte_ids[static_cast<std::uint8_t>(byte)]);
        words.push_back(std::move(word));
    }
    return words;
}

/// Greedy choice of the most frequent pair, with the words of each pair at hand so that a merge touches only those.
class MergeLearner {
public:
    explicit MergeLearner(std::vector<Word> words) : words_(std::move(words)) {
        for (std::int32_t w = 0; w < static_cast<std::int32_t>(words_.size()); ++w) {
            const auto& ids = words_[w].ids;
            for (std::size_t i = 0; i + 1 < ids.size(); ++i) addPair({ids[i], ids[i + 1]}, w, words_[w].count);
        }
        for (const auto& [pair, info] : pairs_) queue_.push({info.count, pair});
    }

    /// The best pair, or nothing when no pair occurs twice.
    std::optional<Pair> best() {
        while (!queue_.empty()) {
            const Entry entry = queue_.top();
            queue_.pop();
            const std::int64_t count = pairs_[entry.pair].count;
            if (count == entry.count) return count >= 2 ? std::optional(entry.pair) : std::nullopt;
            if (count > 0) queue_.push({count, entry.pair});
        }
        return std::nullopt;
    }

    void merge(const Pair& pair, std::int32_t id) {
        std::vector<std::int32_t> affected = std::move(pairs_[pair].words);
        std::ranges::sort(affected);
        const auto repeated = std::ranges::unique(affected);
        affected.erase(repeated.begin(), repeated.end());
        std::unordered_set<Pair, PairHash> grown;
        for (const std::int32_t w : affected) mergeInWord(pair, id, w, grown);
        pairs_.erase(pair);
        for (const Pair& changed : grown) {
            if (pairs_[changed].count > 0) queue_.push({pairs_[changed].count, changed});
        }
    }

private:
    struct Info {
        std::int64_t count = 0;
        std::vector<std::int32_t> words;  // may name a word twice, or one that has lost the pair
    };
    struct Entry {
        std::int64_t count = 0;
        Pair pair;
        bool operator<(const Entry& other) const { return count != other.count ? count < other.count : pair > other.pair; }
    };

    void addPair(const Pair& pair, std::int32_t word, std::int64_t count) {
        Info& info = pairs_[pair];
        info.count += count;
        if (info.words.empty() || info.words.back() != word) info.words.push_back(word);
    }

    void mergeInWord(const Pair& pair, std::int32_t id, std::int32_t w, std::unordered_set<Pair, PairHash>& grown) {
        std::vector<std::int32_t>& ids = words_[w].ids;
        const std::int64_t count = words_[w].count;
        std::vector<std::int32_t> merged;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const bool hit = i + 1 < ids.size() && ids[i] == pair.first && ids[i + 1] == pair.second;
            merged.push_back(hit ? id : ids[i]);
            if (hit) ++i;
        }
        if (merged.size() == ids.size()) return;
        for (std::size_t i = 0; i + 1 < ids.size(); ++i) pairs_[{ids[i], ids[i + 1]}].count -= count;
        for (std::size_t i = 0; i + 1 < merged.size(); ++i) {
            const Pair neighbour{merged[i], merged[i + 1]};
            if (neighbour.first == id || neighbour.second == id) {
                addPair(neighbour, w, count);
                grown.insert(neighbour);
            } else {
                pairs_[neighbour].count += count;
            }
        }
        ids = std::move(merged);
    }

    std::vector<Word> words_;
    std::unordered_map<Pair, Info, PairHash> pairs_;
    std::priority_queue<Entry> queue_;
};

/// A token with a closing partner ("<think>" beside "</think>") is part of a trace's text, which must stay when special
/// tokens are left out of a decoding; Qwen3 marks its own so. All others are control tokens.
bool isControl(const std::string& token, const std::vector<std::string>& all) {
    const auto has = [&](const std::string& other) { return std::ranges::find(all, other) != all.end(); };
    if (token.starts_with("</")) return !has("<" + token.substr(2));
    return !(token.starts_with('<') && has("</" + token.substr(1)));
}

Json addedTokens(const BpeTrainingOptions& options, std::int32_t first_id) {
    Json list = Json::array();
    for (const std::string& token : options.special_tokens) {
        list.push_back({{"id", first_id++},
                        {"content", token},
                        {"single_word", false},
                        {"lstrip", false},
                        {"rstrip", false},
                        {"normalized", false},
                        {"special", isControl(token, options.special_tokens)}});
    }
    return list;
}

Json tokenizerJson(const std::vector<std::string>& vocab, const std::vector<Pair>& merges,
                   const BpeTrainingOptions& options) {
    Json vocabulary = Json::object(), merge_list = Json::array();
    for (std::size_t id = 0; id < vocab.size(); ++id) vocabulary[spellBytes(vocab[id])] = id;
    for (const auto& [left, right] : merges) merge_list.push_back({spellBytes(vocab[left]), spellBytes(vocab[right])});
    const Json byte_level = {
        {"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", false}, {"use_regex", false}};
    const Json split = {{"type", "Split"},
                        {"pattern", {{"Regex", splitPattern(options.split_digits)}}},
                        {"behavior", "Isolated"},
                        {"invert", false}};
    return {{"version", "1.0"},
            {"truncation", nullptr},
            {"padding", nullptr},
            {"added_tokens", addedTokens(options, static_cast<std::int32_t>(vocab.size()))},
            {"normalizer", nullptr},
            {"pre_tokenizer", {{"type", "Sequence"}, {"pretokenizers", Json::array({split, byte_level})}}},
            {"post_processor", byte_level},
            {"decoder", byte_level},
            {"model",
             {{"type", "BPE"},
              {"dropout", nullptr},
              {"unk_token", nullptr},
              {"continuing_subword_prefix", nullptr},
              {"end_of_word_suffix", nullptr},
              {"fuse_unk", false},
              {"byte_fallback", false},
              {"ignore_merges", false},
              {"vocab", std::move(vocabulary)},
              {"merges", std::move(merge_list)}}}};
}

Json configJson(const BpeTrainingOptions& options, std::int32_t first_id) {
    Json decoder = Json::object();
    for (Json& token : addedTokens(options, first_id)) {
        const std::string id = std::to_string(token["id"].get<std::int32_t>());
        token.erase("id");
        decoder[id] = token;
    }
    const Json eos = options.eos_token.empty() ? Json(nullptr) : Json(options.eos_token);
    return {{"added_tokens_decoder", std::move(decoder)},
            {"bos_token", nullptr},
            {"clean_up_tokenization_spaces", false},
            {"eos_token", eos},
            {"pad_token", eos},
            {"tokenizer_class", "PreTrainedTokenizerFast"}};
}

}  // namespace

void trainBpe(const std::vector<std::string>& texts, const BpeTrainingOptions& options,
              const std::filesystem::path& folder) {
    checkOptions(options);
    std::vector<std::string> vocab;
    for (const std::uint8_t byte : bytesInCharacterOrder()) vocab.emplace_back(1, static_cast<char>(byte));
    MergeLearner learner(countWords(texts, options));
    std::vector<Pair> merges;
    std::map<std::string, std::int32_t> ids;
    for (std::int32_t id = 0; id < kBytes; ++id) ids.emplace(vocab[id], id);
    std::unordered_set<Pair, PairHash> known;
    const std::size_t wanted = static_cast<std::size_t>(options.vocab_size) - options.special_tokens.size();
    while (vocab.size() < wanted) {
        const auto pair = learner.best();
        if (!pair) break;
        // Two merges may spell the same token ("ab" + "c", "a" + "bc"); they share its id. A later one may bring a pair
        // back.
        const auto [entry, is_new] =
            ids.emplace(vocab[pair->first] + vocab[pair->second], static_cast<std::int32_t>(vocab.size()));
        if (is_new) vocab.push_back(entry->first);
        if (known.insert(*pair).second) merges.push_back(*pair);
        learner.merge(*pair, entry->second);
    }
    std::filesystem::create_directories(folder);
    const auto first_special = static_cast<std::int32_t>(vocab.size());
    writeFileDurably(folder / "tokenizer.json", tokenizerJson(vocab, merges, options).dump(2) + "\n");
    writeFileDurably(folder / "tokenizer_config.json", configJson(options, first_special).dump(2) + "\n");
}

}  // namespace retort
