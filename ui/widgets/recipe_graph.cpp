// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/recipe_graph.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "ui/theme/tokens.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/run_state_words.h"

namespace retort::ui {
namespace {

constexpr int box_width = size::rail + size::m, box_height = size::control + size::s;
constexpr int gap = size::xl, widest_box = box_width + size::xl, tallest_row = box_height + size::s;
constexpr int one_line = size::chip, shortest_row = one_line + size::xs;  ///< a box of its name alone

/// "eval" of "eval.base": the section that the evaluations came from.
QString sectionOf(const StageSection& stage) {
    const QString name = QString::fromStdString(stage.name);
    return stage.kind == "evaluate" ? name.section(QLatin1Char('.'), 0, 0) : name;
}

}  // namespace

RecipeGraph::RecipeGraph(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Stages of the recipe"));
    setAccessibleRole(this, QAccessible::Chart);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void RecipeGraph::show(const Recipe& recipe) {
    std::vector<GraphNode> nodes;
    kinds_.clear();
    std::set<std::string> used;
    for (const StageSection& stage : recipe.stages) used.insert(stage.inputs.begin(), stage.inputs.end());
    for (const auto& [name, folder] : recipe.models) {
        if (!used.contains(name)) continue;
        nodes.push_back({QString::fromStdString(name), {}, 0, 0});
        kinds_[nodes.back().name] = QString();
    }
    std::vector<GraphNode> evaluations;
    for (const StageSection& stage : recipe.stages) {
        const QString name = sectionOf(stage);
        if (kinds_.contains(name)) continue;
        kinds_[name] = QString::fromStdString(stage.kind);
        GraphNode node{name, {}, 0, 0};
        // An evaluation reads whatever there is: a line to each would hide the lines that make models.
        if (stage.kind == "evaluate") {
            evaluations.push_back(node);
            continue;
        }
        for (const std::string& input : stage.inputs) node.inputs << QString::fromStdString(input);
        nodes.push_back(node);
    }
    layout_ = layoutGraph(std::move(nodes));
    for (std::size_t i = 0; i < evaluations.size(); ++i) {
        evaluations[i].column = static_cast<int>(i);
        evaluations[i].y = layout_.rows + 0.5;
    }
    layout_.columns = std::max(layout_.columns, static_cast<int>(evaluations.size()));
    if (!evaluations.empty()) layout_.rows += 1;
    layout_.nodes.insert(layout_.nodes.end(), evaluations.begin(), evaluations.end());
    if (!kinds_.contains(selected_)) selected_.clear();
    updateGeometry();
    setMinimumSize(minimumSizeHint());
    update();
}

void RecipeGraph::setNotes(const QHash<QString, Note>& notes) {
    notes_ = notes;
    speak();
    update();
}

void RecipeGraph::speak() {
    QStringList words{selected_, stageKindWord(kinds_.value(selected_).toStdString()), notes_.value(selected_).tip};
    words.removeAll(QString());
    setAccessibleDescription(selected_.isEmpty() ? QString() : words.join(QStringLiteral(", ")));
}

void RecipeGraph::select(const QString& stage) {
    if (selected_ == stage) return;
    selected_ = stage;
    speak();
    update();
}

QSize RecipeGraph::sizeHint() const {
    return {layout_.columns * (box_width + gap) + 2 * size::s - gap, static_cast<int>(layout_.rows * tallest_row) + size::s};
}

QSize RecipeGraph::minimumSizeHint() const {
    return {sizeHint().width(), static_cast<int>(layout_.rows * shortest_row) + size::s};
}

double RecipeGraph::rowHeight() const {
    return std::clamp((height() - size::s) / std::max(1.0, layout_.rows), static_cast<double>(shortest_row),
                      static_cast<double>(tallest_row));
}

double RecipeGraph::boxHeight() const { return notesShown() ? box_height : one_line; }

// Two lines a box where there is room for them all; the second is in the tip too.
bool RecipeGraph::notesShown() const { return rowHeight() >= box_height + size::xs / 2.0; }

double RecipeGraph::boxWidth() const {
    // Wider where there is room, so that long names are whole.
    const double room = (width() - 2.0 * size::s + gap) / std::max(1, layout_.columns) - gap;
    return std::clamp(room, static_cast<double>(box_width), static_cast<double>(widest_box));
}

double RecipeGraph::left(double column) const { return size::s + column * (boxWidth() + gap); }

QRectF RecipeGraph::box(const GraphNode& node) const {
    return {left(node.column), node.y * rowHeight() - boxHeight() / 2, boxWidth(), boxHeight()};
}

QRect RecipeGraph::boxOf(const QString& stage) const {
    for (const GraphNode& node : layout_.nodes)
        if (node.name == stage) return box(node).toRect();
    return {};
}

void RecipeGraph::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = tokens();
    if (layout_.nodes.empty()) {
        painter.setPen(t.muted);
        painter.drawText(rect(), Qt::AlignCenter, tr("The stages are drawn here as soon as the recipe has no errors"));
        return;
    }
    const double row_height = rowHeight();
    const bool two_lines = notesShown();
    for (const GraphEdge& edge : layout_.edges) {
        const bool touches = layout_.nodes[static_cast<std::size_t>(edge.from)].name == selected_ ||
                             layout_.nodes[static_cast<std::size_t>(edge.to)].name == selected_;
        painter.setPen(QPen(touches ? t.accent : t.muted, touches ? size::underline : size::hairline));
        painter.setBrush(Qt::NoBrush);
        QPainterPath path;
        for (std::size_t i = 0; i < edge.points.size(); ++i) {
            const double x = left(edge.points[i].x()), y = edge.points[i].y() * row_height;
            if (i == 0) {
                path.moveTo(x + boxWidth(), y);
                continue;
            }
            const QPointF from = path.currentPosition();
            const double middle = (from.x() + x) / 2;
            path.cubicTo(middle, from.y(), middle, y, x, y);
            if (i + 1 < edge.points.size()) path.lineTo(x + boxWidth(), y);
        }
        painter.drawPath(path);
    }
    // All names in one size: the smaller one where a single name would be cut otherwise.
    const QFontMetricsF body(bodyFont());
    const bool long_name = std::any_of(layout_.nodes.begin(), layout_.nodes.end(), [&](const GraphNode& node) {
        return body.horizontalAdvance(node.name) > boxWidth() - 2 * size::s;
    });
    const QFont name_font = long_name ? labelFont() : bodyFont();
    for (const GraphNode& node : layout_.nodes) {
        const QRectF area = box(node);
        const bool model = kinds_.value(node.name).isEmpty();
        const Note note = notes_.value(node.name);
        painter.setPen(
            QPen(node.name == selected_ ? t.accent : t.line, node.name == selected_ ? size::underline : size::hairline));
        painter.setBrush(note.known && note.runs ? solid(tint(t.accent), t.surface) : model ? t.canvas : t.surface);
        painter.drawRoundedRect(area, model ? area.height() / 2 : size::radius, model ? area.height() / 2 : size::radius);
        const QRectF inside = area.adjusted(size::s, size::xs / 2.0, -size::s, -size::xs / 2.0);
        painter.setPen(t.text);
        painter.setFont(name_font);
        const QString below = model                 ? tr("model")
                              : note.text.isEmpty() ? stageKindWord(kinds_.value(node.name).toStdString())
                                                    : note.text;
        const double half = two_lines ? inside.height() / 2 : inside.height();
        painter.drawText(QRectF(inside.left(), inside.top(), inside.width(), half), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(node.name, Qt::ElideRight, static_cast<int>(inside.width())));
        if (!two_lines) continue;
        painter.setPen(t.muted);
        painter.setFont(labelFont());
        painter.drawText(QRectF(inside.left(), inside.top() + half, inside.width(), half), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(below, Qt::ElideRight, static_cast<int>(inside.width())));
    }
    if (showsFocus(this)) {
        painter.setPen(QPen(t.accent, size::hairline));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), size::radius, size::radius);
    }
}

int RecipeGraph::at(QPointF position) const {
    for (std::size_t i = 0; i < layout_.nodes.size(); ++i)
        if (box(layout_.nodes[i]).contains(position)) return static_cast<int>(i);
    return -1;
}

void RecipeGraph::mousePressEvent(QMouseEvent* event) {
    const int node = at(event->position());
    if (node < 0 || kinds_.value(layout_.nodes[static_cast<std::size_t>(node)].name).isEmpty()) return;
    select(layout_.nodes[static_cast<std::size_t>(node)].name);
    Q_EMIT chosen(selected_);
}

void RecipeGraph::move(int columns, int rows) {
    const GraphNode* now = nullptr;
    for (const GraphNode& node : layout_.nodes)
        if (node.name == selected_) now = &node;
    const GraphNode* best = nullptr;
    double nearest = std::numeric_limits<double>::max();
    for (const GraphNode& node : layout_.nodes) {
        if (kinds_.value(node.name).isEmpty() || &node == now) continue;
        if (now == nullptr) {
            best = &node;
            break;
        }
        const double across =
            (node.column - now->column) * (columns != 0 ? columns : 0) + (node.y - now->y) * (rows != 0 ? rows : 0);
        const double beside = columns != 0 ? std::abs(node.y - now->y) : std::abs(node.column - now->column) * 4.0;
        if (across <= 0) continue;
        if (const double distance = across * (columns != 0 ? 3 : 1) + beside; distance < nearest) {
            nearest = distance;
            best = &node;
        }
    }
    if (best == nullptr) return;
    select(best->name);
    Q_EMIT chosen(selected_);
}

void RecipeGraph::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left: return move(-1, 0);
        case Qt::Key_Right: return move(1, 0);
        case Qt::Key_Up: return move(0, -1);
        case Qt::Key_Down: return move(0, 1);
        default: QWidget::keyPressEvent(event);
    }
}

bool RecipeGraph::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int node = at(help->pos());
        if (node < 0) QToolTip::hideText();
        else {
            const QString name = layout_.nodes[static_cast<std::size_t>(node)].name;
            QToolTip::showText(help->globalPos(), name + QStringLiteral("\n") + notes_.value(name).tip, this);
        }
        return true;
    }
    return QWidget::event(event);
}

}  // namespace retort::ui
