// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "run/run_directory.h"
#include "store/annotations.h"
#include "ui/session/tool_thread.h"

namespace retort::ui {

/// The traces of a run that a person wants to find again, kept in its annotations.db, which comes into being with the first of them.
/// GUI thread; reading and writing on a thread of its own.
class Bookmarks : public QObject {
    Q_OBJECT
public:
    explicit Bookmarks(const RunDirectory& run, QObject* parent = nullptr);
    ~Bookmarks() override;

    /// Newest first; empty until they have been read.
    const std::vector<RolloutId>& traces() const { return traces_; }
    bool contains(RolloutId trace) const;
    /// Durable when changed() comes.
    void set(RolloutId trace, bool marked);

Q_SIGNALS:
    void changed();
    /// A bookmark was made or removed: what could be taken back.
    void written(retort::RolloutId trace, bool marked);
    void failed(const QString& reason);

private:
    struct Shelf;
    void take(std::vector<RolloutId> traces);

    std::vector<RolloutId> traces_;
    std::unique_ptr<ToolThread<Shelf>> thread_;
};

}  // namespace retort::ui
