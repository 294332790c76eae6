// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground_page.h"

#include <QApplication>
#include <QBoxLayout>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QJsonArray>
#include <QPlainTextEdit>
#include <QRandomGenerator>
#include <QShortcut>
#include <QSpinBox>
#include <QSplitter>

#include "base/error.h"
#include "curate/gate.h"
#include "data/dataset.h"
#include "data/encode.h"
#include "store/annotations.h"
#include "text/language.h"
#include "ui/session/background.h"
#include "ui/session/run_session.h"
#include "ui/text/core_words.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/first_focus.h"
#include "ui/widgets/talk_column.h"

namespace retort::ui {

PlaygroundPage::PlaygroundPage(QWidget* parent) : Page(parent) {
    setRole(this, "page");
    first_ = new TalkColumn(tr("Model"), false);
    second_ = new TalkColumn(tr("Second model"), true);
    splitter_ = new QSplitter;
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(makeAsk());
    splitter_->addWidget(first_);
    splitter_->addWidget(second_);
    splitter_->setSizes({size::panel, size::panel * 2, size::panel * 2});
    auto* inside = column(0);
    inside->addWidget(splitter_);
    body_ = new QWidget;
    body_->setLayout(inside);
    empty_ = new EmptyState;
    auto* all = column(0);
    all->setContentsMargins(size::l, size::m, size::l, size::m);
    all->addWidget(body_, 1);
    all->addWidget(empty_, 1);
    setLayout(all);
    setFirstFocus(this, text_);
    for (TalkColumn* column : {first_, second_}) {
        connect(column, &TalkColumn::changed, this, &PlaygroundPage::render);
        connect(column, &TalkColumn::failed, this, &Page::problem);
    }
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        for (TalkColumn* column : {first_, second_})
            if (now != nullptr && column->isAncestorOf(now)) read_ = column;
        tellCandidates();
    });
    connect(empty_, &EmptyState::clicked, this, &PlaygroundPage::chooseModel);
    makeKeys();
    refresh();
}

PlaygroundPage::~PlaygroundPage() {
    // The focus moves once more while what is inside goes.
    disconnect(qApp, nullptr, this, nullptr);
}

QWidget* PlaygroundPage::makeAsk() {
    data_ = new Chooser(tr("Problems of"));
    problem_ = new QSpinBox;
    problem_->setAccessibleName(tr("Problem"));
    problem_->setPrefix(tr("no. "));
    auto* any = makeButton(tr("Random"), {}, "", tr("A problem by chance (Ctrl+R)"));
    connect(any, &QPushButton::clicked, this, &PlaygroundPage::anyProblem);
    text_ = new QPlainTextEdit;
    text_->setAccessibleName(tr("What to ask"));
    text_->setPlaceholderText(tr("Ask something, or choose a problem above"));
    text_->setTabChangesFocus(true);
    text_->setFont(bodyFont());
    text_->setMaximumHeight(size::row * 6);
    expected_ = new ElidedLabel;
    setRole(expected_, "muted");
    show_template_ = makeButton(tr("What the model is given"), QStringLiteral("chevron-down"), "quiet",
                                tr("The prompt in the run's template"));
    show_template_->setCheckable(true);
    rendered_ = new QPlainTextEdit;
    rendered_->setReadOnly(true);
    rendered_->setAccessibleName(tr("What the model is given"));
    rendered_->setFont(monoFont());
    rendered_->setTabChangesFocus(true);
    rendered_->setMaximumHeight(size::row * 6);
    rendered_->hide();
    connect(show_template_, &QPushButton::toggled, rendered_, &QWidget::setVisible);
    const auto whole = [](const QString& name, int least, int most, int value) {
        auto* spin = new QSpinBox;
        spin->setAccessibleName(name);
        spin->setRange(least, most);
        spin->setValue(value);
        return spin;
    };
    const auto real = [](const QString& name, double least, double most, double value) {
        auto* spin = new QDoubleSpinBox;
        spin->setAccessibleName(name);
        spin->setRange(least, most);
        spin->setSingleStep(0.1);
        spin->setDecimals(2);
        spin->setValue(value);
        return spin;
    };
    samples_ = whole(tr("Samples"), 1, 64, 1);
    max_tokens_ = whole(tr("Tokens at most"), 1, 100'000, 256);
    temperature_ = real(tr("Temperature"), 0, 10, 1);
    top_p_ = real(tr("Top-p"), 0.01, 1, 1);
    rubric_ = new Chooser(tr("Scored by"));
    terms_ =
        makeButton({}, QStringLiteral("chevron-down"), "", tr("Which terms of the rubric count, and which other rewards"));
    terms_->setAccessibleName(tr("Rewards that count"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(size::s);
    grid->setVerticalSpacing(size::xs);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    const std::pair<QString, QWidget*> fields[] = {
        {tr("samples"), samples_}, {tr("tokens"), max_tokens_}, {tr("temperature"), temperature_}, {tr("top-p"), top_p_}};
    for (int i = 0; i < 4; ++i) {
        grid->addWidget(makeLabel(fields[i].first, "label"), i / 2, i % 2 * 2);
        grid->addWidget(fields[i].second, i / 2, i % 2 * 2 + 1);
    }
    grid->addWidget(makeLabel(tr("scored by"), "label"), 2, 0);
    grid->addWidget(rubric_, 2, 1, 1, 3);
    grid->addWidget(makeLabel(tr("rewards"), "label"), 3, 0);
    grid->addWidget(terms_, 3, 1, 1, 3);
    send_ = makeButton(tr("Ask   Ctrl+Enter"), QStringLiteral("play"), "primary",
                       tr("Both models answer the same question (Ctrl+Enter)"));
    stop_ = makeButton(tr("Stop   Esc"), QStringLiteral("stop"), "", tr("Ends the writing (Esc)"));
    go_on_ = makeButton(tr("Go on"), {}, "", tr("Writes on from where it stopped (Ctrl+G)"));
    candidates_ = makeButton(tr("To candidates"), QStringLiteral("candidates"), "",
                             tr("The sample that is read joins the queue of candidates (Ctrl+D)"));
    auto* buttons = row(size::xs);
    buttons->addWidget(stop_, 1);
    buttons->addWidget(go_on_, 1);
    auto* source = row(size::xs);
    source->addWidget(data_, 1);
    source->addWidget(problem_);
    source->addWidget(any);
    auto* all = column(size::s);
    all->setContentsMargins(0, 0, size::s, 0);
    all->addLayout(source);
    all->addWidget(text_, 2);
    all->addWidget(expected_);
    all->addWidget(show_template_);
    all->addWidget(rendered_);
    all->addLayout(grid);
    all->addWidget(send_);
    all->addLayout(buttons);
    all->addWidget(candidates_);
    all->addStretch(1);
    auto* ask = new QWidget;
    ask->setMinimumWidth(size::panel - size::xl);
    ask->setLayout(all);
    connect(data_, &QComboBox::activated, this, &PlaygroundPage::loadProblems);
    connect(problem_, &QSpinBox::valueChanged, this, [this](int value) {
        if (!setting_) showProblem(value - 1);
    });
    connect(text_, &QPlainTextEdit::textChanged, this, &PlaygroundPage::render);
    connect(rubric_, &QComboBox::activated, this, [this] {
        left_out_.clear();
        gradeBy();
    });
    connect(terms_, &QPushButton::clicked, this, &PlaygroundPage::offerTerms);
    connect(send_, &QPushButton::clicked, this, &PlaygroundPage::send);
    connect(stop_, &QPushButton::clicked, this, [this] {
        first_->stop();
        second_->stop();
    });
    connect(go_on_, &QPushButton::clicked, this, [this] {
        first_->goOn();
        second_->goOn();
    });
    connect(candidates_, &QPushButton::clicked, this, &PlaygroundPage::toCandidates);
    return ask;
}

void PlaygroundPage::makeKeys() {
    const auto key = [this](const QKeySequence& keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    key(QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { send(); });
    key(Qt::Key_Escape, [this] { stop_->click(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_G), [this] { go_on_->click(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_D), [this] { candidates_->click(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_R), [this] { anyProblem(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_T), [this] { toggleTokens(); });
}

void PlaygroundPage::setSession(RunSession* session) {
    if (session_ != nullptr) session_->disconnect(this);
    session_ = session;
    choices_.reset();
    unreadable_.clear();
    refresh();
    if (session_ != nullptr)
        connect(session_, &RunSession::advanced, this, [this](const DeltaPtr& delta) {
            if (!delta->checkpoints.empty()) loadChoices();
        });
    loadChoices();
}

void PlaygroundPage::loadChoices() {
    if (session_ == nullptr && extra_.isEmpty()) return;
    const std::optional<RunDirectory> run = session_ == nullptr ? std::nullopt : std::optional(session_->directory());
    inBackground<PlaygroundChoices>(
        this,
        [run, extra = extra_] {
            PlaygroundChoices choices;
            try {
                if (run) choices = playgroundChoices(*run);
            } catch (const Error&) {
                if (extra.isEmpty()) throw;  // models from elsewhere can be talked to whatever the run is like
            }
            for (const QString& folder : extra) {
                std::error_code ignored;
                const std::filesystem::path path = folder.toStdString();
                if (std::filesystem::exists(path / "config.json", ignored))
                    choices.models.push_back(strayModel(path, choices.recipe.prompt_template));
            }
            return choices;
        },
        [this, run](PlaygroundChoices choices) {
            if (stillShown(run)) takeChoices(std::move(choices));
        },
        [this, run](const QString& reason) {
            if (!stillShown(run)) return;
            unreadable_ = coreWords(reason);
            refresh();
        });
}

/// Another run may have been opened meanwhile.
bool PlaygroundPage::stillShown(const std::optional<RunDirectory>& run) const {
    return run.has_value() == (session_ != nullptr) && (!run || run->root() == session_->directory().root());
}

void PlaygroundPage::takeChoices(PlaygroundChoices choices) {
    const bool first = !choices_ || choices_->recipe.file != choices.recipe.file;
    choices_ = std::move(choices);
    unreadable_.clear();
    for (TalkColumn* column : {first_, second_}) column->setModels(choices_->models, choices_->preset);
    if (first) {
        data_->clear();
        data_->addItem(tr("my own question"));
        for (const DataSection& section : choices_->recipe.data)
            if (section.kind == "prompts") data_->addItem(QString::fromStdString(section.name));
        rubric_->clear();
        rubric_->addItem(tr("nothing"));
        for (const RubricSection& rubric : choices_->recipe.rubrics) rubric_->addItem(QString::fromStdString(rubric.name));
        rubric_->setCurrentIndex(rubric_->count() > 1 ? 1 : 0);
        data_->setCurrentIndex(data_->count() > 1 ? 1 : 0);
        for (const StageSection& stage : choices_->recipe.stages)
            if (const auto* grpo = std::get_if<GrpoParams>(&stage.params))
                max_tokens_->setValue(static_cast<int>(grpo->sampling.max_tokens));
    }
    applyState();
    gradeBy();
    if (first) loadProblems();
    if (!pick_.isEmpty()) first_->choose(std::exchange(pick_, {}));
    render();
}

/// What was chosen last time, as far as it is there.
void PlaygroundPage::applyState() {
    if (wanted_.isEmpty()) return;
    const QJsonObject state = std::exchange(wanted_, {});
    const auto text = [&](const char* key) { return state.value(QLatin1String(key)).toString(); };
    for (const auto& [column, key] : {std::pair(first_, "first"), std::pair(second_, "second")})
        if (const QString folder = text(key); !folder.isEmpty()) column->choose(folder);
    if (const int at = data_->findText(text("data")); at >= 0) data_->setCurrentIndex(at);
    if (const int at = rubric_->findText(text("rubric")); at >= 0) rubric_->setCurrentIndex(at);
    left_out_ = state.value(QLatin1String("left_out")).toVariant().toStringList();
    beside_ = state.value(QLatin1String("beside")).toVariant().toStringList();
    if (const int problem = state.value(QLatin1String("problem")).toInt(); problem > 0) {
        setting_ = true;
        problem_->setRange(1, std::max(problem, problem_->maximum()));
        problem_->setValue(problem);
        setting_ = false;
    }
    if (state.contains(QLatin1String("max_tokens"))) max_tokens_->setValue(state.value(QLatin1String("max_tokens")).toInt());
    if (data_->currentIndex() <= 0 && !text("text").isEmpty()) text_->setPlainText(text("text"));
}

bool PlaygroundPage::takeFiles(const QStringList& files) {
    if (files.size() != 1 || !QFileInfo::exists(files.front() + QStringLiteral("/config.json"))) return false;
    const QString folder = QDir::cleanPath(files.front());
    extra_.removeAll(folder);
    extra_ << folder;
    pick_ = folder;
    loadChoices();
    return true;
}

void PlaygroundPage::chooseModel() {
    askForFolder(this, tr("A model folder, with its config.json"), [this](const QString& folder) {
        if (!takeFiles({folder})) Q_EMIT problem(tr("%1 holds no config.json: it is no model folder.").arg(folder));
    });
}

void PlaygroundPage::loadProblems() {
    problems_.clear();
    const DataSection* section =
        choices_ && data_->currentIndex() > 0 ? choices_->recipe.findData(data_->currentText().toStdString()) : nullptr;
    problem_->setEnabled(section != nullptr);
    if (section == nullptr) {
        prompt_ = {};
        return render();
    }
    inBackground<std::vector<Prompt>>(
        this, [one = *section, files = choices_->recipe.resolve(section->path)] { return readPrompts(one, files); },
        [this, name = data_->currentText()](std::vector<Prompt> problems) {
            if (name != data_->currentText()) return;
            problems_ = std::move(problems);
            setting_ = true;
            problem_->setRange(1, static_cast<int>(problems_.size()));
            setting_ = false;
            showProblem(problem_->value() - 1);
        },
        [this](const QString& reason) { Q_EMIT problem(reason); });
}

void PlaygroundPage::showProblem(int index) {
    if (index < 0 || index >= static_cast<int>(problems_.size())) return;
    prompt_ = problems_[static_cast<std::size_t>(index)];
    text_->setPlainText(QString::fromStdString(prompt_.text));
}

void PlaygroundPage::anyProblem() {
    if (!problems_.empty())
        problem_->setValue(QRandomGenerator::global()->bounded(1, static_cast<int>(problems_.size()) + 1));
}

void PlaygroundPage::render() {
    if (!choices_) return refresh();
    const std::string text = text_->toPlainText().toStdString();
    // A question that is no longer the problem's has no expected answer.
    if (text != prompt_.text) {
        prompt_ = {};
        prompt_.text = text;
        prompt_.language = guessLanguage(text);
        prompt_.domain = "reasoning";
    }
    rendered_->setPlainText((first_->chosen() ? first_ : second_)->rendered(text));
    expected_->setText(prompt_.reference.empty() ? tr("no expected answer: accuracy is not scored")
                                                 : tr("expected: %1").arg(QString::fromStdString(prompt_.reference)));
    refresh();
}

void PlaygroundPage::send() {
    if (!send_->isEnabled()) return;
    TalkColumn::Question question;
    question.prompt = prompt_;
    question.samples = samples_->value();
    question.max_tokens = max_tokens_->value();
    question.temperature = temperature_->value();
    question.top_p = top_p_->value();
    question.seed = ++asked_ * 1000;
    for (TalkColumn* column : {first_, second_}) {
        column->setGrading(grading());
        column->ask(question);
    }
}

void PlaygroundPage::toggleTokens() {
    const bool shown = !first_->tokensShown();
    for (TalkColumn* column : {first_, second_}) column->showTokens(shown && column->chosen());
}

TalkColumn* PlaygroundPage::columnRead() const {
    if (read_ == second_ && second_->current() >= 0) return second_;
    return first_->current() >= 0 ? first_ : second_;
}

void PlaygroundPage::tellCandidates() {
    const TalkColumn* column = columnRead();
    const bool both = first_->current() >= 0 && second_->current() >= 0;
    candidates_->setText(both ? tr("To candidates: %1").arg(column->modelName()) : tr("To candidates"));
    candidates_->setAccessibleName(candidates_->text());
}

void PlaygroundPage::toCandidates() {
    TalkColumn* column = columnRead();
    if (session_ == nullptr || column->current() < 0) return;
    const TalkColumn::Sample& sample = column->samples()[static_cast<std::size_t>(column->current())];
    const Prompt& asked = column->question().prompt;
    ImportedCandidate row{0,
                          {},
                          "playground",
                          asked.text,
                          sample.text.toStdString(),
                          asked.language,
                          asked.domain,
                          tr("playground, %1").arg(column->modelName()).toStdString()};
    inBackground<QString>(
        this,
        [run = session_->directory(), row] {
            const auto gates = findGates(run);
            if (gates.empty())
                throw std::runtime_error(tr("This recipe has no curate stage that could take candidates.").toStdString());
            Annotations annotations(run.annotations(), SqliteDb::Mode::ReadWrite, run.id());
            const std::int64_t added = annotations.import(gates.front().stage.name, std::span(&row, 1));
            return added > 0 ? tr("Added to the candidates of %1").arg(QString::fromStdString(gates.front().stage.name))
                             : tr("It is among the candidates already");
        },
        [this](const QString& said) {
            Q_EMIT notice(said, tr("Show"), [this] { Q_EMIT linkWanted(PageLink{QStringLiteral("candidates"), {}}); });
        },
        [this](const QString& reason) { Q_EMIT problem(reason); });
}

void PlaygroundPage::refresh() {
    const bool any = choices_ && !choices_->models.empty();
    body_->setVisible(any);
    empty_->setVisible(!any);
    if (session_ == nullptr && !choices_)
        empty_->setText(tr("No run is open"), tr("Open a run to talk to its checkpoints, or drop a model folder here."),
                        tr("Open a model folder…"));
    else if (!choices_ && !unreadable_.isEmpty())
        empty_->setText(tr("The recipe of this run cannot be read"),
                        unreadable_ + QLatin1Char('\n') + tr("Any model folder can be talked to all the same."),
                        tr("Open a model folder…"));
    else if (!choices_) empty_->setText(tr("Looking for checkpoints"), {});
    else
        empty_->setText(tr("No model to talk to"),
                        tr("The recipe's own models are missing, and no stage has written a checkpoint yet."),
                        tr("Open a model folder…"));
    const bool speaking = first_->speaking() || second_->speaking();
    send_->setEnabled(any && !text_->toPlainText().trimmed().isEmpty() && (first_->chosen() || second_->chosen()));
    stop_->setEnabled(speaking);
    go_on_->setEnabled(!speaking && (!first_->samples().empty() || !second_->samples().empty()));
    candidates_->setEnabled(!speaking && (first_->current() >= 0 || second_->current() >= 0));
    tellCandidates();
}

void PlaygroundPage::openLink(const PageLink& link) {
    // The models may not have been listed yet.
    for (const auto& [key, column, name] : {std::tuple("model", first_, "first"), std::tuple("second", second_, "second")}) {
        const QString model = link.value(QLatin1String(key));
        if (model.isEmpty()) continue;
        column->choose(model);
        wanted_.insert(QLatin1String(name), model);
    }
    if (const QString text = link.value(QStringLiteral("ask")); !text.isEmpty()) text_->setPlainText(text);
    render();
}

std::vector<PageAction> PlaygroundPage::actions() {
    return {{tr("Ask"), QStringLiteral("Ctrl+Enter"), [this] { send(); }},
            {tr("Stop writing"), QStringLiteral("Esc"), [this] { stop_->click(); }},
            {tr("Go on writing"), QStringLiteral("Ctrl+G"), [this] { go_on_->click(); }},
            {tr("A problem by chance"), QStringLiteral("Ctrl+R"), [this] { anyProblem(); }},
            {tr("Send the sample to the candidates"), QStringLiteral("Ctrl+D"), [this] { toCandidates(); }},
            {tr("Tokens, and what else might have stood there"), QStringLiteral("Ctrl+T"), [this] { toggleTokens(); }},
            {tr("Go on from another token"), tr("Enter, on a token"), {}},
            {tr("Which rewards score it"), {}, [this] { offerTerms(); }},
            {tr("Talk to another model folder…"), {}, [this] { chooseModel(); }}};
}

QJsonObject PlaygroundPage::saveState() const {
    return {{QStringLiteral("splitter"), toText(splitter_->saveState())},
            {QStringLiteral("samples"), samples_->value()},
            {QStringLiteral("temperature"), temperature_->value()},
            {QStringLiteral("top_p"), top_p_->value()},
            {QStringLiteral("max_tokens"), max_tokens_->value()},
            {QStringLiteral("first"), first_->picked() ? first_->folder() : QString()},
            {QStringLiteral("second"), second_->folder()},
            {QStringLiteral("data"), data_->currentText()},
            {QStringLiteral("problem"), problem_->value()},
            {QStringLiteral("rubric"), rubric_->currentText()},
            {QStringLiteral("left_out"), QJsonArray::fromStringList(left_out_)},
            {QStringLiteral("beside"), QJsonArray::fromStringList(beside_)},
            {QStringLiteral("text"), text_->toPlainText()},
            {QStringLiteral("extra"), QJsonArray::fromStringList(extra_)},
            {QStringLiteral("template"), show_template_->isChecked()}};
}

void PlaygroundPage::restoreState(const QJsonObject& state) {
    splitter_->restoreState(fromText(state.value(QStringLiteral("splitter"))));
    if (state.contains(QStringLiteral("samples"))) samples_->setValue(state.value(QStringLiteral("samples")).toInt());
    if (state.contains(QStringLiteral("temperature")))
        temperature_->setValue(state.value(QStringLiteral("temperature")).toDouble());
    if (state.contains(QStringLiteral("top_p"))) top_p_->setValue(state.value(QStringLiteral("top_p")).toDouble());
    show_template_->setChecked(state.value(QStringLiteral("template")).toBool());
    extra_.clear();
    for (const QJsonValue& folder : state.value(QStringLiteral("extra")).toArray()) extra_ << folder.toString();
    wanted_ = state;
    if (session_ == nullptr) loadChoices();
}

}  // namespace retort::ui
