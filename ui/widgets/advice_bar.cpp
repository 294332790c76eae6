// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/advice_bar.h"

#include <QBoxLayout>
#include <QCoreApplication>

#include "metrics/metric_keys.h"
#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {

QString adviceText(const HealthFinding& finding, const char* words) {
    QString text = QCoreApplication::translate("retort::Health", words);
    text.replace(QStringLiteral("{metric}"), QString::fromStdString(finding.metric));
    text.replace(QStringLiteral("{from}"), QString::number(finding.from));
    const MetricInfo* info = findMetricInfo(finding.metric);
    const auto number = info != nullptr && info->unit == "share" ? formatShare : formatValue;
    text.replace(QStringLiteral("{value}"), number(finding.value));
    text.replace(QStringLiteral("{threshold}"), number(finding.threshold));
    return text;
}

AdviceBar::AdviceBar(QWidget* parent) : QFrame(parent) {
    setRole(this, "card");
    sign_ = makeLabel({});
    headline_ = new ElidedLabel;
    details_ = makeLabel({}, "muted");
    details_->setWordWrap(true);
    details_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    details_->hide();
    why_ = makeButton(tr("Why?"), {}, "chip", tr("What it means and what to do"));
    why_->setCheckable(true);
    show_ = makeButton(tr("Show"), QStringLiteral("overview"), "chip", tr("The curve and the steps on which this rests"));
    next_ = makeButton({}, QStringLiteral("chevron-right"), "chip", tr("The next advice"));
    auto* line = row(size::s);
    line->addWidget(sign_);
    line->addWidget(headline_, 1);
    line->addWidget(why_);
    line->addWidget(show_);
    line->addWidget(next_);
    auto* all = column(size::xs);
    all->setContentsMargins(size::m, size::xs, size::s, size::xs);
    all->addLayout(line);
    all->addWidget(details_);
    setLayout(all);
    hide();
    connect(why_, &QPushButton::toggled, details_, &QWidget::setVisible);
    connect(show_, &QPushButton::clicked, this, [this] {
        if (at_ < findings_.size()) Q_EMIT showWanted(findings_[at_]);
    });
    connect(next_, &QPushButton::clicked, this, [this] {
        at_ = (at_ + 1) % std::max<std::size_t>(1, findings_.size());
        refresh();
    });
}

void AdviceBar::setFindings(std::vector<HealthFinding> findings) {
    // The one being read stays in front as long as it holds.
    const HealthRule* reading = at_ < findings_.size() ? findings_[at_].rule : nullptr;
    const std::string stage = at_ < findings_.size() ? findings_[at_].stage : std::string();
    findings_ = std::move(findings);
    at_ = 0;
    for (std::size_t i = 0; i < findings_.size() && why_->isChecked(); ++i) {
        if (findings_[i].rule == reading && findings_[i].stage == stage) at_ = i;
    }
    refresh();
}

void AdviceBar::refresh() {
    setVisible(!findings_.empty());
    if (findings_.empty()) return;
    const HealthFinding& finding = findings_[at_];
    const bool bad = finding.rule->level == HealthLevel::Bad;
    sign_->setText(bad ? QStringLiteral("✕") : QStringLiteral("▲"));
    setRole(sign_, bad ? "bad" : "warn");
    const QString stage = finding.stage.empty() ? QString() : QString::fromStdString(finding.stage) + QStringLiteral(": ");
    headline_->setText(stage + adviceText(finding, finding.rule->headline));
    headline_->setAccessibleName(headline_->text());
    details_->setText(adviceText(finding, finding.rule->why) + QLatin1Char('\n') +
                      adviceText(finding, finding.rule->remedy));
    next_->setVisible(findings_.size() > 1);
    next_->setText(tr("%1 of %2").arg(at_ + 1).arg(findings_.size()));
    show_->setVisible(!finding.metric.empty());
}

}  // namespace retort::ui
