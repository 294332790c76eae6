# SPDX-License-Identifier: Apache-2.0
# Shared by the scripts of packaging/; source it.
# shellcheck shell=bash

# say TEXT: one line for a person, on stderr; stdout is for results.
say() { printf 'retort %s: %s\n' "$(basename "$0")" "$*" >&2; }

# fail STATUS TEXT
fail() {
  local status=$1
  shift
  say "$*"
  exit "$status"
}

torch_prefix() {
  local base=${XDG_DATA_HOME:-${HOME:?neither HOME nor RETORT_TORCH_ROOT is set}/.local/share}
  printf '%s\n' "${RETORT_TORCH_ROOT:-$base/retort/torch-2.11.0}"
}
