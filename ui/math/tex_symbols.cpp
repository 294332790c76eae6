// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/math/tex_symbols.h"

#include <QHash>

namespace retort::ui {
namespace {

using Style = TexNode::Style;

/// "name character name character ..."
void add(QHash<QString, TexSymbol>& table, Style style, const char* pairs) {
    const QStringList words = QString::fromUtf8(pairs).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (qsizetype i = 0; i + 1 < words.size(); i += 2) table.insert(words[i], {words[i + 1], style});
}

QHash<QString, TexSymbol> makeTable() {
    QHash<QString, TexSymbol> table;
    add(table, Style::Italic,
        "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ "
        "nu ν xi ξ "
        "omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω ell ℓ");
    add(table, Style::Upright,
        "Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω infty ∞ partial ∂ nabla ∇ forall "
        "∀ exists ∃ "
        "nexists ∄ emptyset ∅ varnothing ∅ hbar ℏ Re ℜ Im ℑ aleph ℵ angle ∠ triangle △ square □ blacksquare ■ Box □ dots … "
        "ldots … cdots ⋯ "
        "vdots ⋮ ddots ⋱ prime ′ degree ° circ ∘ bullet • star ⋆ top ⊤ bot ⊥ neg ¬ lnot ¬ checkmark ✓ dag † pounds £ S § "
        "lbrace { rbrace } langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ vert | Vert ‖ backslash \\ { { } } % % # # & "
        "& _ _ $ $ | ‖");
    add(table, Style::Operator,
        "times × cdot · div ÷ pm ± mp ∓ ast ∗ cap ∩ cup ∪ setminus ∖ wedge ∧ vee ∨ land ∧ lor ∨ oplus ⊕ otimes ⊗ odot ⊙ "
        "amalg ⨿ bmod mod");
    add(table, Style::Relation,
        "leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ approx ≈ equiv ≡ cong ≅ sim ∼ simeq ≃ propto ∝ ll ≪ gg ≫ in ∈ notin ∉ ni ∋ subset "
        "⊂ supset ⊃ "
        "subseteq ⊆ supseteq ⊇ mid ∣ nmid ∤ parallel ∥ perp ⊥ to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ "
        "Leftarrow ⇐ "
        "Leftrightarrow ⇔ iff ⟺ implies ⟹ impliedby ⟸ mapsto ↦ longrightarrow ⟶ longleftarrow ⟵ Longrightarrow ⟹ uparrow ↑ "
        "downarrow ↓ "
        "therefore ∴ because ∵ lt < gt > leqslant ⩽ geqslant ⩾ doteq ≐ models ⊨ vdash ⊢ colon :");
    add(table, Style::Big,
        "sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀");
    for (const char* word : {"sin",  "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh",
                             "tanh", "log", "ln",  "lg",  "exp", "lim", "limsup", "liminf", "max",    "min",  "sup",
                             "inf",  "gcd", "lcm", "deg", "det", "dim", "ker",    "arg",    "mod",    "Pr",   "hom"}) {
        table.insert(QString::fromLatin1(word), {QString::fromLatin1(word), Style::Word});
    }
    return table;
}

/// Where an alphabet's A, a and 0 lie, and letters that Unicode had before the block.
struct Alphabet {
    char32_t upper, lower, digit;
    QHash<QString, QString> early;
};

QHash<QString, QString> early(const char* pairs) {
    QHash<QString, QString> table;
    const QStringList words = QString::fromUtf8(pairs).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (qsizetype i = 0; i + 1 < words.size(); i += 2) table.insert(words[i], words[i + 1]);
    return table;
}

}  // namespace

std::optional<TexSymbol> texSymbol(const QString& command) {
    static const QHash<QString, TexSymbol> table = makeTable();
    const auto found = table.constFind(command);
    return found == table.constEnd() ? std::nullopt : std::optional(*found);
}

QString texAlphabet(const QString& alphabet, const QString& text) {
    static const QHash<QString, Alphabet> alphabets{
        {QStringLiteral("mathbb"), {0x1D538, 0x1D552, 0x1D7D8, early("C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ")}},
        {QStringLiteral("mathcal"), {0x1D49C, 0x1D4B6, 0, early("B ℬ E ℰ F ℱ H ℋ I ℐ L ℒ M ℳ R ℛ e ℯ g ℊ o ℴ")}},
        {QStringLiteral("mathfrak"), {0x1D504, 0x1D51E, 0, early("C ℭ H ℌ I ℑ R ℜ Z ℨ")}}};
    const auto found = alphabets.constFind(alphabet);
    if (found == alphabets.constEnd()) return text;
    QString result;
    for (const QChar letter : text) {
        const char16_t c = letter.unicode();
        const QString known = found->early.value(QString(letter));
        char32_t mapped = 0;
        if (c >= u'A' && c <= u'Z') mapped = found->upper + (c - u'A');
        else if (c >= u'a' && c <= u'z') mapped = found->lower + (c - u'a');
        else if (c >= u'0' && c <= u'9' && found->digit != 0) mapped = found->digit + (c - u'0');
        if (!known.isEmpty()) result += known;
        else if (mapped != 0) result += QString::fromUcs4(&mapped, 1);
        else result += letter;
    }
    return result;
}

}  // namespace retort::ui
