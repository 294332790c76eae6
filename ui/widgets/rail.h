// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>

class QAbstractButton;
class QBoxLayout;

namespace retort::ui {

/// The pages, one below the other: icon and word. Ctrl+1.. in their order.
class Rail : public QFrame {
    Q_OBJECT
public:
    explicit Rail(QWidget* parent = nullptr);
    void addPage(const QString& icon_name, const QString& word);
    /// Below the pages: not a page.
    QAbstractButton* addAction(const QString& icon_name, const QString& word);
    void setCurrent(int page);

Q_SIGNALS:
    void chosen(int page);

private:
    QAbstractButton* makeItem(const QString& icon_name, const QString& word);
    QList<QAbstractButton*> items_;
    QBoxLayout* layout_;
};

}  // namespace retort::ui
