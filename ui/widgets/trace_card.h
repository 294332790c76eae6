// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include "store/records.h"
#include "ui/widgets/span_text.h"

namespace retort::ui {

/// One trace in short: problem, think part on its tinted ground, answer, reward terms as chips. Pressing it opens the trace.
class TraceCard : public QAbstractButton {
    Q_OBJECT
public:
    explicit TraceCard(QWidget* parent = nullptr);
    void show(const RolloutDetail& detail, const QString& stage_name);
    RolloutId rollout() const { return id_; }
    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Chip {
        QString text;
        bool error = false;
    };
    /// Lays everything out; returns the height.
    double arrange(double width) const;

    RolloutId id_;
    QString place_, facts_, sign_, prompt_;
    bool right_ = false, checked_ = false;
    MarkedTrace trace_;
    std::vector<Chip> chips_;
    mutable SpanText think_, answer_;
    mutable double width_ = -1, height_ = 0;
};

}  // namespace retort::ui
