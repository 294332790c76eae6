// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/scroll_memory.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QJsonArray>
#include <QScrollBar>
#include <QTableView>
#include <algorithm>
#include <utility>

#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr int most_tries = 100;  // pages of a list that are read, or times that a page scrolls back by itself

QTableView* rowsOf(QAbstractScrollArea* view) {
    auto* const table = qobject_cast<QTableView*>(view);
    return table != nullptr && table->model() != nullptr && table->selectionModel() != nullptr &&
                   !table->property(rows_by_identity).toBool()
               ? table
               : nullptr;
}

}  // namespace

ScrollMemory::ScrollMemory(QWidget* page) : QObject(page), page_(page) {
    settled_.setSingleShot(true);
    settled_.setInterval(duration::search_delay);
    connect(&settled_, &QTimer::timeout, this, &ScrollMemory::settle);
}

/// By class and number: words would change with the language.
void ScrollMemory::find() {
    if (!areas_.empty()) return;
    QHash<QString, int> counts;
    for (auto* view : page_->findChildren<QAbstractScrollArea*>()) {
        if (view->window() != page_->window()) continue;  // the list of a chooser
        const QString kind = QLatin1String(view->metaObject()->className());
        areas_.push_back({QStringLiteral("%1 %2").arg(kind).arg(counts[kind]++), view});
        follow(areas_.back());
    }
}

void ScrollMemory::follow(const Area& area) {
    const auto again = [this, key = area.key] {
        if (wanted_.contains(key)) apply(key);
    };
    for (QScrollBar* bar : {area.view->verticalScrollBar(), area.view->horizontalScrollBar()}) {
        connect(bar, &QScrollBar::rangeChanged, this, again);
        connect(bar, &QScrollBar::valueChanged, this, [this, key = area.key] {
            if (wanted_.contains(key)) settled_.start();
        });
    }
    if (QTableView* const table = rowsOf(area.view)) {
        connect(table->model(), &QAbstractItemModel::rowsInserted, this, again);
        connect(table->model(), &QAbstractItemModel::modelReset, this, again);
    }
}

QJsonObject ScrollMemory::save() const {
    const_cast<ScrollMemory*>(this)->find();
    QJsonObject places;
    for (const Area& area : areas_) {
        if (area.view == nullptr) continue;
        Place place{area.view->verticalScrollBar()->value(), area.view->horizontalScrollBar()->value()};
        if (const QTableView* const table = rowsOf(area.view)) place.row = table->currentIndex().row();
        if (const auto wanted = wanted_.find(area.key); wanted != wanted_.end()) place = *wanted;
        if (place.down > 0 || place.across > 0 || place.row >= 0)
            places.insert(area.key, QJsonArray{place.down, place.across, place.row});
    }
    return places;
}

void ScrollMemory::restore(const QJsonObject& places) {
    find();
    wanted_.clear();
    for (auto place = places.begin(); place != places.end(); ++place) {
        const QJsonArray at = place.value().toArray();
        wanted_[place.key()] = {at[0].toInt(), at[1].toInt(), at[2].toInt(-1)};
    }
    if (wanted_.isEmpty()) return;
    if (!std::exchange(watching_, true)) qApp->installEventFilter(this);
    for (const Area& area : areas_)
        if (wanted_.contains(area.key)) apply(area.key);
}

void ScrollMemory::forget() {
    wanted_.clear();
    if (std::exchange(watching_, false)) qApp->removeEventFilter(this);
}

void ScrollMemory::apply(const QString& key) {
    const auto area = std::ranges::find(areas_, key, &Area::key);
    Place& place = wanted_[key];
    if (area == areas_.end() || area->view == nullptr || ++place.tries > most_tries) {
        wanted_.remove(key);
        return;
    }
    QAbstractItemModel* const model = qobject_cast<QAbstractItemView*>(area->view) != nullptr
                                          ? qobject_cast<QAbstractItemView*>(area->view)->model()
                                          : nullptr;
    if (QTableView* const table = rowsOf(area->view);
        table != nullptr && place.row >= 0 && place.row < model->rowCount() && table->currentIndex().row() != place.row)
        table->selectRow(place.row);
    QScrollBar *const down = area->view->verticalScrollBar(), *const across = area->view->horizontalScrollBar();
    if (down->maximum() < place.down && model != nullptr && model->canFetchMore({})) model->fetchMore({});
    if (down->maximum() >= place.down) down->setValue(place.down);
    if (across->maximum() >= place.across) across->setValue(place.across);
    settled_.start();
}

/// A page that has shown what was asked for scrolls to its beginning: once nothing changes any more, what is where it was is
/// there.
void ScrollMemory::settle() {
    for (const Area& area : areas_) {
        const auto place = wanted_.constFind(area.key);
        if (place == wanted_.constEnd() || area.view == nullptr || !area.view->isVisible()) continue;
        const QTableView* const table = rowsOf(area.view);
        const bool there = area.view->verticalScrollBar()->value() == place->down &&
                           area.view->horizontalScrollBar()->value() == place->across &&
                           (table == nullptr || place->row < 0 || table->currentIndex().row() == place->row);
        if (there) wanted_.remove(area.key);
        else if (area.view->verticalScrollBar()->maximum() >= place->down) apply(area.key);
    }
    if (wanted_.isEmpty()) forget();
}

bool ScrollMemory::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::MouseButtonPress && event->type() != QEvent::Wheel)
        return false;
    const auto* const widget = qobject_cast<const QWidget*>(watched);
    if (widget != nullptr && (widget == page_ || page_->isAncestorOf(widget))) forget();
    return false;
}

}  // namespace retort::ui
