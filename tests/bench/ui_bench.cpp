// SPDX-License-Identifier: Apache-2.0
// Measures the workbench on a large run: frame times on the GUI thread while panning, hovering, live updating and paging
// through traces. Peer in the same run: Qt Charts with the same points, and with points decimated to 2,000 first.
//
//   fake_trainer /tmp/big --fill-points 1000000 --fill-rollouts 100000
//   ui_bench /tmp/big
//
// Without RUN only what needs no run is measured: twenty lines of a million points each, and a trace of 32,000 tokens. How
// long the GUI thread is away while nothing behind it answers: tests/ui/fake_reader.cpp. tests/bench/run_views runs them
// all.
//
// Prints one line per measure: name, frames, p50, p95, p99, largest, in milliseconds on the wall, then p95 of the GUI
// thread's own processor time (what the wall shows on an idle machine). A frame goes from the event to the finished repaint.
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
#include "ui/widgets/token_strip.h"
#include "ui/widgets/trace_text.h"
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
    std::printf("%-44s %6zu frames  p50 %8.3f  p95 %8.3f  p99 %8.3f  max %8.3f ms", name, times.wall.size(),
                percentile(times.wall, 0.5), percentile(times.wall, 0.95), percentile(times.wall, 0.99),
                *std::max_element(times.wall.begin(), times.wall.end()));
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
    ChartLink& link = page->chartLink();
    report("pan (30% of the run, all charts)", measure(frames, [&](int frame) {
               const double at = low + (high - low - width) * frame / frames;
               link.setRange(std::pair{at, at + width});
           }));
    report("zoom (all charts)", measure(frames, [&](int frame) {
               const double half = (high - low) / 2 * std::pow(0.97, frame);
               link.setRange(std::pair{(low + high) / 2 - half, (low + high) / 2 + half});
           }));
    link.setRange(std::nullopt);
    report("crosshair over all charts",
           measure(frames, [&](int frame) { link.setHover(low + (high - low) * frame / frames); }));
    report("live update, every chart repainted", measure(frames / 4, [&](int) {
               for (MetricChart* chart : page->charts()) chart->refresh();
           }));
}

void traces(MainWindow& window) {
    window.goTo(QStringLiteral("traces"));
    auto* page = window.findChild<TracesPage*>();
    auto* table = page->findChild<QTableView*>();
    if (!QTest::qWaitFor([&] { return page->model().rowCount() > 0; }, 60000)) return;
    report("traces: scrolling a page at a time", measure(frames, [&](int) {
               table->verticalScrollBar()->setValue(table->verticalScrollBar()->value() + table->viewport()->height());
           }));
    // What a click on a point of a chart does, until the list of that step is on the screen.
    std::vector<double> waits;
    const auto& stages = window.session()->stages();
    for (int click = 0; click < 40; ++click) {
        const StageRecord& stage = stages[static_cast<std::size_t>(click) % stages.size()];
        const QString step = QString::number(1 + (stage.steps_done - 1) * click / 40);
        QElapsedTimer timer;
        timer.start();
        window.goTo(PageLink{QStringLiteral("traces"), {}}
                        .set(QStringLiteral("stage"), QString::fromStdString(stage.name))
                        .set(QStringLiteral("from"), step)
                        .set(QStringLiteral("to"), step));
        while (page->model().loading() && timer.elapsed() < 60000)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
        table->viewport()->repaint();
        waits.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
        QTest::qWait(200);
    }
    report("traces: a step's list after a click (wait)", {waits, {}});
}

/// Searches as the Traces page makes them: a first page, then, while the hits are counted, four more, each a frame after the
/// one before; then, while they are counted still, another text. Pages come with the words around each hit.
void searches(MainWindow& window) {
    constexpr const char* texts[] = {"wait", "检查", "the answer is", "14 + 3 * 9", "wa", "K", "8."};
    constexpr RolloutOrder orders[] = {RolloutOrder::NewestFirst, RolloutOrder::RewardHighFirst,
                                       RolloutOrder::RewardLowFirst, RolloutOrder::LongestFirst,
                                       RolloutOrder::MostMixedFirst};
    constexpr int frame_ms = 16;
    StoreJobs& jobs = window.session()->jobs();
    RolloutTableModel model;
    model.setSession(window.session());
    QElapsedTimer timer, counting;
    std::vector<double> first, next, total, newer;
    int counted = -1;
    const auto read = [&](std::vector<double>& waits, const std::function<void()>& ask) {
        bool there = false;
        const auto connection = QObject::connect(&model, &RolloutTableModel::pageRead, &model, [&there] { there = true; });
        timer.start();
        ask();
        while (!there && timer.elapsed() < 60000) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        waits.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
        QObject::disconnect(connection);
    };
    for (int search = 0; search < 200; ++search) {
        RolloutFilter filter;
        filter.text = texts[static_cast<std::size_t>(search) % std::size(texts)];
        const RolloutOrder order = orders[static_cast<std::size_t>(search) % std::size(orders)];
        read(search % 2 == 0 ? first : newer, [&] {
            model.setFilter(filter, order);
            counting.start();
            jobs.ask<std::int64_t>(
                "count", &model, [filter](RunReader& reader) { return reader.countRollouts(filter, 10000); },
                [&, search](std::int64_t) {
                    counted = search;
                    total.push_back(static_cast<double>(counting.nsecsElapsed()) * 1e-6);
                },
                StoreJobs::Turn::Aside);
        });
        // Of every second search pages and total; the others are typed over while they are counted.
        for (int page = 0; page < 4 && search % 2 != 0; ++page) {
            QTest::qWait(frame_ms);
            if (model.canFetchMore({})) read(next, [&] { model.fetchMore({}); });
        }
        while (counted != search && search % 2 != 0 && counting.elapsed() < 60000)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    report("search: first page (wait)", {first, {}});
    report("search: a text typed while one is counted (wait)", {newer, {}});
    report("search: next page while it is counted (wait)", {next, {}});
    report("search: total up to 10,000 (wait)", {total, {}});
}

constexpr int lines = 20;

ChartSpec manyLines() {
    ChartSpec spec;
    for (int line = 0; line < lines; ++line)
        spec.lines.push_back({QStringLiteral("line%1").arg(line), QString::number(line), {}, {}});
    return spec;
}

/// Twenty noisy lines of `points` each.
void fillLines(MetricSeriesStore& store, Step points) {
    constexpr Step slice = 100000;
    for (Step from = 1; from <= points; from += slice) {
        RunDelta delta;
        StageRecord stage;
        stage.id = StageId{1};
        stage.name = "zero";
        stage.kind = "grpo";
        delta.stages.push_back(stage);
        const Step to = std::min(points, from + slice - 1);
        for (Step step = from; step <= to; ++step)
            delta.steps.push_back({StageId{1}, step, step, static_cast<double>(step), 1});
        for (int line = 0; line < lines; ++line) {
            SeriesDelta series{StageId{1}, "line" + std::to_string(line), {}};
            std::uint64_t noise = 88172645463325252ULL + static_cast<std::uint64_t>(line) + static_cast<std::uint64_t>(from);
            for (Step step = from; step <= to; ++step) {
                noise ^= noise << 13, noise ^= noise >> 7, noise ^= noise << 17;
                series.points.push_back(
                    {step, line + std::sin(static_cast<double>(step) * 1e-4) + static_cast<double>(noise >> 40) * 3e-8});
            }
            delta.series.push_back(std::move(series));
        }
        store.append(delta);
    }
}

void twentyLines() {
    constexpr Step points = 1'000'000;
    MetricSeriesStore store;
    fillLines(store, points);
    ChartLink link;
    link.setSmoothing(0);
    MetricChart chart(manyLines(), link, store);
    chart.resize(840, 464);
    chart.show();
    QCoreApplication::processEvents();
    const double end = static_cast<double>(points);
    report("pan, 20 lines of 1,000,000 points", measure(frames, [&](int frame) {
               link.setRange(std::pair<double, double>(frame * 500.0, end * 0.8 + frame * 500.0));
               chart.repaint();
           }));
    report("zoom, 20 lines of 1,000,000 points", measure(frames, [&](int frame) {
               const double half = end / 2 * std::pow(0.96, frame);
               link.setRange(std::pair{end / 2 - half, end / 2 + half});
               chart.repaint();
           }));
#ifdef RETORT_BENCH_QTCHARTS
    // A fiftieth of the points: all of them take minutes a frame.
    constexpr int thin = 50;
    QChart* peer = new QChart;
    for (int line = 0; line < lines; ++line) {
        auto* series = new QLineSeries;
        const MetricSeries& source = *store.find(QStringLiteral("line%1").arg(line));
        QList<QPointF> some;
        for (std::size_t i = 0; i < source.y.size(); i += thin) some << QPointF(source.steps()[i], source.y.at(i));
        series->replace(some);
        peer->addSeries(series);
    }
    peer->createDefaultAxes();
    QChartView view(peer);
    view.resize(840, 464);
    view.show();
    QCoreApplication::processEvents();
    report("pan, Qt Charts, 20 lines of 20,000 points", measure(4, [&](int frame) {
               peer->axes(Qt::Horizontal).front()->setRange(frame * 500.0, end * 0.8 + frame * 500.0);
               view.viewport()->repaint();
           }));
#endif
}

/// A think part of about 32,000 tokens with Markdown, formulas and marks every few words, unfolded, scrolled from end to
/// end.
void longTrace() {
    RolloutDetail detail;
    detail.prompt.prompt.text = "How many?";
    std::string& think = detail.rollout.facts.think;
    for (int i = 0; think.size() < 110000; ++i) {
        think += "Step " + std::to_string(i) + ": so **we get** $x_{" + std::to_string(i) + "}^2 + \\frac{1}{" +
                 std::to_string(i + 2) + "}$, ";
        const auto begin = static_cast<std::int32_t>(think.size());
        think += "wait";
        detail.rollout.facts.spans.push_back({begin + 7, begin + 11, "reflection", "wait"});
        think += ", let me check 17 * 23 = 391 again and 再算一遍 before going on to the next one.\n";
        if (i % 5 == 4) think += "\n";
    }
    detail.rollout.text = "<think>" + think + "</think><answer>\\boxed{391}</answer>";
    detail.rollout.facts.answer = "\\boxed{391}";
    TraceText text;
    text.resize(760, 900);
    static_cast<QWidget&>(text).show();
    QCoreApplication::processEvents();
    report("reader: opening a 32k-token trace, folded", measure(20, [&](int) {
               text.TraceText::show(detail);
               text.viewport()->repaint();
           }));
    report("reader: unfolding it", measure(1, [&](int) {
               text.setFolded(false);
               text.viewport()->repaint();
           }));
    QTest::qWait(500);
    report("reader: scrolling it, rendered", measure(frames * 3, [&](int frame) {
               text.verticalScrollBar()->setValue(text.verticalScrollBar()->maximum() * frame / (frames * 3));
               text.viewport()->repaint();
           }));
    TokenFacts facts;
    for (int i = 0; i < 32000; ++i) {
        facts.texts << (i % 17 == 16 ? QStringLiteral("\n") : QStringLiteral(" tok%1").arg(i % 900));
        facts.entropies.push_back(static_cast<float>(i % 23) / 10);
        facts.logprobs.push_back(-static_cast<float>(i % 11) / 3);
    }
    TokenStrip strip;
    strip.resize(760, 900);
    static_cast<QWidget&>(strip).show();
    report("tokens: laying out 32,000", measure(5, [&](int) { strip.TokenStrip::show(facts); }));
    report("tokens: scrolling", measure(frames, [&](int frame) {
               strip.verticalScrollBar()->setValue(strip.verticalScrollBar()->maximum() * frame / frames);
               strip.viewport()->repaint();
           }));
}

#ifdef RETORT_BENCH_QTCHARTS
void qtCharts(const MetricSeries& source, std::size_t limit, const char* name, int count) {
    auto* line = new QLineSeries;
    QList<QPointF> points;
    const std::size_t stride = std::max<std::size_t>(1, source.y.size() / limit);
    for (std::size_t i = 0; i < source.y.size(); i += stride) points << QPointF(source.steps()[i], source.y.at(i));
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
               chart->axes(Qt::Horizontal).front()->setRange(frame, source.steps().back() * 0.3 + frame);
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
    const double end = store.find(key)->steps().back();
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
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    const QString run = QApplication::arguments().value(1);
    Theme theme(app);
    Language language;
    MainWindow window(theme, language);
    window.resize(1680, 1050);
    window.show();
    twentyLines();
    if (run.isEmpty()) {
        longTrace();
        return 0;
    }
    QElapsedTimer opening;
    opening.start();
    window.openRun(run);
    window.goTo(QStringLiteral("overview"));
    std::vector<double> away;
    qint64 first_frame = -1;
    QElapsedTimer turn;
    while (!window.session()->caughtUp() && opening.elapsed() < 120000) {
        turn.start();
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
        away.push_back(static_cast<double>(turn.nsecsElapsed()) * 1e-6);
        const auto& charts = window.findChild<OverviewPage*>()->charts();
        if (first_frame < 0 && !charts.empty() && charts.front()->hasData()) {
            for (MetricChart* chart : charts) chart->repaint();
            first_frame = opening.elapsed();
        }
    }
    std::size_t points = 0;
    for (const QString& key : window.session()->series().keys()) points += window.session()->series().find(key)->y.size();
    std::printf("%zu points, %lld rollouts, opened in %lld ms\n", points,
                static_cast<long long>(window.session()->rolloutCount()), static_cast<long long>(opening.elapsed()));
    std::printf("first frame with every chart after %lld ms\n", static_cast<long long>(first_frame));
    report("event loop turns while opening", {away, {}});
    QTest::qWait(1000);
    overview(window);
    traces(window);
    searches(window);
    longTrace();
#ifdef RETORT_BENCH_QTCHARTS
    peers(window.session()->series());
#endif
    return 0;
}
