// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/run_remains.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include "base/error.h"
#include "store/annotations.h"

namespace retort::ui {
namespace {

namespace fs = std::filesystem;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::RunRemains)
};

constexpr std::size_t most_folders = 10000;

/// Checkpoint folders that are whole (they have their manifest), and those that are not.
std::pair<int, int> countCheckpoints(const fs::path& folder) {
    int whole = 0, broken = 0;
    std::error_code error;
    std::size_t seen = 0;
    for (fs::directory_iterator stage(folder, error), end; !error && stage != end && ++seen < most_folders; stage.increment(error)) {
        std::error_code inner;
        for (fs::directory_iterator step(stage->path(), inner), none; !inner && step != none && ++seen < most_folders; step.increment(inner)) {
            if (!step->is_directory(inner)) continue;
            (fs::exists(step->path() / "manifest.json", inner) ? whole : broken) += 1;
        }
    }
    return {whole, broken};
}

QString made(const RunDirectory& run) {
    try {
        const RunManifest manifest = run.readManifest();
        const auto version = manifest.versions.find("retort");
        return Words::tr("made %1 by Retort %2")
            .arg(QLocale().toString(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(manifest.created_at)), QLocale::ShortFormat),
                 version == manifest.versions.end() ? QStringLiteral("?") : QString::fromStdString(version->second));
    } catch (const Error&) {
        return Words::tr("run.json is missing or damaged: what made this run is not known");
    }
}

QString written(const RunDirectory& run) {
    try {
        Annotations annotations(run.annotations(), SqliteDb::Mode::ReadOnly);
        const auto verdicts = annotations.candidates().size(), notes = annotations.notes().size();
        return verdicts + notes == 0 ? QString() : Words::tr("what people wrote: verdicts %1, notes %2").arg(verdicts).arg(notes);
    } catch (const Error&) {
        return Words::tr("what people wrote (annotations.db) cannot be read either");
    }
}

}  // namespace

QStringList whatRemains(const RunDirectory& run) {
    QStringList lines{made(run)};
    std::error_code ignored;
    if (!fs::exists(run.store(), ignored)) lines << Words::tr("run.db is missing: the folder was copied in part, or the run never began");
    lines << (fs::exists(run.recipe(), ignored) ? Words::tr("its recipe (recipe.resolved.toml): a new run can be started with it")
                                                : Words::tr("no recipe (recipe.resolved.toml)"));
    const auto [whole, broken] = countCheckpoints(run.root() / "checkpoints");
    if (whole > 0) lines << Words::tr("complete checkpoints: %1; each is a model folder that can be used").arg(whole);
    if (broken > 0) lines << Words::tr("checkpoints without a manifest, half copied and not used: %1").arg(broken);
    lines << written(run);
    if (fs::exists(run.log(), ignored)) lines << Words::tr("its log: %1").arg(QString::fromStdString(run.log().string()));
    lines.removeAll(QString());
    return lines;
}

}  // namespace retort::ui
