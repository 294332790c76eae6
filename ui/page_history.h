// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <vector>

#include "ui/pages/page.h"

namespace retort::ui {

/// Where a person was in the workbench.
struct VisitedPlace {
    PageLink link;            ///< with the run; what openLink() of the page shows again
    QPointer<QWidget> focus;  ///< what had the keys; gone when the pages were made anew
};

/// The way back and forward between places, as in a browser.
class PageHistory {
public:
    /// A new place is about to be shown in the stead of this one: where one could have gone forward to is forgotten.
    void leave(VisitedPlace now);
    bool canGoBack() const { return !behind_.empty(); }
    bool canGoForward() const { return !ahead_.empty(); }
    /// The place before this one; from there forward() leads here again. Only while there is one.
    VisitedPlace back(VisitedPlace now) { return move(behind_, ahead_, std::move(now)); }
    VisitedPlace forward(VisitedPlace now) { return move(ahead_, behind_, std::move(now)); }

private:
    static VisitedPlace move(std::vector<VisitedPlace>& from, std::vector<VisitedPlace>& to, VisitedPlace now);

    std::vector<VisitedPlace> behind_, ahead_;  ///< the nearest last
};

}  // namespace retort::ui
