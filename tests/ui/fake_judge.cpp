// SPDX-License-Identifier: GPL-3.0-or-later
// A person at the Candidates page as a process of its own: accepts by the key as fast as candidates are shown, and prints a
// line for each verdict once the next candidate is on the screen ("attached" on stderr once it hears the trainer). To be
// killed. With a second argument N it ends after N verdicts and prints the milliseconds of each, from the key to the next
// candidate shown and durable: the figure of the benchmark.
#include <QApplication>
#include <QElapsedTimer>
#include <QTest>
#include <cstdio>

#include "ui/models/candidate_queue.h"
#include "ui/pages/candidates_page.h"
#include "ui/theme/theme.h"

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    if (qEnvironmentVariableIsEmpty("DISPLAY")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    const retort::ui::Theme theme(app);
    retort::ui::RunSession session{retort::RunDirectory(argv[1])};
    QObject::connect(&session, &retort::ui::RunSession::stateChanged, &session, [&session, told = false]() mutable {
        if (told || !session.attached()) return;
        told = true;
        std::fprintf(stderr, "attached\n");
    });
    retort::ui::CandidatesPage page;
    page.resize(1200, 640);
    page.show();
    page.setSession(&session);
    const int wanted = argc > 2 ? std::atoi(argv[2]) : 0;
    for (int judged = 0; wanted == 0 || judged < wanted; ++judged) {
        if (!QTest::qWaitFor([&] { return page.queue().current() != nullptr; }, 60000)) break;
        const retort::CandidateId before = page.queue().current()->id;
        QElapsedTimer clock;
        clock.start();
        QTest::keyClick(&page, Qt::Key_A);
        while (page.queue().current() != nullptr && page.queue().current()->id == before)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        page.repaint();
        std::printf("%.3f\n", static_cast<double>(clock.nsecsElapsed()) / 1e6);
        std::fflush(stdout);
        if (page.queue().current() == nullptr) break;
    }
    page.setSession(nullptr);
    return 0;
}
