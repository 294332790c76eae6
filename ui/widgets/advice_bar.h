// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <vector>

#include "metrics/health.h"

class QLabel;
class QPushButton;

namespace retort::ui {

/// A rule's text in the language of the moment, with the figures put in.
QString adviceText(const HealthFinding& finding, const char* words);

/// What is going wrong, first of all on the page: one line, the worst first; why and what to do on demand.
class AdviceBar : public QFrame {
    Q_OBJECT
public:
    explicit AdviceBar(QWidget* parent = nullptr);
    /// Worst first; empty: hidden. What a person has unfolded stays so.
    void setFindings(std::vector<HealthFinding> findings);
    const std::vector<HealthFinding>& findings() const { return findings_; }

Q_SIGNALS:
    void showWanted(const retort::HealthFinding& finding);

private:
    void refresh();

    std::vector<HealthFinding> findings_;
    std::size_t at_ = 0;
    QLabel* sign_;
    QLabel* headline_;
    QLabel* details_;
    QPushButton* why_;
    QPushButton* show_;
    QPushButton* next_;
};

}  // namespace retort::ui
