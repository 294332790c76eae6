// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rollout_link.h"

#include <array>
#include <utility>

namespace retort::ui {
namespace {

constexpr std::array<std::pair<RolloutOrder, const char*>, 7> orders{{{RolloutOrder::NewestFirst, "newest"},
                                                                      {RolloutOrder::OldestFirst, "oldest"},
                                                                      {RolloutOrder::RewardHighFirst, "reward"},
                                                                      {RolloutOrder::RewardLowFirst, "-reward"},
                                                                      {RolloutOrder::LongestFirst, "length"},
                                                                      {RolloutOrder::ShortestFirst, "-length"},
                                                                      {RolloutOrder::MostMixedFirst, "mixed"}}};
constexpr const char* by_bookmark = "bookmark";
const std::string tried_prefix = "tried.";
constexpr std::array<std::pair<Correctness, const char*>, 3> verdicts{
    {{Correctness::Right, "right"}, {Correctness::Wrong, "wrong"}, {Correctness::GraderError, "ungraded"}}};
constexpr std::array<FinishReason, 3> finishes{FinishReason::Stop, FinishReason::Length, FinishReason::Aborted};
constexpr std::array<Outcome, 3> outcomes{Outcome::Pass, Outcome::Fail, Outcome::GraderError};

QString word(const char* text) { return QString::fromLatin1(text); }

class Reader {
public:
    explicit Reader(const QUrlQuery& query) : query_(query) {}
    QString text(const char* key) const { return query_.queryItemValue(word(key), QUrl::FullyDecoded); }
    std::optional<std::int64_t> number(const char* key) const {
        bool ok = false;
        const qlonglong value = text(key).toLongLong(&ok);
        return ok && value >= 0 ? std::optional<std::int64_t>(value) : std::nullopt;
    }
    bool on(const char* key) const { return text(key) == QStringLiteral("1"); }

private:
    const QUrlQuery& query_;
};

}  // namespace

void addEnding(QUrlQuery& query, const Ending& ending) {
    query.addQueryItem(word("ends"), QString::fromStdString(linkName(ending.step)));
    if (ending.fault) query.addQueryItem(word("why"), word(name(*ending.fault)));
    for (const auto& [bound, value] : ending.tried)
        query.addQueryItem(QString::fromStdString(tried_prefix + bound), QString::fromStdString(value));
}

QUrlQuery toQuery(const RolloutView& view, const std::vector<StageRecord>& stages) {
    const RolloutFilter& f = view.filter;
    QUrlQuery query;
    auto add = [&](const char* key, const QString& value) {
        query.addQueryItem(word(key), QString::fromLatin1(QUrl::toPercentEncoding(value)));
    };
    for (const StageRecord& stage : stages)
        if (stage.id == f.stage) add("stage", QString::fromStdString(stage.name));
    if (f.step_from) add("from", QString::number(*f.step_from));
    if (f.step_to) add("to", QString::number(*f.step_to));
    for (const auto& [verdict, name] : verdicts)
        if (verdict == f.correctness) add("verdict", word(name));
    if (f.finish_reason) add("finish", word(name(*f.finish_reason)));
    if (!f.language.empty()) add("lang", QString::fromStdString(f.language));
    if (f.language_below) add("mixed", word("1"));
    if (f.reflects.value_or(false)) add("reflects", word("1"));
    if (f.well_formed && !*f.well_formed) add("malformed", word("1"));
    if (!f.term.empty()) add("term", QString::fromStdString(f.term) + QLatin1Char(':') + word(name(f.term_outcome)));
    if (!f.text.empty()) add("text", QString::fromStdString(f.text));
    if (view.ends) addEnding(query, *view.ends);
    if (f.prompt) add("prompt", QString::number(f.prompt.value));
    if (f.evaluation) add("evaluation", QString::number(f.evaluation.value));
    if (view.bookmarked) add("bookmarked", word("1"));
    if (view.bookmarked && view.by_bookmark) add("sort", word(by_bookmark));
    else
        for (const auto& [order, name] : orders)
            if (order == view.order && order != RolloutOrder::NewestFirst) add("sort", word(name));
    return query;
}

RolloutView viewFrom(const QUrlQuery& query, const std::vector<StageRecord>& stages) {
    const Reader read(query);
    RolloutView view;
    RolloutFilter& f = view.filter;
    for (const StageRecord& stage : stages)
        if (QString::fromStdString(stage.name) == read.text("stage")) f.stage = stage.id;
    f.step_from = read.number("from");
    f.step_to = read.number("to");
    for (const auto& [verdict, name] : verdicts)
        if (read.text("verdict") == word(name)) f.correctness = verdict;
    for (const FinishReason reason : finishes)
        if (read.text("finish") == word(name(reason))) f.finish_reason = reason;
    f.language = read.text("lang").toStdString();
    if (read.on("mixed")) f.language_below = 1;
    if (read.on("reflects")) f.reflects = true;
    if (read.on("malformed")) f.well_formed = false;
    const QString term = read.text("term");
    for (const Outcome outcome : outcomes) {
        const QString ending = QLatin1Char(':') + word(name(outcome));
        if (!term.endsWith(ending)) continue;
        f.term = term.chopped(ending.size()).toStdString();
        f.term_outcome = outcome;
    }
    f.text = read.text("text").toStdString();
    if (const auto step = stepFromLink(read.text("ends").toStdString())) {
        view.ends = Ending{*step, {}, faultFromLink(*step, read.text("why").toStdString())};
        SampleParams any;
        for (const SieveBound& bound : sieveBounds())
            if (bound.set(any, read.text((tried_prefix + bound.name).c_str()).toStdString()))
                view.ends->tried.emplace(bound.name, bound.text(any));
    }
    f.prompt = {read.number("prompt").value_or(0)};
    f.evaluation = {read.number("evaluation").value_or(0)};
    for (const auto& [order, name] : orders)
        if (read.text("sort") == word(name)) view.order = order;
    view.bookmarked = read.on("bookmarked");
    view.by_bookmark = view.bookmarked && read.text("sort") == word(by_bookmark);
    return view;
}

}  // namespace retort::ui
