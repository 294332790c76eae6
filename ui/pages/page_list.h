// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <vector>

namespace retort::ui {

class Page;

/// A page of the workbench as the rail shows it. Ctrl+1.. follow the order.
struct PageEntry {
    QString id;    ///< in links, saved state and --page; also the name of its icon in resources/icons
    QString name;  ///< in the language of the moment
    std::function<Page*()> make;
};

/// All pages in the order of the rail. Another page is another entry here and nothing else.
std::vector<PageEntry> pageList();

}  // namespace retort::ui
