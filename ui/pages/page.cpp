// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/page.h"

#include <QJsonValue>

#include "ui/widgets/basics.h"

namespace retort::ui {

PageLink PageLink::fromText(const QString& text) {
    static const QString scheme = QStringLiteral("retort:");
    QString rest = text.trimmed();
    if (rest.startsWith(scheme)) rest.remove(0, scheme.size());
    while (rest.startsWith(QLatin1Char('/'))) rest.remove(0, 1);
    const qsizetype mark = rest.indexOf(QLatin1Char('?'));
    PageLink link;
    link.page = mark < 0 ? rest : rest.left(mark);
    if (mark >= 0) link.parameters = QUrlQuery(rest.mid(mark + 1));
    return link;
}

QString PageLink::toText() const {
    const QString query = parameters.toString(QUrl::FullyEncoded);
    return QStringLiteral("retort:") + (query.isEmpty() ? page : QStringLiteral("%1?%2").arg(page, query));
}

PageLink& PageLink::set(const QString& key, const QString& value) {
    parameters.removeAllQueryItems(key);
    // The query takes percent signs as already encoded.
    if (!value.isEmpty()) parameters.addQueryItem(key, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    return *this;
}

QString PageLink::value(const QString& key) const { return parameters.queryItemValue(key, QUrl::FullyDecoded); }

std::optional<std::int64_t> PageLink::number(const QString& key) const {
    bool good = false;
    const qlonglong number = value(key).toLongLong(&good);
    return good ? std::optional<std::int64_t>(number) : std::nullopt;
}

Page::Page(QWidget* parent) : QWidget(parent) { setRole(this, "page"); }

QString toText(const QByteArray& state) { return QString::fromLatin1(state.toBase64()); }
QByteArray fromText(const QJsonValue& value) { return QByteArray::fromBase64(value.toString().toLatin1()); }

}  // namespace retort::ui
