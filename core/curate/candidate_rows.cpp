// SPDX-License-Identifier: Apache-2.0
#include "curate/candidate_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "data/encode.h"
#include "text/analyse.h"
#include "text/think_split.h"

namespace retort {
namespace {

constexpr std::int64_t batch = 2000;

Rollout importedRollout(const ImportedCandidate& row, const TemplateSection& form) {
    Rollout rollout;
    // Written elsewhere, it may open what the prompt here has opened: training leaves that out too.
    rollout.text = withoutPrefill(row.completion, form.prompt, form.think_open);
    rollout.facts = analyse(rollout.text, row.language, form);
    return rollout;
}

/// Nobody sampled it: what says how it ended or how long it is does not count against it.
SampleFacts importedFacts(const ImportedCandidate& row, const TemplateSection& form) {
    SampleFacts facts = sampleFacts(importedRollout(row, form), row.id);
    facts.rollout = {row.id};
    facts.finished = true;
    return facts;
}

}  // namespace

std::vector<CandidateItem> listCandidates(const Gate& gate, Annotations& annotations, const std::function<bool()>& stopped) {
    std::vector<CandidateItem> items;
    if (gate.sampled) {
        RunReader store(RunDirectory(gate.source).store());
        Sieve sieve(gate.sample_params);
        for (RolloutId after;;) {
            after = store.visitTexts(gate.sampled->id, after, batch, [&](const RolloutSummary& row, std::string_view text) {
                CandidateItem item{{gate.source_run, row.id}, sampleFacts(row, text), SieveStep::Kept, row.language};
                item.lost = sieve(item.facts);
                items.push_back(std::move(item));
            });
            if (!after || (stopped && stopped())) break;
        }
    }
    for (const ImportedCandidate& row : annotations.imported(gate.stage.name))
        items.push_back(
            {{imported_source, {row.id}}, importedFacts(row, gate.prompt_template), SieveStep::Kept, row.language});
    return items;
}

CandidateReader::CandidateReader(const Gate& gate, Annotations& annotations) : gate_(gate), annotations_(annotations) {
    if (gate_.sampled) store_.emplace(RunDirectory(gate_.source).store());
}

std::optional<CandidateText> CandidateReader::read(const CandidateId& id) {
    CandidateText text;
    text.id = id;
    if (id.source_run == imported_source) {
        const auto row = annotations_.importedRow(id.rollout.value);
        if (!row || row->stage != gate_.stage.name) return std::nullopt;
        text.origin = row->origin;
        text.detail.prompt.prompt = {row->key, row->prompt, {}, row->language, row->domain};
        text.detail.rollout = importedRollout(*row, gate_.prompt_template);
        text.facts = importedFacts(*row, gate_.prompt_template);
        RolloutSummary& summary = text.detail.summary;
        summary.prompt_key = row->key;
        summary.prompt_text = row->prompt;
        summary.language = row->language;
        summary.well_formed = text.detail.rollout.facts.well_formed;
        summary.reflects = text.detail.rollout.facts.reflects;
        summary.language_share = text.detail.rollout.facts.language_share;
        return text;
    }
    if (!store_ || id.source_run != gate_.source_run) return std::nullopt;
    auto detail = store_->rollout(id.rollout);
    if (!detail || detail->summary.stage != gate_.sampled->id) return std::nullopt;
    text.detail = std::move(*detail);
    text.facts = sampleFacts(text.detail.summary, text.detail.rollout.text);
    return text;
}

std::optional<SftRow> CandidateReader::row(const CandidateState& state) {
    if (!state.kept()) return std::nullopt;
    const auto text = read(state.id);
    if (!text) return std::nullopt;
    const Prompt& prompt = text->detail.prompt.prompt;
    return SftRow{
        fmt::format("{}#{}{}", prompt.key, state.id.source_run == imported_source ? "import-" : "", state.id.rollout.value),
        prompt.text, *state.verdict == Verdict::Edited ? state.edited_text : text->detail.rollout.text, prompt.language,
        prompt.domain};
}

std::vector<CandidateState> statesOf(const Gate& gate, Annotations& annotations) {
    auto states = annotations.candidates();
    std::optional<RunReader> store;
    if (gate.sampled) store.emplace(RunDirectory(gate.source).store());
    std::erase_if(states, [&](const CandidateState& state) {
        if (state.id.source_run == imported_source) {
            const auto row = annotations.importedRow(state.id.rollout.value);
            return !row || row->stage != gate.stage.name;
        }
        return !store || state.id.source_run != gate.source_run || store->stageOf(state.id.rollout) != gate.sampled->id;
    });
    return states;
}

std::vector<SftRow> acceptedRows(const Gate& gate, Annotations& annotations) {
    CandidateReader reader(gate, annotations);
    std::vector<SftRow> rows;
    for (const CandidateState& state : annotations.candidates())
        if (auto row = reader.row(state)) rows.push_back(std::move(*row));
    return rows;
}

std::vector<ImportedCandidate> readImport(const std::filesystem::path& file) {
    DataSection section;
    section.path = {file.filename().string()};
    section.kind = "sft";
    std::vector<ImportedCandidate> rows;
    for (SftRow& row : readSftRows(section, file)) {
        const std::string origin = fmt::format("{} #{}", section.path.front(), rows.size() + 1);
        rows.push_back({0,
                        {},
                        std::move(row.key),
                        std::move(row.prompt),
                        std::move(row.completion),
                        std::move(row.language),
                        std::move(row.domain),
                        origin});
    }
    return rows;
}

TrainingText trainingText(const Gate& gate, const Tokenizer& tokenizer, const SftRow& row) {
    const TrainingSample sample = encodeSft(tokenizer, gate.reader_template, row);
    const std::span<const std::int32_t> ids(sample.ids);
    const auto split = static_cast<std::size_t>(sample.prompt_length);
    TrainingText text{tokenizer.decode(ids.first(split)), tokenizer.decode(ids.subspan(split)), sample.prompt_length,
                      static_cast<std::int64_t>(ids.size() - split), false};
    text.too_long = gate.reader_max_length > 0 && static_cast<std::int64_t>(ids.size()) > gate.reader_max_length;
    return text;
}

}  // namespace retort
