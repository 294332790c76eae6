// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_state_words.h"

#include <QCoreApplication>

namespace retort::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::States)
};

const QString full = QStringLiteral("●"), half = QStringLiteral("◐"), ring = QStringLiteral("○"),
              cross = QStringLiteral("✕"), tick = QStringLiteral("✓"), square = QStringLiteral("■");

}  // namespace

StateLook look(RunState state) {
    switch (state) {
        case RunState::Starting: return {Words::tr("starting"), Ink::Muted, half};
        case RunState::Running: return {Words::tr("running"), Ink::Good, full};
        case RunState::Paused: return {Words::tr("paused"), Ink::Warn, half};
        case RunState::Waiting: return {Words::tr("waiting for you"), Ink::Warn, half};
        case RunState::Stopped: return {Words::tr("stopped"), Ink::Muted, square};
        case RunState::Done: return {Words::tr("done"), Ink::Good, tick};
        case RunState::Failed: return {Words::tr("failed"), Ink::Bad, cross};
        case RunState::Crashed: return {Words::tr("crashed"), Ink::Bad, cross};
    }
    return {};
}

StateLook look(StageState state) {
    switch (state) {
        case StageState::Pending: return {Words::tr("to come"), Ink::Muted, ring};
        case StageState::Running: return {Words::tr("running"), Ink::Good, full};
        case StageState::Paused: return {Words::tr("paused"), Ink::Warn, half};
        case StageState::Waiting: return {Words::tr("waiting for you"), Ink::Warn, half};
        case StageState::Done: return {Words::tr("done"), Ink::Good, tick};
        case StageState::Skipped: return {Words::tr("taken from an earlier run"), Ink::Muted, tick};
        case StageState::Failed: return {Words::tr("failed"), Ink::Bad, cross};
        case StageState::Stopped: return {Words::tr("stopped"), Ink::Muted, square};
    }
    return {};
}

QString stageKindWord(const std::string& kind) {
    if (kind == "grpo") return Words::tr("reinforcement learning");
    if (kind == "sft") return Words::tr("fine-tuning");
    if (kind == "pretrain") return Words::tr("pretraining");
    if (kind == "sample") return Words::tr("sampling");
    if (kind == "curate") return Words::tr("curation");
    if (kind == "reward_model") return Words::tr("reward model");
    if (kind == "distill") return Words::tr("distillation");
    if (kind == "evaluate") return Words::tr("evaluation");
    return QString::fromStdString(kind);
}

}  // namespace retort::ui
