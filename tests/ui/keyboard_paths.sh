#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs test_ui_keyboard in a real X session of its own: a server, a window manager, keys that go through both.
#
#   keyboard_paths.sh TEST [ARGUMENT...]
set -euo pipefail

for tool in Xvfb xvfb-run evilwm xdotool; do
  command -v "$tool" > /dev/null || { echo "skipped: $tool is not installed (packaging/setup installs it)"; exit 77; }
done
if [[ ${1:-} == --inside ]]; then
  shift
  evilwm &
  manager=$!
  trap 'kill "$manager" 2> /dev/null || true' EXIT
  # Keys go to the window below the pointer, which covers the screen.
  xdotool mousemove 640 300
  "$@"
  exit
fi
QT_QPA_PLATFORM=xcb xvfb-run --auto-servernum --server-args="-screen 0 1280x720x24" "${BASH_SOURCE[0]}" --inside "$@"
