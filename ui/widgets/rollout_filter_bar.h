// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>

#include "ui/models/rollout_link.h"

class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QSpinBox;

namespace retort::ui {

class Chooser;

/// Which traces are listed: conditions that combine, the order, and filters that were given a name.
class RolloutFilterBar : public QWidget {
    Q_OBJECT
public:
    explicit RolloutFilterBar(QWidget* parent = nullptr);
    /// Stages that can be chosen: those that have rollouts.
    void setStages(const std::vector<StageRecord>& stages);
    /// What the run's filters can name.
    void setNames(const std::vector<std::string>& languages, const std::vector<std::string>& terms);
    RolloutFilter filter() const { return view().filter; }
    RolloutOrder order() const { return view().order; }
    RolloutView view() const;
    /// Replaces all conditions; not announced.
    void setView(const RolloutView& view);
    void setFilter(const RolloutFilter& filter);
    void setOrder(RolloutOrder order);
    /// How many traces have a bookmark.
    void setBookmarks(std::size_t count);
    bool onlyBookmarked() const { return view().bookmarked; }
    void setCount(const QString& text);
    QString searchText() const;
    void focusSearch();
    void openSaved();

Q_SIGNALS:
    void changed();
    void copyWanted();
    /// Enter in the search: the list is wanted.
    void listWanted();
    /// A saved filter was written over or forgotten; `undo` brings the old one back.
    void savedChanged(const QString& text, const std::function<void()>& undo);

private:
    void makeChoosers();
    void makeChips();
    void layOut();
    void wire();
    QSpinBox* makeStep(const QString& prefix, const QString& name);
    void soon();
    void refreshOnly();
    void fillEnds();
    std::optional<Ending> ends() const;
    void refreshEnds();
    void refreshBookmarked();
    void fillSaved();
    void save(const QString& name);
    void forget(const QString& name);

    std::vector<StageRecord> stages_;
    RolloutFilter only_;  ///< conditions that have no control: one problem, one evaluation
    TriedBounds tried_;   ///< by which samples end where ends_ says; none: the recipe's
    Chooser* stage_;
    QSpinBox* from_;
    QSpinBox* to_;
    Chooser* verdict_;
    Chooser* finish_;
    Chooser* ends_;
    Chooser* language_;
    Chooser* term_;
    Chooser* order_;
    QPushButton* mixed_;
    QPushButton* checking_;
    QPushButton* malformed_;
    QPushButton* bookmarked_;
    QPushButton* tried_chip_;
    QPushButton* only_chip_;
    QPushButton* clear_;
    QPushButton* saved_;
    QPushButton* copy_;
    QMenu* saved_menu_;
    QLineEdit* search_;
    QLabel* count_;
    QTimer delay_;
    bool setting_ = false;
};

}  // namespace retort::ui
