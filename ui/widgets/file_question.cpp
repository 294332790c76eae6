// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/file_question.h"

#include <QFileDialog>

namespace retort::ui {
namespace {

// No exec(): an asker that is made anew below a loop of its own (another language, another run) would be returned into.
void ask(QFileDialog* dialog, QWidget* asker, const Chosen& then) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
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
    dialog->selectFile(name);
    ask(dialog, asker, then);
}

}  // namespace retort::ui
