// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/bookmarks.h"

#include <algorithm>
#include <utility>

namespace retort::ui {

/// On the thread: the file, opened for writing only when something is to be written.
struct Bookmarks::Shelf {
    RunDirectory run;
    std::unique_ptr<Annotations> file = std::make_unique<Annotations>(run.annotations(), SqliteDb::Mode::ReadOnly, run.id());
    bool writable = false;

    explicit Shelf(const RunDirectory& directory) : run(directory) {}
    std::vector<Bookmark> all() {
        std::vector<Bookmark> marks = file->bookmarks();
        std::ranges::reverse(marks);
        return marks;
    }
    /// What the trace had before, and all that there are now.
    using Change = std::pair<std::optional<Bookmark>, std::vector<Bookmark>>;
    Change set(RolloutId trace, const std::optional<Bookmark>& mark) {
        if (!writable) file = std::make_unique<Annotations>(run.annotations(), SqliteDb::Mode::ReadWrite, run.id());
        writable = true;
        std::optional<Bookmark> before;
        for (const Bookmark& one : file->bookmarks())
            if (one.rollout == trace) before = one;
        if (mark) file->putBookmark(*mark);
        else file->removeBookmark(trace);
        return {before, all()};
    }
};

Bookmarks::Bookmarks(const RunDirectory& run, QObject* parent)
    : QObject(parent), thread_(std::make_unique<ToolThread<Shelf>>([run] { return std::make_unique<Shelf>(run); })) {
    thread_->submit<std::vector<Bookmark>>(
        this, [](Shelf& shelf) { return shelf.all(); }, [this](std::vector<Bookmark> all) { take(std::move(all)); },
        [this](const QString& reason) { Q_EMIT failed(reason); });
}

Bookmarks::~Bookmarks() = default;

const Bookmark* Bookmarks::find(RolloutId trace) const {
    const auto mark = std::ranges::find(all_, trace, &Bookmark::rollout);
    return mark == all_.end() ? nullptr : &*mark;
}

void Bookmarks::set(RolloutId trace, const std::optional<Bookmark>& mark) {
    if (!trace) return;
    thread_->submit<Shelf::Change>(
        this, [trace, mark](Shelf& shelf) { return shelf.set(trace, mark); },
        [this, trace, mark](Shelf::Change change) {
            take(std::move(change.second));
            Q_EMIT written(trace, change.first, mark);
        },
        [this](const QString& reason) {
            Q_EMIT failed(reason);
            Q_EMIT changed();
        });
}

void Bookmarks::take(std::vector<Bookmark> all) {
    all_ = std::move(all);
    Q_EMIT changed();
}

}  // namespace retort::ui
