// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/run_remains.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <optional>

namespace retort::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::RunRemains)
};

QString made(const std::optional<RunManifest>& manifest) {
    if (!manifest) return Words::tr("run.json is missing or damaged: what made this run is not known");
    const auto version = manifest->versions.find("retort");
    return Words::tr("made %1 by Retort %2")
        .arg(QLocale().toString(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(manifest->created_at)),
                                QLocale::ShortFormat),
             version == manifest->versions.end() ? QStringLiteral("?") : QString::fromStdString(version->second));
}

}  // namespace

QStringList wordsOf(const RunRemains& remains) {
    QStringList lines{made(remains.manifest)};
    if (!remains.store) lines << Words::tr("run.db is missing: the folder was copied in part, or the run never began");
    lines << (remains.recipe ? Words::tr("its recipe (recipe.resolved.toml): a new run can be started with it")
                             : Words::tr("no recipe (recipe.resolved.toml)"));
    if (remains.checkpoints > 0)
        lines << Words::tr("complete checkpoints: %1; each is a model folder that can be used").arg(remains.checkpoints);
    if (remains.partial_checkpoints > 0)
        lines << Words::tr("checkpoints that lack files, half copied and not used: %1").arg(remains.partial_checkpoints);
    if (remains.annotations_unreadable) lines << Words::tr("what people wrote (annotations.db) cannot be read either");
    else if (remains.annotations_of_another_run)
        lines << Words::tr("annotations.db holds what people wrote about another run: move it back there");
    else if (remains.verdicts + remains.notes > 0)
        lines << Words::tr("what people wrote: verdicts %1, notes %2").arg(remains.verdicts).arg(remains.notes);
    if (!remains.log.empty()) lines << Words::tr("its log: %1").arg(QString::fromStdString(remains.log.string()));
    return lines;
}

}  // namespace retort::ui
