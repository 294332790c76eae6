// SPDX-License-Identifier: GPL-3.0-or-later
// Speaks the lines of `retort sample MODEL --stream`, of `retort grade` and of `retort data`, without a model or a file:
// repeats what it was given, counts, and answers 2. A prompt with "die" ends it.
#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>
#include <QTimer>
#include <cstdio>
#include <deque>
#include <mutex>
#include <thread>

namespace {

void say(const QJsonObject& line) {
    std::fputs(QJsonDocument(line).toJson(QJsonDocument::Compact).append('\n').constData(), stdout);
    std::fflush(stdout);
}

std::mutex lock;
std::deque<QJsonObject> inbox;
bool ended = false;

bool take(QJsonObject& line) {
    const std::lock_guard guard(lock);
    if (inbox.empty()) return false;
    line = inbox.front();
    inbox.pop_front();
    return true;
}

/// By the term "accuracy", as far as --terms names it, and by each --reward.
void grade(const QJsonObject& line, const QStringList& arguments) {
    const bool right = line.value(QStringLiteral("completion")).toString().contains(QStringLiteral("<answer>2</answer>"));
    QJsonObject terms;
    double score = 0;
    const auto add = [&](const QString& name, double value, const QString& reason) {
        score += value;
        terms.insert(name, QJsonObject{{QStringLiteral("score"), value},
                                       {QStringLiteral("extracted"), QStringLiteral("2")},
                                       {QStringLiteral("reason"), reason}});
    };
    const qsizetype some = arguments.indexOf(QStringLiteral("--terms"));
    if (arguments.contains(QStringLiteral("--rubric")) &&
        (some < 0 || arguments[some + 1].split(QLatin1Char(',')).contains(QStringLiteral("accuracy"))))
        add(QStringLiteral("accuracy"), right ? 1.0 : 0.0, QStringLiteral("compared with the reference"));
    for (qsizetype i = 0; i + 1 < arguments.size(); ++i)
        if (arguments[i] == QStringLiteral("--reward"))
            add(arguments[i + 1], 0.25, QStringLiteral("asked for by ") + arguments[i + 1]);
    say({{QStringLiteral("score"), score}, {QStringLiteral("terms"), terms}});
}

/// Two rows of whatever file is asked for; "broken.csv" has them under another column's name, "die" ends the program.
void describe(const QJsonObject& line) {
    const QString name = line.value(QStringLiteral("name")).toString(),
                  path = line.value(QStringLiteral("path")).toArray().first().toString();
    if (path == QStringLiteral("die")) {
        std::fputs("error: out of memory\n", stderr);
        std::_Exit(1);
    }
    QJsonObject answer{
        {QStringLiteral("format"), QStringLiteral("parquet")},
        {QStringLiteral("row_count"), 7473},
        {QStringLiteral("columns"), QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("question")},
                                                           {QStringLiteral("type"), QStringLiteral("string")}}}}};
    QJsonArray rows;
    for (int i = 0; i < 2; ++i)
        rows.append(
            QJsonObject{{QStringLiteral("fields"),
                         QJsonObject{{QStringLiteral("prompt"), QStringLiteral("problem of %1\nin two lines").arg(name)},
                                     {QStringLiteral("reference"), QStringLiteral("2")}}}});
    if (path == QStringLiteral("broken.csv") && line.value(QStringLiteral("prompt_column")) == QStringLiteral("prompt"))
        answer.insert(QStringLiteral("problem"),
                      QJsonObject{{QStringLiteral("where"), path},
                                  {QStringLiteral("message"), QStringLiteral("column \"prompt\" is missing")}});
    else answer.insert(QStringLiteral("rows"), rows);
    say(answer);
}

void speak(const QJsonObject& line) {
    const QString prompt = line.value(QStringLiteral("prompt")).toString(), id = line.value(QStringLiteral("id")).toString();
    if (prompt.contains(QStringLiteral("die"))) {
        std::fputs("error: out of memory\n", stderr);
        std::_Exit(1);
    }
    if (line.value(QStringLiteral("inspect")).isArray()) {
        // Ids without a tokenizer: of each "a part of a character", the less likely the lower the temperature.
        QJsonArray tokens;
        for (qsizetype i = 0; i < line.value(QStringLiteral("inspect")).toArray().size(); ++i)
            tokens.append(
                QJsonObject{{QStringLiteral("text"), QString(QChar::ReplacementCharacter)},
                            {QStringLiteral("logprob"), -0.5 / line.value(QStringLiteral("temperature")).toDouble()},
                            {QStringLiteral("entropy"), 0.7},
                            {QStringLiteral("top"), QJsonArray{QJsonObject{{QStringLiteral("text"), QStringLiteral("§")},
                                                                           {QStringLiteral("logprob"), -0.1}}}}});
        return say({{QStringLiteral("id"), id}, {QStringLiteral("tokens"), tokens}});
    }
    if (line.contains(QStringLiteral("inspect"))) {
        QJsonArray tokens;
        for (const QChar c : line.value(QStringLiteral("inspect")).toString())
            tokens.append(QJsonObject{
                {QStringLiteral("text"), QString(c)},
                {QStringLiteral("logprob"), -0.5},
                {QStringLiteral("entropy"), 0.7},
                {QStringLiteral("top"),
                 QJsonArray{
                     QJsonObject{{QStringLiteral("text"), QString(c)}, {QStringLiteral("logprob"), -0.5}},
                     QJsonObject{{QStringLiteral("text"), QStringLiteral("§")}, {QStringLiteral("logprob"), -2.0}}}}});
        return say({{QStringLiteral("id"), id}, {QStringLiteral("tokens"), tokens}});
    }
    const QJsonArray before = line.value(QStringLiteral("continue")).toArray();
    const int samples = before.isEmpty() ? line.value(QStringLiteral("n")).toInt(1) : static_cast<int>(before.size());
    const int tokens = line.value(QStringLiteral("max_tokens")).toInt(256);
    QStringList texts;
    for (int i = 0; i < samples; ++i) texts << (before.isEmpty() ? QString() : before[i].toString());
    QString finish = QStringLiteral("stop");
    const auto add = [&](int i, const QString& piece) {
        texts[i] += piece;
        say({{QStringLiteral("id"), id}, {QStringLiteral("sample"), i}, {QStringLiteral("delta"), piece}});
    };
    for (int i = 0; i < samples && before.isEmpty(); ++i) add(i, prompt + QStringLiteral(" <think>"));
    for (int count = 0; count < std::min(tokens / 16, 2000); ++count) {
        for (int i = 0; i < samples; ++i) add(i, QStringLiteral(" %1").arg(count));
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        QJsonObject other;
        if (take(other) && other.contains(QStringLiteral("stop"))) {
            finish = QStringLiteral("stopped");
            break;
        }
    }
    QJsonArray completions;
    for (int i = 0; i < samples; ++i) {
        const QString answer = prompt.contains(QStringLiteral("differ"))
                                   ? QStringLiteral("%1, an answer of more words than there is room for").arg(i)
                                   : QStringLiteral("2");
        if (finish == QStringLiteral("stop")) add(i, QStringLiteral("</think><answer>%1</answer>").arg(answer));
        completions.append(QJsonObject{
            {QStringLiteral("text"), texts[i]}, {QStringLiteral("tokens"), 12}, {QStringLiteral("finish_reason"), finish}});
    }
    say({{QStringLiteral("id"), id}, {QStringLiteral("done"), true}, {QStringLiteral("completions"), completions}});
}

}  // namespace

int main(int argc, char** argv) {
    QStringList arguments;
    for (int i = 1; i < argc; ++i) arguments << QString::fromLocal8Bit(argv[i]);
    const bool grades = argc > 1 && qstrcmp(argv[1], "grade") == 0, describes = argc > 1 && qstrcmp(argv[1], "data") == 0;
    std::thread([] {
        char buffer[1 << 16];
        while (std::fgets(buffer, sizeof buffer, stdin) != nullptr) {
            const std::lock_guard guard(lock);
            inbox.push_back(QJsonDocument::fromJson(buffer).object());
        }
        const std::lock_guard guard(lock);
        ended = true;
    }).detach();
    if (!grades && !describes) say({{QStringLiteral("ready"), true}});
    for (;;) {
        if (QJsonObject line; take(line)) {
            if (grades) grade(line, arguments);
            else if (describes) describe(line);
            else if (!line.contains(QStringLiteral("stop"))) speak(line);
            continue;
        }
        {
            const std::lock_guard guard(lock);
            if (ended) std::_Exit(0);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}
