// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>
#include <algorithm>

#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

const QByteArray& source(const QString& name) {
    static QHash<QString, QByteArray> cache;
    auto found = cache.find(name);
    if (found == cache.end()) {
        QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
        found = cache.insert(name, file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
    }
    return *found;
}

/// In a rectangle that is wider than high the icon stands at its left: the rest keeps words away from it.
void paintIcon(QPainter& painter, const QString& name, const QColor& color, const QRectF& rect) {
    QByteArray svg = source(name);
    svg.replace("currentColor", color.name().toLatin1());
    QSvgRenderer(svg).render(&painter, QRectF(rect.topLeft(), QSizeF(std::min(rect.width(), rect.height()), rect.height())));
}

/// Renders at paint time, so that a theme switch needs no new icons.
class InkEngine : public QIconEngine {
public:
    InkEngine(QString name, Ink ink) : name_(std::move(name)), ink_(ink) {}
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        const Ink ink = mode == QIcon::Disabled ? Ink::Muted : state == QIcon::On && ink_ == Ink::Muted ? Ink::Accent : ink_;
        paintIcon(*painter, name_, inkColor(ink), rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new InkEngine(name_, ink_); }

private:
    QString name_;
    Ink ink_;
};

}  // namespace

QColor inkColor(Ink ink) {
    const Tokens& t = tokens();
    switch (ink) {
        case Ink::Text: return t.text;
        case Ink::Muted: return t.muted;
        case Ink::Accent: return t.accent;
        case Ink::OnAccent: return t.on_accent;
        case Ink::Good: return t.good;
        case Ink::Bad: return t.bad;
        case Ink::Warn: return t.warn;
    }
    return t.text;
}

QIcon icon(const QString& name, Ink ink) { return QIcon(new InkEngine(name, ink)); }

QPixmap iconPixmap(const QString& name, Ink ink, int pixels, double device_ratio) {
    QPixmap pixmap(QSize(pixels, pixels) * device_ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintIcon(painter, name, inkColor(ink), QRectF(QPointF(), QSizeF(pixmap.size())));
    painter.end();
    pixmap.setDevicePixelRatio(device_ratio);
    return pixmap;
}

}  // namespace retort::ui
