// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <QTimer>
#include <QWidget>

class QLabel;
class QTextEdit;

namespace retort::ui {

/// A completion to be changed, above what the change is: removed words struck through, added ones underlined.
class CandidateEditor : public QWidget {
    Q_OBJECT
public:
    explicit CandidateEditor(QWidget* parent = nullptr);
    /// `original`: as sampled; `text`: to begin with.
    void begin(const QString& original, const QString& text);
    QString text() const { return edit_->toPlainText(); }
    bool differs() const { return text() != original_; }

Q_SIGNALS:
    void saveWanted();
    void cancelled();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refreshDiff();

    QPlainTextEdit* edit_;
    QTextEdit* diff_;
    QLabel* summary_;
    QString original_;
    QTimer soon_;
};

}  // namespace retort::ui
