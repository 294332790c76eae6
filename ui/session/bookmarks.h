// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "run/run_directory.h"
#include "store/annotations.h"
#include "ui/session/tool_thread.h"

namespace retort::ui {

/// The traces of a run that a person wants to find again, with a note each, kept in its annotations.db, which comes into
/// being with the first of them. GUI thread; reading and writing on a thread of its own.
class Bookmarks : public QObject {
    Q_OBJECT
public:
    explicit Bookmarks(const RunDirectory& run, QObject* parent = nullptr);
    ~Bookmarks() override;

    /// Last made first; empty until they have been read.
    const std::vector<Bookmark>& all() const { return all_; }
    /// nullptr: the trace has none.
    const Bookmark* find(RolloutId trace) const;
    /// Gives the trace this bookmark in place of what it has; nothing: none. Durable when changed() comes.
    void set(RolloutId trace, const std::optional<Bookmark>& mark);

Q_SIGNALS:
    void changed();
    /// What a trace had before and has now: what could be taken back.
    void written(retort::RolloutId trace, const std::optional<retort::Bookmark>& before,
                 const std::optional<retort::Bookmark>& now);
    void failed(const QString& reason);

private:
    struct Shelf;
    void take(std::vector<Bookmark> all);

    std::vector<Bookmark> all_;
    std::unique_ptr<ToolThread<Shelf>> thread_;
};

}  // namespace retort::ui
