#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# setup.sh ROOT: the set-up scripts against a package folder of our own and a stand-in for apt-get; no network is used.
set -euo pipefail
source_root=$1
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
status=0
python=/usr/bin/python3
"$python" -m pip --version >/dev/null 2>&1 || { echo "python3-pip is not installed"; exit 77; }

wrong() { echo "FAILED: $*"; status=1; }

# make_wheel NAME FILE...: a wheel of the given members, each holding its own name; prints its requirement line.
make_wheel() {
  local name=$1
  shift
  "$python" - "$work/wheels" "$name" "$@" <<'PY'
import hashlib, os, sys, zipfile
folder, name, members = sys.argv[1], sys.argv[2], sys.argv[3:]
os.makedirs(folder, exist_ok=True)
path = f"{folder}/{name}-1.0-py3-none-any.whl"
with zipfile.ZipFile(path, "w") as wheel:
    for member in members:
        wheel.writestr(member, member)
    info = f"{name}-1.0.dist-info"
    wheel.writestr(info + "/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    wheel.writestr(info + "/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    wheel.writestr(info + "/RECORD", "")
print(f"{name}==1.0 --hash=sha256:{hashlib.sha256(open(path, 'rb').read()).hexdigest()}")
PY
}

make_wheel torch torch/include/a.h torch/lib/liba.so torch/lib/libtorch_python.so torch/nn/module.py >"$work/first.txt"
make_wheel nvidia nvidia/cu13/lib/libb.so >>"$work/first.txt"
make_wheel pyarrow pyarrow/include/arrow/api.h pyarrow/include/arrow/python/api.h pyarrow/libarrow.so.2600 pyarrow/libparquet.so.2600 \
  pyarrow/libarrow_flight.so.2600 pyarrow/lib.cpython-312.so pyarrow/csv.py >>"$work/first.txt"
make_wheel extra nvidia/extra/lib/libc.so >"$work/second.txt"
export RETORT_TORCH_ROOT="$work/prefix/torch" XDG_CACHE_HOME="$work/cache" HOME="$work"
export RETORT_RETRY_SECONDS=0 PIP_NO_INDEX=1 PIP_FIND_LINKS="$work/wheels" PIP_CONFIG_FILE=/dev/null
prefix=$RETORT_TORCH_ROOT
fetch() { "$source_root/packaging/fetch-wheels" "$@" 2>"$work/log"; }
files() { (cd "$prefix" && find . -type f ! -name retort-stamp | LC_ALL=C sort | tr '\n' ' '); }

[[ $(fetch "$work/first.txt") == "$prefix" ]] || wrong "a first set-up prints the prefix: $(cat "$work/log")"
[[ $(files) == "./nvidia/cu13/lib/libb.so ./pyarrow/include/arrow/api.h ./pyarrow/libarrow.so.2600 ./pyarrow/libparquet.so.2600 ./torch/include/a.h ./torch/lib/liba.so " ]] || wrong "libraries and headers only, not: $(files)"
[[ $(ls "$work/prefix") == $'torch\ntorch.lock' ]] || wrong "nothing but the prefix stays: $(ls "$work/prefix")"

inode=$(stat -c %i "$prefix")
mv "$work/wheels" "$work/away"
fetch "$work/first.txt" >/dev/null || wrong "a second set-up needs no download: $(cat "$work/log")"
[[ $(stat -c %i "$prefix") == "$inode" ]] || wrong "a second set-up leaves the prefix alone"

truncate -s 1 "$prefix/torch/lib/liba.so"
fetch "$work/first.txt" >/dev/null || wrong "a damaged prefix is made anew from the wheels that were kept: $(cat "$work/log")"
[[ $(cat "$prefix/torch/lib/liba.so") == torch/lib/liba.so ]] || wrong "the damaged library is whole again"
rm "$prefix/retort-stamp"
fetch "$work/first.txt" >/dev/null || wrong "a prefix without stamp is made anew: $(cat "$work/log")"
[[ -f $prefix/retort-stamp ]] || wrong "the stamp is back"

code=0
fetch "$work/first.txt" "$work/second.txt" >/dev/null || code=$?
[[ $code -eq 3 ]] || wrong "a download that fails ends with 3, not $code"
grep -q 'extra==1.0' "$work/log" || wrong "and says which: $(cat "$work/log")"
fetch "$work/first.txt" >/dev/null || wrong "and leaves the prefix as it was"
mv "$work/away" "$work/wheels"
fetch "$work/first.txt" "$work/second.txt" >/dev/null || wrong "more wheels are added: $(cat "$work/log")"
[[ $(files) == *libb.so*libc.so*liba.so* ]] || wrong "beside those that were there: $(files)"
fetch "$work/first.txt" >/dev/null || wrong "a prefix with more than is asked for is good"
[[ $(files) == *libc.so* ]] || wrong "and keeps the rest"

sed 's/sha256:..../sha256:0000/' "$work/second.txt" >"$work/forged.txt"
code=0
fetch "$work/first.txt" "$work/forged.txt" >/dev/null || code=$?
[[ $code -eq 3 ]] || wrong "a wheel whose hash differs is refused with 3, not $code"
fetch "$work/first.txt" >/dev/null || wrong "and leaves the prefix as it was"

# A machine that lacks one package and whose apt-get fails.
mkdir "$work/bin"
cat >"$work/bin/dpkg-query" <<'SH'
#!/bin/sh
for name in "$@"; do case $name in -* | *'$'* | ccache) ;; *) echo "$name installed" ;; esac; done
exit 1
SH
printf '#!/bin/sh\necho "$*" >>"%s"\nexit 100\n' "$work/apt.log" >"$work/bin/apt-get"
printf '#!/bin/sh\nexit 1\n' >"$work/bin/sudo"
chmod +x "$work/bin/"*
code=0
PATH="$work/bin:$PATH" "$source_root/packaging/setup" 2>"$work/log" || code=$?
[[ $code -eq 3 ]] || wrong "a missing package that cannot be installed ends with 3, not $code"
grep -q 'missing.*ccache\|could not install: ccache$\|could not install: ccache ' "$work/log" || wrong "and is named: $(cat "$work/log")"
if [[ $EUID -eq 0 ]]; then
  grep -q 'install --no-install-recommends -y ccache$' "$work/apt.log" || wrong "only what is missing is installed: $(cat "$work/apt.log")"
else
  grep -q 'sudo apt-get .* install --no-install-recommends -y ccache$' "$work/log" || wrong "the command to run is shown"
fi
exit $status
