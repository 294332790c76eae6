// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>
#include <functional>

class QLabel;
class QLineEdit;
class QPushButton;

namespace retort::ui {

/// What can be done about a candidate: big buttons with their keys, and in their place, when asked, a reason, a line of
/// text, or a question to confirm. Never a dialog: the text stays in view.
class VerdictBar : public QStackedWidget {
    Q_OBJECT
public:
    explicit VerdictBar(QWidget* parent = nullptr);

    /// `blind`: accept, reject and skip only.
    void setBlind(bool blind);
    void setActive(bool active);
    /// Reasons with the keys 1 to 6, or words of one's own; Escape goes back.
    void askReason(std::function<void(const QString&)> chosen);
    void askText(const QString& label, const QString& present, std::function<void(const QString&)> done);
    void confirm(const QString& question, const QString& yes, std::function<void()> done);
    /// The save and leave buttons of editing.
    void showEditing();
    void showVerdicts();
    bool asking() const { return currentIndex() != 0; }

Q_SIGNALS:
    void accepted();
    void rejected();
    void editWanted();
    void skipped();
    void undoWanted();
    void saveWanted();
    void cancelled();
    /// It went back to the verdicts: the keys belong to the page again.
    void settled();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeVerdicts();
    QWidget* makeReasons();
    QWidget* makeText();
    QWidget* makeConfirm();
    QWidget* makeEditing();
    void giveReason(const QString& reason);

    QList<QPushButton*> verdicts_;
    QPushButton* edit_;
    QLineEdit* reason_;
    QLabel* text_label_;
    QLineEdit* text_;
    QLabel* question_;
    QPushButton* yes_;
    QStringList reasons_;
    std::function<void(const QString&)> reason_given_, text_given_;
    std::function<void()> confirmed_;
};

}  // namespace retort::ui
