// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "ui/widgets/overlay.h"

namespace retort::ui {

/// A question before something that reaches far: what will happen, the act by its own name, and Cancel, which has the focus.
class ConfirmSheet : public Overlay {
    Q_OBJECT
public:
    static void ask(QWidget* window, const QString& title, const QString& text, const QString& act,
                    std::function<void()> run);

protected:
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    ConfirmSheet(QWidget* window, const QString& title, const QString& text, const QString& act, std::function<void()> run);
};

}  // namespace retort::ui
