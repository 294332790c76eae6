// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/file_question.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace retort::ui {
namespace {

/// Where the last file was, in this session; before that among the person's own documents, never where the program was
/// started from.
QString& lastFolder() {
    static QString folder = [] {
        const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
        return QDir(documents).exists() ? documents : QDir::homePath();
    }();
    return folder;
}

// No exec(): an asker that is made anew below a loop of its own (another language, another run) would be returned into.
void ask(QFileDialog* dialog, QWidget* asker, const Chosen& then) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setDirectory(lastFolder());
    QObject::connect(dialog, &QFileDialog::fileSelected, asker,
                     [](const QString& file) { lastFolder() = QFileInfo(file).absolutePath(); });
    QObject::connect(dialog, &QFileDialog::fileSelected, asker, then);
    dialog->open();
}

}  // namespace

void askForFolder(QWidget* asker, const QString& title, const Chosen& then) {
    auto* dialog = new QFileDialog(asker, title);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    ask(dialog, asker, then);
}

void askForFile(QWidget* asker, const QString& title, const QString& kinds, const Chosen& then) {
    auto* dialog = new QFileDialog(asker, title, {}, kinds);
    dialog->setFileMode(QFileDialog::ExistingFile);
    ask(dialog, asker, then);
}

void askWhereToSave(QWidget* asker, const QString& title, const QString& name, const QString& kinds, const Chosen& then) {
    auto* dialog = new QFileDialog(asker, title, {}, kinds);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QFileInfo(name).suffix());
    ask(dialog, asker, then);
    dialog->selectFile(name);
}

}  // namespace retort::ui
