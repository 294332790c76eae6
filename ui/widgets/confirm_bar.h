// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>
#include <functional>

class QLabel;
class QPushButton;

namespace retort::ui {

/// A question in the page, where a dialog would hide what it is about. Hidden until asked; Escape and the second button
/// leave.
class ConfirmBar : public QFrame {
    Q_OBJECT
public:
    explicit ConfirmBar(QWidget* parent = nullptr);
    void ask(const QString& question, const QString& yes, std::function<void()> done);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void leave();

    QLabel* question_;
    QPushButton* yes_;
    QPushButton* no_;
    std::function<void()> done_;
    QPointer<QWidget> before_;  ///< who had the keys
};

}  // namespace retort::ui
