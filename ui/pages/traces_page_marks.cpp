// SPDX-License-Identifier: GPL-3.0-or-later
// Bookmarks of traces and their notes.
#include <map>

#include "ui/models/rollout_table.h"
#include "ui/pages/traces_page.h"
#include "ui/widgets/rollout_filter_bar.h"
#include "ui/widgets/trace_reader.h"

namespace retort::ui {

void TracesPage::openBookmarks() {
    bookmarks_.reset();
    if (session_ == nullptr) return;
    bookmarks_ = std::make_unique<Bookmarks>(session_->directory());
    connect(bookmarks_.get(), &Bookmarks::changed, this, &TracesPage::showBookmarks);
    connect(bookmarks_.get(), &Bookmarks::failed, this, &Page::problem);
    connect(bookmarks_.get(), &Bookmarks::written, this,
            [this](RolloutId trace, const std::optional<Bookmark>& before, const std::optional<Bookmark>& now) {
                const QString said = !now      ? tr("The bookmark is gone.")
                                     : !before ? tr("The trace has a bookmark; the filter “bookmarked” lists all of them.")
                                               : tr("The note is kept.");
                Q_EMIT notice(said, tr("Undo"), [marks = QPointer<Bookmarks>(bookmarks_.get()), trace, before] {
                    if (marks) marks->set(trace, before);
                });
            });
}

void TracesPage::bookmark(bool marked) {
    const RolloutId trace = reader_->shown();
    if (bookmarks_) bookmarks_->set(trace, marked ? std::optional(Bookmark{trace, {}, 0}) : std::nullopt);
}

void TracesPage::toggleBookmark() {
    if (bookmarks_) bookmark(bookmarks_->find(reader_->shown()) == nullptr);
}

void TracesPage::note(const QString& text) {
    if (!bookmarks_) return;
    const RolloutId trace = reader_->shown();
    const Bookmark* mark = bookmarks_->find(trace);
    bookmarks_->set(trace, Bookmark{trace, text.toStdString(), mark == nullptr ? 0 : mark->time});
}

void TracesPage::showBookmark() { reader_->setBookmark(bookmarks_ ? bookmarks_->find(reader_->shown()) : nullptr); }

void TracesPage::showBookmarks() {
    showBookmark();
    std::map<RolloutId, QString> notes;
    for (const Bookmark& mark : bookmarks_->all()) notes.emplace(mark.rollout, QString::fromStdString(mark.note));
    filter_->setBookmarks(notes.size());
    const bool late = filter_->onlyBookmarked() && model_->rowCount() == 0;  // a link to them may come before they are read
    model_->setMarks(std::move(notes));
    if (late) apply();
}

}  // namespace retort::ui
