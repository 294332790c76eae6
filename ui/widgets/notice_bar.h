// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>
#include <functional>

class QLabel;
class QPushButton;

namespace retort::ui {

/// What went wrong, until it is closed; or what has just been done, for a while, with a way back. It lies over the lower end
/// of the pages, so that nothing moves under the hands of a person when it comes and goes.
class NoticeBar : public QFrame {
    Q_OBJECT
public:
    /// A child of the parent of `pages`, which it lies over.
    explicit NoticeBar(QWidget* pages);
    /// Stays until closed; can be copied. Empty: nothing is wrong any more.
    void showProblem(const QString& text);
    /// Goes by itself, but not under the pointer or while its button has the focus.
    void showNotice(const QString& text, const QString& button = {}, std::function<void()> action = {});
    QString text() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void show(const QString& text, bool bad, const QString& button);
    void place();

    QWidget* pages_;
    QLabel* sign_;
    QLabel* text_;
    QPushButton* action_;
    QPushButton* copy_;
    QPushButton* close_;
    std::function<void()> run_;
    QTimer away_;
    bool bad_ = false;
};

}  // namespace retort::ui
