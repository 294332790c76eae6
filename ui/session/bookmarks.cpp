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
    std::vector<Bookmark> all() {
        std::vector<Bookmark> marks = file->bookmarks();
        std::ranges::reverse(marks);
        return marks;
    }
    std::vector<Bookmark> set(RolloutId trace, const std::optional<Bookmark>& mark) {
        if (!writable) file = std::make_unique<Annotations>(run.annotations(), SqliteDb::Mode::ReadWrite, run.id());
        writable = true;
        if (mark) file->putBookmark(*mark);
        else file->removeBookmark(trace);
        return all();
    }
};

Bookmarks::Bookmarks(const RunDirectory& run, QObject* parent)
    : QObject(parent), thread_(std::make_unique<ToolThread<Shelf>>([run] { return std::make_unique<Shelf>(run); })) {
    thread_->submit<std::vector<Bookmark>>(this, [](Shelf& shelf) { return shelf.all(); }, [this](std::vector<Bookmark> all) { take(std::move(all)); },
                                           [this](const QString& reason) { Q_EMIT failed(reason); });
}

Bookmarks::~Bookmarks() = default;

const Bookmark* Bookmarks::find(RolloutId trace) const {
    const auto mark = std::ranges::find(all_, trace, &Bookmark::rollout);
    return mark == all_.end() ? nullptr : &*mark;
}

void Bookmarks::set(RolloutId trace, const std::optional<Bookmark>& mark) {
    if (!trace) return;
    const Bookmark* had = find(trace);
    const std::optional<Bookmark> before = had == nullptr ? std::nullopt : std::optional(*had);
    thread_->submit<std::vector<Bookmark>>(this, [trace, mark](Shelf& shelf) { return shelf.set(trace, mark); }, [this, trace, before, mark](std::vector<Bookmark> all) {
        take(std::move(all));
        Q_EMIT written(trace, before, mark);
    }, [this](const QString& reason) {
        Q_EMIT failed(reason);
        Q_EMIT changed();
    });
}

void Bookmarks::take(std::vector<Bookmark> all) {
    all_ = std::move(all);
    Q_EMIT changed();
}

}  // namespace retort::ui
