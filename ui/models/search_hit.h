// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>

namespace retort::ui {

/// Where a search text first stands in a trace, with the words around it on one line.
struct SearchHit {
    enum class Place { Nowhere, Problem, Response };
    Place place = Place::Nowhere;
    QString text;
    qsizetype begin = 0, size = 0;  ///< the hit in `text`, UTF-16
};

/// As the store's search finds it: case is ignored in ASCII only. What the model wrote goes before what it was asked, as
/// that tells traces of one problem apart.
SearchHit findHit(const std::string& problem, const std::string& response, const std::string& wanted);

}  // namespace retort::ui
