// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/model_tree.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <map>

#include "ui/format.h"
#include "ui/theme/tokens.h"

namespace retort::ui {
namespace {

constexpr int name_role = Qt::UserRole, source_role = Qt::UserRole + 1;

}  // namespace

ModelTree::ModelTree(QWidget* parent) : QTreeWidget(parent) {
    setAccessibleName(tr("Models to compare"));
    setColumnCount(2);
    setHeaderHidden(true);
    setIndentation(size::l);
    setUniformRowHeights(true);
    setTabKeyNavigation(false);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(this, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item, int) {
        if (!filling_ && item->data(0, name_role).isValid())
            Q_EMIT toggled(item->data(0, name_role).toString(), item->checkState(0) == Qt::Checked);
    });
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item, int) {
        if (item->data(0, name_role).isValid()) Q_EMIT baselineWanted(item->data(0, name_role).toString());
    });
    const auto fold = [this](QTreeWidgetItem* item, bool folded) {
        if (filling_) return;
        if (folded) folded_.insert(item->text(0));
        else folded_.erase(item->text(0));
    };
    connect(this, &QTreeWidget::itemCollapsed, this, [fold](QTreeWidgetItem* item) { fold(item, true); });
    connect(this, &QTreeWidget::itemExpanded, this, [fold](QTreeWidgetItem* item) { fold(item, false); });
}

QTreeWidgetItem* ModelTree::sourceItem(const QString& title) {
    auto* item = new QTreeWidgetItem(this, {title});
    item->setData(0, source_role, title);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    item->setSizeHint(0, {0, size::row});
    QFont font = item->font(0);
    font.setWeight(QFont::DemiBold);
    item->setFont(0, font);
    item->setFirstColumnSpanned(true);
    item->setToolTip(0, tr("Del takes this run out of the comparison"));
    return item;
}

QTreeWidgetItem* ModelTree::addModel(QTreeWidgetItem* parent, const ComparedModel& model, bool shown) {
    const QString name = model.source.isEmpty() ? model.name : modelTitle({model.run, model.record, model.origin});
    const QStringList texts{name, formatShare(model.record.pass_at_1)};
    auto* item = parent == nullptr ? new QTreeWidgetItem(this, texts) : new QTreeWidgetItem(parent, texts);
    item->setData(0, name_role, model.name);
    item->setData(0, source_role, model.source);
    item->setFlags(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    item->setCheckState(0, shown ? Qt::Checked : Qt::Unchecked);
    item->setToolTip(0, model.note);
    item->setSizeHint(0, {0, size::row});
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setForeground(1, tokens().muted);
    return item;
}

void ModelTree::setModels(const std::vector<ComparedModel>& models, const std::set<QString>& hidden) {
    const QString kept = currentItem() == nullptr ? QString() : currentItem()->data(0, name_role).toString();
    filling_ = true;
    clear();
    std::map<QString, QTreeWidgetItem*> sources;
    std::map<std::pair<QString, std::string>, QTreeWidgetItem*> stages;
    // What a stage made in the end stands above its checkpoints.
    for (const bool results : {true, false}) {
        for (const ComparedModel& model : models) {
            if ((model.origin.step == 0) != results) continue;
            QTreeWidgetItem* parent = nullptr;
            if (!model.source.isEmpty()) {
                QTreeWidgetItem*& source = sources[model.source];
                if (source == nullptr) source = sourceItem(model.source);
                parent = source;
            }
            const auto stage = std::pair(model.source, model.origin.stage);
            if (const auto found = stages.find(stage); !results && found != stages.end()) parent = found->second;
            QTreeWidgetItem* item = addModel(parent, model, !hidden.contains(model.name));
            if (results && !model.origin.stage.empty()) stages[stage] = item;
            if (model.name == kept) setCurrentItem(item);
        }
    }
    setRootIsDecorated(!sources.empty() || stages.size() < models.size());
    for (QTreeWidgetItemIterator at(this); *at != nullptr; ++at)
        if ((*at)->childCount() > 0) (*at)->setExpanded(!folded_.contains((*at)->text(0)));
    if (currentItem() == nullptr) setCurrentItem(topLevelItem(0));
    filling_ = false;
}

QString ModelTree::sourceOf(const QTreeWidgetItem* item) const {
    return item == nullptr ? QString() : item->data(0, source_role).toString();
}

void ModelTree::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Delete && !sourceOf(currentItem()).isEmpty()) Q_EMIT removeWanted(sourceOf(currentItem()));
    else QTreeWidget::keyPressEvent(event);
}

void ModelTree::contextMenuEvent(QContextMenuEvent* event) {
    QTreeWidgetItem* item = itemAt(event->pos());
    if (item == nullptr) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(item->text(0));
    if (const QString name = item->data(0, name_role).toString(); !name.isEmpty())
        menu->addAction(tr("Compare the others with %1").arg(name), [this, name] { Q_EMIT baselineWanted(name); });
    if (const QString source = sourceOf(item); !source.isEmpty())
        menu->addAction(tr("Take %1 out").arg(source), [this, source] { Q_EMIT removeWanted(source); });
    if (menu->isEmpty()) delete menu;
    else menu->popup(event->globalPos());
}

}  // namespace retort::ui
