#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An installed Retort finds its shipped projects without the sources: install.sh BUILD_FOLDER
set -euo pipefail
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$1" --prefix "$prefix" >"$prefix/log" || { cat "$prefix/log"; exit 1; }
unset RETORT_RESOURCES
"$prefix/bin/retort" new abacus "$prefix/project"
"$prefix/bin/retort" check "$prefix/project" | tail -n 1
# It must be the installed copy: a template that only the prefix has is offered.
mkdir "$prefix/share/retort/projects/templates/only-here"
cp "$prefix/share/retort/projects/templates/zero/recipe.toml" "$prefix/share/retort/projects/templates/only-here/"
"$prefix/bin/retort" new only-here "$prefix/second"
test ! -e "$prefix/share/retort/projects/abacus/generator"
