// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <vector>

class QAbstractScrollArea;

namespace retort::ui {

/// Views whose rows are found again by what they are, not by their number, have this property: their page does that.
inline constexpr const char* rows_by_identity = "rows_by_identity";

/// Where everything on a page is scrolled to, and which row of a table is chosen, over a restart. What has been read so far
/// may be shorter than what was: each place is taken up when its content is there, until somebody uses the page.
class ScrollMemory : public QObject {
    Q_OBJECT
public:
    /// Of what is inside the page once it is built.
    explicit ScrollMemory(QWidget* page);
    /// Places that are still waited for are among them.
    QJsonObject save() const;
    void restore(const QJsonObject& places);
    void forget();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Place {
        int down = 0, across = 0, row = -1;
        int tries = 0;
    };
    struct Area {
        QString key;
        QPointer<QAbstractScrollArea> view;
    };
    void find();
    void follow(const Area& area);
    void apply(const QString& key);
    void settle();

    QWidget* page_;
    std::vector<Area> areas_;
    QHash<QString, Place> wanted_;
    QTimer settled_;
    bool watching_ = false;
};

}  // namespace retort::ui
