// SPDX-License-Identifier: GPL-3.0-or-later
// A person who looks at everything, as a process of its own: opens a run in the whole window, goes from page to page, pans
// the charts, filters, sorts and reads traces, for SECONDS. Then prints how long the GUI thread was away from its event
// loop:
//
//   fake_reader RUN SECONDS        (RUN "-": none)
//   first frame
//   {"turns": 9000, "p50_ms": 0.1, "p999_ms": 12.0, "max_ms": 30.1, "processor_max_ms": 28.0, "rollouts": 640, "problem":
//   ""}
//
// To be run beside a trainer that is stopped, on a store that is locked, on a slow disk (tests/support/slow_disk).
#include <QApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QThread>
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>

#include "ui/charts/chart_link.h"
#include "ui/main_window.h"
#include "ui/models/rollout_table.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/traces_page.h"
#include "ui/theme/theme.h"

namespace {

using namespace retort;
using namespace retort::ui;

double threadMilliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

double percentile(std::vector<double> times, double share) {
    std::sort(times.begin(), times.end());
    return times.empty() ? 0 : times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
}

/// One thing that a person does, by its number.
void act(MainWindow& window, int number) {
    static const QStringList pages{QStringLiteral("overview"),   QStringLiteral("traces"),  QStringLiteral("candidates"),
                                   QStringLiteral("funnel"),     QStringLiteral("compare"), QStringLiteral("recipe"),
                                   QStringLiteral("playground"), QStringLiteral("runs")};
    if (number % 8 == 0) window.goTo(pages[number / 8 % pages.size()]);
    auto* overview = window.findChild<OverviewPage*>();
    auto* traces = window.findChild<TracesPage*>();
    QWidget* page = window.currentPage();
    if (page == overview) {
        overview->chartLink().setHover(number);
        overview->chartLink().setRange(number % 3 == 0 ? std::nullopt
                                                       : std::optional(std::pair<double, double>(number, number + 40)));
    } else if (page == traces) {
        RolloutFilter filter;
        if (number % 2 == 0) filter.correctness = Correctness::Wrong;
        if (number % 4 == 1) filter.text = "wait";
        traces->model().setFilter(filter, number % 3 == 0 ? RolloutOrder::LongestFirst : RolloutOrder::NewestFirst);
        QTest::keyClick(page, Qt::Key_N);
    } else {
        QTest::keyClick(page, number % 2 == 0 ? Qt::Key_Down : Qt::Key_Tab);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    if (qEnvironmentVariableIsEmpty("DISPLAY")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    Theme theme(app);
    Language language;
    MainWindow window(theme, language);
    window.resize(1280, 720);
    window.show();
    window.repaint();
    std::printf("first frame\n");
    std::fflush(stdout);
    if (std::strcmp(argv[1], "-") == 0) return 0;
    window.openRun(QString::fromLocal8Bit(argv[1]));
    std::vector<double> wall, processor;
    QElapsedTimer all, turn, since_act;
    all.start();
    since_act.start();
    for (int done = 0; all.elapsed() < std::atof(argv[2]) * 1000;) {
        const double before = threadMilliseconds();
        turn.start();
        if (since_act.elapsed() > 100) {
            since_act.restart();
            act(window, done++);
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents);
        wall.push_back(static_cast<double>(turn.nsecsElapsed()) * 1e-6);
        processor.push_back(threadMilliseconds() - before);
        QThread::usleep(500);
    }
    const QJsonObject result{{QStringLiteral("turns"), static_cast<qint64>(wall.size())},
                             {QStringLiteral("p50_ms"), percentile(wall, 0.5)},
                             {QStringLiteral("p999_ms"), percentile(wall, 0.999)},
                             {QStringLiteral("max_ms"), percentile(wall, 1)},
                             {QStringLiteral("processor_max_ms"), percentile(processor, 1)},
                             {QStringLiteral("rollouts"), static_cast<qint64>(window.session()->rolloutCount())},
                             {QStringLiteral("problem"), window.session()->problem()}};
    std::printf("%s\n", QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
    // Threads that wait for the disk are not waited for.
    std::_Exit(0);
}
