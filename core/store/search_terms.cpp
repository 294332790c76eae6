// SPDX-License-Identifier: Apache-2.0
#include "store/search_terms.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace retort::rows {
namespace {

constexpr std::size_t trigram = 3;         // as the index's tokenizer cuts
constexpr std::size_t most_pieces = 32;    // of a long text
constexpr std::int64_t sampled_rows = 64;  // at each of three places
constexpr std::size_t fewest_terms = 2, most_terms = 6;
constexpr double rare_enough = 1e-4;  // of all completions: looking at those that are left takes less than another list

constexpr std::size_t enough_hits = 4;

char lowered(char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); }

std::string withoutCapitals(std::string text) {
    std::ranges::transform(text, text.begin(), lowered);
    return text;
}

/// Where each character begins, as SQLite reads UTF-8, and the end.
std::vector<std::size_t> characterStarts(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    std::vector<std::size_t> starts;
    for (std::size_t at = 0; at < text.size();) {
        starts.push_back(at);
        const bool leads = byte(at++) >= 0xc0;
        while (leads && at < text.size() && (byte(at) & 0xc0) == 0x80) ++at;
    }
    starts.push_back(text.size());
    return starts;
}

std::vector<std::string> piecesOf(const std::string& text) {
    const std::vector<std::size_t> starts = characterStarts(text);
    if (starts.size() <= trigram) return {};
    const std::size_t count = starts.size() - trigram, stride = (count + most_pieces - 1) / most_pieces;
    std::set<std::string> pieces;
    for (std::size_t i = 0; i < count; i += stride) pieces.insert(text.substr(starts[i], starts[i + trigram] - starts[i]));
    return {pieces.begin(), pieces.end()};
}

/// Beginnings of completions, without capital letters: the newest ones, some in the middle and the oldest.
std::vector<std::string> sampleOf(SqliteDb& db, std::int64_t lower, std::int64_t upper) {
    std::vector<std::string> texts;
    Statement row =
        db.prepare("SELECT substr(text, 1, 500) FROM rollout_body WHERE id<?1 AND id>?2 ORDER BY id DESC LIMIT ?3");
    const std::int64_t middle = lower + (upper - lower) / 2;
    for (const auto& [from, to] :
         {std::pair{upper, lower}, std::pair{middle, lower}, std::pair{std::min(upper, lower + sampled_rows + 1), lower}}) {
        row.bind(1, from).bind(2, to).bind(3, sampled_rows);
        while (row.step()) {
            texts.push_back(withoutCapitals(row.text(0)));
        }
        row.reset();
    }
    return texts;
}

std::string term(const std::string& piece) {
    std::string text = "\"";
    for (const char c : piece) text += c == '"' ? "\"\"" : std::string(1, c);
    return text + '"';
}

/// A text of one or two characters as the index spells it: it ignores the case of every script, by tables of its own.
std::string asIndexed(const std::string& text) {
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return withoutCapitals(text);
    SqliteDb db(":memory:", SqliteDb::Mode::ReadWrite);
    db.exec(
        "CREATE VIRTUAL TABLE spelling USING fts5(text, tokenize='trigram', detail='none');"
        "CREATE VIRTUAL TABLE piece USING fts5vocab(spelling, instance)");
    const std::size_t fill = trigram + 1 - characterStarts(text).size();
    db.prepare("INSERT INTO spelling VALUES (?)").bind(1, text + std::string(fill, '.')).run();
    Statement row = db.prepare("SELECT term FROM piece");
    const std::string piece = row.step() ? row.text(0) : std::string();
    return piece.substr(0, piece.size() - std::min(fill, piece.size()));
}

}  // namespace

TextCondition::TextCondition(const std::string& column, const std::string& text)
    : sql(column + " LIKE ?"), parameters{"%" + text + "%"} {
    // LIKE is twice as fast as instr; its wildcards match themselves too, so that it selects too much, never too little, and
    // instr then decides.
    if (text.find_first_of("%_") == std::string::npos) return;
    sql = "(" + sql + " AND instr(lower(" + column + "), lower(?)) > 0)";
    parameters.push_back(text);
}

void TextCondition::bindTo(Statement& statement, int index) const {
    for (const std::string& parameter : parameters) statement.bind(index++, std::string_view(parameter));
}

std::string rareTerms(SqliteDb& db, const std::string& text, std::int64_t lower, std::int64_t upper) {
    if (text.find('\0') != std::string::npos) return {};
    struct Piece {
        std::string text, low;
        double share;
    };
    std::vector<Piece> pieces;
    std::vector<std::string> sample = sampleOf(db, lower, upper);
    const auto size = static_cast<double>(sample.size()) + 1;
    const auto with = [](const std::string& low) {
        return [&low](const std::string& each) { return each.find(low) != std::string::npos; };
    };
    for (const std::string& piece : piecesOf(text)) {
        std::string low = withoutCapitals(piece);
        const auto count = static_cast<double>(std::ranges::count_if(sample, with(low)));
        pieces.push_back({piece, std::move(low), (count + 0.5) / size});
    }
    std::ranges::stable_sort(pieces, {}, &Piece::share);
    const std::string low = withoutCapitals(text);
    std::string query;  // pieces that all have to be there
    double left = 1;
    for (std::size_t i = 0; i < std::min(pieces.size(), most_terms) && (i < fewest_terms || left > rare_enough); ++i) {
        query += (i == 0 ? "" : " AND ") + term(pieces[i].text);
        left *= pieces[i].share;
        // Where they come with the text itself, another list takes its time and leaves out nothing.
        std::erase_if(sample, std::not_fn(with(pieces[i].low)));
        if (sample.size() >= enough_hits && std::ranges::all_of(sample, with(low))) break;
    }
    return query;
}

double shareWith(SqliteDb& db, const std::string& text, std::int64_t lower, std::int64_t upper) {
    const std::vector<std::string> sample = sampleOf(db, lower, upper);
    const std::string low = withoutCapitals(text);
    const auto with =
        std::ranges::count_if(sample, [&low](const std::string& each) { return each.find(low) != std::string::npos; });
    return static_cast<double>(with) / (static_cast<double>(sample.size()) + 1);
}

std::string anyOf(const std::vector<std::string>& pieces) {
    std::string query;
    for (const std::string& piece : pieces) query += (query.empty() ? "" : " OR ") + term(piece);
    return query;
}

PieceRange piecesWith(const std::string& text) {
    const std::size_t characters = characterStarts(text).size() - 1;
    if (characters == 0 || characters >= trigram || text.find('\0') != std::string::npos) return {};
    const std::string begin = asIndexed(text);
    if (begin.empty()) return {};
    return {begin, begin + '\xff'};  // no character begins with this byte
}

}  // namespace retort::rows
