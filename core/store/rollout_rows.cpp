// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_rows.h"

#include <algorithm>

#include "store/packed.h"
#include "store/rollout_parts.h"

namespace retort::rows {
namespace {

constexpr std::size_t prompt_excerpt_bytes = 200;

/// A part of `text` given by offsets, or the literal where the part was not found in the text.
std::string part(const Statement& row, const std::string& text, int begin_column, int size_column, int literal_column) {
    const std::int64_t begin = row.integer(begin_column), size = row.integer(size_column);
    if (begin < 0) return row.text(literal_column);
    const auto length = static_cast<std::int64_t>(text.size());
    if (begin > length || size < 0) return {};
    return text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(std::min(size, length - begin)));
}

void readTerms(SqliteDb& db, RolloutId id, Rollout& rollout);
void readSpans(SqliteDb& db, RolloutId id, Rollout& rollout);

void readBody(SqliteDb& db, RolloutId id, Rollout& rollout, const SchemaFeatures& features) {
    Statement row = db.prepare(
        std::string(
            "SELECT text, think_begin, think_size, think, answer_begin, answer_size, answer, ids, logprobs, entropies, ") +
        (features.packed ? "packed, parts" : "0, NULL") + " FROM rollout_body WHERE id=?");
    row.bind(1, id.value);
    if (!row.step()) return;
    rollout.text = row.text(0);
    rollout.facts.think = part(row, rollout.text, 1, 2, 3);
    rollout.facts.answer = part(row, rollout.text, 4, 5, 6);
    Completion& completion = rollout.completion;
    const auto packing = static_cast<Packing>(row.integer(10));
    const bool is_packed = packing != Packing::None;
    completion.ids = is_packed ? unpackIds(row.bytes(7)) : array<std::int32_t>(row.bytes(7));
    completion.logprobs = is_packed ? unpackFloats(row.bytes(8)) : array<float>(row.bytes(8));
    completion.entropies = is_packed ? unpackRounded(row.bytes(9)) : array<float>(row.bytes(9));
    if (!row.isNull(11)) return unpackParts(db, row.bytes(11), packing, rollout);
    readTerms(db, id, rollout);
    readSpans(db, id, rollout);
}

void readTerms(SqliteDb& db, RolloutId id, Rollout& rollout) {
    Statement row = db.prepare(
        "SELECT name, weight, score, outcome, extracted, reason, kind FROM reward_term WHERE rollout_id=? ORDER BY "
        "position");
    row.bind(1, id.value);
    while (row.step())
        rollout.reward.terms.push_back(
            {row.text(0), row.real(1), row.real(2), outcomeFrom(row.text(3)), row.text(4), row.text(5), row.text(6)});
}

void readSpans(SqliteDb& db, RolloutId id, Rollout& rollout) {
    Statement row = db.prepare("SELECT begin, end, kind, label FROM span WHERE rollout_id=? ORDER BY position");
    row.bind(1, id.value);
    while (row.step())
        rollout.facts.spans.push_back({static_cast<std::int32_t>(row.integer(0)), static_cast<std::int32_t>(row.integer(1)),
                                       row.text(2), row.text(3)});
}

}  // namespace

std::string_view clip(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80) --bytes;
    return text.substr(0, bytes);
}

const char* const summary_columns =
    "r.id, r.group_id, r.prompt_id, r.stage_id, r.step, r.evaluation_id, p.key, p.text, p.language, p.domain, "
    "CASE r.excerpt WHEN '' THEN (SELECT b.text FROM rollout_body b WHERE b.id=r.id) ELSE r.excerpt END, "
    "r.answer, r.correct, r.grader_error, r.reward, r.advantage, r.tokens, r.finish_reason, r.well_formed, r.reflects, "
    "r.language_share, r.foreign_spans";

RolloutSummary readSummary(const Statement& row) {
    RolloutSummary summary;
    summary.id = {row.integer(0)};
    summary.group = {row.integer(1)};
    summary.prompt = {row.integer(2)};
    summary.stage = {row.integer(3)};
    summary.step = row.integer(4);
    summary.evaluation = {row.integer(5)};
    summary.prompt_key = row.text(6);
    summary.prompt_text = clip(row.text(7), prompt_excerpt_bytes);
    summary.language = row.text(8);
    summary.domain = row.text(9);
    summary.excerpt = clip(row.bytes(10), excerpt_bytes);
    summary.answer = row.text(11);
    if (!row.isNull(12)) summary.correct = row.integer(12) != 0;
    summary.grader_error = row.integer(13) != 0;
    summary.reward = row.real(14);
    summary.advantage = row.real(15);
    summary.tokens = row.integer(16);
    summary.finish_reason = finishReasonFrom(row.text(17));
    summary.well_formed = row.integer(18) != 0;
    summary.reflects = row.integer(19) != 0;
    if (!row.isNull(20)) summary.language_share = row.real(20);
    summary.foreign_spans = row.integer(21);
    return summary;
}

Rollout readRollout(SqliteDb& db, const RolloutSummary& summary, const SchemaFeatures& features) {
    Rollout rollout;
    readBody(db, summary.id, rollout, features);
    Statement version = db.prepare("SELECT policy_version FROM rollout WHERE id=?");
    version.bind(1, summary.id.value);
    if (version.step()) rollout.completion.policy_version = version.integer(0);
    rollout.completion.finish_reason = summary.finish_reason;
    rollout.reward.total = summary.reward;
    rollout.advantage = summary.advantage;
    rollout.facts.well_formed = summary.well_formed;
    rollout.facts.reflects = summary.reflects;
    rollout.facts.language_share = summary.language_share;
    return rollout;
}

FinishReason finishReasonFrom(std::string_view text) {
    if (text == "length") return FinishReason::Length;
    return text == "aborted" ? FinishReason::Aborted : FinishReason::Stop;
}

Outcome outcomeFrom(std::string_view text) {
    if (text == "pass") return Outcome::Pass;
    return text == "grader_error" ? Outcome::GraderError : Outcome::Fail;
}

}  // namespace retort::rows
