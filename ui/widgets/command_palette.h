// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "ui/widgets/overlay.h"

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace retort::ui {

/// Something that can be done or gone to.
struct Command {
    QString name, group, keys;
    std::function<void()> run;
};

/// Ctrl+K: everything that can be done or gone to, narrowed by typing, run by Enter.
class CommandPalette : public Overlay {
    Q_OBJECT
public:
    explicit CommandPalette(QWidget* window);
    void ask(std::vector<Command> commands);
    /// Names of what is listed now, best first.
    QStringList listed() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    QSize wanted() const override;

private:
    void narrow();
    void run();

    QLineEdit* typed_;
    QListView* list_;
    QStandardItemModel* model_;
    std::vector<Command> commands_;
};

}  // namespace retort::ui
