#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# links.sh PROGRAM PREFIX...: fails if PROGRAM loads a library whose name begins with one of the prefixes, or one that is not found.
set -euo pipefail
program=$1
shift
[[ -x $program ]] || { echo "$program is not built"; exit 1; }
libraries=$(ldd "$program")
status=0
for prefix in "$@"; do
  if found=$(grep -E "^[[:space:]]*$prefix" <<<"$libraries"); then
    echo "$(basename "$program") must not load $prefix*:"
    echo "$found"
    status=1
  fi
done
if missing=$(grep "not found" <<<"$libraries"); then
  echo "$(basename "$program") needs libraries that are not found:"
  echo "$missing"
  status=1
fi
exit $status
