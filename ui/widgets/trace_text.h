// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextEdit>
#include <optional>

#include "store/records.h"
#include "ui/widgets/trace_document.h"

namespace retort::ui {

/// One trace to read: what was asked and expected, the think part on a tinted ground, the answer; Markdown and formulas set,
/// spans highlighted with their language named at the start. A long think part is folded. Copying gives the trace's own
/// text: no tags, formulas as typed. Lines are laid out as they come into sight.
class TraceText : public QTextEdit {
    Q_OBJECT
public:
    explicit TraceText(QWidget* parent = nullptr);
    void show(const RolloutDetail& detail);
    void clearTrace();
    /// Highlights of a kind on or off.
    void setShown(MarkKind kind, bool shown);
    /// Markdown and formulas set, or everything as typed.
    void setRendered(bool rendered);
    void setFolded(bool folded);
    bool folded() const { return options_.folded; }
    /// Whether the think part is long enough to be folded.
    bool foldable() const { return document_.foldable(); }
    /// Marks all occurrences; empty: none. A trace is shown from the first of them.
    void setSearch(const QString& text);
    /// To the next (1) or last (-1) occurrence of what is searched, around the ends.
    void findAgain(int by);
    /// A page on (1) or back (-1).
    void turnPage(int by);
    bool markShown(MarkKind kind) const { return !options_.hidden.contains(kind); }
    const TraceDocument& content() const { return document_; }

Q_SIGNALS:
    void foldChanged(bool folded);
    /// Another text is written: its marks can be counted.
    void written();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    QMimeData* createMimeDataFromSelection() const override;

private:
    void build();
    void rebuildInPlace();
    void fitWidth();
    void markSearch();
    QRectF rectOf(const QTextBlock& block) const;
    void paintGround(QPainter& painter) const;
    void paintUnderlines(QPainter& painter) const;

    std::optional<RolloutDetail> detail_;
    TraceDocumentOptions options_;
    FormulaObject* formulas_;
    TraceDocument document_;
    QString search_;
};

}  // namespace retort::ui
