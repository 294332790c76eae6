// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/run_session.h"

#include <QCoreApplication>
#include <algorithm>

#include "base/log.h"
#include "ui/session/background.h"
#include "ui/text/core_words.h"

namespace retort::ui {
namespace {

constexpr std::size_t kept_rollouts = 60, kept_events = 200;
constexpr double silence_limit = 30;  // seconds; a long evaluation batch stays below

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::RunSession)
};

/// " Left out, because it cannot be read: ..."; empty where nothing is.
QString damagedWords(const DamagedParts& damaged) {
    QStringList parts;
    if (damaged.series > 0) parts << Words::tr("points of %n curves", nullptr, static_cast<int>(damaged.series));
    if (damaged.steps) parts << Words::tr("times of steps");
    if (damaged.rollouts) parts << Words::tr("the newest traces");
    if (damaged.checkpoints) parts << Words::tr("checkpoints");
    if (damaged.evaluations) parts << Words::tr("evaluations");
    if (damaged.events) parts << Words::tr("events");
    return parts.isEmpty()
               ? QString()
               : QLatin1Char(' ') + Words::tr("Left out, because it cannot be read: %1.").arg(parts.join(Words::tr(", ")));
}

template <class Record>
void replaceById(std::vector<Record>& records, const Record& fresh) {
    auto same = std::find_if(records.begin(), records.end(), [&](const Record& old) { return old.id == fresh.id; });
    if (same == records.end()) records.push_back(fresh);
    else *same = fresh;
}

}  // namespace

RunSession::RunSession(const RunDirectory& run, QObject* parent)
    : QObject(parent), run_(run), thread_(new QThread), poller_(new StorePoller(run.root())), jobs_(run.store()) {
    qRegisterMetaType<DeltaPtr>();
    qRegisterMetaType<RunGlance>();
    thread_->setObjectName(QStringLiteral("store poller"));
    poller_->moveToThread(thread_);
    connect(thread_, &QThread::started, poller_, &StorePoller::start);
    connect(thread_, &QThread::finished, poller_, &QObject::deleteLater);
    connect(poller_, &StorePoller::delta, this, &RunSession::take);
    connect(poller_, &StorePoller::preview, this, &RunSession::sketch);
    connect(poller_, &StorePoller::glance, this, &RunSession::look);
    connect(poller_, &StorePoller::caughtUp, this, [this] {
        caught_up_ = true;
        finishSketch();
        Q_EMIT ready();
    });
    connect(&client_, &ControlClient::message, this, &RunSession::hear);
    connect(&client_, &ControlClient::connectedChanged, this,
            [this](bool) { QMetaObject::invokeMethod(poller_, &StorePoller::poke); });
    connect(&client_, &ControlClient::refused, this, [this](const QString& reason) {
        refusal_ = reason;
        Q_EMIT stateChanged();
    });
    thread_->start();
}

RunSession::~RunSession() {
    client_.close();
    release(thread_);
}

QString RunSession::projectName() const { return QString::fromStdString(projectFolder().filename().string()); }

const StageRecord* RunSession::stage(StageId id) const {
    auto found = std::find_if(stages_.begin(), stages_.end(), [&](const StageRecord& stage) { return stage.id == id; });
    return found == stages_.end() ? nullptr : &*found;
}

void RunSession::take(const DeltaPtr& delta) {
    if (delta->reset) {
        stages_.clear();
        evaluations_.clear();
        newest_.clear();
        events_.clear();
        rollout_count_ = 0;
    }
    for (const StageRecord& stage : delta->stages) replaceById(stages_, stage);
    if (!delta->stages.empty()) {
        std::sort(stages_.begin(), stages_.end(), [](const auto& a, const auto& b) { return a.position < b.position; });
    }
    for (const EvaluationRecord& evaluation : delta->evaluations) replaceById(evaluations_, evaluation);
    newest_.insert(newest_.begin(), delta->newest.begin(), delta->newest.end());
    if (newest_.size() > kept_rollouts) newest_.resize(kept_rollouts);
    for (const EventRecord& event : delta->events) {
        const auto after =
            std::find_if(events_.begin(), events_.end(), [&](const EventRecord& old) { return old.id < event.id; });
        events_.insert(after, event);
    }
    if (events_.size() > kept_events) events_.resize(kept_events);
    rollout_count_ += delta->new_rollouts;
    (sketched_ ? whole_ : series_).append(*delta);
    Q_EMIT advanced(delta);
    // Asked for only after everything waiting for the GUI thread had its turn.
    QTimer::singleShot(0, this, [this] { QMetaObject::invokeMethod(poller_, &StorePoller::accept); });
}

void RunSession::sketch(const DeltaPtr& delta) {
    sketched_ = true;
    stages_ = delta->stages;
    evaluations_ = delta->evaluations;
    series_.append(*delta);
    Q_EMIT advanced(delta);
}

void RunSession::finishSketch() {
    if (!sketched_) return;
    sketched_ = false;
    std::swap(series_, whole_);
}

void RunSession::look(const RunGlance& glance) {
    glance_ = glance;
    // A store that is locked for a while says nothing about its run.
    if (glance.status.known) state_ = glance.status.state;
    if (glance.status.pid != 0) client_.connectTo(glance.socket);
    else progress_ = {};
    Q_EMIT stateChanged();
}

void RunSession::hear(const ipc::Message& message) {
    if (std::holds_alternative<ipc::Hello>(message)) refusal_.clear();
    if (const auto* heartbeat = std::get_if<ipc::Heartbeat>(&message)) heartbeat_ = heartbeat->time;
    if (const auto* progress = std::get_if<ipc::Progress>(&message)) progress_ = *progress;
    if (const auto* changed = std::get_if<ipc::StateChanged>(&message)) {
        if (const auto state = runStateFrom(changed->state)) state_ = *state;
    }
    if (const auto* failed = std::get_if<ipc::Failed>(&message)) {
        state_ = RunState::Failed;
        glance_.status.error_code = failed->code;
        glance_.status.error_message = failed->message;
    }
    if (const auto* reply = std::get_if<ipc::Reply>(&message))
        Q_EMIT replied(reply->ok, QString::fromStdString(reply->message));
    if (!std::holds_alternative<ipc::Reply>(message)) {
        QMetaObject::invokeMethod(poller_, &StorePoller::poke);
        Q_EMIT stateChanged();
    }
}

double RunSession::silentSeconds() const {
    if (glance_.status.pid == 0) return 0;
    const double beat = std::max(heartbeat_, glance_.read_at - glance_.status.heartbeat_age);
    return std::max(0.0, unixTime() - beat);
}

bool RunSession::stalled() const { return state_ == RunState::Running && silentSeconds() > silence_limit; }

double RunSession::secondsTaken() const {
    const RunStatus& status = glance_.status;
    return runSeconds(secondsWorked(stages_), state_, status.started_at, status.ended_at, unixTime());
}

double RunSession::secondsLeft() const {
    if (progress_.seconds_left < 0 || state_ != RunState::Running) return -1;
    double left = progress_.seconds_left;
    const auto current =
        std::find_if(stages_.begin(), stages_.end(), [&](const auto& s) { return s.name == progress_.stage; });
    if (current == stages_.end()) return left;
    for (const StageRecord& later : stages_) {
        if (later.position <= current->position || later.state != StageState::Pending) continue;
        // What a stage of the same kind took, per step where steps are known.
        double per_step = 0, whole = 0;
        for (const StageRecord& done : stages_) {
            if (done.kind != later.kind || done.state != StageState::Done) continue;
            whole = done.seconds;
            if (done.steps_done > 0) per_step = done.seconds / static_cast<double>(done.steps_done);
        }
        if (whole == 0) return -1;
        left += per_step > 0 && later.steps_total > 0 ? per_step * static_cast<double>(later.steps_total) : whole;
    }
    return left;
}

QString RunSession::problem() const {
    if (gone()) {
        const QString words = tr("The folder of this run is gone: it was moved or deleted.");
        return stages_.empty() ? words : words + QLatin1Char(' ') + tr("What had been read of it is still shown.");
    }
    if (!refusal_.isEmpty()) return coreWords(refusal_);
    if (!glance_.error.isEmpty()) return coreWords(glance_.error) + damagedWords(glance_.damaged);
    if (state_ == RunState::Failed || state_ == RunState::Crashed) {
        if (!glance_.status.error_message.empty()) return coreWords(QString::fromStdString(glance_.status.error_message));
        if (state_ == RunState::Crashed)
            return tr("The trainer is gone without having said why: killed, out of memory, or a crash.");
    }
    return {};
}

}  // namespace retort::ui
