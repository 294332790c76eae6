// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QTextObjectInterface>
#include <memory>

#include "ui/math/tex_layout.h"

class QTextCursor;

namespace retort::ui {

/// Formulas as characters of a QTextDocument, on the baseline of their line; a formula wider than the text is made smaller.
class FormulaObject : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)
public:
    static constexpr int type = QTextFormat::UserObject + 1;
    /// The whole source of a formula with its signs, for copying.
    static constexpr int source_property = QTextFormat::UserProperty + 2;

    /// Lives as long as the document, and makes it know formulas.
    explicit FormulaObject(QTextDocument* document);

    /// `tex`: the inside; `source`: with its signs. Colours and weight are those of `format`.
    void insert(QTextCursor& cursor, const QString& tex, const QString& source, bool display, QTextCharFormat format);
    /// Forgets what was laid out: fonts changed.
    void clear() { cache_.clear(); }

    QSizeF intrinsicSize(QTextDocument* document, int position, const QTextFormat& format) override;
    void drawObject(QPainter* painter, const QRectF& rect, QTextDocument* document, int position,
                    const QTextFormat& format) override;

private:
    const Formula& formula(const QTextFormat& format);
    static double scale(const QTextDocument& document, const Formula& formula);

    QCache<QString, Formula> cache_{2000};
};

}  // namespace retort::ui
