// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/data_card.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QLocale>
#include <QTableWidget>

#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/basics.h"

namespace retort::ui {
namespace {

constexpr int shown_rows = 20;
constexpr qsizetype longest_cell = 400;

QString text(const std::string& value) { return QString::fromStdString(value); }

/// What `retort data` is asked about a data set of the recipe.
QJsonObject requestFor(const Recipe& recipe, const DataSection& data) {
    QJsonArray files, paths;
    for (const std::string& path : data.path) {
        files.append(text(recipe.resolve(path).string()));
        paths.append(text(path));
    }
    QJsonObject request{{QStringLiteral("file"), files},
                        {QStringLiteral("path"), paths},
                        {QStringLiteral("name"), text(data.name)},
                        {QStringLiteral("kind"), text(data.kind)},
                        {QStringLiteral("domain"), text(data.domain)},
                        {QStringLiteral("language"), text(data.language)},
                        {QStringLiteral("prompt_column"), text(data.prompt_column)},
                        {QStringLiteral("reference_column"), text(data.reference_column)},
                        {QStringLiteral("completion_column"), text(data.completion_column)},
                        {QStringLiteral("chosen_column"), text(data.chosen_column)},
                        {QStringLiteral("rejected_column"), text(data.rejected_column)},
                        {QStringLiteral("text_column"), text(data.text_column)},
                        {QStringLiteral("language_column"), text(data.language_column)},
                        {QStringLiteral("domain_column"), text(data.domain_column)},
                        {QStringLiteral("rows"), shown_rows}};
    const TemplateSection& form = recipe.prompt_template;
    if (!form.chat) request.insert(QStringLiteral("format"), text(form.prompt));
    else if (recipe.models.size() == 1) {
        // A chat template is the model's: it is known where the recipe has one base model.
        request.insert(QStringLiteral("model"), text(recipe.resolve(recipe.models.begin()->second).string()));
        request.insert(QStringLiteral("format"), text(form.prompt));
        request.insert(QStringLiteral("system"), text(form.system));
    }
    return request;
}

/// The fields of a row as a person calls them.
QString heading(const QString& field) {
    if (field == QStringLiteral("prompt")) return DataCard::tr("Prompt");
    if (field == QStringLiteral("rendered")) return DataCard::tr("As the model sees it");
    if (field == QStringLiteral("reference")) return DataCard::tr("Reference");
    if (field == QStringLiteral("completion")) return DataCard::tr("Completion");
    if (field == QStringLiteral("chosen")) return DataCard::tr("Chosen");
    if (field == QStringLiteral("rejected")) return DataCard::tr("Rejected");
    if (field == QStringLiteral("language")) return DataCard::tr("Language");
    if (field == QStringLiteral("domain")) return DataCard::tr("Domain");
    return field == QStringLiteral("text") ? DataCard::tr("Text") : field;
}

/// One line of a cell; its whole text is the tooltip.
QString oneLine(QString value) { return value.left(longest_cell).replace(QLatin1Char('\n'), QStringLiteral(" ⏎ ")); }

}  // namespace

DataCard::DataCard(QWidget* parent) : QFrame(parent) {
    which_ = new Chooser(tr("Data set to look at"));
    toggle_ = makeButton(tr("Show first rows"), {}, "quiet", tr("The first rows of the data set as training will see them"));
    facts_ = new ElidedLabel;
    setRole(facts_, "muted");
    problem_ = makeLabel({}, "bad");
    problem_->setWordWrap(true);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    problem_->hide();
    rows_ = new QTableWidget;
    rows_->setAccessibleName(tr("First rows of the data set"));
    rows_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    rows_->setSelectionBehavior(QAbstractItemView::SelectRows);
    rows_->setShowGrid(false);
    rows_->setTabKeyNavigation(false);
    rows_->verticalHeader()->hide();
    rows_->verticalHeader()->setDefaultSectionSize(size::row);
    rows_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    rows_->setFixedHeight(size::row * 6);
    rows_->hide();
    auto* head = row(size::s);
    head->addWidget(which_);
    head->addWidget(facts_, 1);
    head->addWidget(toggle_);
    auto* all = column(size::xs);
    all->addLayout(head);
    all->addWidget(problem_);
    all->addWidget(rows_);
    setLayout(all);
    hide();
    process_.setArguments({QStringLiteral("data")});
    connect(toggle_, &QPushButton::clicked, this, [this] { setOpen(!open_); });
    connect(which_, &QComboBox::activated, this, &DataCard::choose);
    connect(&process_, &LineProcess::received, this, &DataCard::take);
    connect(&process_, &LineProcess::failed, this, [this](const QString& reason) {
        waiting_ = 0;
        asked_ = {};
        say(reason, "bad");
    });
}

void DataCard::show(const Recipe& recipe, const StageSection& stage) {
    const QString before = which_->currentText();
    std::vector<QJsonObject> requests;
    QStringList names;
    for (const std::string& input : stage.inputs)
        if (const DataSection* section = recipe.findData(input)) {
            names << text(section->name);
            requests.push_back(requestFor(recipe, *section));
        }
    setVisible(!requests.empty());
    if (requests == requests_) return;
    requests_ = std::move(requests);
    which_->clear();
    which_->addItems(names);
    which_->setCurrentIndex(std::max(0, static_cast<int>(names.indexOf(before))));
    choose();
}

void DataCard::clear() {
    requests_.clear();
    process_.end();
    waiting_ = 0;
    hide();
}

void DataCard::setOpen(bool open) {
    open_ = open;
    toggle_->setText(open ? tr("Hide rows") : tr("Show first rows"));
    rows_->setVisible(open && rows_->rowCount() > 0);
    problem_->setVisible(open && !problem_->text().isEmpty());
    choose();
}

void DataCard::choose() {
    if (!open_ || which_->currentIndex() < 0) return;
    const QJsonObject& wanted = requests_[static_cast<std::size_t>(which_->currentIndex())];
    if (wanted == asked_) return;
    asked_ = wanted;
    ask();
}

void DataCard::ask() {
    say(tr("reading %1…").arg(asked_.value(QStringLiteral("path")).toString()));
    ++waiting_;
    process_.send(asked_);
}

void DataCard::take(const QJsonObject& answer) {
    // Answers come in the order of the questions; only the newest question's counts.
    if (--waiting_ > 0) return;
    waiting_ = 0;
    const QJsonObject problem = answer.value(QStringLiteral("problem")).toObject();
    QStringList words;
    if (const QString format = answer.value(QStringLiteral("format")).toString(); !format.isEmpty()) words << format;
    if (const QJsonValue count = answer.value(QStringLiteral("row_count")); count.isDouble())
        words << tr("%1 rows", nullptr, count.toInt()).arg(formatCount(count.toDouble()));
    QStringList columns;
    for (const QJsonValue& column : answer.value(QStringLiteral("columns")).toArray())
        columns << QStringLiteral("%1 (%2)").arg(column[QStringLiteral("name")].toString(),
                                                 column[QStringLiteral("type")].toString());
    if (!columns.isEmpty()) words << tr("columns: %1").arg(columns.join(QStringLiteral(", ")));
    say(words.join(QStringLiteral(" · ")));
    if (!problem.isEmpty()) {
        QStringList parts;
        for (const char* key : {"where", "message", "remedy"})
            if (const QString part = problem.value(QLatin1String(key)).toString(); !part.isEmpty()) parts << part;
        problem_->setText(parts.join(QStringLiteral(": ")));
    }
    problem_->setVisible(open_ && !problem.isEmpty());
    fillRows(answer);
}

void DataCard::fillRows(const QJsonObject& answer) {
    const QJsonArray rows = answer.value(QStringLiteral("rows")).toArray();
    QStringList fields;
    for (const char* field :
         {"prompt", "rendered", "reference", "completion", "chosen", "rejected", "text", "language", "domain"})
        for (const QJsonValue& one : rows)
            if (one[QStringLiteral("fields")].toObject().contains(QLatin1String(field))) {
                fields << QLatin1String(field);
                break;
            }
    rows_->clear();
    rows_->setColumnCount(static_cast<int>(fields.size()));
    rows_->setRowCount(static_cast<int>(rows.size()));
    for (int column = 0; column < rows_->columnCount(); ++column) {
        rows_->setHorizontalHeaderItem(column, new QTableWidgetItem(heading(fields[column])));
        for (int row = 0; row < rows_->rowCount(); ++row) {
            const QString whole = rows[row][QStringLiteral("fields")][fields[column]].toString();
            auto* item = new QTableWidgetItem(oneLine(whole));
            item->setToolTip(QStringLiteral("<pre style='white-space: pre-wrap'>%1</pre>")
                                 .arg(whole.left(longest_cell * 10).toHtmlEscaped()));
            rows_->setItem(row, column, item);
        }
        const bool is_short = fields[column] == QStringLiteral("reference") ||
                              fields[column] == QStringLiteral("language") || fields[column] == QStringLiteral("domain");
        rows_->horizontalHeader()->setSectionResizeMode(column,
                                                        is_short ? QHeaderView::ResizeToContents : QHeaderView::Stretch);
    }
    rows_->setVisible(open_ && rows_->rowCount() > 0);
}

void DataCard::say(const QString& words, const char* role) {
    facts_->setText(words);
    setRole(facts_, role);
    if (QLatin1String(role) != QLatin1String("bad")) problem_->clear();
}

}  // namespace retort::ui
