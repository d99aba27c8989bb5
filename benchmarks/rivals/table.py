#!/usr/bin/env python3
"""Medians of target/figures.tsv as Markdown tables: table.py [FILE]"""

import os
import statistics
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

TABLES = [
    [("jobs/s ×1", "x1_e2e"), ("min–max", "x1_e2e*"), ("app µs/job ×1", "x1_app_us"), ("server µs/job ×1", "x1_server_us"),
     ("jobs/s ×8", "x8_e2e"), ("min–max", "x8_e2e*"), ("app µs/job ×8", "x8_app_us"), ("server µs/job ×8", "x8_server_us")],
    [("p50 µs", "paced_p50"), ("p99 µs", "paced_p99"), ("app µs/job", "paced_app_us"), ("server µs/job", "paced_server_us"),
     ("start to ready ms", "ready_ms"), ("app MiB idle", "app_mib_idle"), ("server MiB idle", "server_mib_idle"),
     ("app MiB after load", "app_mib_end"), ("server MiB after load", "server_mib_end")],
    [("×1 p50 µs", "rr1_p50"), ("p99 µs", "rr1_p99"), ("calls/s", "rr1_rate"), ("app µs", "rr1_app_us"),
     ("server µs", "rr1_server_us"), ("×16 p50 µs", "rr16_p50"), ("p99 µs", "rr16_p99"), ("calls/s", "rr16_rate"),
     ("app µs", "rr16_app_us"), ("server µs", "rr16_server_us")],
]


def read(path):
    runs = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            _, name, *figures = line.rstrip("\n").split("\t")
            runs.setdefault(name, []).append({key: float(value) for key, value in (f.split("=") for f in figures)})
    return runs


def cell(runs, key):
    values = [run[key.rstrip("*")] for run in runs if key.rstrip("*") in run]
    if not values or ("server" in key and not any(values)):
        return "–"
    if key.endswith("*"):
        return f"{min(values):,.0f}–{max(values):,.0f}"
    return f"{statistics.median(values):,.0f}"


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "target", "figures.tsv")
    runs = read(path)
    for columns in TABLES:
        print("| configuration | runs | " + " | ".join(title for title, _ in columns) + " |")
        print("| --- | ---: |" + " ---: |" * len(columns))
        for name, of_name in runs.items():
            cells = [cell(of_name, key) for _, key in columns]
            if set(cells) != {"–"}:
                print(f"| {name} | {len(of_name)} | " + " | ".join(cells) + " |")
        print()


if __name__ == "__main__":
    main()
