// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/page_list.h"

#include <QCoreApplication>

#include "ui/pages/compare_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/traces_page.h"

namespace retort::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(retort::ui::Pages)
};

template <class AnyPage>
PageEntry entry(const char* id, const QString& name) {
    return {QString::fromLatin1(id), name, [] { return new AnyPage; }};
}

}  // namespace

std::vector<PageEntry> pageList() {
    return {entry<RunsPage>("runs", Words::tr("Runs")),
            entry<OverviewPage>("overview", Words::tr("Overview")),
            entry<TracesPage>("traces", Words::tr("Traces")),
            entry<ComparePage>("compare", Words::tr("Compare"))};
}

}  // namespace retort::ui
