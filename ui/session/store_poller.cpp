// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/store_poller.h"

#include <algorithm>
#include <map>

#include "base/log.h"
#include "ui/session/store_preview.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

/// Points that the GUI thread takes in well under a frame.
constexpr std::size_t slice_points = 20000;
constexpr std::int64_t newest_rollouts = 40;

}  // namespace

StorePoller::StorePoller(std::filesystem::path run) : run_(std::move(run)), sources_(run_.root().parent_path()) {
    tick_.setParent(this);
    soon_.setParent(this);
    soon_.setSingleShot(true);
    connect(&tick_, &QTimer::timeout, this, &StorePoller::read);
    connect(&soon_, &QTimer::timeout, this, &StorePoller::read);
}

void StorePoller::start() {
    tick_.start(duration::tick);
    read();
}

void StorePoller::poke() {
    if (soon_.isActive()) return;
    const qint64 age = since_read_.isValid() ? since_read_.elapsed() : duration::frame;
    soon_.start(static_cast<int>(std::max<qint64>(0, duration::frame - age)));
}

void StorePoller::read() {
    since_read_.start();
    RunGlance now;
    now.read_at = unixTime();
    if (std::error_code failed; !std::filesystem::exists(run_.root(), failed) && !failed) {
        reader_.reset();  // an open database file outlives its name
        now.status.known = false;
        now.gone = true;
        now.error = QStringLiteral("the run's folder is gone");
        Q_EMIT glance(now);
        return handOver();
    }
    now.status = readRunStatus(run_);
    if (now.status.pid != 0) now.socket = QString::fromStdString(run_.socket().string());
    try {
        // What was read is taken before more is read: a slow receiver costs memory once, not again and again.
        if (slices_.empty() && !waiting_ && damage_.isEmpty()) readNew(now);
    } catch (const Error& error) {
        if (!readRest(error)) {
            reader_.reset();
            // A store that is not there yet is no fault while the trainer starts.
            if (now.status.state != RunState::Starting) now.error = QString::fromUtf8(error.what());
        }
    }
    if (!damage_.isEmpty()) {
        now.error = damage_;
        now.damaged = damaged_;
        handOver();  // the stages come before the word of damage, or the run would look unreadable as a whole
    }
    Q_EMIT glance(now);
    handOver();
}

void StorePoller::readNew(RunGlance& now) {
    const bool opening = !reader_ && first_;
    if (!reader_) reader_.emplace(run_.store());
    if (const DeltaPtr sketch = opening ? previewOf(*reader_) : nullptr) {
        Q_EMIT glance(now);
        Q_EMIT preview(sketch);
    }
    RunDelta fresh = reader_->since(cursor_, newest_rollouts);
    sources_.add(fresh);
    cut(std::move(fresh));
}

/// What a store with damaged pages still gives, once; false where the error is another, or nothing can be read.
bool StorePoller::readRest(const Error& error) {
    if (!first_ || !reader_ || error.code() != ErrorCode::BadInput) return false;
    try {
        SalvagedRun run = salvage(*reader_, newest_rollouts);
        sources_.add(run.delta);
        damage_ = QString::fromUtf8(error.what());
        damaged_ = run.damaged;
        cut(std::move(run.delta));
        return true;
    } catch (const Error&) {
        return false;
    }
}

void StorePoller::cut(RunDelta whole) {
    cursor_ = whole.cursor;
    if (whole.empty() && !first_) return;
    // Series in order of their stages, since a chart's line only grows to the right.
    std::map<StageId, std::size_t> order;
    for (const StepRecord& step : whole.steps) order.try_emplace(step.stage, order.size());
    std::stable_sort(whole.series.begin(), whole.series.end(), [&](const SeriesDelta& a, const SeriesDelta& b) {
        const auto at_a = order.find(a.stage), at_b = order.find(b.stage);
        return (at_a == order.end() ? 0 : at_a->second) < (at_b == order.end() ? 0 : at_b->second);
    });
    std::vector<SeriesDelta> series = std::move(whole.series);
    auto slice = std::make_shared<RunDelta>(std::move(whole));
    slice->series.clear();
    std::size_t room = slice_points;
    for (SeriesDelta& part : series) {
        for (std::size_t at = 0; at < part.points.size();) {
            if (room == 0) {
                slices_.push_back(std::move(slice));
                slice = std::make_shared<RunDelta>();
                room = slice_points;
            }
            const std::size_t count = std::min(room, part.points.size() - at);
            const auto begin = part.points.begin() + static_cast<std::ptrdiff_t>(at);
            slice->series.push_back({part.stage, part.key, {begin, begin + static_cast<std::ptrdiff_t>(count)}});
            at += count;
            room -= count;
        }
    }
    slices_.push_back(std::move(slice));
}

void StorePoller::accept() {
    waiting_ = false;
    handOver();
}

void StorePoller::handOver() {
    if (waiting_) return;
    if (slices_.empty()) {
        if (first_ && reader_) {
            first_ = false;
            Q_EMIT caughtUp();
        }
        return;
    }
    DeltaPtr next = std::move(slices_.front());
    slices_.pop_front();
    waiting_ = true;
    Q_EMIT delta(next);
}

}  // namespace retort::ui
