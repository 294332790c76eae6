// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/math/tex_parser.h"

#include <QHash>
#include <utility>

#include "ui/math/tex_symbols.h"

namespace retort::ui {
namespace {

using Kind = TexNode::Kind;
using Style = TexNode::Style;

constexpr int max_depth = 40;
constexpr qsizetype max_source = 8000;

TexNode symbol(const QString& text, Style style) {
    TexNode node;
    node.kind = Kind::Symbol;
    node.text = text;
    node.style = style;
    return node;
}

TexNode typed(const QString& text) {
    TexNode node;
    node.kind = Kind::Typed;
    node.text = text;
    return node;
}

TexNode space(double em) {
    TexNode node;
    node.kind = Kind::Space;
    node.width = em;
    return node;
}

TexNode with(Kind kind, std::vector<TexNode> children) {
    TexNode node;
    node.kind = kind;
    node.children = std::move(children);
    return node;
}

struct Environment {
    const char *left, *right;
    bool left_aligned;
};

const QHash<QString, Environment>& environments() {
    static const QHash<QString, Environment> table{
        {QStringLiteral("matrix"), {"", "", false}},      {QStringLiteral("pmatrix"), {"(", ")", false}},
        {QStringLiteral("bmatrix"), {"[", "]", false}},   {QStringLiteral("Bmatrix"), {"{", "}", false}},
        {QStringLiteral("vmatrix"), {"|", "|", false}},   {QStringLiteral("Vmatrix"), {"‖", "‖", false}},
        {QStringLiteral("smallmatrix"), {"", "", false}}, {QStringLiteral("array"), {"", "", false}},
        {QStringLiteral("cases"), {"{", "", true}},       {QStringLiteral("aligned"), {"", "", true}},
        {QStringLiteral("align"), {"", "", true}},        {QStringLiteral("align*"), {"", "", true}},
        {QStringLiteral("gathered"), {"", "", false}},    {QStringLiteral("split"), {"", "", true}},
        {QStringLiteral("equation"), {"", "", true}},     {QStringLiteral("equation*"), {"", "", true}}};
    return table;
}

class Parser {
public:
    explicit Parser(const QString& source) : source_(source) {}

    TexNode all() {
        TexNode row = until({});
        // A closing brace or an "&" too many ends a row early: it is kept as typed, and the rest goes on.
        while (at_ < source_.size()) {
            row.children.push_back(typed(source_.mid(at_, 1)));
            ++at_;
            for (TexNode& node : until({}).children) row.children.push_back(std::move(node));
        }
        return row;
    }

private:
    bool ahead(QLatin1StringView text) const { return QStringView(source_).mid(at_).startsWith(text); }
    void skipSpace() {
        while (at_ < source_.size() && source_[at_].isSpace()) ++at_;
    }

    /// Items up to `}`, `&`, `\\`, `\end`, `\right` (not consumed), or `stop`.
    TexNode until(const QString& stop) {
        TexNode row;
        if (++depth_ > max_depth) {
            --depth_;
            row.children.push_back(typed(source_.mid(at_)));
            at_ = source_.size();
            return row;
        }
        for (;;) {
            skipSpace();
            if (at_ >= source_.size() || ends() || (!stop.isEmpty() && source_.mid(at_, stop.size()) == stop)) break;
            row.children.push_back(scripted());
        }
        --depth_;
        return row;
    }

    bool ends() const {
        return source_[at_] == u'}' || source_[at_] == u'&' || ahead(QLatin1StringView("\\\\")) ||
               ahead(QLatin1StringView("\\end{")) ||
               (ahead(QLatin1StringView("\\right")) && (at_ + 6 >= source_.size() || !source_[at_ + 6].isLetter()));
    }

    TexNode scripted() {
        TexNode base = source_[at_] == u'^' || source_[at_] == u'_' ? TexNode{} : item();
        TexNode below, above;
        bool any = false;
        for (skipSpace(); at_ < source_.size(); skipSpace()) {
            const QChar c = source_[at_];
            if (c == u'^' || c == u'_') {
                ++at_;
                (c == u'^' ? above : below) = argument();
            } else if (c == u'\'') {
                ++at_;
                above.children.push_back(symbol(QStringLiteral("′"), Style::Upright));
            } else if (ahead(QLatin1StringView("\\limits"))) {
                at_ += 7;
                continue;
            } else {
                break;
            }
            any = true;
        }
        if (!any) return base;
        std::vector<TexNode> parts;
        parts.push_back(std::move(base));
        parts.push_back(std::move(below));
        parts.push_back(std::move(above));
        return with(Kind::Script, std::move(parts));
    }

    /// `{...}` or one item, as a row.
    TexNode argument() {
        skipSpace();
        TexNode row;
        if (at_ >= source_.size() || (source_[at_] != u'{' && ends())) return row;
        if (source_[at_] == u'{') return group();
        // Without braces an argument is one character: \frac12 is a half.
        if (source_[at_].isDigit()) row.children.push_back(symbol(source_[at_++], Style::Upright));
        else row.children.push_back(item());
        return row;
    }

    TexNode group() {
        ++at_;
        TexNode row = until({});
        // Inside braces neither "&" nor "\\" ends anything.
        while (at_ < source_.size() && source_[at_] != u'}' && !ahead(QLatin1StringView("\\end{")) &&
               !ahead(QLatin1StringView("\\right"))) {
            at_ += source_[at_] == u'&' ? 1 : 2;
            for (TexNode& node : until({}).children) row.children.push_back(std::move(node));
        }
        if (at_ < source_.size() && source_[at_] == u'}') ++at_;
        return row;
    }

    /// The text of `{...}` as it stands.
    QString verbatim() {
        skipSpace();
        if (at_ >= source_.size() || source_[at_] != u'{') return {};
        int depth = 0;
        const qsizetype begin = at_ + 1;
        for (; at_ < source_.size(); ++at_) {
            if (source_[at_] == u'\\') ++at_;
            else if (source_[at_] == u'{') ++depth;
            else if (source_[at_] == u'}' && --depth == 0) return source_.mid(begin, at_++ - begin);
        }
        at_ = source_.size();
        return source_.mid(begin);
    }

    TexNode item() {
        if (depth_ >= max_depth) {
            TexNode rest = typed(source_.mid(at_));
            at_ = source_.size();
            return rest;
        }
        const QChar c = source_[at_];
        if (c == u'{') return group();
        if (c == u'\\') {
            ++depth_;
            TexNode node = command();
            --depth_;
            return node;
        }
        ++at_;
        if (c == u'~') return space(0.33);
        if (c.isDigit() || c == u'.') {
            QString number(c);
            while (at_ < source_.size() && (source_[at_].isDigit() || (source_[at_] == u'.' && at_ + 1 < source_.size() &&
                                                                       source_[at_ + 1].isDigit())))
                number += source_[at_++];
            return symbol(number, Style::Upright);
        }
        if (c == u'-') return symbol(QStringLiteral("−"), Style::Operator);
        if (c == u'*') return symbol(QStringLiteral("∗"), Style::Operator);
        if (c == u'+') return symbol(QString(c), Style::Operator);
        if (c == u'=' || c == u'<' || c == u'>' || c == u':') return symbol(QString(c), Style::Relation);
        if (c.isHighSurrogate() && at_ < source_.size()) return symbol(QString(c) + source_[at_++], Style::Upright);
        const bool latin = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
        return symbol(QString(c), latin ? Style::Italic : Style::Upright);
    }

    TexNode command() {
        const qsizetype begin = at_++;
        QString name;
        while (at_ < source_.size() && source_[at_].isLetter() && source_[at_].unicode() < 128) name += source_[at_++];
        if (name.isEmpty() && at_ < source_.size()) name = source_[at_++];
        if (auto node = spacing(name)) return *std::move(node);
        if (auto node = structure(name, begin)) return *std::move(node);
        if (const auto known = texSymbol(name)) return symbol(known->text, known->style);
        return typed(source_.mid(begin, at_ - begin));
    }

    static std::optional<TexNode> spacing(const QString& name) {
        static const QHash<QString, double> widths{
            {QStringLiteral(","), 0.17},         {QStringLiteral(":"), 0.22},      {QStringLiteral(">"), 0.22},
            {QStringLiteral(";"), 0.28},         {QStringLiteral(" "), 0.33},      {QStringLiteral("!"), -0.17},
            {QStringLiteral("quad"), 1},         {QStringLiteral("qquad"), 2},     {QStringLiteral("thinspace"), 0.17},
            {QStringLiteral("displaystyle"), 0}, {QStringLiteral("textstyle"), 0}, {QStringLiteral("scriptstyle"), 0},
            {QStringLiteral("limits"), 0},       {QStringLiteral("nolimits"), 0},  {QStringLiteral("hline"), 0},
            {QStringLiteral("nonumber"), 0},     {QStringLiteral("big"), 0},       {QStringLiteral("Big"), 0},
            {QStringLiteral("bigg"), 0},         {QStringLiteral("Bigg"), 0},      {QStringLiteral("bigl"), 0},
            {QStringLiteral("bigr"), 0},         {QStringLiteral("Bigl"), 0},      {QStringLiteral("Bigr"), 0},
            {QStringLiteral("middle"), 0}};
        const auto found = widths.constFind(name);
        return found == widths.constEnd() ? std::nullopt : std::optional(space(*found));
    }

    std::optional<TexNode> structure(const QString& name, qsizetype begin) {
        if (name == u"frac" || name == u"dfrac" || name == u"tfrac" || name == u"cfrac" || name == u"binom" ||
            name == u"dbinom" || name == u"tbinom") {
            TexNode above = argument(), below = argument();
            std::vector<TexNode> parts;
            parts.push_back(std::move(above));
            parts.push_back(std::move(below));
            TexNode node = with(Kind::Fraction, std::move(parts));
            if (!name.endsWith(u"binom")) return node;
            node.text = QStringLiteral("binom");
            TexNode fence = with(Kind::Fence, {std::move(node)});
            fence.left = QStringLiteral("(");
            fence.right = QStringLiteral(")");
            return fence;
        }
        if (name == u"sqrt") return root();
        if (name == u"boxed" || name == u"fbox") return with(Kind::Boxed, {argument()});
        if (name == u"left") return fence();
        if (name == u"begin") return environment(begin);
        if (name == u"not") {
            skipSpace();
            TexNode next = at_ < source_.size() && !ends() ? item() : TexNode{};
            next.text += QChar(0x0338);
            return next;
        }
        if (name == u"pmod") {
            TexNode row = with(Kind::Row, {symbol(QStringLiteral("(mod "), Style::Upright)});
            row.children.push_back(argument());
            row.children.push_back(symbol(QStringLiteral(")"), Style::Upright));
            return row;
        }
        return worded(name);
    }

    std::optional<TexNode> worded(const QString& name) {
        if (name == u"text" || name == u"mbox" || name == u"textrm" || name == u"mathrm" || name == u"operatorname" ||
            name == u"textit" || name == u"mathit" || name == u"textnormal" || name == u"mathsf" || name == u"mathtt")
            return symbol(verbatim(), name == u"textit" || name == u"mathit" ? Style::Italic
                                      : name == u"operatorname"              ? Style::Word
                                                                             : Style::Upright);
        if (name == u"textbf" || name == u"mathbf" || name == u"boldsymbol" || name == u"bm") {
            const QString inside = verbatim();
            const auto known = inside.startsWith(u'\\') ? texSymbol(inside.mid(1)) : std::nullopt;
            return symbol(known ? known->text : inside, Style::Bold);
        }
        if (name == u"mathbb" || name == u"mathcal" || name == u"mathfrak" || name == u"mathscr")
            return symbol(texAlphabet(name == u"mathscr" ? QStringLiteral("mathcal") : name, verbatim()), Style::Upright);
        static const QHash<QString, QString> accents{
            {QStringLiteral("overline"), QStringLiteral("‾")}, {QStringLiteral("bar"), QStringLiteral("‾")},
            {QStringLiteral("vec"), QStringLiteral("→")},      {QStringLiteral("overrightarrow"), QStringLiteral("→")},
            {QStringLiteral("hat"), QStringLiteral("^")},      {QStringLiteral("widehat"), QStringLiteral("^")},
            {QStringLiteral("tilde"), QStringLiteral("~")},    {QStringLiteral("widetilde"), QStringLiteral("~")},
            {QStringLiteral("dot"), QStringLiteral("˙")},      {QStringLiteral("ddot"), QStringLiteral("¨")}};
        const bool under = name == u"underline";
        const auto accent = accents.constFind(name);
        if (accent == accents.constEnd() && !under) return std::nullopt;
        TexNode node = with(under ? Kind::Under : Kind::Accent, {argument()});
        node.text = under ? QStringLiteral("‾") : *accent;
        return node;
    }

    TexNode root() {
        TexNode degree;
        skipSpace();
        if (at_ < source_.size() && source_[at_] == u'[') {
            ++at_;
            degree = until(QStringLiteral("]"));
            if (at_ < source_.size() && source_[at_] == u']') ++at_;
        }
        std::vector<TexNode> parts;
        parts.push_back(argument());
        parts.push_back(std::move(degree));
        return with(Kind::Root, std::move(parts));
    }

    QString delimiter() {
        skipSpace();
        if (at_ >= source_.size()) return {};
        if (source_[at_] != u'\\') {
            const QString one(source_[at_++]);
            return one == u"." ? QString() : one;
        }
        return command().text;
    }

    TexNode fence() {
        const QString left = delimiter();
        TexNode inside = until({});
        while (at_ < source_.size() && (source_[at_] == u'&' || ahead(QLatin1StringView("\\\\")))) {
            at_ += source_[at_] == u'&' ? 1 : 2;
            for (TexNode& node : until({}).children) inside.children.push_back(std::move(node));
        }
        TexNode node = with(Kind::Fence, {std::move(inside)});
        node.left = left;
        if (ahead(QLatin1StringView("\\right"))) {
            at_ += 6;
            node.right = delimiter();
        }
        return node;
    }

    TexNode environment(qsizetype begin) {
        const QString name = verbatim();
        const auto known = environments().constFind(name);
        if (known == environments().constEnd()) return typed(source_.mid(begin, at_ - begin));
        if (name == u"array") verbatim();  // its column alignments
        std::vector<std::vector<TexNode>> rows(1);
        for (;;) {
            rows.back().push_back(until({}));
            if (at_ >= source_.size()) break;
            if (source_[at_] == u'&') ++at_;
            else if (ahead(QLatin1StringView("\\\\"))) {
                at_ += 2;
                rows.emplace_back();
            } else {
                break;
            }
        }
        if (ahead(QLatin1StringView("\\end{"))) {
            at_ += 4;
            verbatim();
        }
        // A last "\\" begins no row.
        if (rows.size() > 1 && rows.back().size() == 1 && rows.back()[0].children.empty()) rows.pop_back();
        TexNode node;
        node.kind = Kind::Matrix;
        node.left = QString::fromUtf8(known->left);
        node.right = QString::fromUtf8(known->right);
        node.left_aligned = known->left_aligned;
        for (const auto& row : rows) node.columns = std::max(node.columns, static_cast<int>(row.size()));
        for (auto& row : rows) {
            row.resize(static_cast<std::size_t>(node.columns));
            for (TexNode& cell : row) node.children.push_back(std::move(cell));
        }
        return node;
    }

    QString source_;
    qsizetype at_ = 0;
    int depth_ = 0;
};

}  // namespace

TexNode parseTex(const QString& source) {
    if (source.size() > max_source) return typed(source);
    return Parser(source).all();
}

}  // namespace retort::ui
