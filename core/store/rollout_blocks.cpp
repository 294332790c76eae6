// SPDX-License-Identifier: Apache-2.0
#include "store/rollout_blocks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <iterator>
#include <map>
#include <tuple>

#include "store/packed.h"

// A block: the kinds of rollouts in it (evaluation, stage, facts), for each id the number of its kind from 1 (0: there is no
// such rollout), then reward, tokens and language share, each as its different values in ascending order and for each id the
// number of its value.

namespace retort::rows {
namespace {

constexpr std::array<RolloutOrder, 3> columns{RolloutOrder::RewardHighFirst, RolloutOrder::LongestFirst,
                                              RolloutOrder::MostMixedFirst};

std::size_t columnOf(RolloutOrder order) {
    const auto same = [order](RolloutOrder column) { return std::strcmp(sortColumn(column), sortColumn(order)) == 0; };
    return static_cast<std::size_t>(std::find_if(columns.begin(), columns.end(), same) - columns.begin());
}

/// Bytes of a number that names one of `different` things.
std::size_t widthFor(std::size_t different) { return different <= 1 ? 0 : different <= 256 ? 1 : 2; }

using Numbers = std::array<std::uint16_t, RolloutBlock::ids>;

void putNumbers(PackWriter& out, const Numbers& numbers, std::size_t width) {
    for (const std::uint16_t number : numbers)
        for (std::size_t byte = 0; byte < width; ++byte) out.bytes += static_cast<char>(number >> (8 * byte) & 0xff);
}

/// Numbers of a block as they are read, of any width.
class NumberColumn {
public:
    NumberColumn() = default;
    NumberColumn(PackReader& in, std::size_t different)
        : width_(widthFor(different)), bytes_(in.take(width_ * RolloutBlock::ids)) {}
    std::size_t operator[](std::size_t i) const {
        if (width_ == 0) return 0;
        const std::size_t low = static_cast<unsigned char>(bytes_[i * width_]);
        return width_ == 1 ? low : low | std::size_t{static_cast<unsigned char>(bytes_[2 * i + 1])} << 8;
    }

private:
    std::size_t width_ = 0;
    std::string_view bytes_;
};

struct ValueColumn {
    std::vector<double> values;
    NumberColumn numbers;

    explicit ValueColumn(PackReader& in) {
        const std::uint64_t different = in.number();
        const std::string_view bytes =
            in.take(different <= RolloutBlock::ids ? different * sizeof(double) : std::string_view::npos);
        if (in.failed()) return;
        values.resize(different);
        if (different > 0) std::memcpy(values.data(), bytes.data(), bytes.size());
        numbers = NumberColumn(in, different);
    }
};

/// A block's rows that one query asks for, with their values in an order; in that of age nothing but ids is read.
class BlockReader {
public:
    BlockReader(std::string_view bytes, const BlockQuery& query, RolloutOrder order) : in_(bytes) {
        const std::uint64_t kinds = in_.number();
        wanted_.assign(1, 0);
        for (std::uint64_t kind = 0; kind < std::min<std::uint64_t>(kinds, RolloutBlock::ids); ++kind) {
            const auto evaluation = static_cast<std::int64_t>(in_.number()), stage = static_cast<std::int64_t>(in_.number());
            const auto facts = static_cast<std::int64_t>(in_.number());
            wanted_.push_back(evaluation == query.evaluation && (query.stage == 0 || stage == query.stage) &&
                              (facts & query.mask) == query.facts);
        }
        any_ = std::find(wanted_.begin(), wanted_.end(), 1) != wanted_.end();
        kinds_ = NumberColumn(in_, wanted_.size());
        if (*sortColumn(order) != 0) {
            for (std::size_t skip = columnOf(order); skip > 0; --skip) ValueColumn skipped(in_);
            values_.emplace(in_);
        }
        failed_ = in_.failed();
    }
    bool failed() const { return failed_; }

    /// Calls visit(key) for each; `first`: the id at which the block begins.
    template <class Visit>
    void each(std::int64_t first, const BlockQuery& query, Visit&& visit) const {
        if (!any_) return;
        const std::int64_t from = std::max(query.lower + 1, first), to = std::min(query.upper, first + RolloutBlock::ids);
        if (query.among == nullptr) {
            for (std::int64_t id = from; id < to; ++id) look(id, first, visit);
            return;
        }
        const auto end = query.among->end();
        for (auto at = std::lower_bound(query.among->begin(), end, RolloutId{from}); at != end && at->value < to; ++at)
            look(at->value, first, visit);
    }

private:
    template <class Visit>
    void look(std::int64_t id, std::int64_t first, Visit&& visit) const {
        const auto i = static_cast<std::size_t>(id - first);
        const std::size_t kind = kinds_[i];
        if (kind >= wanted_.size() || wanted_[kind] == 0) return;
        if (!values_) return visit(SortKey{static_cast<double>(id), id});
        const std::size_t value = values_->numbers[i];
        if (value < values_->values.size()) visit(SortKey{values_->values[value], id});
    }

    PackReader in_;
    std::vector<char> wanted_;  ///< by number of a kind
    bool any_ = false, failed_ = false;
    NumberColumn kinds_;
    std::optional<ValueColumn> values_;
};

/// Calls visit(key) for every rollout that a block answers for, and gap(lower, upper) for the ids without one.
template <class Visit>
void walkBlocks(SqliteDb& db, const BlockQuery& query, RolloutOrder order, Visit&& visit,
                const std::function<void(std::int64_t, std::int64_t)>& gap) {
    std::int64_t seen = query.lower;  // every id up to it is answered for
    Statement row = db.prepare("SELECT block, columns FROM rollout_block WHERE block BETWEEN ? AND ? ORDER BY block");
    for (row.bind(1, (query.lower + 1) >> RolloutBlock::shift).bind(2, (query.upper - 1) >> RolloutBlock::shift);
         row.step();) {
        db.giveUpIfCancelled();
        const std::int64_t first = row.integer(0) * RolloutBlock::ids;
        const BlockReader block(row.bytes(1), query, order);
        if (block.failed()) continue;
        if (first > seen + 1) gap(seen, first);
        block.each(first, query, visit);
        seen = first + RolloutBlock::ids - 1;
    }
    if (seen + 1 < query.upper) gap(seen, query.upper);
}

}  // namespace

void BlockWriter::write(std::int64_t block) {
    std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, std::uint16_t> kinds;
    Numbers kind_of{};
    std::array<std::array<double, RolloutBlock::ids>, columns.size()> values{};
    {
        static const std::string sql = [] {
            std::string text = "SELECT id, evaluation_id, stage_id, facts";
            for (const RolloutOrder column : columns) text += std::string(", ") + sortColumn(column);
            return text + " FROM rollout r WHERE id BETWEEN ? AND ? ORDER BY id";
        }();
        Statement row = db_.prepare(sql);
        const std::int64_t first = block * RolloutBlock::ids;
        for (row.bind(1, first).bind(2, first + RolloutBlock::ids - 1); row.step();) {
            const auto at = static_cast<std::size_t>(row.integer(0) - first);
            const auto next = static_cast<std::uint16_t>(kinds.size() + 1);
            kind_of[at] = kinds.try_emplace({row.integer(1), row.integer(2), row.integer(3)}, next).first->second;
            for (std::size_t column = 0; column < columns.size(); ++column)
                values[column][at] = row.real(static_cast<int>(4 + column));
        }
    }
    if (kinds.empty()) return;
    PackWriter out;
    out.number(kinds.size());
    std::vector<const std::tuple<std::int64_t, std::int64_t, std::int64_t>*> by_number(kinds.size());
    for (const auto& [kind, number] : kinds) by_number[number - 1U] = &kind;
    for (const auto* kind : by_number) {
        for (const std::int64_t number : {std::get<0>(*kind), std::get<1>(*kind), std::get<2>(*kind)})
            out.number(static_cast<std::uint64_t>(number));
    }
    putNumbers(out, kind_of, widthFor(kinds.size() + 1));
    for (const auto& column : values) {
        std::vector<double> different(column.begin(), column.end());
        std::sort(different.begin(), different.end());
        different.erase(std::unique(different.begin(), different.end()), different.end());
        out.number(different.size());
        for (const double value : different) out.real(value);
        Numbers numbers{};
        std::transform(column.begin(), column.end(), numbers.begin(), [&](double value) {
            return static_cast<std::uint16_t>(std::lower_bound(different.begin(), different.end(), value) -
                                              different.begin());
        });
        putNumbers(out, numbers, widthFor(different.size()));
    }
    db_.prepare("INSERT OR REPLACE INTO rollout_block VALUES (?, ?)").bind(1, block).bindBlob(2, out.bytes).run();
}

bool BlockWriter::complete(std::int64_t last, std::int64_t most) {
    if (!next_) {
        Statement row = db_.prepare("SELECT coalesce(max(block) + 1, 0) FROM rollout_block");
        next_ = row.step() ? row.integer(0) : 0;
    }
    const std::int64_t end = (last + 1) >> RolloutBlock::shift;
    for (; *next_ < end && most > 0; ++*next_, --most) write(*next_);
    return *next_ >= end;
}

void BlockWriter::remove(std::int64_t first, std::int64_t last) {
    db_.prepare("DELETE FROM rollout_block WHERE block BETWEEN ? AND ?")
        .bind(1, first >> RolloutBlock::shift)
        .bind(2, last >> RolloutBlock::shift)
        .run();
    forget();
}

void readBlocks(SqliteDb& db, const BlockQuery& query, RolloutOrder order, BestKeys& best,
                const std::function<void(std::int64_t, std::int64_t)>& gap) {
    walkBlocks(
        db, query, order, [&best](const SortKey& key) { best.offer(key); }, gap);
}

std::int64_t countBlocks(SqliteDb& db, const BlockQuery& query, const std::function<void(std::int64_t, std::int64_t)>& gap) {
    std::int64_t count = 0;
    walkBlocks(
        db, query, RolloutOrder::NewestFirst, [&count](const SortKey&) { ++count; }, gap);
    return count;
}

}  // namespace retort::rows
