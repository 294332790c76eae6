# SPDX-License-Identifier: Apache-2.0
# `cmake --install build/release --prefix PREFIX`: programs, plugin, shipped projects, desktop entry, licences. LibTorch
# and Arrow are not copied: the programs keep the path of the prefix that packaging/setup made.
include(GNUInstallDirs)
install(TARGETS retort retort-sandbox)
set_target_properties(retort_engine PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)
install(TARGETS retort_engine LIBRARY DESTINATION lib/retort)
if(TARGET retort_cuda)
  set_target_properties(retort_cuda PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)
  install(TARGETS retort_cuda LIBRARY DESTINATION lib/retort)
endif()
# Where resourcesFolder() looks: PREFIX/share/retort/projects.
install(DIRECTORY resources/projects DESTINATION ${CMAKE_INSTALL_DATADIR}/retort
        PATTERN generator EXCLUDE PATTERN corpus EXCLUDE PATTERN runs EXCLUDE PATTERN CMakeLists.txt EXCLUDE)
install(FILES LICENSE LICENSES/GPL-3.0-or-later.txt DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(RETORT_UI)
  install(TARGETS retort-workbench)
  install(FILES packaging/desktop/retort.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
  install(FILES packaging/desktop/retort.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
  install(FILES resources/icons/retort.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
endif()
