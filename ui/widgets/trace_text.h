// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextEdit>
#include <set>

#include "store/records.h"
#include "ui/widgets/marked_text.h"

namespace retort::ui {

/// One trace to read: what was asked and expected, the think part on a tinted ground, the answer; spans highlighted with their
/// language named at the start. Selecting and copying gives the text without those tags.
class TraceText : public QTextEdit {
    Q_OBJECT
public:
    explicit TraceText(QWidget* parent = nullptr);
    void show(const RolloutDetail& detail);
    void clearTrace();
    /// Highlights of a kind on or off.
    void setShown(MarkKind kind, bool shown);
    /// Marks all occurrences and scrolls to the first; empty: none.
    void setSearch(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    QMimeData* createMimeDataFromSelection() const override;

private:
    void build();
    void heading(QTextCursor& cursor, const QString& text);
    void paragraph(QTextCursor& cursor, const MarkedText& text, const QTextCharFormat& format);
    void fitWidth();
    void markSearch();

    std::optional<RolloutDetail> detail_;
    std::set<MarkKind> hidden_;
    QString search_;
    struct Placed {
        int begin = 0, end = 0;
        MarkKind kind = MarkKind::Foreign;
    };
    std::vector<Placed> placed_;
};

}  // namespace retort::ui
