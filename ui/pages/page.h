// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a page is to the frame. A page knows its session and says with signals what it wants; it never knows another page.

#include <QJsonObject>
#include <QKeySequence>
#include <QString>
#include <QUrlQuery>
#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "base/ids.h"

class QUndoStack;

namespace retort::ui {

class RunSession;

/// A place in the workbench: a page of the page list and what it shows there. As text: "traces?stage=reasoning&from=3&to=9".
/// The parameters that every page understands alike: stage (a name), from and to (steps), run (a folder: opened first).
struct PageLink {
    QString page;
    QUrlQuery parameters;

    /// Whatever is no link gives an empty page.
    static PageLink fromText(const QString& text);
    QString toText() const;
    PageLink& set(const QString& key, const QString& value);
    /// Empty when the key is not there.
    QString value(const QString& key) const;
    /// Empty when the key is not there or no whole number.
    std::optional<std::int64_t> number(const QString& key) const;
};

/// Something a person can do on a page, for the command palette and F1. With keys that page itself has bound already.
struct PageAction {
    QString name;
    QString keys;               ///< as people read them; empty: none
    std::function<void()> run;  ///< empty: only a line of F1's list (keys inside a widget)
};

/// The base of every page. Pages are made anew when the language changes: what saveState() and link() leave out is gone
/// then.
class Page : public QWidget {
    Q_OBJECT
public:
    explicit Page(QWidget* parent = nullptr);

    /// The run that is shown from now on; nullptr: none. The old one lives until this returns.
    virtual void setSession(RunSession* session) = 0;
    /// Chosen in the stage strip; none: all stages.
    virtual void setStage(StageId) {}
    /// A trainer is about to start; or it has, or failed to.
    virtual void setStarting(bool) {}

    /// Shows what the link asks for. The page is in front when this is called, the session is that of the link's run.
    virtual void openLink(const PageLink&) {}
    /// What is shown now, so that openLink() would show it again; what a person copies as a link.
    virtual QUrlQuery link() const { return {}; }
    /// Filters, splitters, scroll positions, drafts: what comes back after a restart.
    virtual QJsonObject saveState() const { return {}; }
    virtual void restoreState(const QJsonObject&) {}

    /// Everything that can be done here, most wanted first.
    virtual std::vector<PageAction> actions() { return {}; }
    /// Places to go to from anywhere by the command palette: runs, metrics. Each brings its page to the front by a signal.
    virtual std::vector<PageAction> places() { return {}; }
    /// Ctrl+Z and Ctrl+Shift+Z of the window go here while the page is in front; nullptr: nothing to undo.
    virtual QUndoStack* undoStack() { return nullptr; }
    /// The same for pages whose undo lies elsewhere, in a database or an editor. True: it is taken care of.
    virtual bool takeBack(bool /*again*/) { return false; }
    /// Files or folders dropped on the window (or named in Ctrl+O) that are no project and no run. True: they are this
    /// page's.
    virtual bool takeFiles(const QStringList&) { return false; }

Q_SIGNALS:
    /// Another place is wanted.
    void linkWanted(const retort::ui::PageLink& link);
    /// A project or run folder is to be opened.
    void openWanted(const QString& folder);
    /// `retort run PROJECT ARGUMENTS` is to be started, detached.
    void startWanted(const QString& project, const QStringList& arguments);
    /// Something went wrong, in words with a remedy: shown on top of the pages until it is closed.
    void problem(const QString& text);
    /// Something happened that a person may want to take back: shown for a while, with a button of this name when it is not
    /// empty.
    void notice(const QString& text, const QString& button = {}, const std::function<void()>& action = {});
};

/// Splitters, header columns and the like as text for saveState().
QString toText(const QByteArray& state);
QByteArray fromText(const QJsonValue& value);

}  // namespace retort::ui
