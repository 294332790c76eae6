// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/control_client.h"

#include <QCoreApplication>

#include "base/error.h"

namespace retort::ui {

ControlClient::ControlClient(QObject* parent) : QObject(parent) {
    connect(&socket_, &QLocalSocket::connected, this, [this] {
        frames_ = {};
        ipc::Hello self;
        self.pid = QCoreApplication::applicationPid();
        const std::string hello = ipc::encode(ipc::Command{self});
        socket_.write(hello.data(), static_cast<qint64>(hello.size()));
    });
    connect(&socket_, &QLocalSocket::readyRead, this, &ControlClient::read);
    connect(&socket_, &QLocalSocket::disconnected, this, &ControlClient::lost);
}

void ControlClient::connectTo(const QString& socket) {
    if (socket_.state() == QLocalSocket::UnconnectedState && !socket.isEmpty()) socket_.connectToServer(socket);
}

void ControlClient::close() { socket_.abort(); }

bool ControlClient::send(ipc::Command command) {
    if (!greeted_) return false;
    const std::int64_t id = next_id_++;
    std::visit(
        [id](auto& known) {
            if constexpr (requires { known.id; }) known.id = id;
        },
        command);
    const std::string frame = ipc::encode(command);
    return socket_.write(frame.data(), static_cast<qint64>(frame.size())) == static_cast<qint64>(frame.size());
}

void ControlClient::read() {
    const QByteArray bytes = socket_.readAll();
    try {
        frames_.feed({bytes.data(), static_cast<std::size_t>(bytes.size())});
        while (const auto payload = frames_.next()) {
            const ipc::Message received = ipc::decodeMessage(*payload);
            if (const auto* hello = std::get_if<ipc::Hello>(&received)) {
                if (hello->version != ipc::protocol_version) {
                    Q_EMIT refused(
                        tr("The trainer speaks control protocol %1, this workbench %2. Use the same version of both.")
                            .arg(hello->version)
                            .arg(ipc::protocol_version));
                    socket_.abort();
                    return;
                }
                greeted_ = true;
                Q_EMIT connectedChanged(true);
            }
            Q_EMIT message(received);
        }
    } catch (const Error& error) {
        Q_EMIT refused(QString::fromUtf8(error.what()));
        socket_.abort();
    }
}

void ControlClient::lost() {
    if (!greeted_) return;
    greeted_ = false;
    Q_EMIT connectedChanged(false);
}

}  // namespace retort::ui
