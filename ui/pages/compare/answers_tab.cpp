// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/answers_tab.h"

#include <QBoxLayout>
#include <QScrollBar>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/format.h"
#include "ui/text/word_diff.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {

AnswersTab::AnswersTab(QWidget* parent) : QWidget(parent) {
    previous_ = makeButton({}, QStringLiteral("chevron-left"), "quiet", tr("Previous problem (p)"));
    next_ = makeButton({}, QStringLiteral("chevron-right"), "quiet", tr("Next problem (n)"));
    position_ = makeLabel({}, "label");
    asked_ = makeLabel({});
    asked_->setWordWrap(true);
    asked_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* head = row(size::s);
    head->addWidget(previous_);
    head->addWidget(position_);
    head->addWidget(next_);
    head->addWidget(asked_, 1);
    auto* columns = row(size::m);
    columns->addWidget(makeSide(sides_[0], tr("Left model")), 1);
    columns->addWidget(makeSide(sides_[1], tr("Right model")), 1);
    auto* all = column(size::s);
    all->addLayout(head);
    all->addLayout(columns, 1);
    all->addWidget(makeLabel(tr("Tinted: words that the other answer does not have."), "label"));
    setLayout(all);
    setFocusProxy(sides_[0].text);
    connect(previous_, &QPushButton::clicked, this, [this] { moveProblem(-1); });
    connect(next_, &QPushButton::clicked, this, [this] { moveProblem(1); });
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
    side.verdict = makeLabel({});
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
    head->addWidget(side.verdict);
    auto* inside = column(size::s);
    inside->setContentsMargins(size::s, size::s, size::s, size::s);
    inside->addLayout(head);
    inside->addWidget(side.text, 1);
    auto* card = new QFrame;
    setRole(card, "card");
    card->setLayout(inside);
    connect(side.model, &QComboBox::currentIndexChanged, this, &AnswersTab::pairChanged);
    connect(side.sample, &QComboBox::currentIndexChanged, this, &AnswersTab::showTexts);
    return card;
}

const ComparedModel* AnswersTab::modelOf(const Side& side) const {
    const auto found = std::find_if(models_.begin(), models_.end(), [&](const ComparedModel& model) { return model.name == side.model->currentText(); });
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
        int index = chooser->findText(kept);
        if (index < 0) index = i == 0 ? std::max(0, chooser->findText(baseline)) : chooser->count() - 1;
        chooser->setCurrentIndex(index);
    }
    pairChanged();
}

void AnswersTab::showProblem(const QString& before, const QString& after, const QString& key) {
    {
        const QSignalBlocker quiet_left(sides_[0].model), quiet_right(sides_[1].model);
        sides_[0].model->setCurrentIndex(std::max(0, sides_[0].model->findText(before)));
        sides_[1].model->setCurrentIndex(std::max(0, sides_[1].model->findText(after)));
    }
    problem_ = -1;
    pairChanged();
    for (std::size_t i = 0; i < pair_.problems.size(); ++i)
        if (pair_.problems[i].key == key) problem_ = static_cast<int>(i);
    read();
}

void AnswersTab::moveProblem(int by) {
    if (pair_.problems.empty()) return;
    problem_ = std::clamp(problem_ + by, 0, static_cast<int>(pair_.problems.size()) - 1);
    read();
}

void AnswersTab::pairChanged() {
    const QString key = problem_ >= 0 && problem_ < static_cast<int>(pair_.problems.size()) ? pair_.problems[static_cast<std::size_t>(problem_)].key : QString();
    const ComparedModel *left = modelOf(sides_[0]), *right = modelOf(sides_[1]);
    pair_ = left != nullptr && right != nullptr ? comparePair(*left, *right, 0) : ModelPair{};
    problem_ = pair_.problems.empty() ? -1 : 0;
    for (std::size_t i = 0; i < pair_.problems.size(); ++i)
        if (!key.isEmpty() && pair_.problems[i].key == key) problem_ = static_cast<int>(i);
    read();
}

void AnswersTab::read() {
    previous_->setEnabled(problem_ > 0);
    next_->setEnabled(problem_ + 1 < static_cast<int>(pair_.problems.size()));
    if (problem_ < 0 || session_ == nullptr) {
        position_->setText({});
        asked_->setText(tr("These models have no problem in common."));
        for (Side& side : sides_) {
            side.samples.clear();
            fillSamples(side);
        }
        return showTexts();
    }
    const FlippedProblem& problem = pair_.problems[static_cast<std::size_t>(problem_)];
    position_->setText(tr("%1 of %2").arg(problem_ + 1).arg(pair_.problems.size()));
    using Both = std::array<std::vector<RolloutDetail>, 2>;
    session_->jobs().ask<Both>("answers", this, [problem](RunReader& reader) {
        Both both;
        for (std::size_t i = 0; i < 2; ++i) {
            const auto group = reader.group(i == 0 ? problem.before_group : problem.after_group);
            if (!group) continue;
            for (const RolloutSummary& row : group->rollouts)
                if (auto detail = reader.rollout(row.id)) both[i].push_back(std::move(*detail));
        }
        return both;
    }, [this](Both both) {
        for (std::size_t i = 0; i < 2; ++i) {
            sides_[i].samples = std::move(both[i]);
            fillSamples(sides_[i]);
        }
        const auto& samples = sides_[0].samples;
        const Prompt prompt = samples.empty() ? Prompt{} : samples.front().prompt.prompt;
        asked_->setText(prompt.reference.empty() ? QString::fromStdString(prompt.text)
                                                 : tr("%1   (expected: %2)").arg(QString::fromStdString(prompt.text), QString::fromStdString(prompt.reference)));
        showTexts();
    });
}

void AnswersTab::fillSamples(Side& side) {
    const QSignalBlocker quiet(side.sample);
    side.sample->clear();
    int number = 0;
    for (const RolloutDetail& sample : side.samples) {
        const bool right = sample.rollout.reward.correct().value_or(false);
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
            const bool right = rollout.reward.correct().value_or(false);
            side.verdict->setText(right ? tr("✓ right") : tr("✕ wrong"));
            setRole(side.verdict, right ? "good" : "bad");
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
