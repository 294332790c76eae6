#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# scripts.sh ROOT: every shell script parses, is executable where it is an entry point, answers --help and refuses what it does
# not know. With shellcheck installed, that too.
set -euo pipefail
cd "$1"
status=0
mapfile -t scripts < <(grep -rlE '^#!.*\b(ba)?sh\b' packaging .ci tests/packaging tests/ui | sort)
[[ ${#scripts[@]} -ge 6 ]] || { echo "only ${#scripts[@]} scripts found"; status=1; }
for script in "${scripts[@]}"; do
  bash -n "$script" || status=1
  grep -q '^set -euo pipefail$' "$script" || { echo "$script is not in strict mode"; status=1; }
done
for entry in packaging/setup packaging/build packaging/test packaging/run packaging/fetch-wheels .ci/run; do
  [[ -x $entry ]] || { echo "$entry is not executable"; status=1; }
done
for entry in setup build test run; do
  "packaging/$entry" --help | grep -q "packaging/$entry" || { echo "packaging/$entry --help does not say how to use it"; status=1; }
done
for entry in setup run; do
  code=0
  "packaging/$entry" --no-such-flag 2>/dev/null || code=$?
  [[ $code -eq 2 ]] || { echo "packaging/$entry --no-such-flag exits with $code, not 2"; status=1; }
done
if command -v shellcheck >/dev/null; then shellcheck -x "${scripts[@]}" || status=1; fi
exit $status
