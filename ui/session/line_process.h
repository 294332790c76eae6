// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QProcess>

namespace retort::ui {

/// A child `retort` that speaks JSON Lines on its pipes: the sampler and the grader of the playground. LibTorch, a crash or
/// a hang stay over there. Started with the first line; ended with this object. GUI thread; never blocks.
class LineProcess : public QObject {
    Q_OBJECT
public:
    explicit LineProcess(QObject* parent = nullptr);
    ~LineProcess() override;

    /// Arguments after "retort". Another set ends the process that runs.
    void setArguments(const QStringList& arguments);
    const QStringList& arguments() const { return arguments_; }
    bool running() const { return process_ != nullptr; }
    void send(const QJsonObject& line);
    /// Ends the process at once.
    void end();

Q_SIGNALS:
    void received(const QJsonObject& line);
    /// It could not start, or ended by itself: its last words.
    void failed(const QString& reason);

private:
    void start();
    void read();

    QProcess* process_ = nullptr;
    QStringList arguments_;
    QByteArray partial_, words_;
};

}  // namespace retort::ui
