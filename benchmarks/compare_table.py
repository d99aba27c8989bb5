#!/usr/bin/env python3
"""Makes the rows of docs/benchmarks.md and the table behind a chart of what compare.sh has measured.

  compare_table.py REPORT RAW OPPONENT CSV

REPORT is what compare.sh printed, RAW the file with the result of each round (compare.sh --out). The rows, in Markdown, go to
the standard output, the table to the file CSV. The range of a ratio is that of the single rounds, of which each has both servers.
"""
import csv
import re
import sys
from collections import defaultdict

FIELDS = {"rate": "rate", "p50_us": "p50_us", "p99_us": "p99_us"}


def rounds(raw):
    """scenario -> round -> side -> fields"""
    found = defaultdict(lambda: defaultdict(dict))
    for line in open(raw, encoding="utf-8"):
        fields = dict(re.findall(r"(\w+)=(\S+)", line))
        if fields.get("ok") == "1" and "label" in fields:
            found[fields["label"]][fields["round"]][fields["side"]] = fields
    return found


def ratios(scenario, metric, found):
    """Those of the rounds, above 1 where ours (A) is better."""
    label = scenario if scenario in found else re.sub(r"_(p50|p99)$", "", scenario)
    field = FIELDS[metric]
    for both in found.get(label, {}).values():
        if "A" in both and "B" in both:
            ours, theirs = float(both["A"][field]), float(both["B"][field])
            yield ours / theirs if metric == "rate" else theirs / ours


def number(text, metric):
    value = float(text.split()[0])
    return f"{value:,.0f}/s" if metric == "rate" else f"{value:,.0f} µs"


def main(report, raw, opponent, table):
    found = rounds(raw)
    with open(table, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["scenario", "opponent", "ratio_median", "ratio_min", "ratio_max", "cpu_ratio"])
        for line in open(report, encoding="utf-8"):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if len(cells) < 10 or cells[1] not in FIELDS:
                continue
            scenario, metric, ours, theirs, ratio, cpu_ours, cpu_theirs, cpu, generator, rss = cells[:10]
            ratio = ratio.strip("*")
            each = sorted(ratios(scenario, metric, found))
            least, most = (f"{each[0]:.2f}", f"{each[-1]:.2f}") if each else ("", "")
            out.writerow([scenario, opponent, ratio, least, most, cpu])
            print(f"| {scenario} | {metric.removesuffix('_us')} | {number(ours, metric)} | {number(theirs, metric)} | **{ratio}** ({least}–{most}) | "
                  f"{cpu_ours} | {cpu_theirs} | {cpu} | {generator} | {rss} |")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
