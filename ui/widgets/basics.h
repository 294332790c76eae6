// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The small parts every page is made of, with the looks of the style sheet's roles.

#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QString>

class QBoxLayout;

namespace retort::ui {

/// Whether a focus ring belongs on this widget: it has the focus, and the keyboard is what people use just now.
bool showsFocus(const QWidget* widget);
/// Sets the dynamic property that the style sheet looks at, and repolishes.
void setRole(QWidget* widget, const char* role);
QLabel* makeLabel(const QString& text, const char* role = "", QWidget* parent = nullptr);
/// `icon_name` may be empty. The accessible name is `text`, or `tip` where the text is empty.
QPushButton* makeButton(const QString& text, const QString& icon_name, const char* role, const QString& tip = {});
/// Layouts without margins.
QBoxLayout* row(int spacing, int margin = 0);
QBoxLayout* column(int spacing, int margin = 0);

/// One line that ends in "…" where it does not fit, with the whole text as tooltip then.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text = {}, QWidget* parent = nullptr);
    QSize minimumSizeHint() const override;
    /// Of a path the end tells most: Qt::ElideMiddle. Otherwise the end goes.
    void setElide(Qt::TextElideMode mode) { elide_ = mode; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Qt::TextElideMode elide_ = Qt::ElideRight;
};

/// A combo box with our own arrow.
class Chooser : public QComboBox {
    Q_OBJECT
public:
    explicit Chooser(const QString& accessible_name, QWidget* parent = nullptr);
    ~Chooser() override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return fits_chosen_ ? sizeHint() : QComboBox::minimumSizeHint(); }
    /// As wide as what is chosen needs, where the others are much longer; its list is as wide as they are.
    void fitToChosen();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    int widest() const;
    void nameBeside();
    QPointer<QLabel> label_;  ///< its name, to a screen reader
    bool fits_chosen_ = false;
};

/// What is so, what to do, one button. Centred.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget* parent = nullptr);
    void setText(const QString& what, const QString& todo, const QString& button = {});

Q_SIGNALS:
    void clicked();

private:
    QLabel* what_;
    QLabel* todo_;
    QPushButton* button_;
};

}  // namespace retort::ui
