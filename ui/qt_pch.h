// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled: the part of Qt that nearly every file of the workbench uses.
#include <QtCore/QtCore>
#include <QtGui/QtGui>
#include <QtWidgets/QtWidgets>
