// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTranslator>

namespace retort::ui {

/// The language of the workbench: "en", "zh_CN", or "" for the system's. One per application, GUI thread. What is on screen
/// already keeps its words: whoever made it makes it anew on changed().
class Language : public QObject {
    Q_OBJECT
public:
    explicit Language(QObject* parent = nullptr);
    ~Language() override;

    const QString& choice() const { return choice_; }
    void setChoice(const QString& code);

Q_SIGNALS:
    void changed();

private:
    QString choice_;
    QTranslator plurals_, words_, qt_words_;
};

}  // namespace retort::ui
