// SPDX-License-Identifier: GPL-3.0-or-later
// What the desktop is told and what it tells, on a bus of our own: notifications of a run that ends, and whether it is dark.
#include <gtest/gtest.h>

#include <QApplication>
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QProcess>
#include <QSettings>
#include <QStandardPaths>
#include <memory>
#include <ostream>

#include "ui/main_window.h"
#include "ui_support.h"

namespace retort::ui {
namespace {

using test::eventually;

/// A service of the desktop: answers what it is asked, remembers the questions.
class Service : public QDBusVirtualObject {
public:
    std::function<QVariant(const QDBusMessage&)> answer;
    std::vector<QList<QVariant>> asked;

    QString introspect(const QString&) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override {
        asked.push_back(message.arguments());
        return connection.send(message.createReply(answer(message)));
    }
};

class DesktopBus : public ::testing::Test {
protected:
    void SetUp() override {
        const QString daemon = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
        if (daemon.isEmpty()) GTEST_SKIP() << "there is no dbus-daemon";
        bus_.start(daemon, {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address=1")});
        ASSERT_TRUE(bus_.waitForStarted());
        ASSERT_TRUE(bus_.waitForReadyRead(test::patience_ms));
        address_ = bus_.readLine().trimmed();
        qputenv("DBUS_SESSION_BUS_ADDRESS", address_);
        // Qt looks for it once.
        if (!QDBusConnection::sessionBus().isConnected())
            GTEST_SKIP() << "another test of this process has looked for a bus before";
        QSettings().clear();
    }
    void TearDown() override {
        window_.reset();
        bus_.kill();
        bus_.waitForFinished();
        QSettings().clear();
    }
    /// A program of the desktop that offers it; gone with closeService().
    QDBusConnection offer(const char* name, const char* path, Service& service) {
        QDBusConnection connection = QDBusConnection::connectToBus(QString::fromLatin1(address_), QLatin1String(name));
        EXPECT_TRUE(connection.registerVirtualObject(QLatin1String(path), &service));
        EXPECT_TRUE(connection.registerService(QLatin1String(name)));
        return connection;
    }

    QProcess bus_;
    QByteArray address_;
    test::PrivateState state_;
    test::TempDir folder_;
    Language language_;
    std::unique_ptr<Theme> theme_;
    std::unique_ptr<MainWindow> window_;
};

constexpr const char* portal = "org.freedesktop.portal.Desktop";
constexpr const char* portal_path = "/org/freedesktop/portal/desktop";
constexpr const char* notifications = "org.freedesktop.Notifications";
constexpr const char* notifications_path = "/org/freedesktop/Notifications";

// A portal that comes late, changes, goes and comes back changed (an update of the desktop restarts it).
TEST_F(DesktopBus, TheThemeFollowsAPortalThatComesBack) {
    uint scheme = 1;
    Service settings;
    settings.answer = [&](const QDBusMessage&) { return QVariant::fromValue(QDBusVariant(scheme)); };
    theme_ = std::make_unique<Theme>(*qApp);
    QTest::qWait(100);
    const bool before = Theme::darkInForce();
    EXPECT_FALSE(before) << "nobody has said so";
    QDBusConnection connection = offer(portal, portal_path, settings);
    EXPECT_TRUE(eventually([] { return Theme::darkInForce(); })) << "one that comes after the window is not asked";
    QDBusMessage changed = QDBusMessage::createSignal(
        QLatin1String(portal_path), QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("SettingChanged"));
    changed << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme")
            << QVariant::fromValue(QDBusVariant(2U));
    ASSERT_TRUE(connection.send(changed));
    EXPECT_TRUE(eventually([] { return !Theme::darkInForce(); })) << "a change is not heard";
    scheme = 2;
    ASSERT_TRUE(connection.unregisterService(QLatin1String(portal)));
    QDBusConnection::disconnectFromBus(QLatin1String(portal));
    QTest::qWait(100);
    EXPECT_FALSE(Theme::darkInForce());
    scheme = 1;
    connection = offer(portal, portal_path, settings);
    EXPECT_TRUE(eventually([] { return Theme::darkInForce(); })) << "what changed while it was away is not asked for";
    theme_->setChoice(ThemeChoice::Light);
    EXPECT_FALSE(Theme::darkInForce()) << "a person's choice comes first";
    QDBusConnection::disconnectFromBus(QLatin1String(portal));
}

struct Ending {
    const char* option;
    const char* says;
    uchar urgency;
};
void PrintTo(const Ending& ending, std::ostream* out) { *out << ending.says; }

class RunThatEnds : public DesktopBus, public ::testing::WithParamInterface<Ending> {};

TEST_P(RunThatEnds, IsToldAndItsButtonBringsTheWindow) {
    Service server;
    server.answer = [](const QDBusMessage&) { return QVariant(7U); };
    QDBusConnection connection = offer(notifications, notifications_path, server);
    theme_ = std::make_unique<Theme>(*qApp);
    window_ = std::make_unique<MainWindow>(*theme_, language_);
    window_->show();
    const std::filesystem::path run = folder_ / "project/runs/run";
    QStringList options{QStringLiteral("--rate"), QStringLiteral("6"),        QStringLiteral("--steps"),
                        QStringLiteral("8"),      QStringLiteral("--stages"), QStringLiteral("zero")};
    if (*GetParam().option != 0) options << QLatin1String(GetParam().option) << QStringLiteral("6");
    auto trainer = test::startFakeTrainer(run, options);
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(run / "run.db"); }));
    window_->openRun(QString::fromStdString(run.string()));
    ASSERT_TRUE(eventually([&] { return window_->session()->state() == RunState::Running; }));
    window_->showMinimized();
    QWidget other;
    other.show();
    other.activateWindow();
    ASSERT_TRUE(eventually([&] { return !window_->isActiveWindow(); }));
    ASSERT_TRUE(eventually([&] { return !server.asked.empty(); })) << "nothing was told";
    const QList<QVariant> said = server.asked.front();
    EXPECT_TRUE(said[4].toString().contains(QLatin1String(GetParam().says))) << said[4].toString().toStdString();
    QVariantMap hints;
    said[6].value<QDBusArgument>() >> hints;
    EXPECT_EQ(hints.value(QStringLiteral("urgency")).value<uchar>(), GetParam().urgency);
    QTest::qWait(200);  // the answer with its number
    QDBusMessage pressed = QDBusMessage::createSignal(QLatin1String(notifications_path), QLatin1String(notifications),
                                                      QStringLiteral("ActionInvoked"));
    pressed << 7U << QStringLiteral("default");
    ASSERT_TRUE(connection.send(pressed));
    EXPECT_TRUE(eventually([&] { return !window_->isMinimized(); }));
    EXPECT_EQ(server.asked.size(), 1U) << "told more than once";
    QDBusConnection::disconnectFromBus(QLatin1String(notifications));
    trainer->waitForFinished();
}

INSTANTIATE_TEST_SUITE_P(DesktopBus, RunThatEnds,
                         ::testing::Values(Ending{"", "is done", 1}, Ending{"--fail-at", "has failed", 2},
                                           Ending{"--crash-at", "without a word", 2}),
                         [](const auto& one) { return one.index == 0   ? "Done"
                                                      : one.index == 1 ? "Failed"
                                                                       : "Crashed"; });

}  // namespace
}  // namespace retort::ui
