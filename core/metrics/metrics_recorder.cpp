// SPDX-License-Identifier: Apache-2.0
#include "metrics/metrics_recorder.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace retort {

void MetricsRecorder::add(std::string_view key, double value, Reduction reduction, double weight) {
    auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.key == key; });
    if (found == entries_.end()) {
        const double first = reduction == Reduction::Mean ? value * weight : value;
        entries_.push_back({std::string(key), reduction, weight == 0 && reduction == Reduction::Mean ? 0 : first, weight});
        return;
    }
    switch (found->reduction) {
        case Reduction::Mean:
            // 0 * NaN must not spoil the mean of what counts.
            if (weight != 0) found->value += value * weight;
            found->weight += weight;
            break;
        // Once a NaN is in, it stays: min and max of the library would drop it or keep it by order.
        case Reduction::Min: found->value = std::isnan(value) || value < found->value ? value : found->value; break;
        case Reduction::Max: found->value = std::isnan(value) || value > found->value ? value : found->value; break;
        case Reduction::Sum: found->value += value; break;
        case Reduction::Last: found->value = value; break;
    }
}

void MetricsRecorder::add(const std::vector<MetricPoint>& points) {
    for (const MetricPoint& point : points) add(point.key, point.value, Reduction::Last);
}

std::vector<MetricPoint> MetricsRecorder::reduce() {
    std::vector<MetricPoint> points;
    for (Entry& entry : entries_) {
        if (entry.reduction != Reduction::Mean) points.push_back({std::move(entry.key), entry.value});
        else if (entry.weight != 0) points.push_back({std::move(entry.key), entry.value / entry.weight});
    }
    entries_.clear();
    return points;
}

}  // namespace retort
