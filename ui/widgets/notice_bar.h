// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>
#include <functional>

class QLabel;
class QPushButton;

namespace retort::ui {

/// One line above the pages: what went wrong, until it is closed; or what has just been done, for a while, with a way back.
class NoticeBar : public QFrame {
    Q_OBJECT
public:
    explicit NoticeBar(QWidget* parent = nullptr);
    /// Stays until closed; can be copied. Empty: nothing is wrong any more.
    void showProblem(const QString& text);
    /// Goes by itself, but not under the pointer or while its button has the focus.
    void showNotice(const QString& text, const QString& button = {}, std::function<void()> action = {});
    QString text() const;

private:
    void show(const QString& text, bool bad, const QString& button);

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
