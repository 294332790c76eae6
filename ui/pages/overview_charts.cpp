// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview_charts.h"

#include <QCoreApplication>
#include <algorithm>

#include "metrics/metric_keys.h"

namespace retort::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::Charts)
};

QString key(const char* text) { return QString::fromLatin1(text); }

}  // namespace

LineSpec metricLine(const QString& metric, const QString& label, const QString& spread_key) {
    LineSpec line{metric, label, spread_key, {}};
    if (const MetricInfo* info = findMetricInfo(metric.toStdString())) {
        line.unit = info->unit;
        if (label.isEmpty()) line.label = QCoreApplication::translate("retort::Metrics", std::string(info->label).c_str());
    }
    return line;
}

ChartSpec metricChart(const QString& metric) {
    // Named by its key: the spelling of the store, the command line and the exports.
    const LineSpec line = metricLine(metric, metric);
    const bool share = line.unit == "share";
    return {QLatin1String(metric_chart_prefix) + metric, metric, {}, {line}, false, share};
}

bool hasPoints(const MetricSeriesStore& store, const ChartSpec& chart, StageId stage) {
    const StageSpan* span = stage ? store.span(stage) : nullptr;
    if (stage && span == nullptr) return false;
    for (const LineSpec& line : chart.lines) {
        for (const QString& name : store.match(line.key)) {
            const std::span<const double> x = store.find(name)->steps();
            if (!stage && !x.empty()) return true;
            const auto first = stage ? std::upper_bound(x.begin(), x.end(), span->offset) : x.end();
            if (first != x.end() && *first <= span->end) return true;
        }
    }
    return false;
}

std::vector<ChartSpec> overviewCharts() {
    std::vector<ChartSpec> charts;
    charts.push_back({key("reward"),
                      Words::tr("Reward"),
                      {},
                      {metricLine(key("reward"), Words::tr("total"), key("reward_std")),
                       metricLine(key("rewards/*/mean"), Words::tr("term"))},
                      true,
                      false});
    charts.push_back(
        {key("pass_rate"),
         Words::tr("Right answers"),
         Words::tr("share of rollouts"),
         {metricLine(key("pass_rate"), Words::tr("right")), metricLine(key("frac_reward_zero_std"), Words::tr("no signal")),
          metricLine(key("behaviour/reflection_rate"), Words::tr("self-check"))},
         false,
         true});
    charts.push_back({key("length"),
                      Words::tr("Response length"),
                      Words::tr("tokens"),
                      {metricLine(key("completions/mean_length"), Words::tr("mean")),
                       metricLine(key("completions/mean_length_wrong"), Words::tr("wrong")),
                       // The third colour is green.
                       metricLine(key("completions/mean_length_right"), Words::tr("right"))},
                      true,
                      false});
    charts.push_back({key("language"),
                      Words::tr("Language and format"),
                      Words::tr("share of words, of rollouts"),
                      {metricLine(key("lang/consistency_mean"), Words::tr("consistent")),
                       metricLine(key("format/well_formed"), Words::tr("well-formed")),
                       metricLine(key("lang/mix_span_rate"), Words::tr("mixed")),
                       metricLine(key("completions/clipped_ratio"), Words::tr("cut"))},
                      false,
                      true});
    charts.push_back({key("entropy"),
                      Words::tr("Entropy"),
                      Words::tr("nats per token"),
                      {metricLine(key("entropy"), Words::tr("entropy"))},
                      true,
                      false});
    charts.push_back({key("kl"),
                      Words::tr("Distance from the reference"),
                      Words::tr("KL, nats per token"),
                      {metricLine(key("kl"), Words::tr("KL"))},
                      true,
                      false});
    charts.push_back({key("clip"),
                      Words::tr("Clipping"),
                      Words::tr("share of tokens"),
                      {metricLine(key("clip_ratio/low_mean"), Words::tr("low")),
                       metricLine(key("clip_ratio/high_mean"), Words::tr("high"))},
                      true,
                      false});
    charts.push_back({key("loss"), Words::tr("Loss"), {}, {metricLine(key("loss"), Words::tr("loss"))}, false, false});
    charts.push_back(
        {key("grad_norm"), Words::tr("Gradient norm"), {}, {metricLine(key("grad_norm"), Words::tr("norm"))}, true, false});
    charts.push_back({key("learning_rate"),
                      Words::tr("Learning rate"),
                      {},
                      {metricLine(key("learning_rate"), Words::tr("rate"))},
                      true,
                      false});
    charts.push_back({key("supervised"),
                      Words::tr("Supervised accuracy"),
                      Words::tr("share of tokens, of pairs"),
                      {metricLine(key("mean_token_accuracy"), Words::tr("tokens")),
                       metricLine(key("reward_model/accuracy"), Words::tr("held-out pairs")),
                       metricLine(key("reward_model/batch_accuracy"), Words::tr("pairs"))},
                      false,
                      true});
    charts.push_back({key("sampler"),
                      Words::tr("Sampler against trainer"),
                      Words::tr("difference of log-probabilities, nats"),
                      {metricLine(key("sampling/sampling_logp_difference/max"), Words::tr("largest")),
                       metricLine(key("sampling/sampling_logp_difference/mean"), Words::tr("mean"))},
                      true,
                      false});
    charts.push_back({key("speed"),
                      Words::tr("Speed"),
                      Words::tr("tokens per second"),
                      {metricLine(key("perf/generate_tokens_per_second"), Words::tr("generate")),
                       metricLine(key("perf/train_tokens_per_second"), Words::tr("train"))},
                      true,
                      false});
    charts.push_back(
        {key("step_time"),
         Words::tr("Time of a step"),
         Words::tr("seconds"),
         {metricLine(key("step_time"), Words::tr("all")), metricLine(key("perf/generate_seconds"), Words::tr("generate")),
          metricLine(key("perf/grade_seconds"), Words::tr("grade")),
          metricLine(key("perf/train_seconds"), Words::tr("train")),
          metricLine(key("perf/checkpoint_seconds"), Words::tr("checkpoint"))},
         true,
         false});
    return charts;
}

}  // namespace retort::ui
