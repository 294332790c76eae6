// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <QTimer>
#include <QWidget>
#include <functional>

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
    /// What is to be said of a text beside what changes; it is asked while somebody writes. Empty words: nothing.
    void setRemark(std::function<QString(const QString& text)> remark) { remark_ = std::move(remark); }
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
    std::function<QString(const QString&)> remark_;
    QLabel* remark_label_;
    QString original_;
    QTimer soon_;
};

}  // namespace retort::ui
