// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <functional>

class QApplication;
class QDBusVariant;

namespace retort::ui {

enum class ThemeChoice { System, Light, Dark };

/// Puts tokens into the application: palette, style, style sheet, font. One per application, GUI thread. Switching is live:
/// widgets see QEvent::PaletteChange and repaint from tokens().
class Theme : public QObject {
    Q_OBJECT
public:
    explicit Theme(QApplication& app);

    ThemeChoice choice() const { return choice_; }
    /// Builds many widgets in a tenth of the time: under a style sheet Qt styles a whole subtree anew each time it gets a
    /// parent.
    void buildUnstyled(const std::function<void()>& build);
    void setChoice(ThemeChoice choice);
    /// Whether tokens() are the dark ones.
    static bool darkInForce();

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    /// The desktop portal's SettingChanged.
    void portalSetting(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void followPortal();
    void askPortal();
    void apply();

    QApplication& app_;
    ThemeChoice choice_ = ThemeChoice::System;
    bool system_dark_ = false;
};

}  // namespace retort::ui
