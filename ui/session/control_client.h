// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalSocket>
#include <QObject>

#include "ipc/codec.h"

namespace retort::ui {

/// The trainer's control socket, without ever blocking. Connecting to a trainer that is gone fails quietly: RunSession tries
/// again as long as the run's lock is held. GUI thread.
class ControlClient : public QObject {
    Q_OBJECT
public:
    explicit ControlClient(QObject* parent = nullptr);

    /// Does nothing when connected or connecting already.
    void connectTo(const QString& socket);
    void close();
    bool connected() const { return greeted_; }
    /// False when there is no trainer to talk to.
    bool send(ipc::Command command);

Q_SIGNALS:
    void connectedChanged(bool connected);
    void message(const retort::ipc::Message& message);
    /// The trainer speaks another version or sends what is no message.
    void refused(const QString& reason);

private:
    void read();
    void lost();

    QLocalSocket socket_;
    ipc::FrameReader frames_;
    bool greeted_ = false;
    std::int64_t next_id_ = 1;
};

}  // namespace retort::ui
