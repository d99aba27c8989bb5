#!/usr/bin/env python3
"""Draws a bar chart of each table in docs/benchmarks: NAME.csv becomes NAME.svg.

Columns: scenario, opponent, ratio_median, ratio_min, ratio_max, cpu_ratio. A ratio above 1 means that ours is better. The
least and the greatest ratio of the rounds, and the ratio of CPU, may be left empty. The same table always gives the same
bytes, so a chart can be kept beside its table.

  charts.py            draws all
  charts.py --check    tells which charts do not belong to their tables any more, and fails if there are any
"""
import csv
import math
import sys
from pathlib import Path
from xml.sax.saxutils import escape

TABLES = Path(__file__).resolve().parent.parent / "docs" / "benchmarks"
COLUMNS = ["scenario", "opponent", "ratio_median", "ratio_min", "ratio_max", "cpu_ratio"]

WIDTH = 860
LEFT = 170
RIGHT = 70
TOP = 74
ROW = 26
BAR = 9
BETTER = "#2f6fb5"
WORSE = "#c8642b"
CPU_OPACITY = "0.45"


def read(path):
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            sys.exit(f"{path}: the columns have to be {','.join(COLUMNS)}")
        rows = list(reader)
    if not rows:
        sys.exit(f"{path}: no rows")
    for row in rows:
        for column in COLUMNS[2:]:
            row[column] = ratio(path, row, column)
        if row["ratio_median"] is None:
            sys.exit(f"{path}: {row['scenario']} has no ratio_median")
    return rows


def ratio(path, row, column):
    text = row[column]
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0):
        sys.exit(f"{path}: {row['scenario']}, {column}: '{text}' is not a ratio")
    return value


class Scale:
    """Twice as good is as far to the right as half as good is to the left."""

    def __init__(self, values):
        logs = [math.log2(value) for value in values]
        self.low = min(-1, math.floor(min(logs)))
        self.high = max(1, math.ceil(max(logs)))

    def x(self, value):
        share = (math.log2(value) - self.low) / (self.high - self.low)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def ticks(self):
        return [2.0**power for power in range(self.low, self.high + 1)]


def bar(scale, value, top, opacity):
    start, end = sorted((scale.x(1), scale.x(value)))
    colour = BETTER if value >= 1 else WORSE
    return (
        f'<rect x="{start:.1f}" y="{top:.1f}" width="{end - start:.1f}" height="{BAR}" '
        f'fill="{colour}" fill-opacity="{opacity}"/>'
    )


def whisker(scale, low, high, middle):
    return (
        f'<path d="M{scale.x(low):.1f} {middle - 3:.1f}v6m0 -3H{scale.x(high):.1f}m0 -3v6" '
        'fill="none" stroke="#222"/>'
    )


def line_of(row, scale, top):
    middle = top + ROW / 2
    parts = [f'<text x="{LEFT - 8}" y="{middle + 4:.1f}" text-anchor="end">{escape(row["scenario"])}</text>']
    median = row["ratio_median"]
    parts.append(bar(scale, median, middle - BAR, "1"))
    if row["cpu_ratio"]:
        parts.append(bar(scale, row["cpu_ratio"], middle, CPU_OPACITY))
    if row["ratio_min"] and row["ratio_max"]:
        parts.append(whisker(scale, row["ratio_min"], row["ratio_max"], middle - BAR / 2))
    furthest = max(value for value in (1, median, row["ratio_max"], row["cpu_ratio"]) if value)
    parts.append(f'<text x="{scale.x(furthest) + 6:.1f}" y="{middle + 4:.1f}">{median:.2f}</text>')
    return parts


def draw(rows):
    scale = Scale([row[column] for row in rows for column in COLUMNS[2:] if row[column]])
    opponents = ", ".join(dict.fromkeys(row["opponent"] for row in rows))
    bottom = TOP + ROW * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{bottom + 16}" '
        f'viewBox="0 0 {WIDTH} {bottom + 16}" font-family="sans-serif" font-size="12" fill="#222">',
        f"<title>Ours against {escape(opponents)}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="15" font-weight="bold">Ours against {escape(opponents)}</text>',
        f'<text x="{LEFT}" y="40">How many times as good: rate or latency (dark), CPU per job (pale); '
        "left of 1 ours is behind</text>",
    ]
    for tick in scale.ticks():
        x = scale.x(tick)
        stroke = "#222" if tick == 1 else "#ddd"
        parts.append(f'<path d="M{x:.1f} {TOP - 4}V{bottom}" stroke="{stroke}"/>')
        parts.append(f'<text x="{x:.1f}" y="{TOP - 8}" text-anchor="middle" fill="#666">{tick:g}</text>')
    for number, row in enumerate(rows):
        parts.extend(line_of(row, scale, TOP + number * ROW))
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def main(arguments):
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    tables = sorted(TABLES.glob("*.csv"))
    if not tables:
        sys.exit(f"No tables in {TABLES}")
    stale = []
    for table in tables:
        chart = table.with_suffix(".svg")
        drawn = draw(read(table)).encode()
        if not arguments:
            chart.write_bytes(drawn)
        elif not chart.exists() or chart.read_bytes() != drawn:
            stale.append(chart.name)
    if stale:
        sys.exit(f"Not drawn from their tables: {', '.join(stale)}")


if __name__ == "__main__":
    main(sys.argv[1:])
