// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/token_facts.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>

#include "tokenizer/tokenizer.h"
#include "ui/format.h"

namespace retort::ui {
namespace {

namespace fs = std::filesystem;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::TokenFacts)
};

/// Folders below `root`, at most two deep, that hold a tokenizer.
void collect(const fs::path& root, std::vector<fs::path>& folders) {
    std::error_code error;
    if (fs::exists(root / "tokenizer.json", error)) folders.push_back(root);
    for (fs::recursive_directory_iterator at(root, fs::directory_options::skip_permission_denied, error), end;
         !error && at != end; at.increment(error)) {
        if (at.depth() >= 1) at.disable_recursion_pending();
        if (at->is_directory(error) && fs::exists(at->path() / "tokenizer.json", error)) folders.push_back(at->path());
    }
}

std::shared_ptr<const Tokenizer> load(const fs::path& folder) {
    static std::mutex mutex;
    static std::map<fs::path, std::shared_ptr<const Tokenizer>> known;
    const std::lock_guard lock(mutex);
    auto& slot = known[folder];
    if (!slot) {
        try {
            slot = std::make_shared<Tokenizer>(Tokenizer::load(folder));
        } catch (const std::exception&) {
            return {};
        }
    }
    return slot;
}

/// Whether these ids make this text, but for a stop token at the end.
bool fits(const Tokenizer& tokenizer, const Completion& completion, const std::string& text) {
    std::string joined;
    for (const std::int32_t id : completion.ids) {
        if (id < 0 || id >= tokenizer.vocabSize()) return false;
        joined += tokenizer.tokenBytes(id);
    }
    return joined.size() >= text.size() && joined.compare(0, text.size(), text) == 0;
}

/// Token texts; a character that several tokens share is shown as the bytes of each.
QStringList textsOf(const Tokenizer& tokenizer, const std::vector<std::int32_t>& ids) {
    QStringList texts;
    for (const std::int32_t id : ids) {
        const std::string bytes = tokenizer.tokenBytes(id);
        QString text = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
        if (text.contains(QChar::ReplacementCharacter)) {
            text.clear();
            for (const unsigned char byte : bytes)
                text += QStringLiteral("⟨%1⟩").arg(byte, 2, 16, QLatin1Char('0')).toUpper();
        }
        texts << text;
    }
    return texts;
}

}  // namespace

std::optional<double> TokenFacts::value(TokenMeasure measure, std::size_t token) const {
    auto from = [token](const std::vector<float>& values) {
        return token < values.size() && std::isfinite(values[token]) ? std::optional<double>(values[token]) : std::nullopt;
    };
    switch (measure) {
        case TokenMeasure::Entropy: return from(entropies);
        case TokenMeasure::LogProb: return from(logprobs);
        case TokenMeasure::Ratio: {
            const auto then = from(logprobs), now = from(scored);
            return then && now && no_ratio.isEmpty() ? std::optional<double>(std::exp(*now - *then)) : std::nullopt;
        }
        case TokenMeasure::Advantage: return advantage;
    }
    return std::nullopt;
}

TokenFacts readTokens(const RolloutDetail& detail, const std::string& stage_name, const std::filesystem::path& run_folder) {
    TokenFacts facts;
    const Completion& completion = detail.rollout.completion;
    facts.logprobs = completion.logprobs;
    facts.entropies = completion.entropies;
    if (!detail.summary.evaluation) facts.advantage = detail.rollout.advantage;
    if (completion.ids.empty()) {
        facts.problem = Words::tr("The run stored no tokens for this trace.");
        return facts;
    }
    std::vector<fs::path> folders;
    collect(run_folder / "checkpoints" / stage_name, folders);
    collect(run_folder / "checkpoints", folders);
    collect(run_folder.parent_path().parent_path() / "models", folders);
    for (const fs::path& folder : folders) {
        const auto tokenizer = load(folder);
        if (!tokenizer || !fits(*tokenizer, completion, detail.rollout.text)) continue;
        facts.texts = textsOf(*tokenizer, completion.ids);
        return facts;
    }
    facts.problem = Words::tr("No checkpoint or model of the project has the tokenizer that wrote this trace.");
    return facts;
}

QString alternativesIn(const QJsonObject& token) {
    QStringList words;
    for (const QJsonValue& other : token[QStringLiteral("top")].toArray())
        words << QStringLiteral("“%1” %2").arg(other[QStringLiteral("text")].toString(),
                                               formatShare(std::exp(other[QStringLiteral("logprob")].toDouble())));
    return words.join(QStringLiteral(", "));
}

bool takeScores(const QJsonArray& said, TokenFacts& facts) {
    if (said.size() != facts.texts.size()) return false;
    std::vector<float> scored;
    QStringList alternatives;
    for (qsizetype i = 0; i < said.size(); ++i) {
        const QJsonObject token = said[i].toObject();
        // A part of a character is not the same text on both sides.
        const QString text = token[QStringLiteral("text")].toString();
        if (!text.contains(QChar::ReplacementCharacter) && text != facts.texts[i]) return false;
        scored.push_back(static_cast<float>(token[QStringLiteral("logprob")].toDouble()));
        alternatives << alternativesIn(token);
    }
    facts.scored = std::move(scored);
    facts.alternatives = std::move(alternatives);
    return true;
}

}  // namespace retort::ui
