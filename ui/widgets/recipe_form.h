// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QWidget>

#include "recipe/field_info.h"

class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;

namespace retort::ui {

class FieldHelp;

/// A form for one section of the recipe, made from the table of fields: value, unit, default, where the default comes from
/// and what it does. It never holds a value of its own: what is typed goes out as TOML, what is shown comes back in.
class RecipeForm : public QWidget {
    Q_OBJECT
public:
    struct Row {
        const FieldInfo* field = nullptr;  ///< copied where it is needed for longer
        QString value;                     ///< as TOML
        bool set = false;                  ///< written in the recipe, so that it can be taken out again
        bool live = false;                 ///< can be sent to the trainer at work
        QString problem;                   ///< what the check says about it; empty: nothing
        QString note = {};                 ///< stands before what the field does
    };
    explicit RecipeForm(QWidget* parent = nullptr);
    /// `title` and what the section's numbers amount to. Controls of the same section are kept, so that typing is not
    /// disturbed.
    void show(const QString& title, const QStringList& lines, const std::vector<Row>& rows);
    void clear();
    /// Only the fields whose name or help has these words; empty: all.
    void narrow(const QString& words);
    void focusFilter();
    /// What the button beside a set field does; "back to the default" otherwise.
    void setResetTip(const QString& tip) { reset_tip_ = tip; }

Q_SIGNALS:
    void changed(const QString& key, const QString& toml);
    void resetWanted(const QString& key);
    /// A person is through with a field.
    void typed();
    void liveWanted(const QString& key, const QString& toml);

private:
    struct Line {
        QWidget* control = nullptr;
        FieldHelp* help = nullptr;
        QPushButton* reset = nullptr;
        QPushButton* live = nullptr;
        QList<QWidget*> widgets;  ///< all of them
        int row = 0;              ///< its first in the grid
        bool set = false, shows_reset = false, shows_live = false;
    };
    QWidget* makeControl(const FieldInfo& field);
    void setValue(const FieldInfo& field, QWidget* control, const QString& toml);
    QString read(const FieldInfo& field, QWidget* control) const;
    void build(const std::vector<Row>& rows);
    void refreshShown();
    void focusFound();

    QLabel* title_;
    QLabel* lines_ = nullptr;
    QLineEdit* filter_;
    QPushButton* only_set_;
    QGridLayout* grid_ = nullptr;
    QScrollArea* scroll_;
    QWidget* body_ = nullptr;
    QString shown_, reset_tip_;
    QHash<QString, Line> controls_;
    QStringList order_;  ///< keys as the fields stand
};

/// A TOML value as people type it in a field of this type, and back. Texts lose and gain their quotes, lists their brackets.
QString plainValue(const FieldInfo& field, const QString& toml);
QString tomlValue(const FieldInfo& field, const QString& plain);

}  // namespace retort::ui
