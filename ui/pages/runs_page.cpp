// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/runs_page.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QUndoStack>

#include "ui/models/run_list.h"
#include "ui/session/background.h"
#include "ui/session/run_session.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/file_question.h"
#include "ui/widgets/first_focus.h"
#include "ui/widgets/run_panel.h"
#include "ui/widgets/scroll_memory.h"
#include "ui/widgets/sparkline.h"
#include "ui/widgets/table.h"

namespace retort::ui {
namespace {

constexpr int scan_ticks = 3;

/// Leaves archived runs out unless they are asked for.
class ListedRuns : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    bool archived = false;
    void again() { invalidateFilter(); }

protected:
    bool filterAcceptsRow(int row, const QModelIndex&) const override {
        return archived || !static_cast<const RunListModel*>(sourceModel())->at(row).label.archived;
    }
};

}  // namespace

RunsPage::RunsPage(QWidget* parent) : Page(parent) {
    build();
    connect(empty_, &EmptyState::clicked, this, [this] { Q_EMIT startWanted({}, {}); });
    connect(table_, &QTableView::activated, this, &RunsPage::open);
    connect(start_, &QPushButton::clicked, this, [this] {
        if (const RunRow* row = at()) Q_EMIT startWanted(QString::fromStdString(row->project.string()), {});
    });
    connect(archived_, &QPushButton::toggled, this, &RunsPage::showArchived);
    connect(table_->selectionModel(), &QItemSelectionModel::currentChanged, this, &RunsPage::showRow);
    connect(panel_, &RunPanel::openWanted, this, &RunsPage::open);
    connect(panel_, &RunPanel::resumeWanted, this, &RunsPage::resume);
    connect(panel_, &RunPanel::forkWanted, this, &RunsPage::fork);
    connect(panel_, &RunPanel::archiveWanted, this, &RunsPage::archive);
    connect(panel_, &RunPanel::deleteWanted, this, &RunsPage::askToDelete);
    connect(panel_, &RunPanel::labelWritten, this, [this](const std::filesystem::path& run, const RunLabel& label) {
        setLabel(run, label, tr("Name or note of %1").arg(QString::fromStdString(run.filename().string())));
    });
    auto key = [this](const QKeySequence& keys, auto action) {
        connect(new QShortcut(keys, table_, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this, action);
    };
    key(Qt::Key_F2, [this] { panel_->focusName(); });
    key(Qt::Key_Delete, [this] { askToDelete(); });
    key(Qt::Key_A, [this] {
        if (const RunRow* row = selected()) archive(!row->label.archived);
    });
    key(Qt::Key_R, [this] { resume(); });
    key(Qt::Key_K, [this] { panel_->fork(); });
    // When the row that one is at leaves the list, another takes its place, but nothing is selected any more.
    connect(
        table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex& now) {
            if (now.isValid() && !table_->selectionModel()->isRowSelected(now.row())) table_->selectRow(now.row());
        },
        Qt::QueuedConnection);
    connect(&timer_, &QTimer::timeout, this, &RunsPage::scan);
    timer_.setInterval(scan_ticks * duration::tick);
    refreshActions();
}

void RunsPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    // The panel beside the list says it too.
    table_->setColumnHidden(RunListModel::Size, width() < size::window_width);
}

void RunsPage::build() {
    undo_ = new QUndoStack(this);
    model_ = new RunListModel(this);
    listed_ = new ListedRuns(this);
    listed_->setSourceModel(model_);
    table_ = makeTable(listed_, tr("Runs"));
    table_->setProperty(rows_by_identity, true);
    table_->setItemDelegateForColumn(RunListModel::Spark, new SparklineDelegate(RunListModel::SparkRole, table_));
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(RunListModel::Progress, QHeaderView::Stretch);
    table_->horizontalHeader()->setSectionResizeMode(RunListModel::Spark, QHeaderView::Fixed);
    table_->horizontalHeader()->resizeSection(RunListModel::Spark, size::spark_width);
    panel_ = new RunPanel;
    panel_->hide();
    splitter_ = new QSplitter;
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(table_);
    splitter_->addWidget(panel_);
    splitter_->setStretchFactor(0, 1);
    start_ = makeButton(tr("Start a run"), QStringLiteral("play"), "", tr("Train the selected project"));
    archived_ = makeButton(tr("Archived"), {}, "chip", tr("Show archived runs too"));
    archived_->setCheckable(true);
    auto* folder = makeButton(tr("Open a folder…"), QStringLiteral("folder"), "",
                              tr("Open a project or a run (Ctrl+O); dropping a folder on the window does the same"));
    connect(folder, &QPushButton::clicked, this, &RunsPage::chooseFolder);
    auto* head = row(size::s);
    head->addWidget(makeLabel(tr("Projects and runs"), "title"));
    head->addWidget(archived_);
    head->addStretch(1);
    head->addWidget(folder);
    head->addWidget(start_);
    empty_ = new EmptyState;
    empty_->setText(tr("Nothing has been trained here yet"),
                    tr("Run abacus, the project that ships: a small base model learns to reason through every stage of R1, "
                       "on this machine, in minutes. "
                       "Or open a folder with a recipe.toml."),
                    tr("Run abacus"));
    auto* all = column(size::m);
    all->setContentsMargins(size::l, size::l, size::l, size::l);
    all->addLayout(head);
    all->addWidget(splitter_, 1);
    all->addWidget(empty_, 1);
    setLayout(all);
    splitter_->hide();
    empty_->hide();
    setFirstFocus(this, table_);
}

void RunsPage::setSession(RunSession* session) {
    open_ = session == nullptr ? std::filesystem::path() : session->directory().root();
    // As it was left, with the same run open; else at the run that is opened.
    if (session != nullptr && (was_at_.empty() || was_open_ != open_)) wanted_ = open_;
}

void RunsPage::showEvent(QShowEvent*) {
    scan();
    timer_.start();
}

void RunsPage::hideEvent(QHideEvent*) { timer_.stop(); }

void RunsPage::scan() {
    again_ = scanning_;
    if (scanning_) return;
    scanning_ = true;
    inBackground<std::vector<RunRow>>(
        this, [scanner = scanner_] { return scanner->scan(); },
        [this](std::vector<RunRow> rows) {
            scanning_ = false;
            // A look that began before the last change would bring it back.
            if (again_) return scan();
            take(std::move(rows));
        },
        [this](const QString& reason) {
            scanning_ = false;
            Q_EMIT problem(reason);
        });
}

void RunsPage::take(std::vector<RunRow> rows) {
    // Where a person is stays the run it was: one that begins meanwhile stands before it in the list.
    const int current = table_->currentIndex().row();
    const RunRow* before = selected();
    const std::filesystem::path kept = before == nullptr ? std::filesystem::path() : before->run;
    model_->setRows(std::move(rows));
    static_cast<ListedRuns*>(listed_)->again();
    const int wanted = wanted_.empty() ? -1 : model_->rowOf(wanted_), still = kept.empty() ? -1 : model_->rowOf(kept);
    const RunRow* now = selected();
    if (wanted >= 0) {
        table_->selectRow(listed_->mapFromSource(model_->index(wanted, 0)).row());
        wanted_.clear();
    } else if (still >= 0 && (now == nullptr || now->run != kept)) {
        table_->selectRow(listed_->mapFromSource(model_->index(still, 0)).row());
    } else if (!table_->currentIndex().isValid() && listed_->rowCount() > 0) {
        table_->selectRow(std::clamp(current, 0, listed_->rowCount() - 1));
    }
    splitter_->setVisible(model_->rowCount() > 0);
    int hidden = 0, lacking = 0;
    for (int row = 0; row < model_->rowCount(); ++row) {
        hidden += model_->at(row).label.archived ? 1 : 0;
        lacking += model_->at(row).lack != ProjectLack::Nothing ? 1 : 0;
    }
    // Below projects that are all gone too: they can start nothing.
    empty_->setVisible(model_->rowCount() == lacking);
    archived_->setVisible(hidden > 0);
    archived_->setText(tr("Archived: %1").arg(hidden));
    showRow();
}

const RunRow* RunsPage::at() const {
    const QModelIndex current = listed_->mapToSource(table_->currentIndex());
    return current.isValid() ? &model_->at(current.row()) : nullptr;
}

const RunRow* RunsPage::selected() const {
    const RunRow* row = at();
    return row == nullptr || row->run.empty() ? nullptr : row;
}

void RunsPage::showRow() {
    const RunRow* row = selected();
    panel_->show(row == nullptr ? RunRow{} : *row);
    refreshActions();
}

void RunsPage::refreshActions() {
    const RunRow* row = at();
    start_->setVisible(model_->rowCount() > 0);
    start_->setEnabled(row != nullptr && row->lack == ProjectLack::Nothing && !busy_);
    start_->setText(busy_            ? tr("Starting…")
                    : row != nullptr ? tr("Start a run of %1").arg(QString::fromStdString(row->project.filename().string()))
                                     : tr("Start a run"));
    start_->setAccessibleName(start_->text());
    panel_->setBusy(busy_);
}

void RunsPage::setStarting(bool starting) {
    busy_ = starting;
    refreshActions();
}

void RunsPage::chooseFolder() {
    askForFolder(this, tr("Open a project or a run"), [this](const QString& folder) { Q_EMIT openWanted(folder); });
}

void RunsPage::showArchived(bool shown) {
    static_cast<ListedRuns*>(listed_)->archived = shown;
    static_cast<ListedRuns*>(listed_)->again();
    showRow();
}

QJsonObject RunsPage::saveState() const {
    const RunRow* const at = selected();
    return {{QStringLiteral("splitter"), toText(splitter_->saveState())},
            {QStringLiteral("archived"), archived_->isChecked()},
            {QStringLiteral("at"), QString::fromStdString((at == nullptr ? was_at_ : at->run).string())},
            {QStringLiteral("open"), QString::fromStdString(open_.string())}};
}

void RunsPage::restoreState(const QJsonObject& state) {
    splitter_->restoreState(fromText(state[QStringLiteral("splitter")]));
    archived_->setChecked(state[QStringLiteral("archived")].toBool());
    wanted_ = was_at_ = state[QStringLiteral("at")].toString().toStdString();
    was_open_ = state[QStringLiteral("open")].toString().toStdString();
}

}  // namespace retort::ui
