// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/page_list.h"

#include <QCoreApplication>

#include "ui/pages/candidates_page.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/funnel_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/playground_page.h"
#include "ui/pages/recipe_page.h"
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
    return {entry<RunsPage>("runs", Words::tr("Runs")),       entry<OverviewPage>("overview", Words::tr("Overview")),
            entry<TracesPage>("traces", Words::tr("Traces")), entry<CandidatesPage>("candidates", Words::tr("Candidates")),
            entry<FunnelPage>("funnel", Words::tr("Funnel")), entry<ComparePage>("compare", Words::tr("Compare")),
            entry<RecipePage>("recipe", Words::tr("Recipe")), entry<PlaygroundPage>("playground", Words::tr("Playground"))};
}

}  // namespace retort::ui
