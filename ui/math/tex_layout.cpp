// SPDX-License-Identifier: GPL-3.0-or-later
// Boxes with a baseline, as in TeX (Knuth, The TeXbook, appendix G, with fewer cases): every formula part becomes a box that
// knows its width, ascent and descent; composing is addition.
#include "ui/math/tex_layout.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/math/tex_parser.h"

namespace retort::ui {
namespace {

using Kind = TexNode::Kind;
using Style = TexNode::Style;

constexpr double script_scale = 0.72, fraction_scale = 0.84, smallest_em = 7;
constexpr double thin_em = 0.06, gap_em = 0.14, operator_em = 0.22, relation_em = 0.28, big_scale = 1.45;

}  // namespace

struct Formula::Box {
    enum class Draw { Nothing, Text, Rule, Frame, Radical, Stretched } draw = Draw::Nothing;
    double width = 0, ascent = 0, descent = 0;
    QString text;
    QFont font;
    double pen = 1;
    bool faint = false;
    std::vector<std::pair<QPointF, std::unique_ptr<Box>>> parts;

    void add(QPointF at, std::unique_ptr<Box> box) {
        width = std::max(width, at.x() + box->width);
        ascent = std::max(ascent, box->ascent - at.y());
        descent = std::max(descent, box->descent + at.y());
        parts.emplace_back(at, std::move(box));
    }
};

namespace {

using Box = Formula::Box;
using BoxPtr = std::unique_ptr<Box>;

class Setter {
public:
    Setter(const QFont& font, bool display) : display_(display), color_bold_(font.weight()) {
        base_.setFamilies({QStringLiteral("Latin Modern Math"), QStringLiteral("STIX Two Math"),
                           QStringLiteral("DejaVu Serif"), QStringLiteral("Noto Serif"), QStringLiteral("serif")});
        base_.setWeight(font.weight());
        em_ = font.pixelSize() > 0 ? font.pixelSize() : QFontMetricsF(font).height() * 0.8;
    }

    BoxPtr set(const TexNode& node) {
        switch (node.kind) {
            case Kind::Row: return row(node.children);
            case Kind::Symbol: return symbol(node);
            case Kind::Space: return blank(node.width * em_);
            case Kind::Fraction: return fraction(node);
            case Kind::Root: return root(node);
            case Kind::Script: return script(node);
            case Kind::Fence: return fence(node.left, child(node, 0), node.right);
            case Kind::Matrix: return matrix(node);
            case Kind::Accent:
            case Kind::Under: return accent(node);
            case Kind::Boxed: return boxed(node);
            case Kind::Typed: return typed(node);
        }
        return blank(0);
    }

private:
    QFont font(bool italic, int weight) const {
        QFont sized = base_;
        sized.setPixelSize(std::max(1, static_cast<int>(std::lround(em_))));
        sized.setItalic(italic);
        sized.setWeight(static_cast<QFont::Weight>(weight));
        return sized;
    }
    double axis() const { return QFontMetricsF(font(false, color_bold_)).xHeight() / 2; }
    double rule() const { return std::max(1.0, thin_em * em_); }

    /// Sets a part smaller.
    BoxPtr at(double scale, const TexNode& node, bool display = false) {
        const double em = em_;
        const bool outer = display_;
        em_ = std::max(std::min(em, smallest_em), em * scale);
        display_ = display;
        BoxPtr box = set(node);
        em_ = em;
        display_ = outer;
        return box;
    }

    BoxPtr child(const TexNode& node, std::size_t index) {
        static const TexNode none;
        return set(index < node.children.size() ? node.children[index] : none);
    }

    static BoxPtr blank(double width) {
        auto box = std::make_unique<Box>();
        box->width = width;
        return box;
    }

    BoxPtr glyphs(const QString& text, const QFont& font) const {
        auto box = std::make_unique<Box>();
        const QFontMetricsF metrics(font);
        box->draw = Box::Draw::Text;
        box->text = text;
        box->font = font;
        box->width = metrics.horizontalAdvance(text);
        const QRectF ink = metrics.tightBoundingRect(text);
        box->ascent = std::max(-ink.top(), metrics.xHeight());
        box->descent = std::max(ink.bottom(), 0.0);
        return box;
    }

    BoxPtr symbol(const TexNode& node) {
        if (node.style == Style::Big) {
            const double em = em_;
            if (display_) em_ *= big_scale;
            BoxPtr box = glyphs(node.text, font(false, color_bold_));
            em_ = em;
            // Centred on the axis, whatever the font does.
            const double shift = (box->ascent - box->descent) / 2 - axis();
            auto centred = std::make_unique<Box>();
            centred->add(QPointF(0, shift), std::move(box));
            return centred;
        }
        return glyphs(node.text, font(node.style == Style::Italic, node.style == Style::Bold ? QFont::Bold : color_bold_));
    }

    BoxPtr typed(const TexNode& node) {
        BoxPtr box = glyphs(node.text, font(false, color_bold_));
        box->faint = true;
        return box;
    }

    static bool isOperator(const TexNode& node, Style style) {
        const TexNode& core = node.kind == Kind::Script && !node.children.empty() ? node.children[0] : node;
        return core.kind == Kind::Symbol && core.style == style;
    }

    BoxPtr row(const std::vector<TexNode>& nodes) {
        auto box = std::make_unique<Box>();
        double x = 0;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const TexNode& node = nodes[i];
            // A sign at the beginning or after another sign belongs to its number.
            const bool sign =
                i == 0 || isOperator(nodes[i - 1], Style::Operator) || isOperator(nodes[i - 1], Style::Relation);
            const bool word = isOperator(node, Style::Word) || isOperator(node, Style::Big);
            const double around = isOperator(node, Style::Operator) && !sign && i + 1 < nodes.size() ? operator_em * em_
                                  : isOperator(node, Style::Relation)                                ? relation_em * em_
                                                                                                     : 0;
            BoxPtr part = set(node);
            x += i == 0 ? 0 : around;
            const double advance = part->width;
            box->add(QPointF(x, 0), std::move(part));
            x += advance + around;
            if (word && i + 1 < nodes.size() && nodes[i + 1].kind != Kind::Fence) x += gap_em * em_;
        }
        box->width = std::max(x, 0.0);
        return box;
    }

    BoxPtr fraction(const TexNode& node) {
        const double scale = display_ ? 1 : fraction_scale;
        BoxPtr above = at(scale, node.children[0]), below = at(scale, node.children[1]);
        const double line = node.text.isEmpty() ? rule() : 0, gap = gap_em * em_, side = gap_em * em_, center = axis();
        const double width = std::max(above->width, below->width) + 2 * side;
        auto box = std::make_unique<Box>();
        const double up = center + line / 2 + gap + above->descent, down = -center + line / 2 + gap + below->ascent;
        const double above_x = (width - above->width) / 2, below_x = (width - below->width) / 2;
        box->add(QPointF(above_x, -up), std::move(above));
        box->add(QPointF(below_x, down), std::move(below));
        if (line > 0) {
            auto bar = std::make_unique<Box>();
            bar->draw = Box::Draw::Rule;
            bar->width = width - side;
            bar->ascent = line;
            box->add(QPointF(side / 2, -center + line / 2), std::move(bar));
        }
        box->width = width;
        return box;
    }

    BoxPtr root(const TexNode& node) {
        BoxPtr inside = child(node, 0);
        const double gap = gap_em * em_, line = rule(), foot = 0.55 * em_;
        const double top = std::max(inside->ascent, 0.7 * em_) + gap, depth = std::max(inside->descent, 0.05 * em_);
        auto box = std::make_unique<Box>();
        double x = 0;
        if (node.children.size() > 1 && !node.children[1].children.empty()) {
            BoxPtr degree = at(0.6, node.children[1]);
            const double width = degree->width, y = -(top + depth) * 0.45 + depth - degree->descent;
            box->add(QPointF(0, y), std::move(degree));
            x = std::max(0.0, width - 0.25 * em_);
        }
        auto sign = std::make_unique<Box>();
        sign->draw = Box::Draw::Radical;
        sign->width = foot + inside->width + gap / 2;
        sign->ascent = top + line;
        sign->descent = depth;
        sign->pen = line;
        sign->text = QString::number(foot);
        const double width = sign->width;
        box->add(QPointF(x, 0), std::move(sign));
        box->add(QPointF(x + foot, 0), std::move(inside));
        box->width = x + width;
        return box;
    }

    BoxPtr script(const TexNode& node) {
        const TexNode& core = node.children[0];
        const bool limits = display_ && core.kind == Kind::Symbol &&
                            (core.style == Style::Big ? !core.text.contains(QChar(0x222B)) : core.style == Style::Word);
        BoxPtr base = set(core);
        BoxPtr below = at(script_scale, node.children[1]), above = at(script_scale, node.children[2]);
        const bool has_below = !node.children[1].children.empty(), has_above = !node.children[2].children.empty();
        auto box = std::make_unique<Box>();
        const double gap = gap_em * em_;
        if (limits) {
            const double width = std::max({base->width, below->width, above->width});
            const double up = base->ascent + gap + above->descent, down = base->descent + gap + below->ascent;
            const double base_x = (width - base->width) / 2, above_x = (width - above->width) / 2,
                         below_x = (width - below->width) / 2;
            box->add(QPointF(base_x, 0), std::move(base));
            if (has_above) box->add(QPointF(above_x, -up), std::move(above));
            if (has_below) box->add(QPointF(below_x, down), std::move(below));
            box->width = width;
            return box;
        }
        const double x = base->width + (core.kind == Kind::Symbol && core.style == Style::Italic ? 0.06 * em_ : 0.02 * em_);
        double up = std::max(base->ascent - 0.35 * em_, 0.36 * em_), down = std::max(base->descent + 0.05 * em_, 0.18 * em_);
        if (has_above && has_below) {
            const double overlap = above->descent - up + below->ascent - down + gap;
            if (overlap > 0) {
                up += overlap / 2;
                down += overlap / 2;
            }
        }
        box->add(QPointF(0, 0), std::move(base));
        if (has_above) box->add(QPointF(x, -up), std::move(above));
        if (has_below) box->add(QPointF(x, down), std::move(below));
        box->width += 0.05 * em_;
        return box;
    }

    /// A delimiter as tall as `ascent` and `descent`.
    BoxPtr delimiter(const QString& text, double ascent, double descent) const {
        if (text.isEmpty()) return blank(0.1 * em_);
        BoxPtr box = glyphs(text, font(false, color_bold_));
        const double height = ascent + descent;
        if (height <= (box->ascent + box->descent) * 1.1) return box;
        box->draw = Box::Draw::Stretched;
        box->ascent = ascent;
        box->descent = descent;
        return box;
    }

    BoxPtr fence(const QString& left, BoxPtr inside, const QString& right) const {
        // Symmetric about the axis.
        const double center = axis(),
                     reach = std::max({inside->ascent - center, inside->descent + center, 0.55 * em_}) + 0.05 * em_;
        BoxPtr open = delimiter(left, reach + center, reach - center),
               close = delimiter(right, reach + center, reach - center);
        auto box = std::make_unique<Box>();
        const double after_open = open->width, after_inside = after_open + inside->width;
        const double width = after_inside + close->width;
        box->add({}, std::move(open));
        box->add(QPointF(after_open, 0), std::move(inside));
        box->add(QPointF(after_inside, 0), std::move(close));
        box->width = width;
        return box;
    }

    BoxPtr matrix(const TexNode& node) {
        const auto columns = static_cast<std::size_t>(std::max(node.columns, 1));
        const std::size_t rows = node.children.size() / columns;
        std::vector<double> widths(columns, 0), ascents(rows, 0.7 * em_), descents(rows, 0.2 * em_);
        std::vector<BoxPtr> cells;
        for (std::size_t i = 0; i < rows * columns; ++i) {
            cells.push_back(set(node.children[i]));
            widths[i % columns] = std::max(widths[i % columns], cells.back()->width);
            ascents[i / columns] = std::max(ascents[i / columns], cells.back()->ascent);
            descents[i / columns] = std::max(descents[i / columns], cells.back()->descent);
        }
        const double row_gap = 0.3 * em_, column_gap = node.left_aligned ? 0.5 * em_ : 0.8 * em_;
        double height = row_gap * static_cast<double>(rows > 0 ? rows - 1 : 0);
        for (std::size_t i = 0; i < rows; ++i) height += ascents[i] + descents[i];
        auto grid = std::make_unique<Box>();
        double y = -height / 2 - axis();
        for (std::size_t i = 0; i < rows; ++i) {
            y += ascents[i];
            double x = 0;
            for (std::size_t j = 0; j < columns; ++j) {
                BoxPtr& cell = cells[i * columns + j];
                const double inset = node.left_aligned ? 0 : (widths[j] - cell->width) / 2;
                grid->add(QPointF(x + inset, y), std::move(cell));
                x += widths[j] + (j + 1 < columns ? column_gap : 0);
            }
            grid->width = std::max(grid->width, x);
            y += descents[i] + row_gap;
        }
        if (node.left.isEmpty() && node.right.isEmpty()) return grid;
        return fence(node.left, std::move(grid), node.right);
    }

    BoxPtr accent(const TexNode& node) {
        BoxPtr inside = child(node, 0);
        auto box = std::make_unique<Box>();
        const double width = inside->width, ascent = inside->ascent, descent = inside->descent, gap = gap_em * em_ * 0.7;
        box->add({}, std::move(inside));
        if (node.text == QStringLiteral("‾")) {
            auto bar = std::make_unique<Box>();
            bar->draw = Box::Draw::Rule;
            bar->width = width;
            bar->ascent = rule();
            box->add(QPointF(0, node.kind == Kind::Under ? descent + gap + rule() : -ascent - gap), std::move(bar));
            return box;
        }
        const double em = em_;
        em_ *= 0.75;
        BoxPtr mark = glyphs(node.text, font(false, color_bold_));
        em_ = em;
        // Marks such as "^" sit high in their own box.
        const QRectF ink = QFontMetricsF(mark->font).tightBoundingRect(mark->text);
        mark->ascent = -ink.top();
        mark->descent = 0;
        const double x = (width - mark->width) / 2;
        box->add(QPointF(std::max(0.0, x), -ascent - gap - ink.bottom()), std::move(mark));
        box->width = std::max(width, box->width);
        return box;
    }

    BoxPtr boxed(const TexNode& node) {
        BoxPtr inside = child(node, 0);
        const double pad = 0.25 * em_;
        auto box = std::make_unique<Box>();
        box->draw = Box::Draw::Frame;
        box->pen = rule();
        box->add(QPointF(pad, 0), std::move(inside));
        box->width += pad;
        box->ascent += pad;
        box->descent += pad;
        return box;
    }

    QFont base_;
    double em_ = 13;
    bool display_;
    int color_bold_;
};

void paintBox(QPainter& painter, const Box& box, QPointF at, const QColor& ink) {
    const QRectF body(at.x(), at.y() - box.ascent, box.width, box.ascent + box.descent);
    QColor color = ink;
    if (box.faint) color.setAlphaF(0.65F * color.alphaF());
    switch (box.draw) {
        case Box::Draw::Nothing: break;
        case Box::Draw::Text:
            painter.setFont(box.font);
            painter.setPen(color);
            painter.drawText(at, box.text);
            break;
        case Box::Draw::Rule: painter.fillRect(body, color); break;
        case Box::Draw::Frame:
            painter.setPen(QPen(color, box.pen));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(body.adjusted(box.pen / 2, box.pen / 2, -box.pen / 2, -box.pen / 2));
            break;
        case Box::Draw::Radical: {
            const double foot = box.text.toDouble();
            QPainterPath path(QPointF(body.left() + foot * 0.05, body.bottom() - body.height() * 0.42));
            path.lineTo(body.left() + foot * 0.25, body.bottom() - body.height() * 0.5);
            path.lineTo(body.left() + foot * 0.5, body.bottom());
            path.lineTo(body.left() + foot * 0.95, body.top() + box.pen / 2);
            path.lineTo(body.right(), body.top() + box.pen / 2);
            painter.setPen(QPen(color, box.pen, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
            painter.setBrush(Qt::NoBrush);
            painter.drawPath(path);
            break;
        }
        case Box::Draw::Stretched: {
            QPainterPath path;
            path.addText(0, 0, box.font, box.text);
            const QRectF own = path.boundingRect();
            if (own.height() <= 0) break;
            painter.save();
            painter.translate(at.x(), body.top());
            painter.scale(1, body.height() / own.height());
            painter.translate(0, -own.top());
            painter.fillPath(path, color);
            painter.restore();
            break;
        }
    }
    for (const auto& [offset, part] : box.parts) paintBox(painter, *part, at + offset, ink);
}

void speak(const Box& box, QString& text) {
    if (box.draw == Box::Draw::Radical) text += QChar(0x221A);
    else if (box.draw != Box::Draw::Rule) text += box.text;
    for (const auto& [offset, part] : box.parts) speak(*part, text);
}

}  // namespace

Formula::Formula(const QString& source, const QFont& font, bool display)
    : box_(Setter(font, display).set(parseTex(source))) {}
Formula::~Formula() = default;
Formula::Formula(Formula&&) noexcept = default;
Formula& Formula::operator=(Formula&&) noexcept = default;

double Formula::width() const { return box_->width; }
double Formula::ascent() const { return box_->ascent; }
double Formula::descent() const { return box_->descent; }

void Formula::paint(QPainter& painter, QPointF at, const QColor& ink) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintBox(painter, *box_, at, ink);
    painter.restore();
}

QString Formula::spoken() const {
    QString text;
    speak(*box_, text);
    return text;
}

}  // namespace retort::ui
