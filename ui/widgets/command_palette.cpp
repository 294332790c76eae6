// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/command_palette.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/fuzzy.h"

namespace retort::ui {
namespace {

constexpr int most_listed = 60, rows_shown = 12;
constexpr int group_role = Qt::UserRole + 1, keys_role = Qt::UserRole + 2, place_role = Qt::UserRole + 3;

/// Name at the left, then its group, its keys at the right.
class CommandDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {size::card_width, size::control};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Tokens& t = tokens();
        if (option.state & QStyle::State_Selected) painter->fillRect(option.rect, tint(t.accent));
        const QRect line = option.rect.adjusted(size::m, 0, -size::m, 0);
        const QFontMetrics body(bodyFont()), label(labelFont());
        const QString keys = index.data(keys_role).toString(), group = index.data(group_role).toString();
        painter->setFont(labelFont());
        painter->setPen(t.muted);
        painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, keys);
        const int keys_width = keys.isEmpty() ? 0 : label.horizontalAdvance(keys) + size::m;
        const QRect rest = line.adjusted(0, 0, -keys_width, 0);
        const int group_width = label.horizontalAdvance(group) + size::s;
        const QString name = body.elidedText(index.data().toString(), Qt::ElideMiddle, rest.width() - group_width);
        painter->drawText(rest.adjusted(body.horizontalAdvance(name) + size::s, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                          group);
        painter->setFont(bodyFont());
        painter->setPen(t.text);
        painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, name);
    }
};

}  // namespace

CommandPalette::CommandPalette(QWidget* window) : Overlay(window, tr("Command palette")) {
    typed_ = new QLineEdit;
    typed_->setPlaceholderText(tr("An action, a run, a stage or a metric"));
    typed_->setAccessibleName(typed_->placeholderText());
    typed_->installEventFilter(this);
    model_ = new QStandardItemModel(this);
    list_ = new QListView;
    list_->setAccessibleName(tr("What matches"));
    list_->setModel(model_);
    list_->setItemDelegate(new CommandDelegate(list_));
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setUniformItemSizes(true);
    list_->setFocusPolicy(Qt::NoFocus);
    auto* all = column(size::s, size::s);
    all->addWidget(typed_);
    all->addWidget(list_, 1);
    setLayout(all);
    setFocusProxy(typed_);
    connect(typed_, &QLineEdit::textChanged, this, &CommandPalette::narrow);
    connect(list_, &QListView::clicked, this, &CommandPalette::run);
    // The keys stay in the field; what they move in the list is told all the same.
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& now) {
        if (!now.isValid() || !isVisible() || !QAccessible::isActive()) return;
        QAccessibleEvent told(list_, QAccessible::Focus);
        told.setChild(now.row());
        QAccessible::updateAccessibility(&told);
    });
}

QSize CommandPalette::wanted() const { return {2 * size::card_width, (rows_shown + 2) * size::control}; }

void CommandPalette::ask(std::vector<Command> commands) {
    commands_ = std::move(commands);
    typed_->clear();
    narrow();
    open();
}

void CommandPalette::narrow() {
    std::vector<std::pair<int, std::size_t>> found;
    for (std::size_t i = 0; i < commands_.size(); ++i) {
        const auto score = fuzzyScore(typed_->text(), commands_[i].name + QLatin1Char(' ') + commands_[i].group);
        if (score) found.emplace_back(*score, i);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    if (found.size() > most_listed) found.resize(most_listed);
    model_->clear();
    for (const auto& [score, place] : found) {
        auto* item = new QStandardItem(commands_[place].name);
        item->setData(commands_[place].group, group_role);
        item->setData(commands_[place].keys, keys_role);
        item->setData(static_cast<qulonglong>(place), place_role);
        item->setAccessibleText(
            QStringLiteral("%1, %2 %3").arg(commands_[place].name, commands_[place].group, commands_[place].keys));
        model_->appendRow(item);
    }
    list_->setCurrentIndex(model_->index(0, 0));
}

QStringList CommandPalette::listed() const {
    QStringList names;
    for (int row = 0; row < model_->rowCount(); ++row) names << model_->item(row)->text();
    return names;
}

void CommandPalette::run() {
    const QModelIndex current = list_->currentIndex();
    if (!current.isValid()) return;
    const auto action = commands_[current.data(place_role).toULongLong()].run;
    shut();
    if (action) action();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == typed_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int row = list_->currentIndex().row(), last = model_->rowCount() - 1;
        auto select = [&](int to) {
            list_->setCurrentIndex(model_->index(std::clamp(to, 0, std::max(last, 0)), 0));
            return true;
        };
        switch (key->key()) {
            case Qt::Key_Down: return select(row + 1);
            case Qt::Key_Up: return select(row - 1);
            case Qt::Key_PageDown: return select(row + rows_shown);
            case Qt::Key_PageUp: return select(row - rows_shown);
            case Qt::Key_Return:
            case Qt::Key_Enter: run(); return true;
            case Qt::Key_Escape: shut(); return true;
            default: break;
        }
    }
    return Overlay::eventFilter(watched, event);
}

}  // namespace retort::ui
