// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace retort::ui {

Language::Language(QObject* parent) : QObject(parent) { setChoice({}); }

Language::~Language() {
    QCoreApplication::removeTranslator(&words_);
    QCoreApplication::removeTranslator(&qt_words_);
}

void Language::setChoice(const QString& code) {
    choice_ = code;
    const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
    QLocale::setDefault(locale);
    for (QTranslator* translator : {&words_, &qt_words_}) QCoreApplication::removeTranslator(translator);
    // English is in the code; Qt's own words have a file for it that changes nothing.
    if (words_.load(locale, QStringLiteral("retort"), QStringLiteral("_"), QStringLiteral(":/translations"))) {
        QCoreApplication::installTranslator(&words_);
    }
    if (qt_words_.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"), QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(&qt_words_);
    }
    Q_EMIT changed();
}

}  // namespace retort::ui
