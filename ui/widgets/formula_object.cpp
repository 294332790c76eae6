// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/formula_object.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetrics>
#include <QPainter>
#include <QTextCursor>
#include <QTextDocument>
#include <cmath>

#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr int tex_property = QTextFormat::UserProperty + 3, display_property = QTextFormat::UserProperty + 4,
              bold_property = QTextFormat::UserProperty + 5;
constexpr int probe_pixels = 100;

/// QTextDocument centres an object about half the x-height of its format's font: ascent = (height + x/2) / 2, descent =
/// (height - x/2) / 2. With that font chosen by the formula, its own baseline comes out.
double centering(const QTextFormat& format) { return QFontMetrics(format.toCharFormat().font()).xHeight() / 2.0; }

QFont fontFor(double ascent, double descent) {
    QFont font = bodyFont();
    font.setPixelSize(probe_pixels);
    const double ratio = QFontMetricsF(font).xHeight() / probe_pixels;
    font.setPixelSize(
        std::max(1, static_cast<int>(std::lround(2 * std::max(ascent - descent, 0.0) / std::max(ratio, 0.1)))));
    return font;
}

}  // namespace

FormulaObject::FormulaObject(QTextDocument* document) : QObject(document) {
    document->documentLayout()->registerHandler(type, this);
}

void FormulaObject::insert(QTextCursor& cursor, const QString& tex, const QString& source, bool display,
                           QTextCharFormat format) {
    format.setObjectType(type);
    format.setProperty(tex_property, tex);
    format.setProperty(source_property, source);
    format.setProperty(display_property, display);
    format.setProperty(bold_property, format.fontWeight() >= QFont::DemiBold);
    format.setVerticalAlignment(QTextCharFormat::AlignMiddle);
    const Formula& laid_out = formula(format);
    format.setFont(fontFor(laid_out.ascent(), laid_out.descent()));
    cursor.insertText(QString(QChar::ObjectReplacementCharacter), format);
}

const Formula& FormulaObject::formula(const QTextFormat& format) {
    const bool display = format.boolProperty(display_property), bold = format.boolProperty(bold_property);
    const QString tex = format.stringProperty(tex_property);
    const QString key = QString::number(int{display} + 2 * int{bold}) + tex;
    if (Formula* known = cache_.object(key)) return *known;
    QFont font = bodyFont();
    if (bold) font.setWeight(QFont::DemiBold);
    auto* fresh = new Formula(tex, font, display);
    cache_.insert(key, fresh);
    return *fresh;
}

double FormulaObject::scale(const QTextDocument& document, const Formula& formula) {
    const double room = document.textWidth() - 4 * document.documentMargin();
    return room <= 0 || formula.width() <= room ? 1 : room / formula.width();
}

QSizeF FormulaObject::intrinsicSize(QTextDocument* document, int, const QTextFormat& format) {
    const Formula& laid_out = formula(format);
    const double by = scale(*document, laid_out), half = centering(format);
    return {laid_out.width() * by + 1, std::max(2 * laid_out.ascent() * by - half, 2 * laid_out.descent() * by + half)};
}

void FormulaObject::drawObject(QPainter* painter, const QRectF& rect, QTextDocument* document, int,
                               const QTextFormat& format) {
    const Formula& laid_out = formula(format);
    const double by = scale(*document, laid_out), baseline = rect.top() + (rect.height() + centering(format)) / 2;
    painter->save();
    painter->translate(rect.left(), baseline);
    painter->scale(by, by);
    laid_out.paint(*painter, {}, format.foreground().color());
    painter->restore();
}

}  // namespace retort::ui
