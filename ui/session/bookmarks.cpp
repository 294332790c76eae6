// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/bookmarks.h"

#include <algorithm>

namespace retort::ui {

/// On the thread: the file, opened for writing only when something is to be written.
struct Bookmarks::Shelf {
    RunDirectory run;
    std::unique_ptr<Annotations> file = std::make_unique<Annotations>(run.annotations(), SqliteDb::Mode::ReadOnly, run.id());
    bool writable = false;

    explicit Shelf(const RunDirectory& directory) : run(directory) {}
    std::vector<RolloutId> traces() {
        std::vector<RolloutId> all;
        for (const Bookmark& mark : file->bookmarks()) all.push_back(mark.rollout);
        std::reverse(all.begin(), all.end());
        return all;
    }
    std::vector<RolloutId> set(RolloutId trace, bool marked) {
        if (!writable) file = std::make_unique<Annotations>(run.annotations(), SqliteDb::Mode::ReadWrite, run.id());
        writable = true;
        bool there = false;
        for (const Bookmark& mark : file->bookmarks()) {
            if (mark.rollout != trace) continue;
            there = true;
            if (!marked) file->removeBookmark(mark.id);
        }
        if (marked && !there) file->addBookmark(trace, {});
        return traces();
    }
};

Bookmarks::Bookmarks(const RunDirectory& run, QObject* parent)
    : QObject(parent), thread_(std::make_unique<ToolThread<Shelf>>([run] { return std::make_unique<Shelf>(run); })) {
    thread_->submit<std::vector<RolloutId>>(this, [](Shelf& shelf) { return shelf.traces(); }, [this](std::vector<RolloutId> traces) { take(std::move(traces)); },
                                            [this](const QString& reason) { Q_EMIT failed(reason); });
}

Bookmarks::~Bookmarks() = default;

bool Bookmarks::contains(RolloutId trace) const { return std::ranges::find(traces_, trace) != traces_.end(); }

void Bookmarks::set(RolloutId trace, bool marked) {
    if (!trace) return;
    thread_->submit<std::vector<RolloutId>>(this, [trace, marked](Shelf& shelf) { return shelf.set(trace, marked); }, [this, trace, marked](std::vector<RolloutId> traces) {
        take(std::move(traces));
        Q_EMIT written(trace, marked);
    }, [this](const QString& reason) {
        Q_EMIT failed(reason);
        Q_EMIT changed();
    });
}

void Bookmarks::take(std::vector<RolloutId> traces) {
    traces_ = std::move(traces);
    Q_EMIT changed();
}

}  // namespace retort::ui
