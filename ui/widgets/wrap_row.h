// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>
#include <vector>

namespace retort::ui {

/// A row of controls that goes on in a further line where it does not fit: no control is ever narrower than its text. The
/// last one takes what is left of its line when it is put in with addFiller().
class WrapRow : public QLayout {
    Q_OBJECT
public:
    explicit WrapRow(int spacing);
    ~WrapRow() override;
    /// A widget that needs no room, such as a hint.
    void addFiller(QWidget* widget);

    void addItem(QLayoutItem* item) override { items_.push_back(item); }
    int count() const override { return static_cast<int>(items_.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return place(QRect(0, 0, width, 0), false); }
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect& area) override;

private:
    /// The height used; moves the controls only when asked to.
    int place(const QRect& area, bool move) const;
    std::vector<QLayoutItem*> items_;
    QWidget* filler_ = nullptr;
};

}  // namespace retort::ui
