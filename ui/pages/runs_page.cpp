// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/runs_page.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QHeaderView>
#include <QTableView>

#include "ui/models/run_list.h"
#include "ui/session/background.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/table.h"

namespace retort::ui {
namespace {

constexpr int scan_ticks = 3;

}  // namespace

RunsPage::RunsPage(QWidget* parent) : Page(parent) {
    model_ = new RunListModel(this);
    table_ = makeTable(model_, tr("Runs"));
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(RunListModel::Progress, QHeaderView::Stretch);
    abacus_ = makeButton(tr("Run abacus"), QStringLiteral("play"), "primary", tr("Train the project that ships: a small model learns arithmetic through all stages of R1, in minutes"));
    start_ = makeButton(tr("Start a run"), QStringLiteral("play"), "", tr("Train the selected project"));
    auto* folder = makeButton(tr("Open a folder…"), QStringLiteral("folder"), "", tr("Open a project or a run (Ctrl+O); dropping a folder on the window does the same"));
    auto* head = row(size::s);
    head->addWidget(makeLabel(tr("Projects and runs"), "title"));
    head->addStretch(1);
    head->addWidget(start_);
    head->addWidget(folder);
    head->addWidget(abacus_);
    empty_ = new EmptyState;
    empty_->setText(tr("Nothing has been trained here yet"),
                    tr("Run abacus, the project that ships: a small base model learns to reason through every stage of R1, on this machine, in minutes. "
                       "Or open a folder with a recipe.toml."), tr("Run abacus"));
    auto* all = column(size::m);
    all->setContentsMargins(size::l, size::l, size::l, size::l);
    all->addLayout(head);
    all->addWidget(table_, 1);
    all->addWidget(empty_, 1);
    setLayout(all);
    table_->hide();
    empty_->hide();
    setFocusProxy(table_);
    connect(abacus_, &QPushButton::clicked, this, [this] { Q_EMIT startWanted({}, {}); });
    connect(empty_, &EmptyState::clicked, this, [this] { Q_EMIT startWanted({}, {}); });
    connect(folder, &QPushButton::clicked, this, &RunsPage::chooseFolder);
    connect(table_, &QTableView::activated, this, [this](const QModelIndex& index) { open(index.row()); });
    connect(start_, &QPushButton::clicked, this, [this] {
        const QModelIndex current = table_->currentIndex();
        if (current.isValid()) Q_EMIT startWanted(QString::fromStdString(model_->at(current.row()).project.string()), {});
    });
    connect(table_->selectionModel(), &QItemSelectionModel::currentChanged, this, &RunsPage::refreshActions);
    connect(model_, &QAbstractItemModel::modelReset, this, &RunsPage::refreshActions);
    connect(&timer_, &QTimer::timeout, this, &RunsPage::scan);
    timer_.setInterval(scan_ticks * duration::tick);
    refreshActions();
}

void RunsPage::showEvent(QShowEvent*) {
    scan();
    timer_.start();
}

void RunsPage::hideEvent(QHideEvent*) { timer_.stop(); }

void RunsPage::scan() {
    if (scanning_) return;
    scanning_ = true;
    inBackground<std::vector<RunRow>>(this, [] { return scanRuns(); }, [this](std::vector<RunRow> rows) {
        scanning_ = false;
        const int current = table_->currentIndex().row();
        model_->setRows(std::move(rows));
        if (!table_->currentIndex().isValid() && model_->rowCount() > 0) table_->selectRow(std::clamp(current, 0, model_->rowCount() - 1));
        table_->setVisible(model_->rowCount() > 0);
        empty_->setVisible(model_->rowCount() == 0);
        abacus_->setVisible(model_->rowCount() > 0);
        refreshActions();
    }, [this](const QString& reason) {
        scanning_ = false;
        Q_EMIT problem(reason);
    });
}

void RunsPage::refreshActions() {
    const QModelIndex current = table_->currentIndex();
    start_->setVisible(model_->rowCount() > 0);
    start_->setEnabled(current.isValid() && !busy_);
    start_->setText(current.isValid() ? tr("Start a run of %1").arg(QString::fromStdString(model_->at(current.row()).project.filename().string())) : tr("Start a run"));
    start_->setAccessibleName(start_->text());
    abacus_->setEnabled(!busy_);
}

void RunsPage::setStarting(bool starting) {
    busy_ = starting;
    abacus_->setText(starting ? tr("Starting…") : tr("Run abacus"));
    refreshActions();
}

void RunsPage::open(int row) {
    const RunRow& chosen = model_->at(row);
    if (chosen.run.empty()) Q_EMIT startWanted(QString::fromStdString(chosen.project.string()), {});
    else Q_EMIT openWanted(QString::fromStdString(chosen.run.string()));
}

void RunsPage::chooseFolder() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a project or a run"));
    if (!folder.isEmpty()) Q_EMIT openWanted(folder);
}

}  // namespace retort::ui
