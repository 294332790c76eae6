// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace retort::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::Format)
};

QString trimZeros(QString text) {
    if (!text.contains(QLatin1Char('.'))) return text;
    while (text.endsWith(QLatin1Char('0'))) text.chop(1);
    if (text.endsWith(QLatin1Char('.'))) text.chop(1);
    return text;
}

constexpr double minute = 60, hour = 3600, day = 86400;

}  // namespace

QString formatValue(double value) {
    if (std::isnan(value)) return QStringLiteral("NaN");
    if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    const double size = std::abs(value);
    QString text;
    if (size == 0) return QStringLiteral("0");
    if (size >= 1e6) text = trimZeros(QString::number(value / 1e6, 'f', size < 1e7 ? 2 : 1)) + QStringLiteral("M");
    else if (size >= 1e4) text = trimZeros(QString::number(value / 1e3, 'f', 1)) + QStringLiteral("k");
    else if (size >= 100) text = QString::number(value, 'f', 0);
    else if (size >= 10) text = QString::number(value, 'f', 1);
    else if (size >= 1) text = QString::number(value, 'f', 2);
    else if (size >= 1e-3) text = QString::number(value, 'f', size < 0.1 ? 4 : 3);
    else text = QString::number(value, 'e', 1);
    return text.replace(QLatin1Char('-'), QStringLiteral("−")).replace(QStringLiteral("e−0"), QStringLiteral("e−"));
}

QString formatShare(double share) {
    if (!std::isfinite(share)) return formatValue(share);
    // Unlikely is not never.
    if (share > 0 && share < 0.0005) return QStringLiteral("<0.1%");
    return QString::number(share * 100, 'f', share >= 0.9995 || share == 0 ? 0 : 1) + QStringLiteral("%");
}

QString formatMetric(double value, std::string_view unit) {
    if (unit == "share") return formatShare(value);
    return formatValue(value);
}

QString formatTick(double value, double step) {
    if (std::abs(value) >= 1e4 || (step < 1e-4 && value != 0)) return formatValue(value);
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
    return QString::number(value, 'f', decimals).replace(QLatin1Char('-'), QStringLiteral("−"));
}

QString formatCount(double value) {
    if (std::abs(value) >= 1e6) return formatValue(value);
    QString digits = QString::number(std::llround(value));
    for (qsizetype at = digits.size() - 3; at > (value < 0 ? 1 : 0); at -= 3) digits.insert(at, QChar(0x202F));
    return digits;
}

QString formatDuration(double seconds) {
    const double whole = std::round(seconds);
    if (whole < minute) return Words::tr("%1 s").arg(whole);
    if (whole < hour) {
        const int minutes = static_cast<int>(whole / minute), rest = static_cast<int>(whole) % 60;
        if (minutes < 10 && rest != 0) return Words::tr("%1 min %2 s").arg(minutes).arg(rest, 2, 10, QLatin1Char('0'));
        return Words::tr("%1 min").arg(minutes);
    }
    const int hours = static_cast<int>(whole / hour), minutes = static_cast<int>((whole - hours * hour) / minute);
    if (hours >= 48) return Words::tr("%1 d %2 h").arg(hours / 24).arg(hours % 24);
    return minutes == 0 ? Words::tr("%1 h").arg(hours)
                        : Words::tr("%1 h %2 min").arg(hours).arg(minutes, 2, 10, QLatin1Char('0'));
}

QString formatAgo(double unix_time, double now) {
    const double age = now - unix_time;
    if (age < minute) return Words::tr("just now");
    if (age < hour) return Words::tr("%1 min ago").arg(static_cast<int>(age / minute));
    if (age < day) return Words::tr("%1 h ago").arg(static_cast<int>(age / hour));
    return QLocale().toString(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(unix_time)).date(), QLocale::ShortFormat);
}

}  // namespace retort::ui
