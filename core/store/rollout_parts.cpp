// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_parts.h"

#include <algorithm>

#include "store/packed.h"

namespace retort::rows {
namespace {

constexpr std::int64_t most_reasons = 1 << 16;  // bounds the memory of a run whose reasons are all different
constexpr std::size_t shortest_reason = 4;      // a shorter one takes no more room than its number

/// The id of a shared row: known, found, or made.
template <class Key, class Bind>
std::int64_t sharedRow(SqliteDb& db, std::map<Key, std::int64_t>& known, const Key& key, const char* find, const char* make,
                       Bind bind) {
    const auto at = known.find(key);
    if (at != known.end()) return at->second;
    {
        Statement row = db.prepare(find);
        bind(row);
        if (row.step()) return known[key] = row.integer(0);
    }
    Statement row = db.prepare(make);
    bind(row);
    row.run();
    return known[key] = db.lastInsertId();
}

RewardTerm unpackTerm(SqliteDb& db, PackReader& parts, Packing packing) {
    RewardTerm term;
    Statement kind = db.prepare("SELECT name, weight, kind FROM term_kind WHERE id=?");
    kind.bind(1, static_cast<std::int64_t>(parts.number()));
    if (kind.step()) {
        term.name = kind.text(0);
        term.weight = kind.real(1);
        term.kind = kind.text(2);
    }
    const std::uint64_t outcome = parts.number();
    term.outcome =
        static_cast<Outcome>(std::min<std::uint64_t>(outcome >> 1, static_cast<std::uint64_t>(Outcome::GraderError)));
    term.score = (outcome & 1) != 0 ? 1 : parts.real();
    term.extracted = parts.text();
    const std::uint64_t reason = packing == Packing::Reasons ? parts.number() : 0;
    if (reason == 0) {
        term.reason = parts.text();
        return term;
    }
    Statement row = db.prepare("SELECT text FROM reason WHERE id=?");
    row.bind(1, static_cast<std::int64_t>(reason));
    if (row.step()) term.reason = row.text(0);
    return term;
}

TextSpan unpackSpan(SqliteDb& db, PackReader& parts) {
    TextSpan span;
    span.begin = static_cast<std::int32_t>(parts.number());
    span.end = static_cast<std::int32_t>(parts.number());
    Statement kind = db.prepare("SELECT kind, label FROM span_kind WHERE id=?");
    kind.bind(1, static_cast<std::int64_t>(parts.number()));
    if (!kind.step()) return span;
    span.kind = kind.text(0);
    span.label = kind.text(1);
    return span;
}

}  // namespace

std::string PartsPacker::pack(const Rollout& rollout) {
    PackWriter parts;
    parts.number(rollout.reward.terms.size());
    for (const RewardTerm& term : rollout.reward.terms) {
        parts.number(static_cast<std::uint64_t>(termKind(term)));
        parts.number(static_cast<std::uint64_t>(term.outcome) << 1 | static_cast<std::uint64_t>(term.score == 1));
        if (term.score != 1) parts.real(term.score);
        parts.text(term.extracted);
        const std::int64_t reason = reasonId(term.reason);
        parts.number(static_cast<std::uint64_t>(reason));
        if (reason == 0) parts.text(term.reason);
    }
    parts.number(rollout.facts.spans.size());
    for (const TextSpan& span : rollout.facts.spans) {
        parts.number(static_cast<std::uint64_t>(span.begin));
        parts.number(static_cast<std::uint64_t>(span.end));
        parts.number(static_cast<std::uint64_t>(spanKind(span)));
    }
    return parts.bytes;
}

void PartsPacker::forget() {
    term_kinds_.clear();
    span_kinds_.clear();
    reasons_.clear();
    loaded_ = false;
}

std::int64_t PartsPacker::termKind(const RewardTerm& term) {
    return sharedRow(db_, term_kinds_, {term.name, term.kind, term.weight},
                     "SELECT id FROM term_kind WHERE name=? AND kind=? AND weight=?",
                     "INSERT INTO term_kind (name, kind, weight) VALUES (?, ?, ?)",
                     [&](Statement& row) { row.bind(1, term.name).bind(2, term.kind).bind(3, term.weight); });
}

std::int64_t PartsPacker::spanKind(const TextSpan& span) {
    return sharedRow(db_, span_kinds_, {span.kind, span.label}, "SELECT id FROM span_kind WHERE kind=? AND label=?",
                     "INSERT INTO span_kind (kind, label) VALUES (?, ?)",
                     [&](Statement& row) { row.bind(1, span.kind).bind(2, span.label); });
}

std::int64_t PartsPacker::reasonId(const std::string& reason) {
    if (reason.size() < shortest_reason) return 0;
    if (!loaded_) loadReasons();
    const auto at = reasons_.find(reason);
    if (at == reasons_.end()) {
        if (std::ssize(reasons_) >= most_reasons)
            std::erase_if(reasons_, [](const auto& entry) { return entry.second == 0; });
        if (std::ssize(reasons_) < most_reasons) reasons_.emplace(reason, 0);
        return 0;
    }
    if (at->second == 0) {
        db_.prepare("INSERT INTO reason (text) VALUES (?)").bind(1, reason).run();
        at->second = db_.lastInsertId();
    }
    return at->second;
}

void PartsPacker::loadReasons() {
    Statement row = db_.prepare("SELECT id, text FROM reason ORDER BY id DESC LIMIT ?");
    row.bind(1, most_reasons);
    while (row.step()) reasons_.emplace(row.text(1), row.integer(0));
    loaded_ = true;
}

void unpackParts(SqliteDb& db, std::string_view bytes, Packing packing, Rollout& rollout) {
    PackReader parts(bytes);
    for (std::uint64_t left = parts.number(); left > 0 && !parts.failed(); --left) {
        RewardTerm term = unpackTerm(db, parts, packing);
        if (!parts.failed()) rollout.reward.terms.push_back(std::move(term));
    }
    for (std::uint64_t left = parts.number(); left > 0 && !parts.failed(); --left) {
        TextSpan span = unpackSpan(db, parts);
        if (!parts.failed()) rollout.facts.spans.push_back(std::move(span));
    }
}

void insertTerm(SqliteDb& db, std::int64_t rollout, std::int64_t position, const RewardTerm& term) {
    db.prepare("INSERT INTO reward_term VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, rollout)
        .bind(2, position)
        .bind(3, term.name)
        .bind(4, term.kind)
        .bind(5, term.weight)
        .bind(6, term.score)
        .bind(7, std::string_view(name(term.outcome)))
        .bind(8, term.extracted)
        .bind(9, term.reason)
        .run();
}

}  // namespace retort::rows
