// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/recipe_form.h"

#include <QApplication>
#include <QBoxLayout>
#include <QCheckBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <algorithm>
#include <utility>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

QString quoted(QString text) {
    text.replace(QLatin1Char('\\'), QStringLiteral("\\\\"))
        .replace(QLatin1Char('"'), QStringLiteral("\\\""))
        .replace(QLatin1Char('\n'), QStringLiteral("\\n"));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

QString unquoted(const QString& toml) {
    const QString text = toml.trimmed();
    if (text.size() < 2 || (text.front() != QLatin1Char('"') && text.front() != QLatin1Char('\''))) return text;
    QString inside = text.mid(1, text.size() - 2), out;
    if (text.front() == QLatin1Char('\'')) return inside;
    for (qsizetype i = 0; i < inside.size(); ++i) {
        if (inside[i] != QLatin1Char('\\') || i + 1 == inside.size()) {
            out += inside[i];
            continue;
        }
        ++i;
        out += inside[i] == QLatin1Char('n')   ? QLatin1Char('\n')
               : inside[i] == QLatin1Char('t') ? QLatin1Char('\t')
                                               : inside[i];
    }
    return out;
}

/// Units of recipe_fields.cpp, for lupdate.
[[maybe_unused]] constexpr const char* units[] = {QT_TRANSLATE_NOOP("retort::Recipe", "threads"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "steps"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "rows"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "tokens"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "words"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "share of the reference"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "optimizer steps"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "shares"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "rollout steps"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "prompts"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "completions"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "passes"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "epochs"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "layers"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "heads"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "share"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "characters"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "candidates"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "pairs"),
                                                  QT_TRANSLATE_NOOP("retort::Recipe", "samples")};

/// A help text or unit of a field in the person's language.
QString words(const std::string& english) { return QCoreApplication::translate("retort::Recipe", english.c_str()); }

/// As high as its field's content asks for, and no wider than there is room: Qt would have it as high as if every text
/// wrapped to a column of a few words.
class FormBody : public QWidget {
public:
    QSize minimumSizeHint() const override { return {QWidget::minimumSizeHint().width(), 0}; }
};

QString helpText(const RecipeForm::Row& row) {
    const FieldInfo& field = *row.field;
    QStringList parts{words(field.help)};
    if (!row.note.isEmpty()) parts.prepend(row.note);
    if (field.required) parts << RecipeForm::tr("Required.");
    else
        parts << RecipeForm::tr("Default %1%2.")
                     .arg(plainValue(field, QString::fromStdString(field.default_value)).isEmpty()
                              ? RecipeForm::tr("empty")
                              : plainValue(field, QString::fromStdString(field.default_value)),
                          field.source.empty()
                              ? QString()
                              : RecipeForm::tr(", from %1")
                                    .arg(field.source == "our default" ? RecipeForm::tr("us, not published")
                                                                       : QString::fromStdString(field.source)));
    // A Chinese full stop needs no space behind it.
    return parts.join(QLatin1Char(' ')).replace(QStringLiteral("。 "), QStringLiteral("。"));
}

/// What stands between commas outside quotes and braces: "data/{a,b}.csv" is one.
QStringList itemsOf(const QString& list) {
    QStringList items(1);
    int braces = 0;
    bool in_quotes = false;
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QChar c = list[i];
        if (c == QLatin1Char('"') && (i == 0 || list[i - 1] != QLatin1Char('\\'))) in_quotes = !in_quotes;
        if (!in_quotes) braces += c == QLatin1Char('{') ? 1 : c == QLatin1Char('}') ? -1 : 0;
        if (c == QLatin1Char(',') && !in_quotes && braces <= 0) items << QString();
        else items.back() += c;
    }
    for (QString& item : items) item = item.trimmed();
    items.removeAll(QString());
    return items;
}

}  // namespace

/// What a field does or, in its place and no higher, what is wrong with it: the fields below stay where they are.
class FieldHelp : public QLabel {
public:
    FieldHelp() { setTextFormat(Qt::PlainText); }
    void show(const QString& help, const QString& problem) {
        const bool grown = std::exchange(help_, help) != help;
        setText(problem.isEmpty() ? help : QStringLiteral("✕ ") + problem);
        setRole(this, problem.isEmpty() ? "label" : "bad-label");
        if (grown) updateGeometry();
    }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return heightOf(help_, width); }
    QSize sizeHint() const override { return {size::panel, heightOf(help_, size::panel)}; }
    QSize minimumSizeHint() const override { return {size::rail, fontMetrics().height()}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QString shown = text();
        while (heightOf(shown, width()) > height() && shown.contains(QLatin1Char(' ')))
            shown = shown.left(shown.lastIndexOf(QLatin1Char(' '))) + QStringLiteral("…");
        setToolTip(shown == text() ? QString() : text());
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, shown);
    }

private:
    int heightOf(const QString& text, int width) const {
        constexpr int any = 1 << 20;
        return fontMetrics().boundingRect(QRect(0, 0, width, any), Qt::AlignLeft | Qt::TextWordWrap, text).height();
    }
    QString help_;
};

QString plainValue(const FieldInfo& field, const QString& toml) {
    QString text = toml.trimmed();
    if (field.type == FieldType::Text) return unquoted(text);
    if (field.type != FieldType::TextList && field.type != FieldType::NumberList) return text;
    if (text.startsWith(QLatin1Char('['))) text = text.mid(1, text.lastIndexOf(QLatin1Char(']')) - 1);
    QStringList items = itemsOf(text);
    for (QString& item : items) item = unquoted(item);
    return items.join(QStringLiteral(", "));
}

QString tomlValue(const FieldInfo& field, const QString& plain) {
    if (field.type == FieldType::Text) return quoted(plain);
    if (field.type != FieldType::TextList && field.type != FieldType::NumberList) return plain.trimmed();
    QStringList items = itemsOf(plain);
    if (field.type == FieldType::TextList)
        for (QString& item : items) item = quoted(item);
    return QLatin1Char('[') + items.join(QStringLiteral(", ")) + QLatin1Char(']');
}

RecipeForm::RecipeForm(QWidget* parent) : QWidget(parent) {
    reset_tip_ = tr("Back to the default");
    title_ = makeLabel({}, "title");
    scroll_ = new QScrollArea;
    scroll_->setWidgetResizable(true);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    filter_ = new QLineEdit;
    filter_->setPlaceholderText(tr("Find a field (Ctrl+F)"));
    filter_->setAccessibleName(tr("Find a field"));
    filter_->setClearButtonEnabled(true);
    filter_->setMaximumWidth(size::panel / 2);
    only_set_ = makeButton(tr("Set here"), {}, "chip",
                           tr("Only the fields that this recipe sets, without those left at their defaults"));
    only_set_->setCheckable(true);
    connect(filter_, &QLineEdit::textChanged, this, &RecipeForm::refreshShown);
    connect(filter_, &QLineEdit::returnPressed, this, &RecipeForm::focusFound);
    connect(only_set_, &QPushButton::toggled, this, &RecipeForm::refreshShown);
    auto* top = row(size::s);
    top->addWidget(title_, 1);
    top->addWidget(only_set_);
    top->addWidget(filter_);
    auto* head = column(size::xs);
    head->setContentsMargins(size::l, size::s, size::l, size::xs);
    head->addLayout(top);
    auto* frame = new QFrame;
    setRole(frame, "card");
    auto* inside = column(0);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addLayout(head);
    inside->addWidget(scroll_, 1);
    frame->setLayout(inside);
    auto* all = column(0);
    all->addWidget(frame);
    setLayout(all);
    setFocusProxy(filter_);
}

void RecipeForm::clear() { show({}, {}, {}); }

QWidget* RecipeForm::makeControl(const FieldInfo& field) {
    const QString key = QString::fromStdString(field.key);
    if (field.type == FieldType::Flag) {
        auto* box = new QCheckBox;
        connect(box, &QCheckBox::clicked, this,
                [this, key](bool on) { Q_EMIT changed(key, on ? QStringLiteral("true") : QStringLiteral("false")); });
        return box;
    }
    if (!field.choices.empty()) {
        auto* box = new Chooser(key);
        for (const std::string& choice : field.choices) box->addItem(QString::fromStdString(choice));
        connect(box, &QComboBox::textActivated, this,
                [this, key, field](const QString& text) { Q_EMIT changed(key, tomlValue(field, text)); });
        return box;
    }
    auto* edit = new QLineEdit;
    if (field.type == FieldType::Whole || field.type == FieldType::Number) edit->setAlignment(Qt::AlignRight);
    connect(edit, &QLineEdit::textEdited, this, [this, key, field](const QString& text) {
        // An emptied number goes back to its default; an emptied text is an empty text.
        if (text.trimmed().isEmpty() && field.type != FieldType::Text) Q_EMIT resetWanted(key);
        else Q_EMIT changed(key, tomlValue(field, text));
    });
    connect(edit, &QLineEdit::editingFinished, this, &RecipeForm::typed);
    return edit;
}

void RecipeForm::setValue(const FieldInfo& field, QWidget* control, const QString& toml) {
    if (auto* box = qobject_cast<QCheckBox*>(control)) box->setChecked(toml.trimmed() == QStringLiteral("true"));
    else if (auto* chooser = qobject_cast<QComboBox*>(control)) chooser->setCurrentText(plainValue(field, toml));
    else if (auto* edit = qobject_cast<QLineEdit*>(control)) {
        const QString text = plainValue(field, toml);
        // Never under the hands of a person: "1e-" is on its way to "1e-4".
        if (!edit->hasFocus() && edit->text() != text) edit->setText(text);
    }
}

QString RecipeForm::read(const FieldInfo& field, QWidget* control) const {
    if (auto* box = qobject_cast<QCheckBox*>(control))
        return box->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
    if (auto* chooser = qobject_cast<QComboBox*>(control)) return tomlValue(field, chooser->currentText());
    return tomlValue(field, qobject_cast<QLineEdit*>(control)->text());
}

void RecipeForm::build(const std::vector<Row>& rows) {
    controls_.clear();
    order_.clear();
    delete scroll_->takeWidget();
    body_ = new FormBody;
    setRole(body_, "page");
    auto* grid = grid_ = new QGridLayout;
    grid->setContentsMargins(size::l, 0, size::l, size::l);
    grid->setHorizontalSpacing(size::s);
    grid->setVerticalSpacing(size::xs / 2);
    grid->setColumnStretch(1, 1);
    // With the fields, which need the room of a low window more than the sums do.
    lines_ = makeLabel({}, "muted");
    lines_->setWordWrap(true);
    lines_->setContentsMargins(0, 0, 0, size::s);
    grid->addWidget(lines_, 0, 0, 1, 5);
    int at = 1;
    QWidget* last = filter_;
    for (const Row& row : rows) {
        const FieldInfo& field = *row.field;
        const QString key = QString::fromStdString(field.key);
        Line line;
        line.control = makeControl(field);
        line.control->setAccessibleName(key);
        line.control->setAccessibleDescription(words(field.help));
        line.control->setMaximumWidth(size::card_width);
        auto* label = makeLabel(key);
        label->setBuddy(line.control);
        line.reset = makeButton({}, QStringLiteral("close"), "quiet", reset_tip_);
        line.reset->setAccessibleName(QStringLiteral("%1: %2").arg(key, reset_tip_));
        line.live = makeButton(tr("Apply now"), {}, "chip", tr("Sends this value to the trainer; the next step uses it"));
        line.live->setAccessibleName(tr("%1 now, in the running stage").arg(key));
        line.help = new FieldHelp;
        connect(line.reset, &QPushButton::clicked, this, [this, key] { Q_EMIT resetWanted(key); });
        connect(line.live, &QPushButton::clicked, this,
                [this, key, field] { Q_EMIT liveWanted(key, read(field, controls_[key].control)); });
        grid->addWidget(label, at, 0);
        grid->addWidget(line.control, at, 1);
        auto* unit = makeLabel(words(field.unit), "label");
        line.widgets = {label, line.control, unit, line.live, line.reset, line.help};
        line.row = at;
        grid->addWidget(unit, at, 2);
        grid->addWidget(line.live, at, 3);
        grid->addWidget(line.reset, at, 4);
        grid->addWidget(line.help, at + 1, 1, 1, 4);
        at += 3;
        order_ << key;
        controls_[key] = line;
    }
    grid->setRowStretch(at, 1);
    body_->setLayout(grid);
    scroll_->setWidget(body_);
    // Nothing is beyond its right edge: the text beside it gives way first.
    scroll_->setMinimumWidth(body_->minimumSizeHint().width() + scroll_->verticalScrollBar()->sizeHint().width());
    // Made anew, they would come after everything else on the page.
    for (const QString& key : order_) {
        const Line& line = controls_[key];
        for (QWidget* next : {line.control, static_cast<QWidget*>(line.live), static_cast<QWidget*>(line.reset)}) {
            setTabOrder(last, next);
            last = next;
        }
    }
}

void RecipeForm::focusFound() {
    const auto found =
        std::ranges::find_if(order_, [this](const QString& key) { return controls_[key].control->isVisible(); });
    if (found != order_.end()) controls_[*found].control->setFocus(Qt::TabFocusReason);
}

void RecipeForm::show(const QString& title, const QStringList& lines, const std::vector<Row>& rows) {
    title_->setText(title);
    const bool same = body_ != nullptr && shown_ == title && controls_.size() == static_cast<qsizetype>(rows.size()) &&
                      std::ranges::all_of(rows, [this](const Row& row) {
                          return controls_.contains(QString::fromStdString(row.field->key));
                      });
    if (!same) build(rows);
    shown_ = title;
    // What is being typed into stays under the eyes, whatever the sums above it come to.
    const QWidget* const focused = QApplication::focusWidget();
    const QWidget* const held = focused != nullptr && body_->isAncestorOf(focused) ? focused : nullptr;
    const auto placeOf = [this](const QWidget* one) { return one->mapTo(scroll_, QPoint()).y(); };
    const int before = held != nullptr ? placeOf(held) : 0;
    lines_->setText(lines.join(QLatin1Char('\n')));
    lines_->setVisible(!lines.isEmpty());
    for (const Row& row : rows) {
        Line& line = controls_[QString::fromStdString(row.field->key)];
        if (line.control == nullptr) continue;
        setValue(*row.field, line.control, row.value);
        line.set = row.set;
        line.shows_reset = row.set && !row.field->required;
        line.shows_live = row.live;
        line.help->show(helpText(row), row.problem);
    }
    refreshShown();
    if (held != nullptr && same) {
        QCoreApplication::sendPostedEvents(body_, QEvent::LayoutRequest);
        scroll_->verticalScrollBar()->setValue(scroll_->verticalScrollBar()->value() + placeOf(held) - before);
    }
}

void RecipeForm::narrow(const QString& words) { filter_->setText(words); }

void RecipeForm::focusFilter() {
    filter_->setFocus(Qt::ShortcutFocusReason);
    filter_->selectAll();
}

void RecipeForm::refreshShown() {
    filter_->setVisible(!controls_.isEmpty());
    only_set_->setVisible(!controls_.isEmpty());
    const QStringList words = filter_->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (auto line = controls_.begin(); line != controls_.end(); ++line) {
        const QString about = line.key() + QLatin1Char(' ') + line->help->text();
        const bool fits =
            std::ranges::all_of(words, [&](const QString& word) { return about.contains(word, Qt::CaseInsensitive); });
        const bool shown = fits && (line->set || !only_set_->isChecked());
        for (QWidget* widget : line->widgets) widget->setVisible(shown);
        for (QPushButton* button : {line->reset, line->live}) {
            QSizePolicy policy = button->sizePolicy();
            policy.setRetainSizeWhenHidden(shown);
            button->setSizePolicy(policy);
        }
        line->reset->setVisible(shown && line->shows_reset);
        line->live->setVisible(shown && line->shows_live);
        grid_->setRowMinimumHeight(line->row + 2, shown ? size::xs : 0);
    }
}

}  // namespace retort::ui
