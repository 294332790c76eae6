// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include "store/records.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace retort::ui {

class Chooser;

/// Which traces are listed: conditions that combine, and the order.
class RolloutFilterBar : public QWidget {
    Q_OBJECT
public:
    explicit RolloutFilterBar(QWidget* parent = nullptr);
    /// Stages that can be chosen: those that have rollouts.
    void setStages(const std::vector<StageRecord>& stages);
    RolloutFilter filter() const;
    RolloutOrder order() const;
    /// Replaces all conditions.
    void setFilter(const RolloutFilter& filter);
    void setCount(const QString& text);
    QString searchText() const;
    void focusSearch();

Q_SIGNALS:
    void changed();

private:
    QSpinBox* makeStep(const QString& prefix, const QString& name);
    void soon();

    Chooser* stage_;
    QSpinBox* from_;
    QSpinBox* to_;
    Chooser* verdict_;
    Chooser* order_;
    QPushButton* mixed_;
    QPushButton* checking_;
    QPushButton* cut_;
    QPushButton* clear_;
    QLineEdit* search_;
    QLabel* count_;
    QTimer delay_;
    bool setting_ = false;
};

}  // namespace retort::ui
