// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/trace_legend.h"

#include <QBoxLayout>
#include <QEvent>
#include <QPainter>
#include <QPixmap>

#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/trace_text.h"

namespace retort::ui {
namespace {

constexpr std::pair<MarkKind, const char*> kinds[] = {{MarkKind::Foreign, "foreign"}, {MarkKind::Reflection, "reflection"},
                                                      {MarkKind::Answer, "answer"},   {MarkKind::Expected, "expected"},
                                                      {MarkKind::Code, "code"},       {MarkKind::Formula, "formula"}};

/// A square of a mark's colour and the room to the words after it, which a chip does not leave.
QIcon swatch(MarkKind kind, std::optional<bool> right) {
    QPixmap pixmap(size::s + size::xs, size::s);
    pixmap.fill(Qt::transparent);
    QPainter(&pixmap).fillRect(0, 0, size::s, size::s, markColor(kind, right));
    return QIcon(pixmap);
}

QString tipOf(MarkKind kind) {
    switch (kind) {
        case MarkKind::Foreign:
            return TraceLegend::tr("Words in another language than the problem's, with the language at their start");
        case MarkKind::Reflection: return TraceLegend::tr("Words with which the model checks itself");
        case MarkKind::Answer: return TraceLegend::tr("What the accuracy reward read as the answer");
        case MarkKind::Expected: return TraceLegend::tr("The expected value, wherever it is written");
        case MarkKind::Code: return TraceLegend::tr("Code");
        case MarkKind::Formula: return TraceLegend::tr("Formulas");
    }
    return {};
}

QString wordsOf(MarkKind kind, int count, std::optional<bool> right) {
    switch (kind) {
        case MarkKind::Foreign: return TraceLegend::tr("other language %1").arg(count);
        case MarkKind::Reflection: return TraceLegend::tr("self-checking %1").arg(count);
        case MarkKind::Answer:
            return TraceLegend::tr("answer") +
                   QString(right ? (*right ? QStringLiteral(" ✓") : QStringLiteral(" ✕")) : QString());
        case MarkKind::Expected: return TraceLegend::tr("expected %1").arg(count);
        case MarkKind::Code: return TraceLegend::tr("code");
        case MarkKind::Formula: return TraceLegend::tr("formulas");
    }
    return {};
}

}  // namespace

TraceLegend::TraceLegend(TraceText& text, QWidget* parent) : QWidget(parent), text_(text) {
    auto* all = row(size::xs);
    for (const auto& [kind, name] : kinds) {
        auto* chip = makeButton({}, {}, "chip", tipOf(kind));
        chip->setObjectName(QString::fromLatin1(name));
        chip->setCheckable(true);
        chip->setChecked(text_.markShown(kind));
        chip->setIconSize({size::s + size::xs, size::s});
        connect(chip, &QPushButton::toggled, this, [this, kind = kind](bool on) { text_.setShown(kind, on); });
        all->addWidget(chip);
        chips_.emplace_back(kind, chip);
    }
    all->addStretch(1);
    setLayout(all);
    connect(&text_, &TraceText::written, this, &TraceLegend::refresh);
    refresh();
}

void TraceLegend::refresh() {
    for (const auto& [kind, chip] : chips_) {
        const int count = text_.content().count(kind);
        const std::optional<bool> right = text_.content().answerRight();
        const QString words = wordsOf(kind, count, right);
        chip->setText(words);
        chip->setAccessibleName(words);
        chip->setIcon(swatch(kind, right));
        if (kind == MarkKind::Code || kind == MarkKind::Formula) chip->setVisible(count > 0);
    }
}

QStringList TraceLegend::saved() const {
    QStringList names;
    for (const auto& [kind, chip] : chips_)
        if (chip->isChecked() == (kind == MarkKind::Formula)) names << chip->objectName();
    return names;
}

void TraceLegend::restore(const QStringList& names) {
    for (const auto& [kind, chip] : chips_)
        chip->setChecked(names.contains(chip->objectName()) == (kind == MarkKind::Formula));
}

void TraceLegend::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) refresh();
}

}  // namespace retort::ui
