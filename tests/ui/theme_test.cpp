// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

/// How much of the picture is ink, where the ground is `ground` and whole ink is the other end of the grey scale.
double inked(const QFont& font, Qt::GlobalColor ground, Qt::GlobalColor ink) {
    QImage image(200, 60, QImage::Format_RGB32);
    image.fill(ground);
    QPainter painter(&image);
    painter.setPen(ink);
    painter.setFont(font);
    painter.drawText(image.rect(), Qt::AlignCenter, QStringLiteral("检查对所以"));
    painter.end();
    double sum = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) sum += std::abs(qGray(image.pixel(x, y)) - QColor(ground).red()) / 255.0;
    return sum;
}

// Text on a dark ground must not look bold beside the same text on a light one.
TEST(Theme, ChineseWeighsTheSameOnDarkAndOnLight) {
    Theme theme(*qApp);
    QFont font = bodyFont();
    font.setPixelSize(size::body_font + 6);  // a size that nothing else has laid out before
    const double light = inked(font, Qt::white, Qt::black), dark = inked(font, Qt::black, Qt::white);
    ASSERT_GT(light, 100);
    EXPECT_NEAR(dark / light, 1, 0.02);
}

}  // namespace
}  // namespace retort::ui
