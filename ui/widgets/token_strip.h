// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <vector>

#include "ui/models/token_facts.h"

namespace retort::ui {

/// A completion token by token, each on a ground that is the stronger the more there is of the measure. The arrow keys and
/// the pointer choose a token, whose figures are told. Tokens are measured once and painted only where they are in sight.
class TokenStrip : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit TokenStrip(QWidget* parent = nullptr);
    void show(TokenFacts facts);
    /// More is known of the same tokens: place and chosen token stay.
    void setFacts(TokenFacts facts);
    void setMeasure(TokenMeasure measure);
    TokenMeasure measure() const { return measure_; }
    const TokenFacts& facts() const { return facts_; }
    /// -1: none.
    int current() const { return current_; }
    /// Where something about a token belongs: just below it, in the viewport's pixels.
    QPoint below(int token) const;
    /// Everything that is known of a token, in words.
    QString words(int token) const;

Q_SIGNALS:
    /// The token under the pointer or the keys changed; -1: none.
    void told(int token);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Place {
        float x = 0, width = 0;
        int line = 0;
    };
    void arrange();
    int tokenAt(QPoint at) const;
    void choose(int token);
    QColor ground(std::size_t token) const;
    static QString shown(const QString& text);

    TokenFacts facts_;
    TokenMeasure measure_ = TokenMeasure::Entropy;
    std::vector<Place> places_;
    std::vector<int> line_starts_;  ///< first token of each line
    int current_ = -1;
};

}  // namespace retort::ui
