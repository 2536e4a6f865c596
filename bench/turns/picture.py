"""The result as a picture."""

from pathlib import Path

from bench.turns.report import Report

_WIDTH = 0.38


def draw(report: Report, picture: Path) -> None:
    """Turns a second, and times of a turn, for each number of people. Raises ImportError without matplotlib."""
    from matplotlib import use

    use("Agg")
    from matplotlib import pyplot

    figure, (rates, times) = pyplot.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
    people = [one.people for one in report.comparisons]
    for number, system in enumerate(report.systems):
        own = [one for one in report.measured if one.system == system]
        places = [place + (number - 0.5) * _WIDTH for place in range(len(own))]
        color = f"C{number}"
        bars = rates.bar(places, [one.per_second for one in own], _WIDTH, label=system, color=color)
        rates.bar_label(bars, fmt="%.0f", fontsize=8)
        for values, line, label in (
            ([one.p50_ms for one in own], "-", "p50"),
            ([one.p95_ms for one in own], "--", "p95"),
        ):
            shown = [float("nan") if value is None else value for value in values]
            times.plot(range(len(own)), shown, line, marker="o", color=color, label=f"{system}, {label}")
    rates.margins(y=0.3)
    rates.set(title="Turns a second", ylabel="answered turns a second")
    times.set(title="Time of a whole turn", ylabel="milliseconds", yscale="log")
    times.yaxis.set_major_formatter("{x:g}")
    times.yaxis.set_minor_formatter("{x:g}")
    for axes in (rates, times):
        axes.set(xticks=range(len(people)), xticklabels=people, xlabel="people writing at once")
        axes.legend()
        axes.grid(visible=True, axis="y", which="both", alpha=0.3)
    figure.savefig(picture, dpi=120)
