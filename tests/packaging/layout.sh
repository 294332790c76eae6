#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# layout.sh ROOT: every C++ source is laid out as .clang-format says. Skips without clang-format 14, for which that file is
# written: another version lays some lines out otherwise.
set -euo pipefail
cd "$1"
formatter=$(command -v clang-format-14 || command -v clang-format || true)
if [[ -z $formatter ]] || ! "$formatter" --version | grep -q 'version 14\.'; then
  echo "no clang-format 14"
  exit 77
fi
mapfile -d '' sources < <(find app core kernels resources tests ui -type f \( -name '*.cpp' -o -name '*.h' -o -name '*.cu' -o -name '*.cuh' \) -print0)
[[ ${#sources[@]} -gt 500 ]] || { echo "only ${#sources[@]} sources found under $1"; exit 1; }
if ! printf '%s\0' "${sources[@]}" | xargs -0 -n 100 "$formatter" --dry-run -Werror; then
  echo "Lay them out: clang-format -i FILE"
  exit 1
fi
