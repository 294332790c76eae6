#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# licence_headers.sh ROOT: every source names its licence in its first three lines: GPL-3.0-or-later under ui/ and app/workbench/
# (Qt Charts is GPL), either in their tests and build files, Apache-2.0 elsewhere. The texts of both are there.
set -euo pipefail
cd "$1"
status=0
checked=0
while IFS= read -r -d '' file; do
  checked=$((checked + 1))
  case $file in
    */CMakeLists.txt | ./tests/ui/* | ./tests/app/workbench/* | ./tests/bench/ui/*) wanted='(GPL-3\.0-or-later|Apache-2\.0)' ;;
    ./ui/* | ./app/workbench/*) wanted='GPL-3\.0-or-later' ;;
    *) wanted='Apache-2\.0' ;;
  esac
  if ! head -n 3 "$file" | grep -qE "SPDX-License-Identifier: ${wanted}([[:space:]]*(\*/|-->))?\$"; then
    echo "$file: its first three lines lack 'SPDX-License-Identifier: ${wanted//\\/}'"
    status=1
  fi
done < <(find ./app ./core ./kernels ./packaging ./resources ./tests ./ui ./.ci ./CMakeLists.txt -type f \
  \( -name '*.cpp' -o -name '*.h' -o -name '*.cu' -o -name '*.cuh' -o -name '*.cmake' -o -name 'CMakeLists.txt' -o -name '*.sh' \
  -o -name '*.py' -o -path ./packaging/setup -o -path ./packaging/run -o -path ./packaging/test -o -path ./packaging/build \
  -o -path ./packaging/fetch-wheels -o -path ./.ci/run \) -print0)
[[ $checked -gt 50 ]] || { echo "only $checked sources found under $1"; status=1; }
for licence in LICENSE LICENSES/GPL-3.0-or-later.txt; do
  [[ $(wc -c <"$licence") -gt 10000 ]] || { echo "$licence is not the full text"; status=1; }
done
exit $status
