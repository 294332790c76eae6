// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What core says in English, in the window's language. GUI thread.

#include <QString>

#include "base/sentence.h"

namespace retort::ui {

/// A sentence that core made or stored as one text: a reward's reason, a trainer's answer, an error. One that is not known
/// stays as it is.
QString coreWords(const QString& said);
/// A sentence with its pattern in the window's language; `context`: of its translations. By default one of
/// explainSentences() (recipe/explain.h).
QString sentenceWords(Sentence sentence, const char* context = "retort::Explain");
/// What the check of a recipe found (project/check_report.h): a message or a remedy.
QString findingWords(const QString& said);

}  // namespace retort::ui
