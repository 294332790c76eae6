// SPDX-License-Identifier: Apache-2.0
#include "store/text_hits.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "store/search_terms.h"

namespace retort::rows {
namespace {

constexpr std::int64_t few_rollouts = 10000;  // looking at so many texts takes less than asking the index again
constexpr std::int64_t few_prompts = 64;      // of so many, one: its groups are sought one by one
constexpr std::size_t few_pieces = 8;
constexpr std::int64_t most_bits = std::int64_t{1} << 28;

/// Rollouts after one by looking at each.
void look(SqliteDb& db, const std::string& text, const std::vector<std::int64_t>& prompts, std::int64_t after,
          std::vector<RolloutId>& ids) {
    const TextCondition condition("b.text", text);
    Statement row =
        db.prepare("SELECT r.id, " + condition.sql +
                   ", r.prompt_id FROM rollout r NOT INDEXED CROSS JOIN rollout_body b ON b.id=r.id WHERE r.id>? "
                   "ORDER BY r.id");
    condition.bindTo(row, 1);
    row.bind(static_cast<int>(condition.parameters.size()) + 1, after);
    while (row.step())
        if (row.integer(1) != 0 || std::ranges::binary_search(prompts, row.integer(2))) ids.push_back({row.integer(0)});
}

/// Of the pieces that begin with a text, up to `most` + 1.
std::vector<std::string> firstPieces(SqliteDb& db, const PieceRange& range, std::size_t most) {
    std::vector<std::string> pieces;
    Statement row = db.prepare("SELECT term FROM rollout_piece WHERE term>=? AND term<? LIMIT 1");
    std::string from = range.begin;
    while (pieces.size() <= most && row.bind(1, from).bind(2, range.end).step()) {
        pieces.push_back(row.text(0));
        from = pieces.back() + '\x01';  // before any other: a piece has no fourth character
        row.reset();
    }
    return pieces;
}

/// What the index says. False: it cannot find this text.
bool askIndex(SqliteDb& db, const SchemaFeatures& features, const std::string& text, std::int64_t newest,
              std::vector<std::int64_t>& ids) {
    std::string terms = rareTerms(db, text, 0, newest + 1);
    if (terms.empty()) {
        const PieceRange range = features.text_ends ? piecesWith(text) : PieceRange{};
        if (range.begin.empty()) return false;
        // A list of each of a few pieces is read in a third of the time of the range.
        const std::vector<std::string> pieces = firstPieces(db, range, few_pieces);
        if (pieces.size() > few_pieces) {
            Statement row = db.prepare("SELECT gather(doc, ?) FROM rollout_piece WHERE term>=? AND term<?");
            row.bindGather(1, ids).bind(2, range.begin).bind(3, range.end).run();
            return true;
        }
        terms = anyOf(pieces);
    }
    if (!terms.empty())
        db.prepare("SELECT gather(rowid, ?) FROM rollout_text WHERE rollout_text MATCH ?")
            .bindGather(1, ids)
            .bind(2, terms)
            .run();
    return true;
}

/// All rollouts of the prompts, and those of the same step that lie between them.
void addProblems(SqliteDb& db, const SchemaFeatures& features, const std::vector<std::int64_t>& prompts,
                 std::vector<std::int64_t>& ids) {
    if (prompts.empty()) return;
    if (!features.group_bounds) {
        Statement row = db.prepare("SELECT id FROM rollout INDEXED BY rollout_prompt WHERE prompt_id=?");
        for (const std::int64_t prompt : prompts) {
            for (row.bind(1, prompt); row.step();) ids.push_back(row.integer(0));
            row.reset();
        }
        return;
    }
    const auto add = [&ids](const Statement& row) {
        for (std::int64_t id = row.integer(0); id > 0 && id <= row.integer(1); ++id) ids.push_back(id);
    };
    if (std::ssize(prompts) * few_prompts < newestId(db, "prompt")) {
        Statement row = db.prepare("SELECT first_rollout, last_rollout FROM rollout_group WHERE prompt_id=?");
        for (const std::int64_t prompt : prompts) {
            for (row.bind(1, prompt); row.step();) add(row);
            row.reset();
        }
        return;
    }
    Statement row = db.prepare("SELECT first_rollout, last_rollout, prompt_id FROM rollout_group");
    while (row.step())
        if (std::ranges::binary_search(prompts, row.integer(2))) add(row);
}

/// Ascending, each once.
std::vector<RolloutId> inOrder(std::vector<std::int64_t> ids, std::int64_t newest) {
    std::erase_if(ids, [newest](std::int64_t id) { return id < 1 || id > newest; });
    std::vector<RolloutId> ordered;
    const auto take = [&ordered](std::int64_t id) { ordered.push_back({id}); };
    if (newest > most_bits || std::ssize(ids) * 64 < newest) {
        std::ranges::sort(ids);
        const auto twice = std::ranges::unique(ids);
        std::for_each(ids.begin(), twice.begin(), take);
        return ordered;
    }
    // Of many, a bit for each takes a tenth of the time of sorting them.
    constexpr int bits = 64;
    std::vector<std::uint64_t> marks(static_cast<std::size_t>(newest) / bits + 1);
    for (const std::int64_t id : ids) marks[static_cast<std::size_t>(id) / bits] |= std::uint64_t{1} << (id % bits);
    ordered.reserve(ids.size());
    for (std::size_t i = 0; i < marks.size(); ++i)
        for (std::uint64_t left = marks[i]; left != 0; left &= left - 1)
            take(static_cast<std::int64_t>(i) * bits + std::countr_zero(left));
    return ordered;
}

}  // namespace

std::int64_t newestId(SqliteDb& db, const char* table) {
    Statement row = db.prepare(std::string("SELECT max(id) FROM ") + table);
    return row.step() && !row.isNull(0) ? row.integer(0) : 0;
}

void TextHits::setText(const std::string& text) {
    if (text == text_) return;
    *this = {};
    text_ = text;
}

const std::vector<std::int64_t>& TextHits::prompts(SqliteDb& db) {
    const TextCondition condition("text", text_);
    Statement row = db.prepare("SELECT id FROM prompt WHERE " + condition.sql + " AND id>? ORDER BY id");
    condition.bindTo(row, 1);
    row.bind(static_cast<int>(condition.parameters.size()) + 1, last_prompt_);
    std::vector<std::int64_t> found;
    while (row.step()) found.push_back(row.integer(0));
    prompts_.insert(prompts_.end(), found.begin(), found.end());
    last_prompt_ = newestId(db, "prompt");
    return prompts_;
}

std::shared_ptr<const std::vector<RolloutId>> TextHits::rollouts(SqliteDb& db, const SchemaFeatures& features) {
    const std::int64_t last = newestId(db, "rollout");
    if (!rollouts_ || last > last_rollout_) {
        rollouts_ = std::make_shared<const std::vector<RolloutId>>(find(db, features, last));
        last_rollout_ = std::max(last_rollout_, last);
    }
    return rollouts_;
}

std::vector<RolloutId> TextHits::find(SqliteDb& db, const SchemaFeatures& features, std::int64_t newest) {
    const std::vector<std::int64_t>& with = prompts(db);
    if (rollouts_ && newest - last_rollout_ <= few_rollouts) {
        std::vector<RolloutId> ids = *rollouts_;
        look(db, text_, with, last_rollout_, ids);
        return ids;
    }
    std::vector<std::int64_t> found;
    if (askIndex(db, features, text_, newest, found)) {
        addProblems(db, features, with, found);
        return inOrder(std::move(found), newest);
    }
    std::vector<RolloutId> ids;
    look(db, text_, with, 0, ids);
    return ids;
}

}  // namespace retort::rows
