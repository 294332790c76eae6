// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>

namespace retort::ui {

/// A panel over the middle of its window. Esc, a click outside or another window closes it and gives the focus back.
class Overlay : public QFrame {
    Q_OBJECT
public:
    Overlay(QWidget* window, const QString& name);
    void open();
    void shut();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    /// Size wanted; it is cut to the window.
    virtual QSize wanted() const { return sizeHint(); }

private:
    void place();
    QPointer<QWidget> before_;
};

}  // namespace retort::ui
