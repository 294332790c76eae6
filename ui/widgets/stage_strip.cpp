// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stage_strip.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>
#include <set>

#include "ui/format.h"
#include "ui/session/run_session.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/stage_item.h"

namespace retort::ui {
namespace {

constexpr std::int64_t evaluations_key = -1;

bool isActive(StageState state) {
    return state == StageState::Running || state == StageState::Paused || state == StageState::Waiting;
}

}  // namespace

StageStrip::StageStrip(QWidget* parent) : QScrollArea(parent) {
    setFixedHeight(size::strip + size::hairline);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    setRole(this, "header");
    auto* inside = new QWidget;
    setRole(inside, "page");
    layout_ = row(0);
    layout_->setContentsMargins(size::s, 0, size::s, 0);
    layout_->addStretch(1);
    inside->setLayout(layout_);
    setWidget(inside);
    back_ = makeArrow(QStringLiteral("chevron-left"), tr("Earlier stages"), -1);
    forth_ = makeArrow(QStringLiteral("chevron-right"), tr("Later stages"), 1);
    connect(horizontalScrollBar(), &QScrollBar::rangeChanged, this, &StageStrip::fit);
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, this, &StageStrip::fit);
}

QAbstractButton* StageStrip::makeArrow(const QString& icon, const QString& tip, int direction) {
    QPushButton* arrow = makeButton({}, icon, "arrow", tip);
    arrow->setParent(this);
    arrow->setFocusPolicy(Qt::NoFocus);
    arrow->hide();
    connect(arrow, &QPushButton::clicked, this, [this, direction] {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + direction * viewport()->width() / 2);
    });
    return arrow;
}

void StageStrip::fit() {
    const auto fits = [this](StageItem::Room room) {
        int wanted = 2 * size::s;
        for (const auto& [key, item] : items_) wanted += item->widthIn(room);
        return wanted <= width();
    };
    const StageItem::Room room = fits(StageItem::Room::Full)      ? StageItem::Room::Full
                                 : fits(StageItem::Room::Compact) ? StageItem::Room::Compact
                                                                  : StageItem::Room::Tight;
    for (const auto& [key, item] : items_) item->setRoom(room);
    const QScrollBar& bar = *horizontalScrollBar();
    back_->setGeometry(0, 0, size::control, size::strip);
    forth_->setGeometry(width() - size::control, 0, size::control, size::strip);
    back_->setVisible(bar.value() > bar.minimum());
    forth_->setVisible(bar.value() < bar.maximum());
}

void StageStrip::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    fit();
}

void StageStrip::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    for (auto& [key, item] : items_) item->deleteLater();
    items_.clear();
    chosen_ = {};
    revealed_ = 0;
    if (session_ != nullptr) {
        connect(session_, &RunSession::stateChanged, this, &StageStrip::refresh);
        connect(session_, &RunSession::advanced, this, &StageStrip::refresh);
        refresh();
    }
}

StageItem* StageStrip::item(std::int64_t key) {
    auto [found, fresh] = items_.try_emplace(key, nullptr);
    if (fresh) {
        found->second = new StageItem;
        layout_->insertWidget(layout_->count() - 1, found->second);
        connect(found->second, &QAbstractButton::clicked, this, [this, key] {
            if (key == evaluations_key) {
                items_[key]->setChecked(false);
                Q_EMIT evaluationsWanted();
                return;
            }
            choose(chosen_.value == key ? StageId{} : StageId{key});
            Q_EMIT stageChosen(chosen_);
        });
    }
    return found->second;
}

void StageStrip::choose(StageId stage) {
    chosen_ = stage;
    for (auto& [key, item] : items_) item->setChecked(stage && key == stage.value);
}

void StageStrip::refresh() {
    int place = 0;
    std::int64_t evaluations = 0, evaluated = 0, active = 0;
    bool evaluating = false, evaluation_failed = false;
    for (const StageRecord& stage : session_->stages()) {
        if (stage.kind == "evaluate") {
            ++evaluations;
            if (stage.state == StageState::Done || stage.state == StageState::Skipped) ++evaluated;
            evaluating = evaluating || isActive(stage.state);
            evaluation_failed = evaluation_failed || stage.state == StageState::Failed;
            continue;
        }
        StageItem* shown = item(stage.id.value);
        // The trainer that died cannot tell its stage so: a stage runs only while the run does.
        StateLook state = look(stage.state);
        const RunState run = session_->state();
        const bool dead = run == RunState::Crashed || run == RunState::Failed || run == RunState::Stopped;
        if (isActive(stage.state) && dead) state = look(run);
        std::int64_t done = stage.steps_done;
        if (session_->progress().stage == stage.name) done = std::max(done, session_->progress().step);
        const bool running = isActive(stage.state) && !dead;
        const double progress =
            running && stage.steps_total > 0 ? static_cast<double>(done) / static_cast<double>(stage.steps_total) : -1;
        shown->show(QString::fromStdString(stage.name), state, running, progress, place == 0);
        QStringList inputs;
        for (const std::string& input : stage.inputs) inputs << QString::fromStdString(input);
        QString tip = tr("%1: %2, %3").arg(QString::fromStdString(stage.name), stageKindWord(stage.kind), state.word);
        if (stage.steps_total > 0) tip += QLatin1Char('\n') + tr("step %1 of %2").arg(done).arg(stage.steps_total);
        if (stage.seconds > 0) tip += QLatin1Char('\n') + tr("took %1").arg(formatDuration(stage.seconds));
        if (!inputs.isEmpty()) tip += QLatin1Char('\n') + tr("from %1").arg(inputs.join(QStringLiteral(", ")));
        shown->setToolTip(tip);
        if (layout_->indexOf(shown) != place) layout_->insertWidget(place, shown);
        if (running) active = stage.id.value;
        ++place;
    }
    if (evaluations > 0) {
        const StateLook state = look(evaluation_failed          ? StageState::Failed
                                     : evaluating               ? StageState::Running
                                     : evaluated == evaluations ? StageState::Done
                                                                : StageState::Pending);
        item(evaluations_key)->show(tr("evals %1/%2").arg(evaluated).arg(evaluations), state, evaluating, -1, place == 0);
        item(evaluations_key)->setToolTip(tr("Compare what was evaluated"));
        if (layout_->indexOf(item(evaluations_key)) != place) layout_->insertWidget(place, item(evaluations_key));
    }
    // Where nothing can be read, an empty band would only puzzle.
    setVisible(!session_->unreadable());
    fit();
    if (active != 0 && active != revealed_) {
        revealed_ = active;
        QTimer::singleShot(0, this, [this, active] {
            if (const auto found = items_.find(active); found != items_.end())
                ensureWidgetVisible(found->second, size::xl * 4, 0);
        });
    }
}

void StageStrip::wheelEvent(QWheelEvent* event) {
    const QPoint turn = event->angleDelta();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - (turn.x() != 0 ? turn.x() : turn.y()) / 2);
}

}  // namespace retort::ui
