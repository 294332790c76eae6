// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/answers_tab.h"

#include <QBoxLayout>
#include <QScrollBar>
#include <QSignalBlocker>
#include <algorithm>

#include "eval/report.h"
#include "ui/text/word_diff.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/first_focus.h"

namespace retort::ui {

AnswersTab::AnswersTab(QWidget* parent) : QWidget(parent) {
    previous_ = makeButton({}, QStringLiteral("chevron-left"), "quiet", tr("Previous problem (p)"));
    next_ = makeButton({}, QStringLiteral("chevron-right"), "quiet", tr("Next problem (n)"));
    position_ = makeLabel({}, "label");
    kind_ = new Chooser(tr("Which problems"));
    kind_->addItem(tr("all problems"));
    kind_->addItem(tr("✓ wrong, then right"), static_cast<int>(FlipKind::WrongToRight));
    kind_->addItem(tr("✕ right, then wrong"), static_cast<int>(FlipKind::RightToWrong));
    kind_->addItem(tr("right in both"), static_cast<int>(FlipKind::BothRight));
    kind_->addItem(tr("wrong in both"), static_cast<int>(FlipKind::BothWrong));
    asked_text_ = makeLabel({});
    asked_text_->setWordWrap(true);
    asked_text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* head = row(size::s);
    head->addWidget(previous_);
    head->addWidget(position_);
    head->addWidget(next_);
    head->addWidget(kind_);
    head->addWidget(asked_text_, 1);
    auto* columns = row(size::m);
    columns->addWidget(makeSide(sides_[0], tr("Left model")), 1);
    columns->addWidget(makeSide(sides_[1], tr("Right model")), 1);
    auto* all = column(size::s);
    all->addLayout(head);
    all->addLayout(columns, 1);
    all->addWidget(makeLabel(tr("Tinted: words that the other answer does not have."), "label"));
    setLayout(all);
    setFirstFocus(this, sides_[0].text);
    connect(previous_, &QPushButton::clicked, this, [this] { moveProblem(-1); });
    connect(next_, &QPushButton::clicked, this, [this] { moveProblem(1); });
    connect(kind_, &QComboBox::currentIndexChanged, this, &AnswersTab::fillProblems);
    for (std::size_t i = 0; i < 2; ++i) {
        QScrollBar* other = sides_[1 - i].text->verticalScrollBar();
        connect(sides_[i].text->verticalScrollBar(), &QScrollBar::valueChanged, this, [this, other](int value) {
            if (scrolling_) return;
            scrolling_ = true;
            other->setValue(value);
            scrolling_ = false;
        });
    }
}

QWidget* AnswersTab::makeSide(Side& side, const QString& name) {
    side.model = new Chooser(name);
    side.sample = new Chooser(tr("Sample"));
    side.verdict = new ElidedLabel;
    side.text = new QTextEdit;
    side.text->setReadOnly(true);
    side.text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    side.text->setUndoRedoEnabled(false);
    side.text->setTabChangesFocus(true);
    side.text->setAccessibleName(name);
    side.text->document()->setDocumentMargin(size::m);
    auto* head = row(size::s);
    head->addWidget(side.model, 1);
    head->addWidget(side.sample);
    auto* inside = column(size::s);
    inside->setContentsMargins(size::s, size::s, size::s, size::s);
    inside->addLayout(head);
    inside->addWidget(side.verdict);
    inside->addWidget(side.text, 1);
    auto* card = new QFrame;
    setRole(card, "card");
    card->setLayout(inside);
    connect(side.model, &QComboBox::currentIndexChanged, this, &AnswersTab::pairChanged);
    connect(side.model, &QComboBox::activated, this, [this] { picked_ = true; });
    connect(side.sample, &QComboBox::currentIndexChanged, this, &AnswersTab::showTexts);
    return card;
}

const ComparedModel* AnswersTab::modelOf(const Side& side) const {
    const auto found = std::find_if(models_.begin(), models_.end(),
                                    [&](const ComparedModel& model) { return model.name == side.model->currentText(); });
    return found == models_.end() ? nullptr : &*found;
}

void AnswersTab::setModels(const std::vector<ComparedModel>& models, const QString& baseline) {
    models_ = models;
    for (std::size_t i = 0; i < 2; ++i) {
        Chooser* chooser = sides_[i].model;
        const QSignalBlocker quiet(chooser);
        const QString kept = chooser->currentText();
        chooser->clear();
        for (const ComparedModel& model : models_) chooser->addItem(model.name);
        int index = picked_ ? chooser->findText(kept) : -1;
        if (index < 0) index = chooser->findText(i == 0 ? baseline : bestBeside(models_, sides_[0].model->currentText()));
        chooser->setCurrentIndex(std::max(0, index));
    }
    pairChanged();
}

void AnswersTab::showProblem(const QString& before, const QString& after, const QString& key) {
    picked_ = true;
    {
        const QSignalBlocker quiet_left(sides_[0].model), quiet_right(sides_[1].model), quiet(kind_);
        sides_[0].model->setCurrentIndex(std::max(0, sides_[0].model->findText(before)));
        sides_[1].model->setCurrentIndex(std::max(0, sides_[1].model->findText(after)));
        kind_->setCurrentIndex(0);
    }
    problem_ = -1;
    pairChanged();
    for (std::size_t i = 0; i < problems_.size(); ++i)
        if (problems_[i].key == key) problem_ = static_cast<int>(i);
    read();
}

void AnswersTab::moveProblem(int by) {
    if (problems_.empty()) return;
    problem_ = std::clamp(problem_ + by, 0, static_cast<int>(problems_.size()) - 1);
    read();
}

void AnswersTab::pairChanged() {
    const ComparedModel *left = modelOf(sides_[0]), *right = modelOf(sides_[1]);
    pair_ = left != nullptr && right != nullptr ? comparePair(*left, *right, 0) : ModelPair{};
    fillProblems();
}

void AnswersTab::fillProblems() {
    const QString key = problem_ >= 0 && problem_ < static_cast<int>(problems_.size())
                            ? problems_[static_cast<std::size_t>(problem_)].key
                            : QString();
    const auto wanted = kind_->currentData();
    problems_.clear();
    for (const FlippedProblem& problem : pair_.problems)
        if (!wanted.isValid() || static_cast<int>(problem.kind) == wanted.toInt()) problems_.push_back(problem);
    problem_ = problems_.empty() ? -1 : 0;
    for (std::size_t i = 0; i < problems_.size(); ++i)
        if (!key.isEmpty() && problems_[i].key == key) problem_ = static_cast<int>(i);
    read();
}

void AnswersTab::askSide(std::size_t side, const ComparedModel& model, GroupId group) {
    using Samples = std::vector<RolloutDetail>;
    runs_->jobs(model.run).ask<Samples>(
        "answers " + std::to_string(side), this,
        [group](RunReader& reader) {
            Samples samples;
            const auto found = reader.group(group);
            if (!found) return samples;
            for (const RolloutSummary& row : found->rollouts)
                if (auto detail = reader.rollout(row.id)) samples.push_back(std::move(*detail));
            return samples;
        },
        [this, side, mine = asked_](Samples samples) {
            if (mine != asked_) return;
            sides_[side].samples = std::move(samples);
            fillSamples(sides_[side]);
            const auto& first = sides_[0].samples.empty() ? sides_[1].samples : sides_[0].samples;
            const Prompt prompt = first.empty() ? Prompt{} : first.front().prompt.prompt;
            asked_text_->setText(prompt.reference.empty() ? QString::fromStdString(prompt.text)
                                                          : tr("%1   (expected: %2)")
                                                                .arg(QString::fromStdString(prompt.text),
                                                                     QString::fromStdString(prompt.reference)));
            showTexts();
        });
}

void AnswersTab::read() {
    ++asked_;
    previous_->setEnabled(problem_ > 0);
    next_->setEnabled(problem_ + 1 < static_cast<int>(problems_.size()));
    const ComparedModel *left = modelOf(sides_[0]), *right = modelOf(sides_[1]);
    if (problem_ < 0 || runs_ == nullptr || left == nullptr || right == nullptr) {
        position_->setText({});
        asked_text_->setText(pair_.problems.empty() ? tr("These models have no problem in common.")
                                                    : tr("There is no such problem between these two."));
        for (Side& side : sides_) {
            side.samples.clear();
            fillSamples(side);
        }
        return showTexts();
    }
    const FlippedProblem& problem = problems_[static_cast<std::size_t>(problem_)];
    position_->setText(tr("%1 of %2").arg(problem_ + 1).arg(problems_.size()));
    askSide(0, *left, problem.before_group);
    askSide(1, *right, problem.after_group);
}

/// "✓ right · answer 42 · 118 tokens · 7 of 8 right"
QString AnswersTab::summary(const Side& side) const {
    const auto index = static_cast<std::size_t>(std::max(0, side.sample->currentIndex()));
    if (index >= side.samples.size()) return {};
    const RolloutSummary& row = side.samples[index].summary;
    QStringList words{isRight(side.samples[index].rollout.reward) ? tr("✓ right") : tr("✕ wrong")};
    if (!row.answer.empty()) words << tr("answer %1").arg(QString::fromStdString(row.answer).simplified());
    words << tr("%n tokens", nullptr, row.tokens);
    if (side.samples.size() > 1) {
        const auto right =
            std::ranges::count_if(side.samples, [](const RolloutDetail& sample) { return isRight(sample.rollout.reward); });
        words << tr("%1 of %2 right").arg(right).arg(side.samples.size());
    }
    return words.join(QStringLiteral(" · "));
}

void AnswersTab::fillSamples(Side& side) {
    const QSignalBlocker quiet(side.sample);
    side.sample->clear();
    int number = 0;
    for (const RolloutDetail& sample : side.samples) {
        const bool right = isRight(sample.rollout.reward);
        side.sample->addItem(tr("sample %1 %2").arg(++number).arg(right ? QStringLiteral("✓") : QStringLiteral("✕")));
    }
    side.sample->setEnabled(side.samples.size() > 1);
}

void AnswersTab::showTexts() {
    std::array<QString, 2> texts;
    for (std::size_t i = 0; i < 2; ++i) {
        Side& side = sides_[i];
        const auto index = static_cast<std::size_t>(std::max(0, side.sample->currentIndex()));
        if (index < side.samples.size()) {
            const Rollout& rollout = side.samples[index].rollout;
            texts[i] = QString::fromStdString(rollout.text);
            side.verdict->setText(summary(side));
            setRole(side.verdict, isRight(rollout.reward) ? "good" : "bad");
        } else {
            side.verdict->setText({});
        }
        side.text->setPlainText(texts[i]);
    }
    std::vector<std::pair<qsizetype, qsizetype>> left, right;
    qsizetype at_left = 0, at_right = 0;
    for (const DiffPart& part : diffWords(texts[0], texts[1])) {
        const qsizetype size = part.text.size();
        if (part.kind == DiffPart::Kind::Removed) left.emplace_back(at_left, at_left + size);
        if (part.kind == DiffPart::Kind::Added) right.emplace_back(at_right, at_right + size);
        if (part.kind != DiffPart::Kind::Added) at_left += size;
        if (part.kind != DiffPart::Kind::Removed) at_right += size;
    }
    mark(*sides_[0].text, left);
    mark(*sides_[1].text, right);
}

void AnswersTab::mark(QTextEdit& text, const std::vector<std::pair<qsizetype, qsizetype>>& pieces) {
    QList<QTextEdit::ExtraSelection> selections;
    for (const auto& [begin, end] : pieces) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(text.document());
        selection.cursor.setPosition(static_cast<int>(begin));
        selection.cursor.setPosition(static_cast<int>(end), QTextCursor::KeepAnchor);
        selection.format.setBackground(tint(tokens().series[1]));
        selections << selection;
    }
    text.setExtraSelections(selections);
}

}  // namespace retort::ui
