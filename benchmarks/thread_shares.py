#!/usr/bin/env python3
"""Tells where the CPU time of a Java job server goes while compare.sh runs: event loop, kernel, JIT compiler, collector.

    benchmarks/thread_shares.py PID RAW > SHARES

PID is the server that compare.sh has as its first one, RAW the file that compare.sh writes with --out. Runs until the server ends.
After each measured round of the first server, what its threads have used since the round began is added up, by thread. Linux only.
"""

import collections
import os
import re
import sys
import time

TICK_MICROS = 1_000_000 / os.sysconf("SC_CLK_TCK")

GROUPS = [
    ("JIT", re.compile(r"C[12] Compiler")),
    ("GC", re.compile(r"G1 |GC Thread|VM Thread|ZGC|Concurrent")),
    ("store", re.compile(r"gearman-store")),
    ("event loop", re.compile(r"gearman|multiThread|nioEvent|epoll")),
]

COLUMNS = ["event loop", "kernel", "JIT", "GC", "store", "other"]


def group_of(name):
    for group, pattern in GROUPS:
        if pattern.match(name):
            return group
    return "other"


def threads(pid):
    """Returns (user, system) ticks by thread."""
    used = {}
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/stat", encoding="utf-8") as file:
                stat = file.read()
        except FileNotFoundError:
            continue
        name = stat[stat.index("(") + 1 : stat.rindex(")")]
        fields = stat[stat.rindex(")") + 2 :].split()
        used[task, name] = (int(fields[11]), int(fields[12]))
    return used


def add(total, before, after):
    for (task, name), (user, system) in after.items():
        user_before, system_before = before.get((task, name), (0, 0))
        group = group_of(name)
        total[group] += user - user_before
        # What the event loop has the kernel do is sockets; what others do there is their own affair.
        total["kernel" if group == "event loop" else group] += system - system_before


def watch(pid, raw):
    totals = collections.defaultdict(collections.Counter)
    rounds = collections.Counter()
    jobs = collections.Counter()
    offset = 0
    last = threads(pid)
    while os.path.exists(f"/proc/{pid}"):
        lines = []
        if os.path.exists(raw):
            with open(raw, encoding="utf-8") as file:
                file.seek(offset)
                text = file.read()
            text = text[: text.rfind("\n") + 1]
            offset += len(text.encode())
            lines = text.splitlines()
        if lines:
            try:
                now = threads(pid)
            except FileNotFoundError:
                break
            fields = dict(part.split("=", 1) for part in lines[-1].split() if "=" in part)
            # Of two lines at a time nobody knows what belongs to which.
            if len(lines) == 1 and fields["side"] == "A" and int(fields["round"]) > 0 and fields["rc"] == "0":
                add(totals[fields["label"]], last, now)
                rounds[fields["label"]] += 1
                jobs[fields["label"]] += int(float(fields.get("jobs", "0")))
            last = now
        time.sleep(0.002)
    return totals, rounds, jobs


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    totals, rounds, jobs = watch(int(sys.argv[1]), sys.argv[2])
    print("| scenario | rounds | CPU µs per job | " + " | ".join(COLUMNS) + " |")
    print("| --- | ---: | ---: | " + " | ".join("---:" for _ in COLUMNS) + " |")
    for label, total in totals.items():
        ticks = sum(total.values())
        if ticks == 0:
            continue
        shares = " | ".join(f"{100 * total[column] / ticks:.0f} %" for column in COLUMNS)
        each = f"{ticks * TICK_MICROS / jobs[label]:.2f}" if jobs[label] else "-"
        print(f"| {label} | {rounds[label]} | {each} | {shares} |")


if __name__ == "__main__":
    main()
