// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <vector>

#include "ui/widgets/overlay.h"

class QGridLayout;

namespace retort::ui {

/// F1: the keys of the page at the left, those that hold everywhere at the right.
class KeySheet : public Overlay {
    Q_OBJECT
public:
    using Keys = std::vector<std::pair<QString, QString>>;  ///< keys, what they do
    explicit KeySheet(QWidget* window);
    void show(const QString& page, const Keys& page_keys, const Keys& everywhere);

private:
    void fill(int column, const QString& title, const Keys& keys);
    QGridLayout* grid_;
};

}  // namespace retort::ui
