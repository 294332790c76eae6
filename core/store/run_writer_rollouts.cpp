// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/file.h"
#include "store/group_totals.h"
#include "store/packed.h"
#include "store/rollout_facts.h"
#include "store/rollout_rows.h"
#include "store/run_writer.h"

namespace retort {
namespace {

std::string digestOf(const EncodedPrompt& encoded) {
    const Prompt& prompt = encoded.prompt;
    std::string bytes;
    for (std::string_view field :
         {std::string_view(prompt.key), std::string_view(prompt.text), std::string_view(prompt.reference),
          std::string_view(prompt.language), std::string_view(prompt.domain), rows::blob(encoded.ids)})
        bytes += fmt::format("{}:", field.size()).append(field);
    for (const auto& [name, value] : prompt.labels)
        bytes += fmt::format("{}:{}{}:{}", name.size(), name, value.size(), value);
    return sha256(bytes);
}

/// What the rollout answered, for a list: as the grader read it, else the start of the answer part.
std::string_view answerOf(const Rollout& rollout) {
    for (const RewardTerm& term : rollout.reward.terms)
        if ((term.kind.empty() ? term.name : term.kind) == "accuracy" && !term.extracted.empty())
            return rows::clip(term.extracted, rows::excerpt_bytes);
    return rows::clip(rollout.facts.answer, rows::excerpt_bytes);
}

/// Offsets of a part in its text; begin -1 when it is not a piece of it.
struct Part {
    std::int64_t begin, size;
};
Part locate(const std::string& text, const std::string& piece, bool from_end) {
    const std::size_t at = from_end ? text.rfind(piece) : text.find(piece);
    return {at == std::string::npos ? -1 : static_cast<std::int64_t>(at), static_cast<std::int64_t>(piece.size())};
}

void bindOptional(Statement& statement, int index, std::optional<double> value) {
    if (value) statement.bind(index, *value);
    else statement.bindNull(index);
}

}  // namespace

PromptId RunWriter::promptId(const EncodedPrompt& encoded) {
    const std::string digest = digestOf(encoded);
    {
        Statement known = db_.prepare("SELECT id FROM prompt WHERE digest=?");
        known.bind(1, digest);
        if (known.step()) return {known.integer(0)};
    }
    const Prompt& prompt = encoded.prompt;
    db_.prepare("INSERT INTO prompt (digest, key, text, reference, language, domain, ids) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(1, digest)
        .bind(2, prompt.key)
        .bind(3, prompt.text)
        .bind(4, prompt.reference)
        .bind(5, prompt.language)
        .bind(6, prompt.domain)
        .bindBlob(7, rows::blob(encoded.ids))
        .run();
    const PromptId id{db_.lastInsertId()};
    std::int64_t position = 0;
    for (const auto& [name, value] : prompt.labels)
        db_.prepare("INSERT INTO prompt_label VALUES (?, ?, ?, ?)")
            .bind(1, id.value)
            .bind(2, position++)
            .bind(3, name)
            .bind(4, value)
            .run();
    return id;
}

GroupId RunWriter::insertGroup(StageId stage, Step step, PromptId prompt, EvaluationId evaluation,
                               const GroupTotals& totals) {
    Statement row = db_.prepare(
        "INSERT INTO rollout_group (stage_id, step, prompt_id, evaluation_id, size, right_count, mean_reward) VALUES (?, ?, "
        "?, ?, ?, ?, ?)");
    row.bind(1, stage.value)
        .bind(2, step)
        .bind(3, prompt.value)
        .bind(4, evaluation.value)
        .bind(5, totals.size)
        .bind(6, totals.right);
    bindOptional(row, 7,
                 totals.graded > 0 ? std::optional(totals.reward / static_cast<double>(totals.graded)) : std::nullopt);
    row.run();
    return {db_.lastInsertId()};
}

void RunWriter::closeGroup(GroupId group, RolloutId first, RolloutId last) {
    db_.prepare("UPDATE rollout_group SET first_rollout=?, last_rollout=? WHERE id=?")
        .bind(1, first.value)
        .bind(2, last.value)
        .bind(3, group.value)
        .run();
}

RolloutId RunWriter::insertRollout(const RolloutSummary& place, std::int64_t position, const Rollout& rollout) {
    const TextFacts& facts = rollout.facts;
    const auto foreign =
        std::count_if(facts.spans.begin(), facts.spans.end(), [](const TextSpan& span) { return span.kind == "foreign"; });
    const std::optional<bool> correct = rollout.reward.correct();
    const std::int64_t packed_facts = facts_.facts(rollout, place.language);
    facts_.count(place.stage, place.evaluation, packed_facts);
    Statement row = db_.prepare(
        "INSERT INTO rollout (group_id, position, prompt_id, stage_id, step, evaluation_id, tokens, finish_reason, "
        "policy_version, "
        "correct, grader_error, reward, advantage, well_formed, reflects, language_share, foreign_spans, answer, excerpt, "
        "facts) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, place.group.value)
        .bind(2, position)
        .bind(3, place.prompt.value)
        .bind(4, place.stage.value)
        .bind(5, place.step);
    row.bind(6, place.evaluation.value).bind(7, static_cast<std::int64_t>(rollout.completion.ids.size()));
    row.bind(8, std::string_view(name(rollout.completion.finish_reason))).bind(9, rollout.completion.policy_version);
    if (correct) row.bind(10, std::int64_t{*correct});
    else row.bindNull(10);
    row.bind(11, std::int64_t{rollout.reward.hasError()}).bind(12, rollout.reward.total).bind(13, rollout.advantage);
    row.bind(14, std::int64_t{facts.well_formed}).bind(15, std::int64_t{facts.reflects});
    bindOptional(row, 16, facts.language_share);
    row.bind(17, static_cast<std::int64_t>(foreign))
        .bind(18, answerOf(rollout))
        // A short text is its own excerpt, and read from there.
        .bind(19,
              rollout.text.size() > rows::excerpt_bytes ? rows::clip(rollout.text, rows::excerpt_bytes) : std::string_view())
        .bind(20, packed_facts);
    row.run();
    const RolloutId id{db_.lastInsertId()};
    insertBody(id, rollout);
    for (const RewardTerm& term : rollout.reward.terms) {
        // Beside the packed terms, for filters.
        if (!facts_.hasBits(term.name)) rows::insertTerm(db_, id.value, &term - rollout.reward.terms.data(), term);
    }
    return id;
}

void RunWriter::insertBody(RolloutId id, const Rollout& rollout) {
    const Part think = locate(rollout.text, rollout.facts.think, false),
               answer = locate(rollout.text, rollout.facts.answer, true);
    const std::string ids = rows::packIds(rollout.completion.ids), logprobs = rows::packFloats(rollout.completion.logprobs);
    const std::string entropies = rows::packRounded(rollout.completion.entropies), parts = parts_.pack(rollout);
    Statement row = db_.prepare(
        "INSERT INTO rollout_body (id, text, think_begin, think_size, answer_begin, answer_size, think, answer, ids, "
        "logprobs, entropies, packed, parts) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, id.value)
        .bind(2, rollout.text)
        .bind(3, think.begin)
        .bind(4, think.size)
        .bind(5, answer.begin)
        .bind(6, answer.size);
    if (think.begin < 0) row.bind(7, rollout.facts.think);
    else row.bindNull(7);
    if (answer.begin < 0) row.bind(8, rollout.facts.answer);
    else row.bindNull(8);
    row.bindBlob(9, ids).bindBlob(10, logprobs).bindBlob(11, entropies);
    row.bind(12, static_cast<std::int64_t>(rows::Packing::Reasons)).bindBlob(13, parts);
    row.run();
    // As the view rollout_searched spells it.
    db_.prepare("INSERT INTO rollout_text (rowid, text) VALUES (?, substr(?, 1) || char(3, 3))")
        .bind(1, id.value)
        .bind(2, rollout.text)
        .run();
}

}  // namespace retort
