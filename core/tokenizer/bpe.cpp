// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/bpe.h"

#include <fmt/format.h>

#include <bit>
#include <limits>
#include <mutex>
#include <queue>

#include "tokenizer/byte_level.h"
#include "tokenizer/utf8.h"

namespace retort {
namespace {

constexpr std::size_t kScanSymbols = 40;  // below this, looking at every pair is faster than a heap
constexpr std::size_t kCachedPieceBytes = 64;
constexpr std::size_t kShards = 16, kShardEntries = 8192;

std::uint64_t pairKey(std::int32_t left, std::int32_t right) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32 | static_cast<std::uint32_t>(right);
}

std::uint64_t mix(std::uint64_t key) {
    key *= 0x9E3779B97F4A7C15ull;
    return key ^ (key >> 29);
}

}  // namespace

struct Bpe::Cache {
    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, std::vector<std::int32_t>, StringHash, std::equal_to<>> entries;
    };
    std::array<Shard, kShards> shards;
    Shard& shard(std::string_view piece) { return shards[mix(StringHash{}(piece)) % kShards]; }
};

Bpe::Bpe(const BpeSpec& spec, bool byte_level)
    : byte_level_(byte_level),
      fuse_unk_(spec.fuse_unk),
      byte_fallback_(spec.byte_fallback),
      ignore_merges_(spec.ignore_merges),
      cache_(std::make_unique<Cache>()) {
    if (spec.unk_token) unk_ = spec.vocab.at(*spec.unk_token);
    byte_ids_.fill(-1);
    vocab_.reserve(spec.vocab.size());
    for (const auto& [token, id] : spec.vocab) {
        if (!byte_level) vocab_.emplace(token, id);
        else if (auto bytes = unspellBytes(token)) vocab_.emplace(std::move(*bytes), id);
    }
    for (int byte = 0; byte < 256; ++byte) {
        const std::string spelling = byte_level ? std::string(1, static_cast<char>(byte)) : fmt::format("<0x{:02X}>", byte);
        if (const auto found = vocab_.find(spelling); found != vocab_.end()) byte_ids_[byte] = found->second;
    }
    table_.assign(std::bit_ceil(spec.merges.size() * 2 + 2), Merge{0, 0, -1});
    mask_ = table_.size() - 1;
    for (std::size_t rank = 0; rank < spec.merges.size(); ++rank) {
        const auto& [left, right] = spec.merges[rank];
        insertMerge(spec.vocab.at(left), spec.vocab.at(right), static_cast<std::int32_t>(rank), spec.vocab.at(left + right));
    }
}

Bpe::~Bpe() = default;

const Bpe::Merge* Bpe::findMerge(std::int32_t left, std::int32_t right) const {
    const std::uint64_t key = pairKey(left, right);
    for (std::uint64_t at = mix(key) & mask_;; at = (at + 1) & mask_) {
        if (table_[at].id < 0) return nullptr;
        if (table_[at].pair == key) return &table_[at];
    }
}

void Bpe::insertMerge(std::int32_t left, std::int32_t right, std::int32_t rank, std::int32_t id) {
    const std::uint64_t key = pairKey(left, right);
    std::uint64_t at = mix(key) & mask_;
    while (table_[at].id >= 0 && table_[at].pair != key) at = (at + 1) & mask_;
    table_[at] = {key, rank, id};
}

void Bpe::encode(std::string_view piece, std::vector<std::int32_t>& ids) const {
    if (piece.empty()) return;
    if (ignore_merges_) {
        if (const auto found = vocab_.find(piece); found != vocab_.end()) {
            ids.push_back(found->second);
            return;
        }
    }
    const bool remember = piece.size() <= kCachedPieceBytes;
    Cache::Shard* shard = remember ? &cache_->shard(piece) : nullptr;
    if (shard != nullptr) {
        const std::lock_guard lock(shard->mutex);
        if (const auto found = shard->entries.find(piece); found != shard->entries.end()) {
            ids.insert(ids.end(), found->second.begin(), found->second.end());
            return;
        }
    }
    std::vector<std::int32_t> symbols;
    split(piece, symbols);
    if (symbols.size() <= kScanSymbols) mergeByScan(symbols);
    else mergeByHeap(symbols);
    ids.insert(ids.end(), symbols.begin(), symbols.end());
    if (shard != nullptr) {
        const std::lock_guard lock(shard->mutex);
        if (shard->entries.size() >= kShardEntries) shard->entries.clear();
        shard->entries.emplace(piece, std::move(symbols));
    }
}

void Bpe::encodeByte(std::uint8_t byte, std::vector<std::int32_t>& ids) const {
    if (byte_ids_[byte] >= 0) ids.push_back(byte_ids_[byte]);
    else if (unk_ >= 0) ids.push_back(unk_);
}

void Bpe::split(std::string_view piece, std::vector<std::int32_t>& symbols) const {
    if (!byte_level_) return splitCharacters(piece, symbols);
    symbols.reserve(piece.size());
    bool after_unknown = false;
    for (const char c : piece) {
        const std::int32_t id = byte_ids_[static_cast<std::uint8_t>(c)];
        if (id >= 0) symbols.push_back(id);
        else if (unk_ >= 0 && !(fuse_unk_ && after_unknown)) symbols.push_back(unk_);
        after_unknown = id < 0;
    }
}

void Bpe::splitCharacters(std::string_view piece, std::vector<std::int32_t>& symbols) const {
    bool after_unknown = false;
    for (std::size_t i = 0; i < piece.size();) {
        const std::size_t begin = i;
        nextCodePoint(piece, i);
        const std::string_view character = piece.substr(begin, i - begin);
        const auto found = vocab_.find(character);
        bool known = found != vocab_.end();
        if (known) {
            symbols.push_back(found->second);
        } else if (byte_fallback_) {
            known = true;
            for (const char c : character) known = known && byte_ids_[static_cast<std::uint8_t>(c)] >= 0;
            for (const char c : character) {
                if (known) symbols.push_back(byte_ids_[static_cast<std::uint8_t>(c)]);
            }
        }
        if (!known && unk_ >= 0 && !(fuse_unk_ && after_unknown)) symbols.push_back(unk_);
        after_unknown = !known;
    }
}

void Bpe::mergeByScan(std::vector<std::int32_t>& symbols) const {
    constexpr std::int32_t kNone = std::numeric_limits<std::int32_t>::max();
    std::array<std::int32_t, kScanSymbols> ranks, merged;
    std::size_t count = symbols.size();
    const auto look = [&](std::size_t i) {
        const Merge* merge = i + 1 < count ? findMerge(symbols[i], symbols[i + 1]) : nullptr;
        ranks[i] = merge != nullptr ? merge->rank : kNone;
        merged[i] = merge != nullptr ? merge->id : -1;
    };
    for (std::size_t i = 0; i < count; ++i) look(i);
    while (count > 1) {
        std::size_t best = 0;
        for (std::size_t i = 1; i + 1 < count; ++i) {
            if (ranks[i] < ranks[best]) best = i;
        }
        if (ranks[best] == kNone) break;
        symbols[best] = merged[best];
        for (std::size_t i = best + 1; i + 1 < count; ++i) {
            symbols[i] = symbols[i + 1];
            ranks[i] = ranks[i + 1];
            merged[i] = merged[i + 1];
        }
        --count;
        look(best);
        if (best > 0) look(best - 1);
    }
    symbols.resize(count);
}

void Bpe::mergeByHeap(std::vector<std::int32_t>& symbols) const {
    struct Candidate {
        std::int32_t rank, left;  // left: index of the pair's left symbol
        std::int32_t left_id, right_id, id;
        bool operator>(const Candidate& other) const { return rank != other.rank ? rank > other.rank : left > other.left; }
    };
    const auto size = static_cast<std::int32_t>(symbols.size());
    std::vector<std::int32_t> previous(symbols.size()), next(symbols.size());
    std::vector<Candidate> storage;
    storage.reserve(symbols.size());
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue(std::greater<>{}, std::move(storage));
    const auto offer = [&](std::int32_t left) {
        if (left < 0 || next[left] >= size) return;
        const Merge* merge = findMerge(symbols[left], symbols[next[left]]);
        if (merge != nullptr) queue.push({merge->rank, left, symbols[left], symbols[next[left]], merge->id});
    };
    for (std::int32_t i = 0; i < size; ++i) {
        previous[i] = i - 1;
        next[i] = i + 1;
    }
    for (std::int32_t i = 0; i + 1 < size; ++i) offer(i);
    while (!queue.empty()) {
        const Candidate best = queue.top();
        queue.pop();
        const std::int32_t right = next[best.left];
        if (symbols[best.left] != best.left_id || right >= size || symbols[right] != best.right_id) continue;
        symbols[best.left] = best.id;
        symbols[right] = -1;
        next[best.left] = next[right];
        if (next[right] < size) previous[next[right]] = best.left;
        offer(best.left);
        offer(previous[best.left]);
    }
    std::erase(symbols, -1);
}

}  // namespace retort
