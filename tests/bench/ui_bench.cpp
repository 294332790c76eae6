// SPDX-License-Identifier: Apache-2.0
// Measures the workbench on a large run: frame times on the GUI thread while panning, hovering, live updating and paging
// through traces. Peer in the same run: Qt Charts with the same points, and with points decimated to 2,000 first.
//
//   fake_trainer /tmp/big --fill-points 1000000 --fill-rollouts 100000
//   ui_bench /tmp/big
//
// Prints one line per measure: name, frames, p50, p95, largest, in milliseconds on the wall, then p95 of the GUI thread's own
// processor time (what the wall shows on an idle machine). A frame goes from the event to the finished repaint.
#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTableView>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

#include "ui/charts/metric_chart.h"
#include "ui/main_window.h"
#include "ui/models/rollout_table.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/traces_page.h"
#include "ui/theme/theme.h"
#ifdef RETORT_BENCH_QTCHARTS
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#endif

namespace {

using namespace retort;
using namespace retort::ui;

constexpr int frames = 200;

double percentile(std::vector<double> times, double share) {
    std::sort(times.begin(), times.end());
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
}

double threadSeconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Times {
    std::vector<double> wall, processor;
};

void report(const char* name, const Times& times) {
    std::printf("%-44s %6zu frames  p50 %8.3f  p95 %8.3f  max %8.3f ms", name, times.wall.size(), percentile(times.wall, 0.5),
                percentile(times.wall, 0.95), *std::max_element(times.wall.begin(), times.wall.end()));
    if (!times.processor.empty()) std::printf("  processor p95 %8.3f ms", percentile(times.processor, 0.95));
    std::printf("\n");
    std::fflush(stdout);
}

/// Times `act` and everything that it makes the GUI thread do.
Times measure(int count, const std::function<void(int)>& act) {
    Times times;
    for (int frame = 0; frame < count; ++frame) {
        QElapsedTimer timer;
        const double before = threadSeconds();
        timer.start();
        act(frame);
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
        times.wall.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
        times.processor.push_back((threadSeconds() - before) * 1e3);
    }
    return times;
}

void overview(MainWindow& window) {
    auto* page = window.findChild<OverviewPage*>();
    const auto& spans = window.session()->series().spans();
    const double low = 1, high = spans.empty() ? 2 : spans.back().end, width = (high - low) * 0.3;
    ChartLink& link = page->link();
    report("pan (30% of the run, all charts)", measure(frames, [&](int frame) {
        const double at = low + (high - low - width) * frame / frames;
        link.setRange(std::pair{at, at + width});
    }));
    report("zoom (all charts)", measure(frames, [&](int frame) {
        const double half = (high - low) / 2 * std::pow(0.97, frame);
        link.setRange(std::pair{(low + high) / 2 - half, (low + high) / 2 + half});
    }));
    link.setRange(std::nullopt);
    report("crosshair over all charts", measure(frames, [&](int frame) { link.setHover(low + (high - low) * frame / frames); }));
    report("live update, every chart repainted", measure(frames / 4, [&](int) { for (MetricChart* chart : page->charts()) chart->refresh(); }));
}

void traces(MainWindow& window) {
    window.goTo(QStringLiteral("traces"));
    auto* page = window.findChild<TracesPage*>();
    auto* table = page->findChild<QTableView*>();
    if (!QTest::qWaitFor([&] { return page->model().rowCount() > 0; }, 60000)) return;
    report("traces: scrolling a page at a time", measure(frames, [&](int) {
        table->verticalScrollBar()->setValue(table->verticalScrollBar()->value() + table->viewport()->height());
    }));
    std::vector<double> waits;
    for (Step step = 1; step <= 40; ++step) {
        RolloutFilter filter;
        filter.step_from = filter.step_to = step;
        QElapsedTimer timer;
        timer.start();
        page->model().setFilter(filter, RolloutOrder::NewestFirst);
        if (!QTest::qWaitFor([&] { return !page->model().loading(); }, 60000)) return;
        waits.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
    }
    report("traces: a step's list after a click (wait)", {waits, {}});
}

#ifdef RETORT_BENCH_QTCHARTS
void qtCharts(const MetricSeries& source, std::size_t limit, const char* name, int count) {
    auto* line = new QLineSeries;
    QList<QPointF> points;
    const std::size_t stride = std::max<std::size_t>(1, source.y.size() / limit);
    for (std::size_t i = 0; i < source.y.size(); i += stride) points << QPointF(source.step_x[i], source.y.at(i));
    auto* chart = new QChart;
    chart->addSeries(line);
    chart->createDefaultAxes();
    QChartView view(chart);
    view.resize(420, 232);
    view.show();
    line->replace(points);
    chart->createDefaultAxes();
    QCoreApplication::processEvents();
    report(name, measure(count, [&](int frame) {
        chart->axes(Qt::Horizontal).front()->setRange(frame, source.step_x.back() * 0.3 + frame);
        view.viewport()->repaint();
    }));
}

void own(const MetricSeriesStore& store, const QString& key, const char* name) {
    ChartLink link;
    ChartSpec spec;
    spec.lines.push_back({key, key, {}, {}});
    MetricChart chart(spec, link, store);
    chart.resize(420, 232);
    chart.show();
    QCoreApplication::processEvents();
    const double end = store.find(key)->step_x.back();
    report(name, measure(frames, [&](int frame) {
        link.setRange(std::pair<double, double>(frame, end * 0.3 + frame));
        chart.repaint();
    }));
}

void peers(const MetricSeriesStore& store) {
    const QString key = QStringLiteral("loss");
    const MetricSeries* series = store.find(key);
    if (series == nullptr) return;
    std::printf("one line of %zu points:\n", series->y.size());
    own(store, key, "  pan, our chart");
    qtCharts(*series, 2000, "  pan, Qt Charts, thinned to 2,000 points", frames / 4);
    qtCharts(*series, series->y.size(), "  pan, Qt Charts, all points", 4);
}
#endif

}  // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "usage: ui_bench RUN\n");
        return 2;
    }
    Theme theme(app);
    Language language;
    MainWindow window(theme, language);
    window.resize(1680, 1050);
    window.show();
    QElapsedTimer opening;
    opening.start();
    window.openRun(QString::fromLocal8Bit(argv[1]));
    window.goTo(QStringLiteral("overview"));
    std::vector<double> stalls;
    QElapsedTimer turn;
    while (!window.session()->caughtUp() && opening.elapsed() < 120000) {
        turn.start();
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
        stalls.push_back(static_cast<double>(turn.nsecsElapsed()) * 1e-6);
    }
    std::size_t points = 0;
    for (const QString& key : window.session()->series().keys()) points += window.session()->series().find(key)->y.size();
    std::printf("%zu points, %lld rollouts, opened in %lld ms\n", points, static_cast<long long>(window.session()->rolloutCount()),
                static_cast<long long>(opening.elapsed()));
    report("event loop turns while opening", {stalls, {}});
    QTest::qWait(1000);
    overview(window);
    traces(window);
#ifdef RETORT_BENCH_QTCHARTS
    peers(window.session()->series());
#endif
    return 0;
}
