// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rollout_table.h"

#include <QBrush>
#include <QPoint>
#include <algorithm>

#include "ui/format.h"
#include "ui/theme/icons.h"

namespace retort::ui {
namespace {

constexpr std::int64_t first_page = 60, later_page = 200;

/// As RunReader::rollouts() would put them.
void sortRows(std::vector<RolloutSummary>& rows, RolloutOrder order) {
    std::ranges::stable_sort(rows, [order](const RolloutSummary& a, const RolloutSummary& b) {
        const double mixed_a = a.language_share.value_or(2), mixed_b = b.language_share.value_or(2);
        switch (order) {
            case RolloutOrder::OldestFirst: return a.id < b.id;
            case RolloutOrder::RewardHighFirst:
                if (a.reward != b.reward) return a.reward > b.reward;
                break;
            case RolloutOrder::RewardLowFirst:
                if (a.reward != b.reward) return a.reward < b.reward;
                break;
            case RolloutOrder::LongestFirst:
                if (a.tokens != b.tokens) return a.tokens > b.tokens;
                break;
            case RolloutOrder::ShortestFirst:
                if (a.tokens != b.tokens) return a.tokens < b.tokens;
                break;
            case RolloutOrder::MostMixedFirst:
                if (mixed_a != mixed_b) return mixed_a < mixed_b;
                break;
            case RolloutOrder::NewestFirst: break;
        }
        return a.id > b.id;
    });
}

}  // namespace

void RolloutTableModel::setSession(RunSession* session) {
    session_ = session;
    filter_ = {};
    order_ = RolloutOrder::NewestFirst;
    reload();
}

void RolloutTableModel::setFilter(const RolloutFilter& filter, RolloutOrder order) {
    filter_ = filter;
    order_ = order;
    reload();
}

void RolloutTableModel::clear(bool more, bool loading) {
    // Before the reset ends: a view asks for the first page in its midst.
    if (!session_.isNull()) session_->jobs().cancel("rollouts");
    beginResetModel();
    rows_.clear();
    hits_.clear();
    more_ = more;
    loading_ = loading;
    newest_at_load_ = {};
    endResetModel();
}

void RolloutTableModel::await() { clear(false, true); }

void RolloutTableModel::reload() {
    clear(!session_.isNull(), false);
    fetchMore({});
}

void RolloutTableModel::setMarks(std::map<RolloutId, QString> marks) {
    marks_ = std::move(marks);
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, Flags), index(rowCount() - 1, Flags));
}

bool RolloutTableModel::hasNewer() const {
    return !session_.isNull() && !rows_.empty() && !session_->newest().empty() &&
           session_->newest().front().id > newest_at_load_;
}

bool RolloutTableModel::canFetchMore(const QModelIndex& parent) const { return !parent.isValid() && more_ && !loading_; }

void RolloutTableModel::fetchMore(const QModelIndex& parent) {
    if (parent.isValid() || !more_ || loading_ || session_.isNull()) return;
    loading_ = true;
    const RolloutId after = rows_.empty() ? RolloutId{} : rows_.back().id;
    const std::int64_t limit = rows_.empty() ? first_page : later_page;
    session_->jobs().ask<Found>(
        "rollouts", this,
        [filter = filter_, order = order_, chosen = chosen_, as_given = as_given_, after, limit](RunReader& reader) {
            if (chosen) {
                Found found;
                RolloutPage& page = found.page;
                for (const RolloutId id : *chosen)
                    if (auto detail = reader.rollout(id)) page.rows.push_back(std::move(detail->summary));
                if (!as_given) sortRows(page.rows, order);
                return found;
            }
            Found found{reader.rollouts(filter, order, after, limit), {}};
            if (filter.text.empty()) return found;
            for (const RolloutSummary& row : found.page.rows) {
                const auto texts = reader.texts(row.id);
                found.hits.push_back(texts ? findHit(texts->problem, texts->completion, filter.text) : SearchHit{});
            }
            return found;
        },
        [this](Found found) { take(std::move(found)); });
}

void RolloutTableModel::take(Found found) {
    RolloutPage& page = found.page;
    more_ = page.more;
    const bool first = rows_.empty();
    if (first) {
        // The reader may be ahead of what the session has been told of, or behind it.
        if (!session_.isNull() && !session_->newest().empty()) newest_at_load_ = session_->newest().front().id;
        if (!page.rows.empty()) newest_at_load_ = std::max(newest_at_load_, page.rows.front().id);
    }
    if (!page.rows.empty()) {
        const int begin = rowCount();
        beginInsertRows({}, begin, begin + static_cast<int>(page.rows.size()) - 1);
        rows_.insert(rows_.end(), std::make_move_iterator(page.rows.begin()), std::make_move_iterator(page.rows.end()));
        hits_.insert(hits_.end(), std::make_move_iterator(found.hits.begin()), std::make_move_iterator(found.hits.end()));
        endInsertRows();
        if (first && !hits_.empty()) Q_EMIT headerDataChanged(Qt::Horizontal, Problem, Problem);
    }
    // Only now: a view that is told of the rows may ask for more in its midst.
    loading_ = false;
    Q_EMIT pageRead(first);
}

std::optional<RolloutOrder> RolloutTableModel::orderFor(int column) const {
    auto turn = [this](RolloutOrder usual, RolloutOrder other) { return order_ == usual ? other : usual; };
    switch (column) {
        case Where: return turn(RolloutOrder::NewestFirst, RolloutOrder::OldestFirst);
        case Reward: return turn(RolloutOrder::RewardHighFirst, RolloutOrder::RewardLowFirst);
        case Length: return turn(RolloutOrder::LongestFirst, RolloutOrder::ShortestFirst);
        case Language: return turn(RolloutOrder::MostMixedFirst, RolloutOrder::NewestFirst);
        default: return std::nullopt;
    }
}

int RolloutTableModel::rowOf(RolloutId id) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const RolloutSummary& row) { return row.id == id; });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

int RolloutTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}
int RolloutTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString RolloutTableModel::text(const RolloutSummary& row, int column) const {
    switch (column) {
        case Where: {
            const StageRecord* stage = session_.isNull() || filter_.stage ? nullptr : session_->stage(row.stage);
            // The step first: the stage's name may be cut.
            return stage == nullptr ? QString::number(row.step)
                                    : QStringLiteral("%1 %2").arg(row.step).arg(QString::fromStdString(stage->name));
        }
        case Problem: return QString::fromStdString(row.prompt_text).simplified();
        case Answer: return QString::fromStdString(row.answer).simplified();
        case Verdict:
            return row.grader_error ? QStringLiteral("!")
                   : !row.correct   ? QString()
                   : *row.correct   ? QStringLiteral("✓")
                                    : QStringLiteral("✕");
        case Reward:
            return row.grader_error ? QStringLiteral("–")
                                    : QString::number(row.reward, 'f', 2).replace(QLatin1Char('-'), QStringLiteral("−"));
        case Length: return QString::number(row.tokens);
        case Flags: {
            QStringList flags;
            if (const auto mark = marks_.find(row.id); mark != marks_.end())
                flags << (QStringLiteral("★ ") + mark->second).trimmed();
            if (row.finish_reason == FinishReason::Length) flags << tr("cut");
            if (!row.well_formed) flags << tr("malformed");
            if (row.reflects) flags << tr("checks itself");
            return flags.join(QStringLiteral(", "));
        }
        default: return {};
    }
}

QString RolloutTableModel::hitText(int row, qsizetype& begin) const {
    if (static_cast<std::size_t>(row) >= hits_.size()) return {};
    const SearchHit& hit = hits_[static_cast<std::size_t>(row)];
    if (hit.place == SearchHit::Place::Nowhere) return {};
    const QString place = hit.place == SearchHit::Place::Problem ? tr("asked: ") : tr("wrote: ");
    begin = place.size() + hit.begin;
    return place + hit.text;
}

QVariant RolloutTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const RolloutSummary& row = at(index.row());
    const int column = index.column();
    qsizetype hit_begin = 0;
    const QString hit = column == Problem ? hitText(index.row(), hit_begin) : QString();
    switch (role) {
        case Qt::DisplayRole: return hit.isEmpty() ? text(row, column) : hit;
        case HitRole:
            return hit.isEmpty() ? QVariant()
                                 : QPoint(static_cast<int>(hit_begin),
                                          static_cast<int>(hits_[static_cast<std::size_t>(index.row())].size));
        case Qt::ToolTipRole:
            if (column == Problem) return QString::fromStdString(row.prompt_text);
            if (column == Where || column == Flags) return text(row, column);
            if (column == Language && row.language_share) {
                return tr("%1 of the words are in the language of the problem").arg(formatShare(*row.language_share));
            }
            return {};
        case Qt::AccessibleTextRole:
            if (column == Verdict)
                return row.grader_error ? tr("not graded")
                       : !row.correct   ? QString()
                       : *row.correct   ? tr("right")
                                        : tr("wrong");
            if (column == Language && row.language_share) return formatShare(*row.language_share);
            return {};
        case Qt::ForegroundRole:
            if (column == Verdict)
                return QBrush(inkColor(row.grader_error ? Ink::Warn : row.correct.value_or(false) ? Ink::Good : Ink::Bad));
            if (column == Where || column == Flags) return QBrush(inkColor(Ink::Muted));
            return {};
        case Qt::TextAlignmentRole:
            if (column == Reward || column == Length) return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
            if (column == Verdict) return QVariant::fromValue(Qt::Alignment(Qt::AlignCenter));
            return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
        case ShareRole: return column == Language && row.language_share ? QVariant(*row.language_share) : QVariant();
        default: return {};
    }
}

QVariant RolloutTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
        return section == Reward || section == Length ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter)
                                                      : QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole) {
        if (section == Language)
            return tr("Share of words in the language of the problem; a click puts the most mixed first");
        return orderFor(section) ? tr("A click sorts by it, another turns the order round") : QString();
    }
    if (role == Qt::AccessibleTextRole && section == Verdict) return tr("Right or wrong");
    if (role != Qt::DisplayRole) return {};
    return (section == Problem && !hits_.empty() ? tr("Found") : nameOf(section)) + arrowOf(section);
}

QString RolloutTableModel::nameOf(int column) {
    switch (column) {
        case Where: return tr("Step");
        case Problem: return tr("Problem");
        case Answer: return tr("Answer");
        case Reward: return tr("Reward");
        case Length: return tr("Tokens");
        case Language: return tr("Lang.");
        case Flags: return tr("Notes");
        default: return {};
    }
}

QString RolloutTableModel::arrowOf(int column) const {
    if (chosen_ && as_given_) return {};
    static const QString down = QStringLiteral(" ↓"), up = QStringLiteral(" ↑");
    switch (order_) {
        case RolloutOrder::NewestFirst: return column == Where ? down : QString();
        case RolloutOrder::OldestFirst: return column == Where ? up : QString();
        case RolloutOrder::RewardHighFirst: return column == Reward ? down : QString();
        case RolloutOrder::RewardLowFirst: return column == Reward ? up : QString();
        case RolloutOrder::LongestFirst: return column == Length ? down : QString();
        case RolloutOrder::ShortestFirst: return column == Length ? up : QString();
        case RolloutOrder::MostMixedFirst: return column == Language ? down : QString();
    }
    return {};
}

}  // namespace retort::ui
