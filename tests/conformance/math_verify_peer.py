#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Our math grader beside math-verify on the same cases: agreement and time.

    python3 -m venv peer && peer/bin/pip install math-verify==0.9.0 antlr4-python3-runtime==4.13.2
    peer/bin/python tests/conformance/math_verify_peer.py build/release/bin/retort ../shared/data/verifier/*.jsonl

Cases are JSON Lines with id, gold, pred and expected; files and rows of another form are left out, and so are rows marked "quirk". Both
graders get the full text of both sides. Time is wall time of one process for all cases, start-up left out (measured on an empty case).
"""
import json
import logging
import subprocess
import sys
import time

from math_verify import parse, verify

REPEATS = 200  # of our run, which is too short to time once


def load(files):
    rows = []
    for name in files:
        with open(name, encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if {"gold", "pred", "expected"} <= row.keys() and "quirk" not in row:
                    rows.append(row)
    return rows


def ours(retort, rows, repeats):
    lines = "".join(json.dumps({"completion": r["pred"], "reference": r["gold"]}) + "\n" for r in rows) * repeats
    start = time.perf_counter()
    done = subprocess.run([retort, "grade", "--reward", "math"], input=lines, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    return [json.loads(line)["outcome"] == "pass" for line in done.stdout.splitlines()][: len(rows)], seconds


def delimited(text):
    """math-verify reads a bare answer only between dollars."""
    return text if any(mark in text for mark in ("$", "\\(", "\\[", "boxed")) else f"${text}$"


def theirs(rows):
    results = []
    start = time.perf_counter()
    for row in rows:
        try:
            gold, pred = parse(row["gold"]), parse(row["pred"])
            right = verify(gold, pred)
            if not right and (not gold or not pred):
                right = verify(parse(delimited(row["gold"])), parse(delimited(row["pred"])))
        except Exception:  # noqa: BLE001 - a peer that fails on a case disagrees with it
            right = False
        results.append(bool(right))
    return results, time.perf_counter() - start


def main():
    logging.disable(logging.CRITICAL)
    retort, rows = sys.argv[1], load(sys.argv[2:])
    start_up = min(ours(retort, rows[:1], 1)[1] for _ in range(3))
    mine, seconds = ours(retort, rows, REPEATS)
    seconds = max(seconds - start_up, 1e-9) / REPEATS
    parse("$1$")
    peer, peer_seconds = theirs(rows)
    for name, got, spent in (("retort", mine, seconds), ("math-verify", peer, peer_seconds)):
        right = sum(g == r["expected"] for g, r in zip(got, rows))
        false_equal = sum(g and not r["expected"] for g, r in zip(got, rows))
        print(f"{name:12} {right} of {len(rows)} as expected, {false_equal} wrongly equal, {len(rows) / spent:.0f} gradings/s")
    suites = sorted({r["id"].split("/")[0] for r in rows})
    for suite in suites:
        at = [i for i, r in enumerate(rows) if r["id"].split("/")[0] == suite]
        print(f"  {suite:14} retort {sum(mine[i] == rows[i]['expected'] for i in at)}, math-verify {sum(peer[i] == rows[i]['expected'] for i in at)} of {len(at)}")
    print(f"retort is {peer_seconds / seconds:.0f} times as fast")


if __name__ == "__main__":
    main()
