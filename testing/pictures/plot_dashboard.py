# SPDX-License-Identifier: Apache-2.0
"""Plots the panels of a Grafana dashboard, for where there is no Grafana.

Reads the dashboard's own JSON, asks a Prometheus for its queries, and draws each panel in its place.
"""

import argparse
import json
import re
import urllib.parse
import urllib.request
from datetime import datetime
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.dates import DateFormatter
from matplotlib.ticker import FuncFormatter, MaxNLocator

COLUMNS = 24
INCHES_A_COLUMN = 0.58
INCHES_A_ROW = 0.31
COLORS = {"green": "#3a9d5d", "yellow": "#e0b400", "orange": "#ed8128", "red": "#d0342c"}


class Prometheus:
    """The queries of one dashboard over one stretch of time, answered second by second."""

    def __init__(self, url, start, end, rate_interval):
        self.url, self.start, self.end = url, start, end
        self.variables = {
            "$connector": ".+",
            "$__rate_interval": rate_interval,
            "$__range": f"{round(end - start)}s",
        }

    def series(self, target):
        """The name, the times and the values of each series."""
        query = target["expr"]
        for name, value in self.variables.items():
            query = query.replace(name, value)
        parameters = {"query": query, "start": self.start, "end": self.end, "step": 1}
        with urllib.request.urlopen(f"{self.url}/api/v1/query_range?{urllib.parse.urlencode(parameters)}") as answer:
            for found in json.load(answer)["data"]["result"]:
                points = [(datetime.fromtimestamp(time), float(value)) for time, value in found["values"]]
                name = re.sub(r"{{(\w+)}}", lambda label: found["metric"].get(label[1], ""), target["legendFormat"])
                yield name, [time for time, _ in points], [value for _, value in points]


def text(value, unit):
    """A value as a reader wants it."""
    if unit == "percentunit":
        return f"{value:.0%}"
    number = f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:.2g}"
    return number + {"s": " s", "ops": "/s"}.get(unit, "")


def color_of(value, steps):
    """The color of the last threshold that the value reaches."""
    return COLORS[[step["color"] for step in steps if step["value"] is None or value >= step["value"]][-1]]


def plot_stat(axes, panel, series):
    defaults = panel["fieldConfig"]["defaults"]
    values = [values[-1] for _, _, values in series]
    shown = text(values[0], defaults["unit"]) if values else "no data"
    color = color_of(values[0], defaults["thresholds"]["steps"]) if values else "gray"
    axes.text(0.5, 0.45, shown, ha="center", va="center", fontsize=20, color=color, transform=axes.transAxes)
    axes.set_axis_off()


def plot_states(axes, panel, series):
    states = panel["fieldConfig"]["defaults"]["mappings"][0]["options"]
    for row, (name, times, values) in enumerate(series):
        axes.text(0.01, row + 0.38, name, fontsize=7, transform=axes.get_yaxis_transform())
        for time, following, value in zip(times, times[1:], values):
            # A longer gap is a time without the series.
            if (following - time).total_seconds() < 5:
                color = COLORS[states[f"{value:.0f}"]["color"]]
                axes.barh(row, following - time, left=time, height=0.6, color=color)
    axes.set_yticks([])
    axes.set_ylim(-0.6, max(len(series), 2))
    axes.legend(
        [plt.Rectangle((0, 0), 1, 1, color=COLORS[state["color"]]) for state in states.values()],
        [state["text"] for state in states.values()],
        loc="upper right", ncols=3, fontsize=7, frameon=False)


def plot_lines(axes, panel, series):
    defaults = panel["fieldConfig"]["defaults"]
    if defaults["custom"]["stacking"]["mode"] == "normal" and series:
        times = sorted({time for _, times, _ in series for time in times})
        rows = [dict(zip(times_of, values)) for _, times_of, values in series]
        axes.stackplot(times, [[row.get(time, 0) for time in times] for row in rows],
                       labels=[name for name, _, _ in series], alpha=0.7)
    else:
        for name, times, values in series:
            axes.plot(times, values, label=name, linewidth=1.2)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text(value, defaults["unit"])))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.set_ylim(bottom=defaults.get("min"), top=defaults.get("max"))
    if axes.get_ylim()[1] < 1 and defaults["unit"] != "percentunit":
        axes.set_ylim(top=1)
    if series:
        axes.legend(fontsize=7, frameon=False, loc="best", ncols=1 + len(series) // 4)


PLOTS = {"stat": plot_stat, "state-timeline": plot_states, "timeseries": plot_lines}


def plot(panels, prometheus, file):
    """Draws panels in the places that the dashboard gives them."""
    top = min(panel["gridPos"]["y"] for panel in panels)
    rows = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in panels) - top
    figure = plt.figure(figsize=(COLUMNS * INCHES_A_COLUMN, rows * INCHES_A_ROW), layout="constrained")
    grid = figure.add_gridspec(rows, COLUMNS)
    for panel in panels:
        place = panel["gridPos"]
        y = place["y"] - top
        axes = figure.add_subplot(grid[y:y + place["h"], place["x"]:place["x"] + place["w"]])
        axes.set_title(panel["title"], fontsize=9, loc="left", fontweight="bold")
        series = [found for target in panel["targets"] for found in prometheus.series(target)]
        PLOTS[panel["type"]](axes, panel, series)
        if panel["type"] != "stat":
            axes.set_xlim(datetime.fromtimestamp(prometheus.start), datetime.fromtimestamp(prometheus.end))
            axes.xaxis.set_major_formatter(DateFormatter("%H:%M:%S"))
            axes.xaxis.set_major_locator(plt.MaxNLocator(5))
            axes.tick_params(labelsize=7)
            axes.grid(alpha=0.3)
    figure.savefig(file, dpi=90)
    plt.close(figure)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("dashboard", type=Path)
    arguments.add_argument("--prometheus", required=True, help="its URL")
    arguments.add_argument("--start", type=float, required=True, help="in seconds since 1970")
    arguments.add_argument("--end", type=float, required=True, help="in seconds since 1970")
    arguments.add_argument("--rate-interval", default="10s")
    arguments.add_argument("--split", type=int, required=True, help="the row at which the second picture begins")
    arguments.add_argument("--output", type=Path, required=True, help="a folder")
    given = arguments.parse_args()
    panels = json.loads(given.dashboard.read_text())["panels"]
    prometheus = Prometheus(given.prometheus, given.start, given.end, given.rate_interval)
    given.output.mkdir(parents=True, exist_ok=True)
    upper = [panel for panel in panels if panel["gridPos"]["y"] < given.split]
    lower = [panel for panel in panels if panel["gridPos"]["y"] >= given.split]
    plot(upper, prometheus, given.output / "dashboard-1.png")
    plot(lower, prometheus, given.output / "dashboard-2.png")


if __name__ == "__main__":
    main()
