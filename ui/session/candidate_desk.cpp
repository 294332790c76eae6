// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/candidate_desk.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <utility>

#include "base/error.h"
#include "text/analyse.h"
#include "ui/session/trainer_process.h"

namespace retort::ui {

namespace {

/// What `retort` with these arguments prints, one JSON object; throws its last words when it fails. Waits for it.
QJsonObject askRetort(const QStringList& arguments) {
    QProcess process;
    process.start(TrainerProcess::program(), arguments, QIODevice::ReadOnly);
    if (!process.waitForFinished(-1) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        const QString words = errorIn(QString::fromUtf8(process.readAllStandardError()));
        throw Error(ErrorCode::RunFailed, (words.isEmpty() ? process.errorString() : words).toStdString());
    }
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

}  // namespace

CandidateDesk::CandidateDesk(const RunDirectory& run, const Gate& gate) : run_(run), gate_(gate) {}

std::int64_t CandidateDesk::import(const std::filesystem::path& file) {
    const QString suffix = QString::fromStdString(file.extension().string()).toLower();
    if (suffix != QStringLiteral(".parquet") && suffix != QStringLiteral(".csv"))
        return writer().import(gate_.stage.name, readImport(file));
    const auto said = askRetort({QStringLiteral("candidates"), QStringLiteral("import"),
                                 QString::fromStdString(run_.root().string()), QString::fromStdString(file.string()),
                                 QStringLiteral("--stage"), QString::fromStdString(gate_.stage.name)});
    return said[QStringLiteral("imported")].toInteger();
}

Annotations& CandidateDesk::writer() {
    if (!writable_) {
        candidates_.reset();
        annotations_ = std::make_unique<Annotations>(run_.annotations(), SqliteDb::Mode::ReadWrite, run_.id());
        writable_ = true;
        seen_.reset();  // somebody may have written between the two connections
    }
    return *annotations_;
}

Annotations& CandidateDesk::reader() {
    if (annotations_ == nullptr)
        annotations_ = std::make_unique<Annotations>(run_.annotations(), SqliteDb::Mode::ReadOnly, run_.id());
    return *annotations_;
}

std::optional<CandidateDesk::Said> CandidateDesk::saidByOthers() {
    // A reader of a file that was not there yet reads as empty for good.
    if (!writable_ && seen_.value_or(0) == 0) {
        candidates_.reset();
        annotations_.reset();
    }
    const std::int64_t now = reader().writtenByOthers();
    if (std::exchange(seen_, now) == now || now == 0) return std::nullopt;
    return Said{statesOf(gate_, reader()), reader().imported(gate_.stage.name).size(),
                reader().gateOpenedAt(gate_.stage.name) > 0};
}

const Tokenizer& CandidateDesk::tokenizer() {
    if (!tokenizer_) {
        if (gate_.tokenizer.empty())
            throw Error(ErrorCode::RunFailed,
                        QCoreApplication::translate("CandidateDesk", "there is no tokenizer yet").toStdString(),
                        gate_.reader);
        tokenizer_.emplace(Tokenizer::load(gate_.tokenizer));
    }
    return *tokenizer_;
}

std::vector<CandidateState> CandidateDesk::statesAfter(const std::vector<CandidateId>& ids) {
    std::vector<CandidateState> states;
    for (const CandidateId& id : ids) states.push_back(reader().candidate(id));
    return states;
}

std::optional<CandidateText> CandidateDesk::read(const CandidateId& id, bool as_edited) {
    Annotations& annotations = reader();
    if (!candidates_) candidates_.emplace(gate_, annotations);
    auto text = candidates_->read(id);
    if (!text || !as_edited) return text;
    const CandidateState state = annotations.candidate(id);
    if (state.verdict != Verdict::Edited) return text;
    Rollout& rollout = text->detail.rollout;
    rollout.text = state.edited_text;
    rollout.facts = analyse(rollout.text, text->detail.prompt.prompt.language, gate_.prompt_template);
    return text;
}

TrainingText CandidateDesk::preview(const CandidateId& id, const std::string& completion) {
    const auto text = read(id, false);
    if (!text) throw Error(ErrorCode::BadInput, "the candidate is no longer in the store");
    const Prompt& prompt = text->detail.prompt.prompt;
    return trainingText(gate_, tokenizer(), {prompt.key, prompt.text, completion, prompt.language, prompt.domain});
}

std::vector<CandidateDesk::Row> CandidateDesk::rows() {
    std::vector<Row> all;
    for (SftRow& row : acceptedRows(gate_, reader())) {
        TrainingText text = trainingText(gate_, tokenizer(), row);
        all.push_back({std::move(row), std::move(text)});
    }
    return all;
}

}  // namespace retort::ui
