// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of candidates: verdicts, notes, tags, one write at a time, and taking them back; what others say meanwhile.
#include <QTimer>
#include <algorithm>

#include "base/log.h"
#include "ui/models/candidate_queue.h"

namespace retort::ui {
namespace {

constexpr std::size_t most_recent = 8;

}  // namespace

void CandidateQueue::saidAll(const std::vector<CandidateState>& states) {
    for (const CandidateState& said : states) {
        ahead_.erase(said.id);
        skipped_.erase(said.id);
        if (said.blank()) states_.erase(said.id);
        else states_[said.id] = said;
    }
}

void CandidateQueue::say(std::vector<CandidateState> states, bool advance) {
    if (busy_ || states.empty() || desk_ == nullptr) return;
    busy_ = true;
    moving_ = advance;
    desk_->submit<bool>(
        this,
        [states](CandidateDesk& desk) {
            desk.decide(states);
            return true;
        },
        [this, states, advance, asked = gate_](bool) {
            free();
            if (asked != gate_) return;
            saidAll(states);
            steps_.emplace_back(std::nullopt);
            if (advance) remember(states);
            if (states.size() > 1) return rebuild(shown_ ? shown_->id : CandidateId{});
            if (!advance) {
                Q_EMIT changed();
                return;
            }
            // What no longer matches leaves the queue, and the next one takes its place.
            const CandidateItem* item = currentItem();
            if (item != nullptr && item->id == states.front().id) {
                if (matches(*item)) ++position_;
                else visible_.erase(visible_.begin() + position_);
                if (position_ >= matching()) position_ = 0;
            }
            show();
            Q_EMIT changed();
        },
        [this](const QString& reason) {
            free();
            Q_EMIT failed(reason);
        });
}

void CandidateQueue::remember(const std::vector<CandidateState>& states) {
    const CandidateState& first = states.front();
    const auto verdict = first.second ? first.second : first.verdict;
    if (!verdict) return;
    if (shown_ && shown_->id == first.id)
        problems_[first.id] = QString::fromStdString(shown_->detail.prompt.prompt.text).simplified();
    RecentDecision decision{{}, *verdict, problems_[first.id]};
    for (const CandidateState& state : states) decision.ids.push_back(state.id);
    recent_.push_front(std::move(decision));
    if (recent_.size() > most_recent) recent_.pop_back();
    times_.push_back(steadyTime());
}

void CandidateQueue::decideCurrent(Verdict verdict, const QString& reason, const QString& edited) {
    if (!takesVerdict()) return;
    if (busy_) {
        return whenFree([this, id = shown_->id, verdict, reason, edited] {
            if (shown_ && shown_->id == id) decideCurrent(verdict, reason, edited);
            else Q_EMIT tooEarly();
        });
    }
    CandidateState said = currentState();
    said.time = unixTime();
    if (filter_.show == CandidateFilter::Show::SecondPass) {
        said.second = verdict;
    } else {
        said.verdict = verdict;
        said.reason = reason.toStdString();
        said.edited_text = edited.toStdString();
    }
    say({said}, true);
}

void CandidateQueue::accept() { decideCurrent(Verdict::Accepted, {}, {}); }
void CandidateQueue::reject(const QString& reason) { decideCurrent(Verdict::Rejected, reason, {}); }
void CandidateQueue::edit(const QString& text) { decideCurrent(Verdict::Edited, {}, text); }

void CandidateQueue::setNote(const QString& note) {
    if (!shown_) return;
    whenFree([this, id = shown_->id, note] {
        CandidateState said = state(id);
        said.note = note.toStdString();
        said.time = unixTime();
        say({said}, false);
    });
}

void CandidateQueue::setTags(const QStringList& tags) {
    if (!shown_) return;
    whenFree([this, id = shown_->id, tags] {
        CandidateState said = state(id);
        said.tags.clear();
        for (const QString& tag : tags) said.tags.push_back(tag.simplified().toStdString());
        said.time = unixTime();
        say({said}, false);
    });
}

void CandidateQueue::unsay(bool again) {
    if (busy_ || desk_ == nullptr) return;
    busy_ = moving_ = true;
    using States = std::vector<CandidateState>;
    desk_->submit<States>(
        this, [again](CandidateDesk& desk) { return again ? desk.redo() : desk.undo(); },
        [this, again](States states) {
            free();
            if (states.empty()) return;
            saidAll(states);
            if (again) steps_.emplace_back(std::nullopt);
            const CandidateState& first = states.front();
            const auto verdict = first.second ? first.second : first.verdict;
            const bool last =
                !recent_.empty() && recent_.front().ids.size() == states.size() && recent_.front().ids.front() == first.id;
            // Notes and tags are taken back too, and are no verdicts.
            if (again && !(last && verdict == recent_.front().verdict)) remember(states);
            else if (!again && last && verdict != recent_.front().verdict) {
                recent_.pop_front();
                if (!times_.empty()) times_.pop_back();
            }
            rebuild(states.front().id);
        },
        [this](const QString& reason) {
            free();
            Q_EMIT failed(reason);
        });
}

void CandidateQueue::undo() {
    whenFree([this] {
        while (!steps_.empty() && steps_.back()) {
            const CandidateId skipped = *steps_.back();
            steps_.pop_back();
            // One that has been decided since, or left the filter, is passed over.
            if (skipped_.erase(skipped) == 0) continue;
            if (std::ranges::any_of(visible_, [&](std::uint32_t i) { return items_[i].id == skipped; }))
                return rebuild(skipped);
        }
        if (!steps_.empty()) steps_.pop_back();
        unsay(false);
    });
}
void CandidateQueue::redo() {
    whenFree([this] { unsay(true); });
}

void CandidateQueue::whenFree(std::function<void()> act) {
    if (busy_) later_.push_back(std::move(act));
    else act();
}

void CandidateQueue::free() {
    busy_ = false;
    if (later_.empty()) return;
    // After what follows from the write that has just ended.
    QTimer::singleShot(0, this, [this] {
        if (busy_ || later_.empty()) return;
        const std::function<void()> act = std::move(later_.front());
        later_.pop_front();
        act();
        if (!busy_) free();
    });
}

void CandidateQueue::takeBack(const RecentDecision& decision) {
    if (busy_) return whenFree([this, decision] { takeBack(decision); });
    if (desk_ == nullptr || decision.ids.empty()) return;
    std::vector<CandidateState> states;
    for (const CandidateId& id : decision.ids) {
        CandidateState said = state(id);
        said.verdict.reset();
        said.second.reset();
        said.reason.clear();
        said.edited_text.clear();
        states.push_back(std::move(said));
    }
    busy_ = moving_ = true;
    desk_->submit<bool>(
        this,
        [states](CandidateDesk& desk) {
            desk.decide(states);
            return true;
        },
        [this, states](bool) {
            free();
            saidAll(states);
            steps_.emplace_back(std::nullopt);
            std::erase_if(recent_, [&](const RecentDecision& one) {
                return one.ids.size() == states.size() && one.ids.front() == states.front().id;
            });
            rebuild(states.front().id);
        },
        [this](const QString& reason) {
            free();
            Q_EMIT failed(reason);
        });
}

void CandidateQueue::follow() {
    if (desk_ == nullptr || asking_ || busy_ || loading_) return;
    asking_ = true;
    using Said = std::optional<CandidateDesk::Said>;
    desk_->submit<Said>(
        this, [](CandidateDesk& desk) { return desk.saidByOthers(); },
        [this, asked = desk_.get()](Said said) {
            if (asked != desk_.get()) return;
            asking_ = false;
            if (said && loading_) stale_ = true;
            else if (said) heard(std::move(*said));
        },
        [this, asked = desk_.get()](const QString&) {
            if (asked == desk_.get()) asking_ = false;  // what cannot be read is told to whoever wants it
        });
}

void CandidateQueue::heard(CandidateDesk::Said said) {
    gate_open_ = said.gate_open;
    if (std::ranges::count(items_, imported_source, [](const CandidateItem& item) { return item.id.source_run; }) !=
        static_cast<std::ptrdiff_t>(said.imported))
        return load();
    std::map<CandidateId, CandidateState> states;
    for (CandidateState& state : said.states) states[state.id] = std::move(state);
    if (states == states_) return Q_EMIT changed();
    const CandidateId reading = shown_ ? shown_->id : CandidateId{};
    const CandidateState before = currentState();
    states_ = std::move(states);
    ahead_.clear();
    std::erase_if(recent_, [this](const RecentDecision& one) {
        const CandidateState now = state(one.ids.front());
        return (now.second ? now.second : now.verdict) != one.verdict;
    });
    arrange(reading, true);
    Q_EMIT changed();
    if (shown_ && currentState() == before) prefetch();
    else show();
}

void CandidateQueue::decideAll(Verdict verdict, const QString& reason) {
    if (filter_.show == CandidateFilter::Show::SecondPass) return;
    std::vector<CandidateState> states;
    const double now = unixTime();
    for (const std::uint32_t index : visible_) {
        CandidateState said = state(items_[index].id);
        said.verdict = verdict;
        said.reason = reason.toStdString();
        said.edited_text.clear();
        said.time = now;
        states.push_back(std::move(said));
    }
    whenFree([this, states = std::move(states)] { say(states, true); });
}

}  // namespace retort::ui
