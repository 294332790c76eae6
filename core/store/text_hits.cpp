// SPDX-License-Identifier: Apache-2.0
#include "store/text_hits.h"

#include <algorithm>

#include "store/search_terms.h"

namespace retort::rows {
namespace {

constexpr std::int64_t few_rollouts = 10000;  // looking at so many texts takes less than asking the index again
constexpr std::int64_t few_prompts = 64;      // of so many, one: its groups are sought one by one
constexpr std::int64_t most_bits = std::int64_t{1} << 28;

std::int64_t newest(SqliteDb& db, const char* table) {
    Statement row = db.prepare(std::string("SELECT max(id) FROM ") + table);
    return row.step() && !row.isNull(0) ? row.integer(0) : 0;
}

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

/// What the index says. False: it cannot find this text.
bool askIndex(SqliteDb& db, const SchemaFeatures& features, const std::string& text, std::int64_t newest,
              std::vector<RolloutId>& ids) {
    const auto take = [&ids](Statement row) {
        while (row.step()) ids.push_back({row.integer(0)});
    };
    if (const std::string terms = rareTerms(db, text, 0, newest + 1); !terms.empty()) {
        take(std::move(db.prepare("SELECT rowid FROM rollout_text WHERE rollout_text MATCH ?").bind(1, terms)));
        return true;
    }
    const PieceRange pieces = features.text_ends ? piecesWith(text) : PieceRange{};
    if (pieces.begin.empty()) return false;
    take(std::move(
        db.prepare("SELECT doc FROM rollout_piece WHERE term>=? AND term<?").bind(1, pieces.begin).bind(2, pieces.end)));
    return true;
}

/// All rollouts of the prompts, and those of the same step that lie between them.
void addProblems(SqliteDb& db, const SchemaFeatures& features, const std::vector<std::int64_t>& prompts,
                 std::vector<RolloutId>& ids) {
    if (prompts.empty()) return;
    if (!features.group_bounds) {
        Statement row = db.prepare("SELECT id FROM rollout INDEXED BY rollout_prompt WHERE prompt_id=?");
        for (const std::int64_t prompt : prompts) {
            for (row.bind(1, prompt); row.step();) ids.push_back({row.integer(0)});
            row.reset();
        }
        return;
    }
    const auto add = [&ids](const Statement& row) {
        for (std::int64_t id = row.integer(0); id > 0 && id <= row.integer(1); ++id) ids.push_back({id});
    };
    if (std::ssize(prompts) * few_prompts < newest(db, "prompt")) {
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
void putInOrder(std::vector<RolloutId>& ids, std::int64_t newest) {
    std::erase_if(ids, [newest](RolloutId id) { return id.value < 1 || id.value > newest; });
    // Of many, a mark for each takes a tenth of the time of sorting them.
    if (newest > most_bits || std::ssize(ids) * 64 < newest) {
        std::ranges::sort(ids);
        const auto twice = std::ranges::unique(ids);
        ids.erase(twice.begin(), twice.end());
        return;
    }
    std::vector<bool> marks(static_cast<std::size_t>(newest) + 1);
    for (const RolloutId id : ids) marks[static_cast<std::size_t>(id.value)] = true;
    ids.clear();
    for (std::int64_t id = 1; id <= newest; ++id)
        if (marks[static_cast<std::size_t>(id)]) ids.push_back({id});
}

}  // namespace

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
    last_prompt_ = newest(db, "prompt");
    return prompts_;
}

const std::vector<RolloutId>* TextHits::known(SqliteDb& db) const {
    return rollouts_ && newest(db, "rollout") <= last_rollout_ ? rollouts_.get() : nullptr;
}

std::shared_ptr<const std::vector<RolloutId>> TextHits::rollouts(SqliteDb& db, const SchemaFeatures& features) {
    const std::int64_t last = newest(db, "rollout");
    if (!rollouts_ || last > last_rollout_) {
        rollouts_ = std::make_shared<const std::vector<RolloutId>>(find(db, features, last));
        last_rollout_ = std::max(last_rollout_, last);
    }
    return rollouts_;
}

std::vector<RolloutId> TextHits::find(SqliteDb& db, const SchemaFeatures& features, std::int64_t newest) {
    const std::vector<std::int64_t>& with = prompts(db);
    std::vector<RolloutId> ids;
    if (rollouts_ && newest - last_rollout_ <= few_rollouts) {
        ids = *rollouts_;
        look(db, text_, with, last_rollout_, ids);
    } else if (askIndex(db, features, text_, newest, ids)) {
        addProblems(db, features, with, ids);
        putInOrder(ids, newest);
    } else {
        ids.clear();
        look(db, text_, with, 0, ids);
    }
    return ids;
}

}  // namespace retort::rows
