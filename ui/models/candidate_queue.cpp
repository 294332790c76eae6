// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/candidate_queue.h"

#include <algorithm>

#include "base/log.h"
#include "store/run_reader.h"
#include "ui/models/search_hit.h"
#include "ui/session/background.h"

namespace retort::ui {
namespace {

constexpr std::size_t most_ahead = 4;
constexpr double rate_window = 300;  // seconds that the rate looks back
constexpr std::int64_t most_found = 1'000'000;

constexpr int look_interval = 500;  // milliseconds between looks at what others wrote

struct Loaded {
    std::vector<CandidateItem> items;
    std::vector<CandidateState> states;
    bool gate_open = false;
};

}  // namespace

CandidateQueue::CandidateQueue(QObject* parent) : QObject(parent) {
    follow_.setInterval(look_interval);
    connect(&follow_, &QTimer::timeout, this, &CandidateQueue::follow);
}

CandidateQueue::~CandidateQueue() = default;

void CandidateQueue::setSession(RunSession* session) {
    session_ = session;
    gates_.clear();
    gate_ = -1;
    desk_.reset();
    items_.clear();
    states_.clear();
    visible_.clear();
    recent_.clear();
    problems_.clear();
    skipped_.clear();
    steps_.clear();
    times_.clear();
    shown_.reset();
    ahead_.clear();
    busy_ = asking_ = stale_ = gate_open_ = false;
    later_.clear();
    unreadable_.clear();
    not_loaded_.clear();
    ++generation_;
    Q_EMIT changed();
    Q_EMIT shown();
    refresh();
}

void CandidateQueue::refresh() {
    if (session_.isNull()) return;
    const std::uint64_t asked = generation_;
    loading_ = gates_.empty();
    inBackground<std::vector<Gate>>(
        this, [run = session_->directory()] { return findGates(run); },
        [this, asked](std::vector<Gate> gates) {
            if (asked != generation_) return;
            loading_ = false;
            unreadable_.clear();
            const std::int64_t before = gate() != nullptr && gate()->sampled ? gate()->sampled->steps_done : -1;
            const bool first = gates_.empty();
            const std::optional<Gate> old = gate() == nullptr ? std::nullopt : std::optional(*gate());
            gates_ = std::move(gates);
            if (gates_.empty()) gate_ = -1;
            else if (first || gate_ >= static_cast<int>(gates_.size())) return chooseGate(0);
            // Who reads candidates has to know where they are: when the gate was chosen they may not have been sampled yet.
            if (gate() != nullptr && old &&
                (old->sampled.has_value() != gate()->sampled.has_value() || old->source != gate()->source ||
                 old->source_run != gate()->source_run))
                makeDesk();
            if (gate() != nullptr && gate()->sampled && gate()->sampled->steps_done != before) return load();
            Q_EMIT changed();
        },
        [this, asked](const QString& reason) {
            if (asked != generation_) return;
            loading_ = false;
            unreadable_ = reason;
            Q_EMIT changed();
        });
}

void CandidateQueue::chooseGate(int index) {
    if (index < 0 || index >= static_cast<int>(gates_.size())) return;
    gate_ = index;
    makeDesk();
    items_.clear();
    states_.clear();
    recent_.clear();
    problems_.clear();
    skipped_.clear();
    steps_.clear();
    shown_.reset();
    ahead_.clear();
    asking_ = stale_ = false;
    load();
    follow_.start();
}

void CandidateQueue::makeDesk() {
    desk_ = std::make_unique<ToolThread<CandidateDesk>>(
        [run = session_->directory(), gate = *gate()] { return std::make_unique<CandidateDesk>(run, gate); });
}

void CandidateQueue::load() {
    const std::uint64_t asked = ++generation_;
    loading_ = true;
    Q_EMIT changed();
    inBackground<Loaded>(
        this,
        [run = session_->directory(), gate = *gate()] {
            Annotations annotations(run.annotations(), SqliteDb::Mode::ReadOnly, run.id());
            return Loaded{listCandidates(gate, annotations), statesOf(gate, annotations),
                          annotations.gateOpenedAt(gate.stage.name) > 0};
        },
        [this, asked](Loaded loaded) {
            if (asked != generation_) return;
            loading_ = false;
            not_loaded_.clear();
            const CandidateId stay = shown_ ? shown_->id : CandidateId{};
            items_ = std::move(loaded.items);
            states_.clear();
            for (CandidateState& state : loaded.states) states_[state.id] = std::move(state);
            gate_open_ = loaded.gate_open;
            if (!filter_.text.isEmpty()) search();
            rebuild(stay);
            if (std::exchange(stale_, false)) load();
        },
        [this, asked](const QString& reason) {
            if (asked != generation_) return;
            loading_ = false;
            not_loaded_ = reason;
            Q_EMIT failed(reason);
            Q_EMIT changed();
        });
}

CandidateState CandidateQueue::state(const CandidateId& id) const {
    const auto found = states_.find(id);
    if (found != states_.end()) return found->second;
    CandidateState blank;
    blank.id = id;
    return blank;
}

bool CandidateQueue::takesVerdict() {
    const CandidateItem* item = currentItem();
    if (shown_ && item != nullptr && item->id == shown_->id && !(busy_ && moving_)) return true;
    if (matching() > 0 || loading_) Q_EMIT tooEarly();
    return false;
}

CandidateState CandidateQueue::currentState() const { return shown_ ? state(shown_->id) : CandidateState{}; }

const CandidateItem* CandidateQueue::currentItem() const { return position_ < matching() ? &itemAt(position_) : nullptr; }

bool CandidateQueue::matches(const CandidateItem& item) const {
    using Show = CandidateFilter::Show;
    if (!filter_.with_lost && !item.queued(states_.contains(item.id))) return false;
    if (filter_.right_only && !item.facts.correct.value_or(false)) return false;
    if (filter_.one_language && item.facts.language_share < 1) return false;
    if (filter_.reflecting && !item.facts.reflects) return false;
    if (filter_.max_tokens > 0 && item.facts.tokens > filter_.max_tokens) return false;
    if (found_ && !(item.id.source_run == imported_source ? found_->second : found_->first).contains(item.id.rollout.value))
        return false;
    const auto said = states_.find(item.id);
    std::optional<Verdict> verdict;
    if (said != states_.end()) verdict = said->second.verdict;
    if (!filter_.tag.isEmpty() && (said == states_.end() || std::find(said->second.tags.begin(), said->second.tags.end(),
                                                                      filter_.tag.toStdString()) == said->second.tags.end()))
        return false;
    switch (filter_.show) {
        case Show::Undecided: return !verdict;
        case Show::Accepted: return verdict == Verdict::Accepted;
        case Show::Edited: return verdict == Verdict::Edited;
        case Show::Rejected: return verdict == Verdict::Rejected;
        case Show::SecondPass: return verdict && !said->second.second && inSecondPass(item.id);
        case Show::All: break;
    }
    return true;
}

void CandidateQueue::rebuild(const CandidateId& stay) {
    arrange(stay, false);
    Q_EMIT changed();
    show();
}

void CandidateQueue::arrange(const CandidateId& stay, bool keep) {
    visible_.clear();
    for (std::uint32_t i = 0; i < items_.size(); ++i)
        if (matches(items_[i]) || (keep && items_[i].id == stay)) visible_.push_back(i);
    const auto tokens = [&](std::uint32_t i) { return items_[i].facts.tokens; };
    if (filter_.order == CandidateFilter::Order::ShortestFirst) std::ranges::stable_sort(visible_, {}, tokens);
    if (filter_.order == CandidateFilter::Order::LongestFirst)
        std::ranges::stable_sort(visible_, std::ranges::greater{}, tokens);
    if (filter_.show == CandidateFilter::Show::Undecided)
        std::ranges::stable_partition(visible_, [&](std::uint32_t i) { return !skipped_.contains(items_[i].id); });
    position_ = 0;
    for (std::size_t i = 0; i < visible_.size(); ++i)
        if (items_[visible_[i]].id == stay) position_ = static_cast<std::int64_t>(i);
}

void CandidateQueue::setFilter(const CandidateFilter& filter) {
    if (filter == filter_) return;
    const bool other_text = filter.text != filter_.text;
    filter_ = filter;
    if (other_text) search();
    if (!other_text || filter_.text.isEmpty()) rebuild(shown_ ? shown_->id : CandidateId{});
}

void CandidateQueue::search() {
    if (filter_.text.isEmpty() || gate() == nullptr) {
        found_.reset();
        return;
    }
    using Found = std::pair<Ids, Ids>;
    inBackground<Found>(
        this,
        [run = session_->directory(), gate = *gate(), text = filter_.text.toStdString()] {
            Found found;
            for (const ImportedCandidate& row :
                 Annotations(run.annotations(), SqliteDb::Mode::ReadOnly, run.id()).imported(gate.stage.name))
                if (findHit(row.prompt, row.completion, text).place != SearchHit::Place::Nowhere)
                    found.second.insert(row.id);
            if (!gate.sampled) return found;
            RunReader store(RunDirectory(gate.source).store());
            RolloutFilter wanted;
            wanted.stage = gate.sampled->id;
            wanted.text = text;
            for (const RolloutSummary& row : store.rollouts(wanted, RolloutOrder::OldestFirst, {}, most_found).rows)
                found.first.insert(row.id.value);
            return found;
        },
        [this, text = filter_.text](Found found) {
            if (text != filter_.text) return;
            found_ = std::move(found);
            rebuild(shown_ ? shown_->id : CandidateId{});
        },
        [this](const QString& reason) { Q_EMIT failed(reason); });
}

QStringList CandidateQueue::tags() const {
    std::set<std::string> all;
    for (const auto& [id, said] : states_) all.insert(said.tags.begin(), said.tags.end());
    QStringList list;
    for (const std::string& tag : all) list << QString::fromStdString(tag);
    return list;
}

void CandidateQueue::show() {
    if (position_ >= matching()) position_ = std::max<std::int64_t>(0, matching() - 1);
    const CandidateItem* item = currentItem();
    if (item == nullptr) {
        shown_.reset();
        Q_EMIT shown();
        return;
    }
    if (const auto ready = ahead_.find(item->id); ready != ahead_.end()) {
        shown_ = std::move(ready->second);
        ahead_.erase(ready);
        Q_EMIT shown();
        return prefetch();
    }
    const bool blind = filter_.show == CandidateFilter::Show::SecondPass;
    desk_->submit<std::optional<CandidateText>>(
        this, [id = item->id, blind](CandidateDesk& desk) { return desk.read(id, !blind); },
        [this, id = item->id](std::optional<CandidateText> text) {
            const CandidateItem* wanted = currentItem();
            if (wanted == nullptr || wanted->id != id) return;
            shown_ = std::move(text);
            Q_EMIT shown();
            prefetch();
        },
        [this](const QString& reason) { Q_EMIT failed(reason); });
}

void CandidateQueue::prefetch() {
    if (position_ + 1 >= matching() || ahead_.contains(itemAt(position_ + 1).id)) return;
    const bool blind = filter_.show == CandidateFilter::Show::SecondPass;
    desk_->submit<std::optional<CandidateText>>(
        this, [id = itemAt(position_ + 1).id, blind](CandidateDesk& desk) { return desk.read(id, !blind); },
        [this](std::optional<CandidateText> text) {
            if (ahead_.size() >= most_ahead) ahead_.clear();
            if (text) ahead_[text->id] = std::move(*text);
        },
        {});
}

void CandidateQueue::skip() {
    if (!takesVerdict()) return;
    skipped_.insert(shown_->id);
    steps_.emplace_back(shown_->id);
    step(1);
}

void CandidateQueue::step(int by) {
    if (busy_) return whenFree([this, by] { step(by); });
    if (matching() == 0) return;
    position_ = (position_ + by + matching()) % matching();
    Q_EMIT changed();
    show();
}

void CandidateQueue::goTo(const CandidateId& id) {
    for (std::size_t i = 0; i < visible_.size(); ++i) {
        if (items_[visible_[i]].id != id) continue;
        position_ = static_cast<std::int64_t>(i);
        Q_EMIT changed();
        return show();
    }
}

void CandidateQueue::openGate() {
    if (desk_ == nullptr) return;
    desk_->submit<bool>(
        this,
        [](CandidateDesk& desk) {
            desk.openGate();
            return true;
        },
        [this](bool) {
            gate_open_ = true;
            Q_EMIT changed();
        },
        [this](const QString& reason) { Q_EMIT failed(reason); });
}

void CandidateQueue::import(const QString& file) {
    if (desk_ == nullptr) return;
    desk_->submit<std::int64_t>(
        this, [file](CandidateDesk& desk) { return desk.import(file.toStdString()); },
        [this](std::int64_t rows) {
            Q_EMIT imported(rows);
            load();
        },
        [this](const QString& reason) { Q_EMIT failed(reason); });
}

CandidateProgress CandidateQueue::progress() const {
    CandidateProgress now;
    now.candidates = static_cast<std::int64_t>(items_.size());
    if (gate() != nullptr) now.wanted = gate()->wanted();
    for (const auto& [id, said] : states_) {
        now.agreement.add(said);
        now.accepted += said.verdict == Verdict::Accepted;
        now.edited += said.verdict == Verdict::Edited;
        now.rejected += said.verdict == Verdict::Rejected;
        now.second_due += said.verdict && !said.second && inSecondPass(id);
    }
    const double since = steadyTime() - rate_window;
    const auto first = std::ranges::lower_bound(times_, since);
    const auto count = std::distance(first, times_.end());
    if (count > 1) now.per_minute = static_cast<double>(count - 1) * 60 / std::max(1.0, times_.back() - *first);
    return now;
}

void CandidateQueue::askPreview(const QString& completion, std::function<void(TrainingText)> done) {
    if (!shown_ || desk_ == nullptr) return;
    desk_->submit<TrainingText>(
        this, [id = shown_->id, text = completion.toStdString()](CandidateDesk& desk) { return desk.preview(id, text); },
        std::move(done), [this](const QString& reason) { Q_EMIT failed(reason); });
}

void CandidateQueue::askRows(std::function<void(std::vector<CandidateDesk::Row>)> done) {
    if (desk_ == nullptr) return;
    using Rows = std::vector<CandidateDesk::Row>;
    desk_->submit<Rows>(
        this, [](CandidateDesk& desk) { return desk.rows(); }, std::move(done),
        [this](const QString& reason) { Q_EMIT failed(reason); });
}

}  // namespace retort::ui
