#!/usr/bin/env python3
"""Puts the ratios of several runs of compare.sh side by side, for docs/benchmarks.md.

  ratios_table.py HEADING=CSV...

Each CSV is what compare_table.py wrote. A cell has the ratio of rates or latencies, and after the slash that of CPU per job.
"""
import csv
import sys


def ratios(path):
    with open(path, newline="", encoding="utf-8") as file:
        return {row["scenario"]: f"{row['ratio_median']} / {row['cpu_ratio']}" for row in csv.DictReader(file)}


def main(columns):
    runs = {heading: ratios(path) for heading, path in (column.split("=", 1) for column in columns)}
    print(f"| scenario | {' | '.join(runs)} |")
    print(f"| --- |{' ---: |' * len(runs)}")
    for scenario in next(iter(runs.values())):
        print(f"| {scenario} | {' | '.join(run.get(scenario, '–') for run in runs.values())} |")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
