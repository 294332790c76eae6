// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QSettings>
#include <QTimer>
#include <cstdio>
#include <functional>
#include <memory>

#include "ui/main_window.h"
#include "ui/session/background.h"
#include "ui/theme/theme.h"

namespace {

constexpr int look_ms = 50;
constexpr int longest_end_ms = 5000;  // for what is being read as the window closes

/// Does it when this long has passed since everything stored had been read, or could not be: a busy machine is slower than
/// any picture's time.
void afterReading(retort::ui::MainWindow& window, double seconds, const std::function<void()>& act) {
    auto* timer = new QTimer(&window);
    QElapsedTimer still;
    still.start();
    QObject::connect(timer, &QTimer::timeout, &window, [&window, timer, still, seconds, act]() mutable {
        if (window.session() != nullptr && !window.session()->caughtUp() && !window.session()->unreadable()) still.restart();
        if (static_cast<double>(still.elapsed()) < seconds * 1000) return;
        timer->stop();
        timer->deleteLater();
        act();
    });
    timer->start(look_ms);
}

/// Grabs the window and ends: documentation and tests.
void takePicture(retort::ui::MainWindow& window, const QString& file) {
    const bool saved = window.grab().save(file);
    if (!saved) std::fprintf(stderr, "%s cannot be written\n", qPrintable(file));
    QApplication::exit(saved ? 0 : 3);
}

}  // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
        qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("retort-workbench"));
    QApplication::setOrganizationName(QStringLiteral("retort"));
    QApplication::setApplicationDisplayName(QStringLiteral("Retort"));
    QApplication::setDesktopFileName(QStringLiteral("retort-workbench"));
    QApplication::setApplicationVersion(QStringLiteral("0.1.0"));

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("The workbench of Retort: watch a model learn to reason."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("folder"), QStringLiteral("A project or a run to open."),
                                 QStringLiteral("[folder]"));
    const QCommandLineOption run(QStringLiteral("run"), QStringLiteral("Start training: of the folder, or of abacus."));
    const QCommandLineOption shot(QStringLiteral("screenshot"), QStringLiteral("Save the window as FILE and end."),
                                  QStringLiteral("file"));
    const QCommandLineOption page({QStringLiteral("link"), QStringLiteral("page")},
                                  QStringLiteral("A link that was copied, or a page: \"traces?stage=zero&from=3\"."),
                                  QStringLiteral("link"));
    const QCommandLineOption look(QStringLiteral("theme"), QStringLiteral("light or dark."), QStringLiteral("name"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("Window size, e.g. 1280x720."),
                                  QStringLiteral("WxH"));
    const QCommandLineOption after(QStringLiteral("after"),
                                   QStringLiteral("Seconds before the screenshot, from when the run has been read."),
                                   QStringLiteral("seconds"), QStringLiteral("2"));
    const QCommandLineOption language(QStringLiteral("language"), QStringLiteral("en or zh_CN instead of the system's."),
                                      QStringLiteral("code"));
    const QCommandLineOption action(
        QStringLiteral("action"),
        QStringLiteral("Before the screenshot, do what the command palette calls so (repeatable)."), QStringLiteral("name"));
    const QCommandLineOption pages(QStringLiteral("list-pages"), QStringLiteral("Print the names of the pages and end."));
    parser.addOptions({run, shot, page, pages, look, size, after, language, action});
    parser.process(app);
    if (parser.isSet(pages)) {
        for (const retort::ui::PageEntry& entry : retort::ui::pageList()) std::printf("%s\n", qPrintable(entry.id));
        return 0;
    }

    retort::ui::Language words;
    const QString spoken =
        parser.isSet(language) ? parser.value(language) : QSettings().value(QStringLiteral("language")).toString();
    if (!spoken.isEmpty()) words.setChoice(spoken);
    retort::ui::Theme theme(app);
    if (parser.isSet(look))
        theme.setChoice(parser.value(look) == QStringLiteral("dark") ? retort::ui::ThemeChoice::Dark
                                                                     : retort::ui::ThemeChoice::Light);
    auto shown = std::make_unique<retort::ui::MainWindow>(theme, words);
    retort::ui::MainWindow& window = *shown;
    if (parser.isSet(size)) {
        const QStringList sides = parser.value(size).split(QLatin1Char('x'));
        if (sides.size() == 2) window.resize(sides[0].toInt(), sides[1].toInt());
    }
    const QStringList folders = parser.positionalArguments();
    if (!folders.isEmpty()) window.open(folders.front(), parser.isSet(run));
    else if (parser.isSet(run)) window.runAbacus();
    else if (!parser.isSet(shot)) window.reopenLast();
    if (parser.isSet(page)) {
        // After the folder has been opened, which goes to Overview by itself.
        QTimer::singleShot(500, &window,
                           [&window, name = parser.value(page)] { window.goTo(retort::ui::PageLink::fromText(name)); });
    }
    if (parser.isSet(action)) {
        afterReading(window, parser.value(after).toDouble() / 2, [&window, names = parser.values(action)] {
            for (const QString& name : names)
                if (!window.perform(name)) std::fprintf(stderr, "there is no action \"%s\"\n", qPrintable(name));
        });
    }
    if (parser.isSet(shot)) {
        QCursor::setPos(window.mapToGlobal(QPoint(window.width(), window.height())));  // no hover in the picture
        afterReading(window, parser.value(after).toDouble(),
                     [&window, file = parser.value(shot)] { takePicture(window, file); });
    }
    window.show();
    const int code = QApplication::exec();
    shown.reset();
    retort::ui::finishReleased(longest_end_ms);
    return code;
}
