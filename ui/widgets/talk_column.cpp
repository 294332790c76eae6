// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/talk_column.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QScrollBar>
#include <QTableWidget>
#include <map>
#include <numeric>
#include <ranges>

#include "data/encode.h"
#include "text/analyse.h"
#include "ui/format.h"
#include "ui/text/core_words.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/token_strip.h"
#include "ui/widgets/trace_text.h"

namespace retort::ui {
namespace {

constexpr int shortest_name = 13;  // letters of a model's name
constexpr int told_lines = 4;      // of what is known of a token
constexpr int most_rows = 8;       // of samples before they scroll; the text below needs the room more
enum Cell { AnswerCell, ScoreCell, TokensCell, WhyCell, CellCount };

}  // namespace

TalkColumn::TalkColumn(const QString& name, bool optional, QWidget* parent) : QFrame(parent), optional_(optional) {
    setRole(this, "card");
    model_ = new Chooser(name);
    model_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    model_->setMinimumContentsLength(shortest_name);
    step_ = new Chooser(tr("Checkpoint of %1").arg(name));
    step_->setToolTip(tr("Which checkpoint of the stage: those that the run has kept"));
    // Elided: what was voted for must not make one column wider than the other.
    vote_ = new ElidedLabel;
    setRole(vote_, "muted");
    list_ = new QTableWidget(0, CellCount);
    setRole(list_, "inset");
    list_->setAccessibleName(tr("Samples of %1").arg(name));
    list_->setHorizontalHeaderLabels({tr("Answer"), tr("Score"), tr("Tokens"), tr("Why")});
    list_->verticalHeader()->hide();
    list_->verticalHeader()->setDefaultSectionSize(size::row);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setSelectionBehavior(QAbstractItemView::SelectRows);
    list_->setSelectionMode(QAbstractItemView::SingleSelection);
    list_->setShowGrid(false);
    list_->setTabKeyNavigation(false);
    list_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    list_->setWordWrap(false);
    list_->horizontalHeader()->setHighlightSections(false);
    list_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    list_->horizontalHeader()->setSectionResizeMode(AnswerCell, QHeaderView::Fixed);
    list_->horizontalHeader()->resizeSection(AnswerCell, size::spark_width);
    list_->horizontalHeader()->setSectionResizeMode(WhyCell, QHeaderView::Stretch);
    for (const int figure : {ScoreCell, TokensCell})
        list_->horizontalHeaderItem(figure)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    list_->setMaximumHeight(size::row * (most_rows + 2));
    text_ = new TraceText;
    text_->setAccessibleName(tr("What %1 wrote").arg(name));
    text_->setPlaceholderText(optional ? tr("Choose a second model to see both on one input.")
                                       : tr("Ask: what the model writes appears here as it writes it."));
    list_->hide();
    why_ = makeLabel({}, "label");
    why_->setWordWrap(true);
    why_->setAccessibleName(tr("Why the sample of %1 has its score").arg(name));
    why_->setContentsMargins(size::m, size::xs, size::m, 0);
    why_->hide();
    tokens_ =
        makeButton(tr("Tokens"), {}, "chip",
                   tr("Each token with what else might have stood there (Ctrl+T). Enter on one goes on from another."));
    tokens_->setCheckable(true);
    strip_ = new TokenStrip;
    strip_->setAccessibleName(tr("Tokens of %1").arg(name));
    strip_->installEventFilter(this);
    strip_->viewport()->installEventFilter(this);
    strip_->hide();
    told_ = makeLabel({}, "label");
    told_->setWordWrap(true);
    told_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    told_->setContentsMargins(size::m, 0, size::m, size::s);
    // Room for what is known of any token: the tokens above do not move while one goes through them.
    told_->setFixedHeight(told_lines * QFontMetrics(labelFont()).lineSpacing() + size::s);
    told_->hide();
    auto* head = row(size::s);
    head->setContentsMargins(size::m, size::s, size::m, 0);
    head->addWidget(model_);
    head->addWidget(step_);
    head->addWidget(vote_, 1);
    head->addWidget(tokens_);
    auto* all = column(size::xs);
    all->setContentsMargins(1, 1, 1, 1);
    all->addLayout(head);
    all->addWidget(list_);
    all->addWidget(why_);
    all->addWidget(text_, 1);
    all->addWidget(strip_, 1);
    all->addWidget(told_);
    setLayout(all);
    repaint_.setSingleShot(true);
    repaint_.setInterval(duration::frame);
    connect(&repaint_, &QTimer::timeout, this, [this] {
        refreshList();
        refreshText();
    });
    connect(&sampler_, &LineProcess::received, this, &TalkColumn::take);
    connect(&grader_, &LineProcess::received, this, &TalkColumn::takeGrade);
    connect(&sampler_, &LineProcess::failed, this, [this](const QString& reason) {
        speaking_ = false;
        Q_EMIT failed(reason);
        Q_EMIT changed();
    });
    connect(&grader_, &LineProcess::failed, this, [this](const QString& reason) {
        for (const int i : being_graded_)
            if (i < static_cast<int>(samples_.size()))
                samples_[static_cast<std::size_t>(i)].reason = tr("not scored: %1").arg(reason);
        being_graded_.clear();
        refreshList();
    });
    connect(list_, &QTableWidget::currentCellChanged, this, [this] { refreshText(); });
    connect(tokens_, &QPushButton::toggled, this, &TalkColumn::showTokens);
    connect(strip_, &TokenStrip::told, this, [this](int token) {
        told_->setText(token < 0 ? tr("The arrow keys go through the tokens; Enter goes on from another one.")
                                 : strip_->words(token).replace(QLatin1Char('\n'), QStringLiteral(" · ")));
    });
    for (Chooser* chooser : {model_, step_})
        connect(chooser, &QComboBox::activated, this, [this, chooser] {
            if (chooser == model_) fillSteps();
            picked_ = true;
            stop();
            Q_EMIT changed();
        });
    fillSteps();
}

void TalkColumn::setModels(const std::vector<ModelEntry>& models, int preset) {
    const QString before = picked_ ? folder() : QString();
    model_->clear();
    models_.clear();
    if (optional_) models_.push_back({tr("no second model"), {}, {}, {}, {}, {}});
    models_.insert(models_.end(), models.begin(), models.end());
    kept_.clear();
    for (std::size_t i = 0; i < models_.size(); ++i) {
        const ModelEntry& entry = models_[i];
        if (i > 0 && !entry.of.isEmpty() && entry.of == models_[i - 1].of) {
            kept_.back().push_back(i);
            continue;
        }
        kept_.push_back({i});
        model_->addItem(entry.of.isEmpty() ? entry.name : entry.of);
        model_->setItemData(model_->count() - 1, entry.folder, Qt::ToolTipRole);
    }
    select(optional_ ? 0 : static_cast<std::size_t>(std::max(0, preset)));
    picked_ = false;
    if (!before.isEmpty()) choose(before);
}

void TalkColumn::fillSteps() {
    step_->clear();
    if (model_->currentIndex() >= 0)
        for (const std::size_t i : kept_[static_cast<std::size_t>(model_->currentIndex())])
            if (!models_[i].at.isEmpty()) step_->addItem(models_[i].at);
    step_->setVisible(step_->count() > 0);
    step_->setEnabled(step_->count() > 1);
}

void TalkColumn::select(std::size_t entry) {
    for (std::size_t line = 0; line < kept_.size(); ++line)
        for (std::size_t at = 0; at < kept_[line].size(); ++at) {
            if (kept_[line][at] != entry) continue;
            model_->setCurrentIndex(static_cast<int>(line));
            fillSteps();
            step_->setCurrentIndex(static_cast<int>(at));
        }
}

const ModelEntry* TalkColumn::model() const {
    if (model_->currentIndex() < 0) return nullptr;
    const auto& kept = kept_[static_cast<std::size_t>(model_->currentIndex())];
    const ModelEntry& entry = models_[kept[static_cast<std::size_t>(std::max(0, step_->currentIndex()))]];
    return entry.folder.isEmpty() ? nullptr : &entry;
}

QString TalkColumn::folder() const { return model() == nullptr ? QString() : model()->folder; }

QString TalkColumn::rendered(const std::string& question) const {
    return model() == nullptr ? QString() : QString::fromStdString(renderPrompt(model()->form, question));
}

bool TalkColumn::chosen() const { return model() != nullptr; }
QString TalkColumn::modelName() const { return model() == nullptr ? model_->currentText() : model()->name; }
int TalkColumn::current() const { return samples_.empty() ? -1 : std::max(0, list_->currentRow()); }

void TalkColumn::choose(const QString& model) {
    for (std::size_t i = 0; i < models_.size(); ++i)
        if (models_[i].name == model || models_[i].folder == model) {
            picked_ = true;
            return select(i);
        }
}

void TalkColumn::begin(const QJsonObject& request) {
    sampler_.setArguments({QStringLiteral("sample"), model()->folder, QStringLiteral("--stream")});
    QJsonObject line = request;
    line.insert(QStringLiteral("id"), QString::number(++request_));
    line.insert(QStringLiteral("prompt"), question_.rendered);
    line.insert(QStringLiteral("temperature"), question_.temperature);
    line.insert(QStringLiteral("top_p"), question_.top_p);
    line.insert(QStringLiteral("max_tokens"), question_.max_tokens);
    line.insert(QStringLiteral("seed"), question_.seed + request_);
    speaking_ = true;
    sampler_.send(line);
    Q_EMIT changed();
}

void TalkColumn::ask(const Question& question) {
    if (!chosen()) return;
    if (!model()->problem.isEmpty()) return Q_EMIT failed(model()->problem);
    stop();
    picked_ = true;
    form_ = model()->form;
    question_ = question;
    question_.rendered = rendered(question.prompt.text);
    samples_.assign(static_cast<std::size_t>(question.samples), {});
    being_graded_.clear();
    streams_.resize(samples_.size());
    std::iota(streams_.begin(), streams_.end(), 0);
    refreshList();
    list_->selectRow(0);
    refreshText();
    begin({{QStringLiteral("n"), question.samples}});
}

void TalkColumn::goOn() {
    if (speaking_ || samples_.empty() || !chosen()) return;
    QJsonArray texts;
    streams_.resize(samples_.size());
    std::iota(streams_.begin(), streams_.end(), 0);
    for (Sample& sample : samples_) {
        texts.append(sample.text);
        sample.finish.clear();
        sample.score.reset();
        sample.graded = false;
    }
    begin({{QStringLiteral("continue"), texts}});
}

void TalkColumn::stop() {
    if (speaking_) sampler_.send({{QStringLiteral("stop"), QString::number(request_)}});
}

void TalkColumn::take(const QJsonObject& line) {
    if (line.value(QStringLiteral("id")).toString() == QStringLiteral("tokens")) return takeTokens(line);
    if (line.value(QStringLiteral("id")).toString() != QString::number(request_)) return;
    if (line.contains(QStringLiteral("error"))) {
        speaking_ = false;
        Q_EMIT failed(line.value(QStringLiteral("error")).toString());
        Q_EMIT changed();
        return;
    }
    if (line.contains(QStringLiteral("done"))) return finish(line);
    const auto stream = static_cast<std::size_t>(line.value(QStringLiteral("sample")).toInt(-1));
    if (stream >= streams_.size()) return;
    samples_[static_cast<std::size_t>(streams_[stream])].text += line.value(QStringLiteral("delta")).toString();
    if (!repaint_.isActive()) repaint_.start();
}

void TalkColumn::finish(const QJsonObject& line) {
    speaking_ = false;
    const QJsonArray completions = line.value(QStringLiteral("completions")).toArray();
    for (int stream = 0; stream < completions.size() && stream < static_cast<int>(streams_.size()); ++stream) {
        const int i = streams_[static_cast<std::size_t>(stream)];
        Sample& sample = samples_[static_cast<std::size_t>(i)];
        const QJsonObject one = completions[stream].toObject();
        sample.text = one.value(QStringLiteral("text")).toString();
        sample.tokens = one.value(QStringLiteral("tokens")).toInt();
        sample.finish = one.value(QStringLiteral("finish_reason")).toString();
        const TextFacts facts = analyse(sample.text.toStdString(), question_.prompt.language, form_);
        sample.answer = QString::fromStdString(facts.answer).simplified();
        grade(i);
    }
    refreshList();
    refreshText();
    Q_EMIT changed();
}

void TalkColumn::grade(int index) {
    if (grader_.arguments().isEmpty()) return;
    being_graded_ << index;
    // With what its rewards need of the problem's row: choices, a schema, instructions.
    QJsonObject row = QJsonDocument::fromJson(QByteArray::fromStdString(question_.prompt.grading)).object();
    row.insert(QStringLiteral("completion"), samples_[static_cast<std::size_t>(index)].text);
    row.insert(QStringLiteral("reference"), QString::fromStdString(question_.prompt.reference));
    row.insert(QStringLiteral("prompt"), QString::fromStdString(question_.prompt.text));
    row.insert(QStringLiteral("language"), QString::fromStdString(question_.prompt.language));
    row.insert(QStringLiteral("domain"), QString::fromStdString(question_.prompt.domain));
    grader_.send(row);
}

void TalkColumn::setGrading(const QStringList& arguments) {
    if (arguments == grader_.arguments()) return;
    grader_.setArguments(arguments);
    being_graded_.clear();
    for (int i = 0; i < static_cast<int>(samples_.size()); ++i) {
        Sample& sample = samples_[static_cast<std::size_t>(i)];
        sample.score.reset();
        sample.graded = false;
        sample.reason.clear();
        if (!speaking_ && !sample.finish.isEmpty()) grade(i);
    }
    if (samples_.empty()) return;
    refreshList();
    refreshWhy();
}

void TalkColumn::takeGrade(const QJsonObject& line) {
    if (being_graded_.isEmpty()) return;
    const auto index = static_cast<std::size_t>(being_graded_.takeFirst());
    if (index >= samples_.size()) return;
    Sample& sample = samples_[index];
    sample.graded = true;
    if (line.value(QStringLiteral("score")).isDouble()) sample.score = line.value(QStringLiteral("score")).toDouble();
    QStringList reasons;
    const QJsonObject terms = line.value(QStringLiteral("terms")).toObject();
    for (auto term = terms.begin(); term != terms.end(); ++term) {
        const QJsonObject one = term.value().toObject();
        const QJsonValue score = one.value(QStringLiteral("score"));
        reasons << QStringLiteral("%1 %2: %3")
                       .arg(term.key(), score.isDouble() ? formatValue(score.toDouble()) : tr("–"),
                            coreWords(one.value(QStringLiteral("reason")).toString()));
        const QString extracted = one.value(QStringLiteral("extracted")).toString();
        // What is no answer to the one who scores has no vote either.
        if (term.key() == QStringLiteral("accuracy") && !question_.prompt.reference.empty()) sample.answer = extracted;
    }
    sample.reason = reasons.join(QStringLiteral(" · "));
    refreshList();
    refreshWhy();
}

QString TalkColumn::vote() const {
    std::map<QString, int> votes;
    for (const Sample& sample : samples_)
        if (!sample.answer.isEmpty()) ++votes[sample.answer];
    if (votes.empty()) return {};
    const int most = std::ranges::max(votes | std::views::values);
    if (most == 1 && votes.size() > 1) return tr("no two agree");
    QStringList winners;
    for (const auto& [answer, count] : votes)
        if (count == most) winners << answer;
    return tr("%1 (%2 of %3)").arg(winners.join(tr(" or "))).arg(most).arg(samples_.size());
}

void TalkColumn::refreshList() {
    const int now = list_->currentRow();
    list_->setRowCount(static_cast<int>(samples_.size()));
    for (int i = 0; i < static_cast<int>(samples_.size()); ++i) {
        const Sample& sample = samples_[static_cast<std::size_t>(i)];
        const QString state = sample.finish.isEmpty()                      ? tr("writing…")
                              : sample.finish == QStringLiteral("length")  ? tr("cut at the limit")
                              : sample.finish == QStringLiteral("stopped") ? tr("stopped")
                                                                           : QString();
        const QString cells[] = {!sample.answer.isEmpty()           ? sample.answer
                                 : state.isEmpty() && sample.graded ? tr("no answer")
                                                                    : state,
                                 sample.score                ? formatValue(*sample.score)
                                 : being_graded_.contains(i) ? tr("scoring…")
                                                             : tr("–"),
                                 sample.tokens > 0 ? QString::number(sample.tokens) : QString(), sample.reason};
        for (int cell = 0; cell < CellCount; ++cell) {
            QTableWidgetItem* item = list_->item(i, cell);
            if (item == nullptr) list_->setItem(i, cell, item = new QTableWidgetItem);
            item->setTextAlignment((cell == ScoreCell || cell == TokensCell ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
            item->setText(cells[cell]);
            item->setToolTip(cells[cell]);
        }
    }
    if (now >= 0 && now < list_->rowCount()) list_->setCurrentCell(now, 0);
    const QString winner = samples_.size() > 1 ? vote() : QString();
    vote_->setText(winner.isEmpty() ? QString() : tr("vote: %1").arg(winner));
    list_->setVisible(!samples_.empty());
    list_->setFixedHeight((std::min<int>(most_rows, static_cast<int>(samples_.size())) + 1) * size::row + size::xs);
}

void TalkColumn::refreshWhy() {
    const int index = current();
    const QString reason = index < 0 ? QString() : samples_[static_cast<std::size_t>(index)].reason;
    why_->setText(reason);
    why_->setVisible(!reason.isEmpty());
}

void TalkColumn::refreshText() {
    const int index = current();
    askTokens();
    refreshWhy();
    if (index < 0) return text_->clearTrace();
    const Sample& sample = samples_[static_cast<std::size_t>(index)];
    RolloutDetail detail;
    detail.prompt.prompt = question_.prompt;
    detail.rollout.text = sample.text.toStdString();
    detail.rollout.facts = analyse(detail.rollout.text, question_.prompt.language, form_);
    const bool at_end = text_->verticalScrollBar()->value() >= text_->verticalScrollBar()->maximum() - size::xl;
    const int before = text_->verticalScrollBar()->value();
    text_->show(detail);
    text_->verticalScrollBar()->setValue(speaking_ && at_end ? text_->verticalScrollBar()->maximum() : before);
}

}  // namespace retort::ui
