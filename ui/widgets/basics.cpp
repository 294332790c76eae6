// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/basics.h"

#include <QAbstractItemView>
#include <QBoxLayout>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QStyledItemDelegate>
#include <QWheelEvent>
#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

/// A line of a Chooser's list, like that of every other list and not like a menu of the style's own. What has the keys is
/// tinted already.
class ListedChoice : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        option->state &= ~QStyle::State_HasFocus;
    }
};

}  // namespace

bool showsFocus(const QWidget* widget) {
    return widget->hasFocus() && widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
}

void setRole(QWidget* widget, const char* role) {
    if (widget->property("role").toByteArray() == role) return;
    widget->setProperty("role", QByteArray(role));
    // One that has not been shown is polished when it is.
    if (!widget->testAttribute(Qt::WA_WState_Polished)) return;
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

QLabel* makeLabel(const QString& text, const char* role, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    if (*role != 0) setRole(label, role);
    return label;
}

QPushButton* makeButton(const QString& text, const QString& icon_name, const char* role, const QString& tip) {
    auto* button = new QPushButton(text);
    if (!icon_name.isEmpty()) button->setIcon(icon(icon_name, qstrcmp(role, "primary") == 0 ? Ink::OnAccent : Ink::Text));
    if (!icon_name.isEmpty() && !text.isEmpty()) button->setIconSize({size::icon + size::xs, size::icon});
    setRole(button, role);
    button->setToolTip(tip);
    button->setAccessibleName(text.isEmpty() ? tip : text);
    button->setCursor(Qt::PointingHandCursor);
    button->setAutoDefault(false);
    return button;
}

QBoxLayout* row(int spacing, int margin) {
    auto* layout = new QHBoxLayout;
    layout->setSpacing(spacing);
    layout->setContentsMargins(margin, margin, margin, margin);
    return layout;
}

QBoxLayout* column(int spacing, int margin) {
    auto* layout = new QVBoxLayout;
    layout->setSpacing(spacing);
    layout->setContentsMargins(margin, margin, margin, margin);
    return layout;
}

ElidedLabel::ElidedLabel(const QString& text, QWidget* parent) : QLabel(text, parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ElidedLabel::minimumSizeHint() const { return {size::xl, QLabel::minimumSizeHint().height()}; }

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRect room = contentsRect();
    const QString shown = fontMetrics().elidedText(text(), elide_, room.width());
    setToolTip(shown == text() ? QString() : text());
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(room, static_cast<int>(alignment()) | Qt::TextSingleLine, shown);
}

Chooser::Chooser(const QString& accessible_name, QWidget* parent) : QComboBox(parent) {
    setAccessibleName(accessible_name);
    view()->setAccessibleName(accessible_name);
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setItemDelegate(new ListedChoice(this));
    nameBeside();
}

Chooser::~Chooser() { delete label_; }

// On Linux a combo box is called by what is chosen in it; what it is a choice of is only told by a label that belongs to it,
// which has to stand beside it. Nobody sees this one.
void Chooser::nameBeside() {
    if (parentWidget() == nullptr) return;
    if (label_.isNull()) {
        label_ = new QLabel;
        label_->setBuddy(this);
    }
    if (label_->parentWidget() != parentWidget()) label_->setParent(parentWidget());
    label_->hide();
    label_->setText(accessibleName());
}

bool Chooser::event(QEvent* event) {
    if (event->type() == QEvent::ParentChange || event->type() == QEvent::Show) nameBeside();
    return QComboBox::event(event);
}

// A mark from another font (✓) is wider than QComboBox reckons.
QSize Chooser::sizeHint() const {
    const QSize all = QComboBox::sizeHint() + QSize(size::xs, 0);
    return fits_chosen_ ? all - QSize(widest() - fontMetrics().horizontalAdvance(currentText()), 0) : all;
}

int Chooser::widest() const {
    int width = 0;
    for (int i = 0; i < count(); ++i) width = std::max(width, fontMetrics().horizontalAdvance(itemText(i)));
    return width;
}

void Chooser::fitToChosen() {
    fits_chosen_ = true;
    view()->setMinimumWidth(widest() + 2 * size::l);
    connect(this, &QComboBox::currentIndexChanged, this, &QWidget::updateGeometry);
    updateGeometry();
}

// As QComboBox does, but a text that has no room says that it goes on.
void Chooser::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    const QRect room = style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, room.width());
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
    const QPixmap arrow =
        iconPixmap(QStringLiteral("chevron-down"), isEnabled() ? Ink::Text : Ink::Muted, size::m, devicePixelRatioF());
    painter.drawPixmap(QPointF(width() - size::m - size::s, (height() - size::m) / 2.0), arrow);
}

// Turning the wheel over a closed box while scrolling the page must not change a setting.
void Chooser::wheelEvent(QWheelEvent* event) { event->ignore(); }

EmptyState::EmptyState(QWidget* parent) : QWidget(parent) {
    what_ = makeLabel({}, "title");
    todo_ = makeLabel({}, "muted");
    todo_->setWordWrap(true);
    todo_->setAlignment(Qt::AlignHCenter);
    // As wide as text is read well, narrower where there is no room.
    todo_->setMaximumWidth(static_cast<int>(QFontMetricsF(bodyFont()).averageCharWidth() * size::text_columns * 2 / 3));
    what_->setAlignment(Qt::AlignHCenter);
    what_->setWordWrap(true);
    button_ = makeButton({}, {}, "primary");
    auto* all = column(size::s, size::xl);
    all->addStretch(1);
    all->addWidget(what_);
    auto* middle = row(0);
    middle->addStretch(1);
    middle->addWidget(todo_, size::text_columns);
    middle->addStretch(1);
    all->addLayout(middle);
    all->addSpacing(size::s);
    all->addWidget(button_, 0, Qt::AlignHCenter);
    all->addStretch(2);
    setLayout(all);
    connect(button_, &QPushButton::clicked, this, &EmptyState::clicked);
}

void EmptyState::setText(const QString& what, const QString& todo, const QString& button) {
    what_->setText(what);
    todo_->setText(todo);
    button_->setText(button);
    button_->setAccessibleName(button);
    button_->setVisible(!button.isEmpty());
}

}  // namespace retort::ui
