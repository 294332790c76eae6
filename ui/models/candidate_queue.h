// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <unordered_set>

#include "curate/agreement.h"
#include "ui/session/candidate_desk.h"
#include "ui/session/run_session.h"
#include "ui/session/tool_thread.h"

namespace retort::ui {

/// Which candidates are in the queue; conditions combine.
struct CandidateFilter {
    enum class Show { Undecided, All, Accepted, Edited, Rejected, SecondPass };
    enum class Order { AsSampled, ShortestFirst, LongestFirst };
    Show show = Show::Undecided;
    Order order = Order::AsSampled;
    bool with_lost = false;  ///< what the sample stage's own filters lost, too
    bool right_only = false, one_language = false, reflecting = false;
    int max_tokens = 0;  ///< 0: any
    QString tag;         ///< empty: any
    QString text;        ///< the completion or the problem contains this
    bool operator==(const CandidateFilter&) const = default;
};

/// How far the person is.
struct CandidateProgress {
    std::int64_t candidates = 0, accepted = 0, edited = 0, rejected = 0, wanted = 0;
    std::int64_t second_due = 0;  ///< of the blind tenth, not judged again yet
    double per_minute = 0;        ///< verdicts of the last minutes; 0: not known
    Agreement agreement;
    std::int64_t needed() const { return std::max<std::int64_t>(0, wanted - accepted - edited); }
};

/// A verdict that was given lately, on one candidate or on many at once.
struct RecentDecision {
    std::vector<CandidateId> ids;
    Verdict verdict = Verdict::Accepted;
    QString problem;  ///< what the first of them was asked
};

/// The candidates of a gate as a queue: what is next, what was said, and saying it. A verdict is on the disk before the next
/// candidate is shown; the next one is read in advance. What others say meanwhile, `retort candidates` for one, is followed:
/// it never takes away what is being read. GUI thread; never blocks.
class CandidateQueue : public QObject {
    Q_OBJECT
public:
    explicit CandidateQueue(QObject* parent = nullptr);
    ~CandidateQueue() override;

    /// nullptr: no run.
    void setSession(RunSession* session);
    /// Looks again at the gates, e.g. when a stage has moved.
    void refresh();
    void chooseGate(int index);
    const std::vector<Gate>& gates() const { return gates_; }
    const Gate* gate() const { return gate_ < 0 ? nullptr : &gates_[static_cast<std::size_t>(gate_)]; }
    int gateIndex() const { return gate_; }
    bool loading() const { return loading_; }
    /// Why the run's recipe or store cannot be read; empty: they can.
    const QString& unreadable() const { return unreadable_; }
    /// Why the candidates could not be read, though the recipe could; empty: they were, or nobody has asked yet.
    const QString& notLoaded() const { return not_loaded_; }
    /// Somebody has opened the gate, here or elsewhere.
    bool gateOpen() const { return gate_open_; }

    void setFilter(const CandidateFilter& filter);
    const CandidateFilter& filter() const { return filter_; }
    std::int64_t matching() const { return static_cast<std::int64_t>(visible_.size()); }
    std::int64_t position() const { return position_; }
    QStringList tags() const;

    /// What is read now; nullptr: nothing is left in the queue.
    const CandidateText* current() const { return shown_ ? &*shown_ : nullptr; }
    const CandidateItem* currentItem() const;
    CandidateState currentState() const;
    CandidateState state(const CandidateId& id) const;
    /// Whether what is read now is what a verdict would be about. While another candidate is on its way it is not, and
    /// tooEarly() is told.
    bool takesVerdict();

    // Verdicts on what is read now, if takesVerdict(). They wait for a note that is being written.
    void accept();
    void reject(const QString& reason);
    void edit(const QString& text);
    void skip();  ///< no decision, but undo comes back to it
    void step(int by);
    void setNote(const QString& note);
    void setTags(const QStringList& tags);
    void undo();
    void redo();
    /// Takes a verdict back, as a decision of its own, and shows what it was about.
    void takeBack(const RecentDecision& decision);
    /// Shows this candidate, if it is in the queue.
    void goTo(const CandidateId& id);
    /// One decision about all that match now. Only outside the second pass.
    void decideAll(Verdict verdict, const QString& reason);
    void openGate();
    void import(const QString& file);

    CandidateProgress progress() const;
    /// Newest first: what the chips show.
    const std::deque<RecentDecision>& recent() const { return recent_; }

    void askPreview(const QString& completion, std::function<void(TrainingText)> done);
    void askRows(std::function<void(std::vector<CandidateDesk::Row>)> done);

Q_SIGNALS:
    /// Gates, candidates or what was said changed.
    void changed();
    /// Another candidate is shown, or none.
    void shown();
    /// A verdict came before the candidate that it would be about was shown, and was not taken.
    void tooEarly();
    void failed(const QString& reason);
    void imported(qint64 rows);

private:
    void load();
    /// Of the gate as it is now.
    void makeDesk();
    void rebuild(const CandidateId& stay);
    /// What matches now, in order, at `stay`; `keep`: it stays there though it no longer matches.
    void arrange(const CandidateId& stay, bool keep);
    void follow();
    void heard(CandidateDesk::Said said);
    bool matches(const CandidateItem& item) const;
    void say(std::vector<CandidateState> states, bool advance);
    /// Now, or when what is being written is on the disk: notes and undo wait, they are never dropped.
    void whenFree(std::function<void()> act);
    void free();
    void remember(const std::vector<CandidateState>& states);
    void saidAll(const std::vector<CandidateState>& states);
    void decideCurrent(Verdict verdict, const QString& reason, const QString& edited);
    void unsay(bool again);
    void show();
    void prefetch();
    void search();
    const CandidateItem& itemAt(std::int64_t position) const { return items_[visible_[static_cast<std::size_t>(position)]]; }

    QPointer<RunSession> session_;
    std::vector<Gate> gates_;
    int gate_ = -1;
    std::unique_ptr<ToolThread<CandidateDesk>> desk_;
    std::vector<CandidateItem> items_;
    std::map<CandidateId, CandidateState> states_;
    std::set<CandidateId> skipped_;
    std::vector<std::optional<CandidateId>> steps_;  ///< what undo goes back over: one that was skipped, or a decision
    CandidateFilter filter_;
    using Ids = std::unordered_set<std::int64_t>;
    std::optional<std::pair<Ids, Ids>> found_;  ///< sampled and imported ones that contain filter_.text; empty: no search
    std::vector<std::uint32_t> visible_;
    std::int64_t position_ = 0;
    std::optional<CandidateText> shown_;
    std::map<CandidateId, CandidateText> ahead_;
    std::deque<RecentDecision> recent_;
    std::map<CandidateId, QString> problems_;  ///< of candidates that were decided on
    std::deque<double> times_;
    std::deque<std::function<void()>> later_;
    QTimer follow_;
    bool loading_ = false;
    bool asking_ = false, stale_ = false;  ///< what others wrote is being read; came while a list was on its way
    bool gate_open_ = false;
    bool busy_ = false, moving_ = false;  ///< something is being written; another candidate follows from it
    QString unreadable_, not_loaded_;
    std::uint64_t generation_ = 0;  ///< answers to older questions are dropped
};

}  // namespace retort::ui
