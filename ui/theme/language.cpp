// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace retort::ui {

Language::Language(QObject* parent) : QObject(parent) {
    // English is in the code; only its singulars have a file. A language installed later is asked first.
    if (plurals_.load(QStringLiteral(":/translations/retort_en.qm"))) QCoreApplication::installTranslator(&plurals_);
    setChoice({});
}

Language::~Language() {
    QCoreApplication::removeTranslator(&plurals_);
    QCoreApplication::removeTranslator(&words_);
    QCoreApplication::removeTranslator(&qt_words_);
}

void Language::setChoice(const QString& code) {
    choice_ = code;
    const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
    QLocale::setDefault(locale);
    for (QTranslator* translator : {&words_, &qt_words_}) QCoreApplication::removeTranslator(translator);
    if (words_.load(locale, QStringLiteral("retort"), QStringLiteral("_"), QStringLiteral(":/translations"))) {
        QCoreApplication::installTranslator(&words_);
    }
    if (qt_words_.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                       QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(&qt_words_);
    }
    Q_EMIT changed();
}

}  // namespace retort::ui
