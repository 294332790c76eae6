// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <dlfcn.h>
#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QDBusVariant>
#include <QFontDatabase>
#include <QFontInfo>
#include <QPalette>
#include <QPixmapCache>

#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

bool dark_in_force = false;

const QString portal_service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString portal_path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString portal_interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString color_scheme = QStringLiteral("color-scheme");
constexpr uint prefers_dark = 1;

QPalette paletteFrom(const Tokens& t) {
    QPalette palette;
    palette.setColor(QPalette::Window, t.canvas);
    palette.setColor(QPalette::WindowText, t.text);
    palette.setColor(QPalette::Base, t.surface);
    palette.setColor(QPalette::AlternateBase, t.canvas);
    palette.setColor(QPalette::Text, t.text);
    palette.setColor(QPalette::Button, t.surface);
    palette.setColor(QPalette::ButtonText, t.text);
    palette.setColor(QPalette::ToolTipBase, t.raised);
    palette.setColor(QPalette::ToolTipText, t.text);
    palette.setColor(QPalette::PlaceholderText, t.muted);
    palette.setColor(QPalette::Highlight, t.accent);
    palette.setColor(QPalette::HighlightedText, t.on_accent);
    palette.setColor(QPalette::Link, t.accent);
    palette.setColor(QPalette::Mid, t.line);
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, t.muted);
    }
    return palette;
}

/// Chinese faces are mostly CFF, for which Qt has FreeType darken the stems and then blends with gamma: on a dark ground
/// they look bold beside Latin of the same weight. Both end with this switch, which Qt offers no other way to; where the
/// symbols are missing, all stays. Before the first text is laid out.
void drawEqualWeights() {
    using Library = void* (*)();
    using Set = int (*)(void* library, const char* module, const char* property, const void* value);
    const auto library = reinterpret_cast<Library>(dlsym(RTLD_DEFAULT, "_Z14qt_getFreetypev"));
    const auto set = reinterpret_cast<Set>(dlsym(RTLD_DEFAULT, "FT_Property_Set"));
    const unsigned char no_darkening = 1;
    if (library != nullptr && set != nullptr) set(library(), "cff", "no-stem-darkening", &no_darkening);
}

/// The desktop's font; where no desktop names one, the generic "Sans" is replaced by the best text face installed.
QFont applicationFont() {
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    static const QStringList generic{QStringLiteral("Sans"), QStringLiteral("Sans Serif"), QStringLiteral("DejaVu Sans"),
                                     QStringLiteral("sans-serif"), QString()};
    if (generic.contains(font.family())) {
        const QStringList installed = QFontDatabase::families();
        // Faces whose figures all have one width, so that numbers under one another align.
        for (const char* family : {"Noto Sans", "Open Sans", "DejaVu Sans"}) {
            if (installed.contains(QLatin1String(family))) {
                font.setFamily(QLatin1String(family));
                break;
            }
        }
    }
    // By name: left to itself, the search for a face that has Chinese may come back with a bold one. Signs come from the one
    // between.
    font.setFamilies({QFontInfo(font).family(), QStringLiteral("DejaVu Sans"), QStringLiteral("Noto Sans CJK SC")});
    font.setPixelSize(size::body_font);
    return font;
}

}  // namespace

Theme::Theme(QApplication& app) : app_(app) {
    system_dark_ = app.palette().color(QPalette::Window).lightnessF() < 0.5;
    drawEqualWeights();
    app.setFont(applicationFont());
    app.setStyle(new Style);
    followPortal();
    apply();
}

bool Theme::darkInForce() { return dark_in_force; }

void Theme::setChoice(ThemeChoice choice) {
    choice_ = choice;
    apply();
}

void Theme::buildUnstyled(const std::function<void()>& build) {
    app_.setStyleSheet({});
    build();
    app_.setStyleSheet(styleSheet(tokens()));
}

void Theme::followPortal() {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    // By name only: theme.h does without the type, so that nothing else would tell Qt what the slot takes.
    qRegisterMetaType<QDBusVariant>("QDBusVariant");
    bus.connect(portal_service, portal_path, portal_interface, QStringLiteral("SettingChanged"), this,
                SLOT(portalSetting(QString, QString, QDBusVariant)));
    // One that starts later, or comes back after a restart, may know better: what changed while it was away was not told.
    auto* watcher = new QDBusServiceWatcher(portal_service, bus, QDBusServiceWatcher::WatchForRegistration, this);
    connect(watcher, &QDBusServiceWatcher::serviceRegistered, this, &Theme::askPortal);
    askPortal();
}

void Theme::askPortal() {
    QDBusMessage call =
        QDBusMessage::createMethodCall(portal_service, portal_path, portal_interface, QStringLiteral("Read"));
    call << appearance << color_scheme;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<QDBusVariant> reply = *done;
        if (reply.isValid()) portalSetting(appearance, color_scheme, reply.value());
        done->deleteLater();
    });
}

void Theme::portalSetting(const QString& group, const QString& key, const QDBusVariant& value) {
    if (group != appearance || key != color_scheme) return;
    QVariant content = value.variant();
    // Older portals wrap the answer of Read twice.
    if (content.canConvert<QDBusVariant>()) content = content.value<QDBusVariant>().variant();
    system_dark_ = content.toUInt() == prefers_dark;
    apply();
}

void Theme::apply() {
    const bool dark = choice_ == ThemeChoice::Dark || (choice_ == ThemeChoice::System && system_dark_);
    dark_in_force = dark;
    const Tokens& t = tokens();
    QPixmapCache::clear();
    app_.setPalette(paletteFrom(t));
    app_.setStyleSheet(styleSheet(t));
    Q_EMIT changed();
}

}  // namespace retort::ui
