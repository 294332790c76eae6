// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/rollout_filter_bar.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QWidgetAction>
#include <algorithm>
#include <functional>
#include <limits>

#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/funnel_bars.h"
#include "ui/widgets/wrap_row.h"

namespace retort::ui {
namespace {

constexpr int by_bookmark = -1;  // beside the values of RolloutOrder
const QString saved_group = QStringLiteral("traces/saved_filters");

template <class Value>
void choose(Chooser* chooser, Value value) {
    chooser->setCurrentIndex(std::max(0, chooser->findData(value)));
}

/// Takes the keys of the menu that it is in: from its only line Down goes on to what stands below it.
class NameField : public QLineEdit {
public:
    std::function<void()> down;

protected:
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Down && down) return down();
        QLineEdit::keyPressEvent(event);
    }
};

constexpr int step_shift = 8;  // above the bits of the faults
int endKey(SieveStep step, std::optional<SieveFault> fault) {
    return (static_cast<int>(step) << step_shift) | (fault ? static_cast<int>(*fault) : 0);
}

QString termKey(const std::string& term, Outcome outcome) {
    return term.empty() ? QString()
                        : QString::fromStdString(term) + QLatin1Char('\n') + QString::number(static_cast<int>(outcome));
}

}  // namespace

RolloutFilterBar::RolloutFilterBar(QWidget* parent) : QWidget(parent) {
    makeChoosers();
    makeChips();
    search_ = new QLineEdit;
    search_->setPlaceholderText(tr("Search in problems and answers (Ctrl+F)"));
    search_->setAccessibleName(tr("Search in problems and answers"));
    search_->addAction(icon(QStringLiteral("search"), Ink::Muted), QLineEdit::LeadingPosition);
    search_->setMinimumWidth(size::card_width / 2);
    count_ = makeLabel({}, "label");
    saved_ =
        makeButton(tr("Saved filters"), QStringLiteral("chevron-down"), "", tr("Filters that were given a name (Ctrl+S)"));
    saved_menu_ = new QMenu(this);
    saved_menu_->setAccessibleName(saved_->text());
    saved_->setMenu(saved_menu_);
    copy_ =
        makeButton(tr("Copy link"), QStringLiteral("copy"), "", tr("Copy a link that opens these traces (Ctrl+Shift+L)"));
    clear_ = makeButton(tr("Clear"), QStringLiteral("close"), "quiet", tr("Show all traces again"));
    layOut();
    wire();
    setNames({}, {});
    refreshOnly();
    refreshEnds();
}

void RolloutFilterBar::makeChoosers() {
    stage_ = new Chooser(tr("Stage"));
    stage_->addItem(tr("all stages"), QVariant::fromValue<qlonglong>(0));
    from_ = makeStep(tr("from "), tr("From step"));
    to_ = makeStep(tr("to "), tr("To step"));
    verdict_ = new Chooser(tr("Verdict"));
    verdict_->addItem(tr("any verdict"), static_cast<int>(Correctness::Any));
    verdict_->addItem(tr("✓ right"), static_cast<int>(Correctness::Right));
    verdict_->addItem(tr("✕ wrong"), static_cast<int>(Correctness::Wrong));
    verdict_->addItem(tr("! not graded"), static_cast<int>(Correctness::GraderError));
    finish_ = new Chooser(tr("How it ended"));
    finish_->addItem(tr("any ending"), -1);
    finish_->addItem(tr("finished"), static_cast<int>(FinishReason::Stop));
    finish_->addItem(tr("cut"), static_cast<int>(FinishReason::Length));
    finish_->addItem(tr("aborted"), static_cast<int>(FinishReason::Aborted));
    ends_ = new Chooser(tr("Where it ended in the funnel"));
    ends_->setToolTip(tr("The test of the funnel at which a sample was lost; only samples of a sample stage end at one"));
    fillEnds();
    language_ = new Chooser(tr("Language of the problem"));
    term_ = new Chooser(tr("Reward term"));
    order_ = new Chooser(tr("Order"));
    const std::pair<QString, RolloutOrder> orders[] = {
        {tr("newest first"), RolloutOrder::NewestFirst},       {tr("oldest first"), RolloutOrder::OldestFirst},
        {tr("highest reward"), RolloutOrder::RewardHighFirst}, {tr("lowest reward"), RolloutOrder::RewardLowFirst},
        {tr("longest first"), RolloutOrder::LongestFirst},     {tr("shortest first"), RolloutOrder::ShortestFirst},
        {tr("most mixed first"), RolloutOrder::MostMixedFirst}};
    for (const auto& [name, order] : orders) order_->addItem(name, static_cast<int>(order));
}

void RolloutFilterBar::makeChips() {
    mixed_ =
        makeButton(tr("mixes languages"), {}, "chip", tr("Only traces with words in another language than the problem's"));
    checking_ = makeButton(tr("checks itself"), {}, "chip", tr("Only traces with a word of reflection"));
    malformed_ = makeButton(tr("malformed"), {}, "chip", tr("Only traces that do not keep to the format"));
    bookmarked_ =
        makeButton(tr("★ bookmarked"), {}, "chip", tr("Only traces with a bookmark (b), whatever the other conditions say"));
    tried_chip_ = makeButton(tr("other bounds"), QStringLiteral("close"), "chip", {});
    only_chip_ = makeButton({}, QStringLiteral("close"), "chip", tr("Show other problems too"));
    for (QPushButton* chip : {mixed_, checking_, malformed_, bookmarked_}) {
        chip->setCheckable(true);
        connect(chip, &QPushButton::toggled, this, &RolloutFilterBar::soon);
    }
    connect(bookmarked_, &QPushButton::toggled, this, [this](bool only) {
        // A list by hand has one more order: that in which it was made.
        if (only && order_->findData(by_bookmark) < 0) order_->addItem(tr("last bookmarked first"), by_bookmark);
        if (!only && order_->findData(by_bookmark) >= 0) order_->removeItem(order_->findData(by_bookmark));
        if (only && !setting_) choose(order_, by_bookmark);
        refreshBookmarked();
    });
    connect(only_chip_, &QPushButton::clicked, this, [this] {
        only_ = {};
        refreshOnly();
        Q_EMIT changed();
    });
    connect(tried_chip_, &QPushButton::clicked, this, [this] {
        tried_.clear();
        refreshEnds();
        Q_EMIT changed();
    });
}

void RolloutFilterBar::refreshBookmarked() {
    for (QWidget* other :
         {static_cast<QWidget*>(stage_), static_cast<QWidget*>(from_), static_cast<QWidget*>(to_),
          static_cast<QWidget*>(verdict_), static_cast<QWidget*>(finish_), static_cast<QWidget*>(ends_),
          static_cast<QWidget*>(language_), static_cast<QWidget*>(term_), static_cast<QWidget*>(mixed_),
          static_cast<QWidget*>(checking_), static_cast<QWidget*>(malformed_), static_cast<QWidget*>(tried_chip_)})
        other->setEnabled(!bookmarked_->isChecked());
}

void RolloutFilterBar::layOut() {
    auto* first = row(size::s);
    first->addWidget(search_, 1);
    first->addWidget(count_);
    first->addWidget(clear_);
    for (QWidget* part : {static_cast<QWidget*>(order_), static_cast<QWidget*>(saved_), static_cast<QWidget*>(copy_)})
        first->addWidget(part);
    auto* second = new WrapRow(size::s);
    for (QWidget* part :
         {static_cast<QWidget*>(stage_), static_cast<QWidget*>(from_), static_cast<QWidget*>(to_),
          static_cast<QWidget*>(verdict_), static_cast<QWidget*>(finish_), static_cast<QWidget*>(ends_),
          static_cast<QWidget*>(language_), static_cast<QWidget*>(term_), static_cast<QWidget*>(mixed_),
          static_cast<QWidget*>(checking_), static_cast<QWidget*>(malformed_), static_cast<QWidget*>(bookmarked_),
          // These come by links only.
          static_cast<QWidget*>(tried_chip_), static_cast<QWidget*>(only_chip_)}) {
        second->addWidget(part);
    }
    auto* all = column(size::s);
    all->addLayout(first);
    all->addLayout(second);
    setLayout(all);
}

void RolloutFilterBar::wire() {
    delay_.setSingleShot(true);
    delay_.setInterval(duration::search_delay);
    connect(&delay_, &QTimer::timeout, this, &RolloutFilterBar::changed);
    for (Chooser* chooser : {stage_, verdict_, finish_, ends_, language_, term_, order_})
        connect(chooser, &QComboBox::currentIndexChanged, this, &RolloutFilterBar::soon);
    connect(ends_, &QComboBox::currentIndexChanged, this, [this] {
        if (setting_) return;
        if (!ends()) tried_.clear();
        refreshEnds();
    });
    for (QSpinBox* box : {from_, to_}) connect(box, &QSpinBox::valueChanged, this, &RolloutFilterBar::soon);
    connect(search_, &QLineEdit::textChanged, this, &RolloutFilterBar::soon);
    connect(search_, &QLineEdit::returnPressed, this, &RolloutFilterBar::listWanted);
    connect(copy_, &QPushButton::clicked, this, &RolloutFilterBar::copyWanted);
    connect(saved_menu_, &QMenu::aboutToShow, this, &RolloutFilterBar::fillSaved);
    connect(clear_, &QPushButton::clicked, this, [this] {
        setFilter({});
        Q_EMIT changed();
    });
}

QSpinBox* RolloutFilterBar::makeStep(const QString& prefix, const QString& name) {
    auto* box = new QSpinBox;
    box->setRange(0, std::numeric_limits<int>::max());
    box->setSpecialValueText(prefix + QStringLiteral("–"));
    box->setPrefix(prefix);
    box->setAccessibleName(name);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setKeyboardTracking(true);
    box->setFixedWidth(box->fontMetrics().horizontalAdvance(prefix + QStringLiteral("00000")) + 2 * size::s);
    return box;
}

void RolloutFilterBar::soon() {
    if (!setting_) delay_.start();
}

void RolloutFilterBar::setStages(const std::vector<StageRecord>& stages) {
    stages_ = stages;
    const QSignalBlocker quiet(stage_);
    const QVariant current = stage_->currentData();
    QStringList names{tr("all stages")};
    QVariantList ids{QVariant::fromValue<qlonglong>(0)};
    for (const StageRecord& stage : stages) {
        if (stage.kind != "grpo" && stage.kind != "sample") continue;
        names << QString::fromStdString(stage.name);
        ids << QVariant::fromValue<qlonglong>(stage.id.value);
    }
    refreshEnds();
    if (names.size() == stage_->count()) return;
    stage_->clear();
    for (qsizetype i = 0; i < names.size(); ++i) stage_->addItem(names[i], ids[i]);
    choose(stage_, current);
}

void RolloutFilterBar::setNames(const std::vector<std::string>& languages, const std::vector<std::string>& terms) {
    const QSignalBlocker quiet_language(language_), quiet_term(term_);
    const QVariant language = language_->currentData(), term = term_->currentData();
    language_->clear();
    language_->addItem(tr("any language"), QString());
    for (const std::string& name : languages)
        language_->addItem(tr("problems in %1").arg(QString::fromStdString(name)), QString::fromStdString(name));
    term_->clear();
    term_->addItem(tr("any term"), QString());
    for (const std::string& name : terms) {
        term_->addItem(tr("%1 ✕").arg(QString::fromStdString(name)), termKey(name, Outcome::Fail));
        term_->addItem(tr("%1 ✓").arg(QString::fromStdString(name)), termKey(name, Outcome::Pass));
        term_->addItem(tr("%1 ! failed").arg(QString::fromStdString(name)), termKey(name, Outcome::GraderError));
    }
    choose(language_, language);
    choose(term_, term);
}

RolloutView RolloutFilterBar::view() const {
    RolloutFilter filter = only_;
    filter.stage = StageId{stage_->currentData().toLongLong()};
    if (from_->value() > 0) filter.step_from = from_->value();
    if (to_->value() > 0) filter.step_to = to_->value();
    filter.correctness = static_cast<Correctness>(verdict_->currentData().toInt());
    if (const int finish = finish_->currentData().toInt(); finish >= 0)
        filter.finish_reason = static_cast<FinishReason>(finish);
    filter.language = language_->currentData().toString().toStdString();
    const QStringList term = term_->currentData().toString().split(QLatin1Char('\n'));
    if (term.size() == 2) {
        filter.term = term[0].toStdString();
        filter.term_outcome = static_cast<Outcome>(term[1].toInt());
    }
    if (mixed_->isChecked()) filter.language_below = 1.0;
    if (checking_->isChecked()) filter.reflects = true;
    if (malformed_->isChecked()) filter.well_formed = false;
    filter.text = search_->text().trimmed().toStdString();
    const int order = order_->currentData().toInt();
    if (order == by_bookmark) return {filter, RolloutOrder::NewestFirst, ends(), true, true};
    return {filter, static_cast<RolloutOrder>(order), ends(), bookmarked_->isChecked(), false};
}

void RolloutFilterBar::setView(const RolloutView& view) {
    const RolloutFilter& filter = view.filter;
    setting_ = true;
    only_ = {};
    only_.prompt = filter.prompt;
    only_.evaluation = filter.evaluation;
    tried_ = view.ends ? view.ends->tried : TriedBounds();
    choose(ends_, view.ends ? endKey(view.ends->step, view.ends->fault) : -1);
    choose(stage_, QVariant::fromValue<qlonglong>(filter.stage.value));
    from_->setValue(static_cast<int>(filter.step_from.value_or(0)));
    to_->setValue(static_cast<int>(filter.step_to.value_or(0)));
    choose(verdict_, static_cast<int>(filter.correctness));
    choose(finish_, filter.finish_reason ? static_cast<int>(*filter.finish_reason) : -1);
    choose(language_, QString::fromStdString(filter.language));
    choose(term_, termKey(filter.term, filter.term_outcome));
    bookmarked_->setChecked(view.bookmarked);
    choose(order_, view.by_bookmark ? by_bookmark : static_cast<int>(view.order));
    mixed_->setChecked(filter.language_below.has_value());
    checking_->setChecked(filter.reflects.value_or(false));
    malformed_->setChecked(filter.well_formed && !*filter.well_formed);
    search_->setText(QString::fromStdString(filter.text));
    setting_ = false;
    delay_.stop();
    refreshOnly();
    refreshEnds();
}

void RolloutFilterBar::setFilter(const RolloutFilter& filter) {
    RolloutView view;
    view.filter = filter;
    setView(view);
}

void RolloutFilterBar::setOrder(RolloutOrder order) { choose(order_, static_cast<int>(order)); }

void RolloutFilterBar::setBookmarks(std::size_t count) {
    bookmarked_->setText(count > 0 ? tr("★ bookmarked (%1)").arg(count) : tr("★ bookmarked"));
}

void RolloutFilterBar::refreshOnly() {
    only_chip_->setVisible(only_.prompt || only_.evaluation);
    only_chip_->setText(only_.prompt ? tr("one problem") : tr("one evaluation"));
    only_chip_->setAccessibleName(only_chip_->text());
}

void RolloutFilterBar::fillEnds() {
    ends_->addItem(tr("any funnel step"), -1);
    ends_->addItem(tr("kept"), endKey(SieveStep::Kept, {}));
    for (std::size_t i = 0; i < sieve_tests; ++i) {
        const auto step = static_cast<SieveStep>(i);
        const QString test = FunnelBars::words(step);
        ends_->addItem(tr("lost at “%1”").arg(test), endKey(step, {}));
        for (const SieveFault fault : faultsOf(step))
            ends_->addItem(tr("lost at “%1”: %2").arg(test, FunnelBars::words(fault)), endKey(step, fault));
    }
    ends_->setMaxVisibleItems(ends_->count());
    ends_->fitToChosen();
}

std::optional<Ending> RolloutFilterBar::ends() const {
    const int key = ends_->currentData().toInt();
    if (key < 0) return std::nullopt;
    const auto fault = static_cast<unsigned>(key) & all_sieve_faults;
    return Ending{static_cast<SieveStep>(key >> step_shift), tried_,
                  fault != 0 ? std::optional(static_cast<SieveFault>(fault)) : std::nullopt};
}

void RolloutFilterBar::refreshEnds() {
    const bool sampled = std::ranges::any_of(stages_, [](const StageRecord& stage) { return stage.kind == "sample"; });
    ends_->setVisible(sampled || ends());
    tried_chip_->setVisible(!tried_.empty());
    QStringList words{tr("By these bounds in place of the recipe's; a click goes back to those")};
    for (const auto& [bound, value] : tried_)
        words << QStringLiteral("%1 = %2").arg(QString::fromStdString(bound), QString::fromStdString(value));
    tried_chip_->setToolTip(words.join(QLatin1Char('\n')));
}

void RolloutFilterBar::fillSaved() {
    saved_menu_->clear();
    auto* field = new NameField;
    field->setPlaceholderText(tr("Save this filter as …"));
    field->setAccessibleName(tr("Name for this filter"));
    field->setMinimumWidth(size::card_width / 2);
    auto* action = new QWidgetAction(saved_menu_);
    action->setText(field->accessibleName());  // the menu's entry, as which it is read
    action->setDefaultWidget(field);
    saved_menu_->addAction(action);
    connect(field, &QLineEdit::returnPressed, this, [this, field] {
        save(field->text().trimmed());
        saved_menu_->close();
    });
    QSettings settings;
    settings.beginGroup(saved_group);
    const QStringList names = settings.childKeys();
    if (!names.isEmpty()) saved_menu_->addSeparator();
    for (const QString& name : names) {
        const QString query = settings.value(name).toString();
        saved_menu_->addAction(name, this, [this, query] {
            setView(viewFrom(QUrlQuery(query), stages_));
            Q_EMIT changed();
        });
    }
    if (!names.isEmpty()) {
        QMenu* forget = saved_menu_->addMenu(tr("Forget"));
        forget->setAccessibleName(forget->title());
        for (const QString& name : names) forget->addAction(name, this, [this, name] { this->forget(name); });
    }
    field->down = [this, action, field] {
        for (QAction* each : saved_menu_->actions()) {
            if (each == action || each->isSeparator()) continue;
            field->clearFocus();
            saved_menu_->setFocus(Qt::TabFocusReason);
            return saved_menu_->setActiveAction(each);
        }
    };
    field->setFocus();
}

void RolloutFilterBar::save(const QString& name) {
    if (name.isEmpty()) return;
    QString key = name;
    key.replace(QLatin1Char('/'), QLatin1Char('-')).replace(QLatin1Char('\\'), QLatin1Char('-'));
    const QString place = saved_group + QLatin1Char('/') + key;
    const QVariant before = QSettings().value(place);
    QSettings().setValue(place, toQuery(view(), stages_).toString(QUrl::FullyEncoded));
    if (before.isValid())
        Q_EMIT savedChanged(tr("Saved over the filter “%1”").arg(key),
                            [place, before] { QSettings().setValue(place, before); });
}

void RolloutFilterBar::forget(const QString& name) {
    const QString place = saved_group + QLatin1Char('/') + name;
    const QVariant before = QSettings().value(place);
    QSettings().remove(place);
    Q_EMIT savedChanged(tr("Forgotten: the filter “%1”").arg(name),
                        [place, before] { QSettings().setValue(place, before); });
}

void RolloutFilterBar::setCount(const QString& text) { count_->setText(text); }
QString RolloutFilterBar::searchText() const { return search_->text().trimmed(); }
void RolloutFilterBar::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}
void RolloutFilterBar::openSaved() { saved_->showMenu(); }

}  // namespace retort::ui
