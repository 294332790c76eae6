// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QWidget>

#include "recipe/recipe.h"
#include "ui/widgets/graph_layout.h"

namespace retort::ui {

/// The recipe's stages as boxes with lines from what they read; what will run again is tinted. Evaluations of one section
/// are one box. A click or the arrow keys choose a stage.
class RecipeGraph : public QWidget {
    Q_OBJECT
public:
    explicit RecipeGraph(QWidget* parent = nullptr);

    /// What is said below a box's name.
    struct Note {
        QString text, tip;  ///< tip: the same in whole words
        bool runs = true;   ///< false: an earlier result is taken
        bool known = false;
    };
    void show(const Recipe& recipe);
    void setNotes(const QHash<QString, Note>& notes);
    void select(const QString& stage);
    const QString& selected() const { return selected_; }
    const GraphLayout& graph() const { return layout_; }
    QRect boxOf(const QString& stage) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(const QString& stage);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    double rowHeight() const;
    double boxHeight() const;
    bool notesShown() const;
    double boxWidth() const;
    double left(double column) const;
    QRectF box(const GraphNode& node) const;
    int at(QPointF position) const;
    void move(int columns, int rows);
    /// For a screen reader: the stage one is at.
    void speak();

    GraphLayout layout_;
    QHash<QString, QString> kinds_;
    QHash<QString, Note> notes_;
    QString selected_;
};

}  // namespace retort::ui
