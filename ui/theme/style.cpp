// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style.h"

#include <QCoreApplication>
#include <QFile>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <QWidget>
#include <algorithm>

#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::Style)
};

/// "@name" in the sheet and what stands for it. A name that begins another comes after it.
QList<std::pair<const char*, QString>> replacements(const Tokens& t) {
    auto px = [](int value) { return QString::number(value) + QStringLiteral("px"); };
    auto rgba = [](const QColor& c) {
        return QStringLiteral("rgba(%1,%2,%3,%4)").arg(c.red()).arg(c.green()).arg(c.blue()).arg(c.alpha());
    };
    return {{"@control_inner", px(size::control - 2 * size::hairline)},
            {"@chip_inner", px(size::chip)},
            {"@accent_tint", rgba(tint(t.accent))},
            {"@text_wash", rgba(wash(t.text))},
            {"@text_tint", rgba(tint(t.text))},
            {"@on_accent", t.on_accent.name()},
            {"@canvas", t.canvas.name()},
            {"@surface", t.surface.name()},
            {"@raised", t.raised.name()},
            {"@line", t.line.name()},
            {"@text", t.text.name()},
            {"@muted", t.muted.name()},
            {"@accent", t.accent.name()},
            {"@good", t.good.name()},
            {"@bad", t.bad.name()},
            {"@warn", t.warn.name()},
            {"@hairline", px(size::hairline)},
            {"@radius", px(size::radius)},
            {"@row", px(size::row)},
            {"@label_font", px(size::label_font)},
            {"@body_font", px(size::body_font)},
            {"@title_font", px(size::title_font)},
            {"@figure_font", px(size::figure_font)},
            {"@focus", px(size::focus_ring)},
            {"@xl", px(size::xl)},
            {"@xs", px(size::xs)},
            {"@s", px(size::s)},
            {"@m", px(size::m)},
            {"@l", px(size::l)}};
}

/// A box with the accent and a tick when it is on, a dash when it is half on.
void drawCheck(const QStyleOption& option, QPainter& painter) {
    const Tokens& t = tokens();
    const bool on = option.state & QStyle::State_On, half = option.state & QStyle::State_NoChange,
               enabled = option.state & QStyle::State_Enabled;
    const double side = std::min({option.rect.width(), option.rect.height(), size::icon}) - 1;
    const QRectF box(QRectF(option.rect).center() - QPointF(side, side) / 2, QSizeF(side, side));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(!enabled ? t.line : on || half ? t.accent : t.muted, size::hairline));
    painter.setBrush(!(on || half) ? t.surface : enabled ? t.accent : t.muted);
    painter.drawRoundedRect(box, size::xs, size::xs);
    painter.setPen(QPen(t.on_accent, size::underline, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const auto at = [&](double x, double y) { return box.topLeft() + QPointF(x, y) * side; };
    if (on) painter.drawPolyline(QPolygonF{{at(0.25, 0.52), at(0.43, 0.7), at(0.76, 0.32)}});
    else if (half) painter.drawLine(at(0.28, 0.5), at(0.72, 0.5));
    painter.restore();
}

}  // namespace

Style::Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void Style::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    // The button with which a line edit is cleared.
    if (widget->inherits("QLineEditIconButton") && widget->accessibleName().isEmpty())
        widget->setAccessibleName(Words::tr("Clear the text"));
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
        case PM_SmallIconSize:
        case PM_ButtonIconSize:
        case PM_ToolBarIconSize: return size::icon;
        case PM_LayoutLeftMargin:
        case PM_LayoutRightMargin:
        case PM_LayoutTopMargin:
        case PM_LayoutBottomMargin: return size::m;
        case PM_LayoutHorizontalSpacing:
        case PM_LayoutVerticalSpacing: return size::s;
        case PM_SplitterWidth: return size::s;
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical: return 0;
        default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const {
    switch (hint) {
        case SH_ToolTip_WakeUpDelay: return duration::tooltip;
        case SH_Widget_Animation_Duration: return 0;
        case SH_EtchDisabledText:
        case SH_DitherDisabledText: return 0;
        case SH_ItemView_ShowDecorationSelected: return 1;
        default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    if (element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck) return drawCheck(*option, *painter);
    if (element != PE_FrameFocusRect) return QProxyStyle::drawPrimitive(element, option, painter, widget);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(tokens().accent, size::focus_ring));
    painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), size::radius, size::radius);
    painter->restore();
}

QString styleSheet(const Tokens& t) {
    QFile file(QStringLiteral(":/theme/workbench.qss"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QString sheet = QString::fromUtf8(file.readAll());
    for (const auto& [token, value] : replacements(t)) sheet.replace(QLatin1String(token), value);
    return sheet;
}

}  // namespace retort::ui
