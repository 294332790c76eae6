// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QJsonObject>

#include "recipe/recipe.h"
#include "ui/session/line_process.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace retort::ui {

class Chooser;
class ElidedLabel;

/// The data sets of a stage as training will see them: format, columns, number of rows, the first rows after mapping.
/// `retort data` reads the file, so that no format is too strange and no file too long; asked only while the card is open.
class DataCard : public QFrame {
    Q_OBJECT
public:
    explicit DataCard(QWidget* parent = nullptr);

    /// The data sets among `inputs`; without one the card hides. Cheap to call with what is shown already.
    void show(const Recipe& recipe, const StageSection& stage);
    void clear();
    bool isOpen() const { return open_; }
    void setOpen(bool open);

    LineProcess& process() { return process_; }

private:
    void choose();
    void ask();
    void take(const QJsonObject& answer);
    void fillRows(const QJsonObject& answer);
    void say(const QString& words, const char* role = "muted");

    Chooser* which_;
    QPushButton* toggle_;
    ElidedLabel* facts_;
    QLabel* problem_;
    QTableWidget* rows_;
    LineProcess process_;
    std::vector<QJsonObject> requests_;  ///< one per data set, in the order of which_
    QJsonObject asked_;                  ///< what the shown or expected answer is to
    int waiting_ = 0;                    ///< answers that are still to come
    bool open_ = false;
};

}  // namespace retort::ui
