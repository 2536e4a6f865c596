"""The report as a picture: shares of each variety against the targets, calibration, and confusion of topics."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.patches import Rectangle

from app.evaluation.calibration import Calibration
from app.evaluation.confusion import Confusion
from app.evaluation.measures import Measured, Target
from app.evaluation.report import Report
from app.evaluation.share import Share

_RIGHT, _WRONG, _LINE = "#4c86b8", "#d9772b", "#333333"
_DOTS_PER_INCH = 100
_WIDTH, _HEADING, _PANEL_HEIGHT, _MATRIX_HEIGHT, _CURVE_HEIGHT = 18.0, 0.8, 3.4, 10.0, 6.0
"""In inches."""
_PANELS_IN_A_ROW = 4
_ALL = "all"


def draw(report: Report, path: Path) -> None:
    """Write the picture as PNG, 1800 pixels wide. What could not be computed is left out."""
    aimed = [figures for figures in report.measures if figures.measure.target]
    topics = report.confusions.get("topics")
    panels = _PANEL_HEIGHT * -(-len(aimed) // _PANELS_IN_A_ROW)
    lower = _MATRIX_HEIGHT if topics else _CURVE_HEIGHT if report.calibration else 0.0
    figure = Figure((_WIDTH, _HEADING + panels + lower), dpi=_DOTS_PER_INCH, layout="constrained")
    figure.suptitle(f"How {report.judged} messages were understood", fontsize=17)
    heights = [height for height in (panels, lower) if height]
    parts = iter(figure.subfigures(len(heights), 1, squeeze=False, height_ratios=heights)[:, 0] if heights else [])
    if panels:
        _draw_measures(next(parts), aimed, report.varieties)
    if lower:
        _draw_lower(next(parts), report.calibration, topics)
    figure.savefig(path, format="png")


def _draw_measures(part: SubFigure, measures: Sequence[Measured], varieties: Sequence[str]) -> None:
    """One panel per measure; the bars of a variety are at the same height in all panels of a row."""
    part.suptitle(
        "Share (number of messages) with 95 % interval. Dashed: target; dotted: for one variety. Orange misses it.",
        fontsize=12,
    )
    columns = min(_PANELS_IN_A_ROW, len(measures))
    rows = -(-len(measures) // columns)
    panels = part.subplots(rows, columns, squeeze=False, sharey=True).flatten()
    for panel, figures in zip(panels, measures, strict=False):
        _draw_measure(panel, figures, [*reversed(varieties), _ALL])
    for panel in panels[len(measures) :]:
        panel.remove()


def _draw_measure(panel: Axes, figures: Measured, names: Sequence[str]) -> None:
    target = figures.measure.target or Target(0.0)
    shares = {**figures.varieties, _ALL: figures.overall}
    panel.set_title(figures.measure.name, fontsize=13, loc="left")
    panel.set_yticks(range(len(names)), names, fontsize=11)
    panel.set_ylim(-0.6, len(names) - 0.4)
    panel.set_xlim(0, _right_end(target, list(shares.values())))
    for place, name in enumerate(names):
        if name in shares:
            _draw_bar(panel, place, shares[name], target.missed(shares[name].value, one_variety=name != _ALL))
    panel.axvline(target.limit, color=_LINE, linestyle="--", linewidth=1.2)
    if target.each_variety is not None:
        panel.axvline(target.each_variety, color=_LINE, linestyle=":", linewidth=1.2)
    panel.spines[["top", "right"]].set_visible(False)


def _right_end(target: Target, shares: Sequence[Share]) -> float:
    """Where the axis ends; small shares, which should be small, are drawn larger."""
    return max(target.limit, *(share.interval[1] for share in shares)) * 1.02 if target.at_most else 1.0


def _draw_bar(panel: Axes, place: int, share: Share, missed: bool) -> None:
    """A bar with its interval; its number stands beside the panel, where no line crosses it."""
    panel.barh(place, share.value, height=0.7, color=_WRONG if missed else _RIGHT)
    panel.plot(share.interval, (place, place), color=_LINE, linewidth=1, clip_on=False)
    number = f"{share.value:.3f} ({share.number})"
    panel.text(1.02, place, number, transform=panel.get_yaxis_transform(), va="center", fontsize=10)


def _draw_lower(part: SubFigure, calibration: Calibration | None, topics: Confusion | None) -> None:
    """Calibration on the left, topics on the right."""
    if calibration and topics:
        left, right = part.subfigures(1, 2, squeeze=False, width_ratios=(1, 2.1))[0]
        _draw_calibration(left.subplots(), calibration)
        _draw_topics(right.subplots(), topics)
    elif topics:
        _draw_topics(part.subplots(), topics)
    elif calibration:
        _draw_calibration(part.subplots(), calibration)


def _draw_calibration(panel: Axes, calibration: Calibration) -> None:
    bins = calibration.bins
    confidences, shares = [part.mean_confidence for part in bins], [part.right for part in bins]
    panel.set_title(
        f"Are answers as right as they are confident?\n{calibration.number} articles answered as certain, "
        f"expected error {calibration.expected_error:.3f}",
        fontsize=13,
        loc="left",
    )
    for confidence, share in zip(confidences, shares, strict=True):
        panel.plot((confidence, confidence), share.interval, color=_LINE, linewidth=1)
        panel.annotate(
            str(share.number), (confidence, share.interval[0]), (0, -14), textcoords="offset points", ha="center"
        )
    panel.plot(confidences, [share.value for share in shares], "o-", color=_RIGHT, label="share right (below: answers)")
    panel.plot((0, 1), (0, 1), "--", color=_LINE, linewidth=1, label="exactly as confident")
    low = min(bins[0].low, *(share.interval[0] for share in shares))
    panel.set(xlabel="confidence", ylabel="share right", xlim=(bins[0].low - 0.02, 1.02), ylim=(low - 0.06, 1.02))
    panel.set_box_aspect(1)
    panel.set_anchor("N")
    panel.legend(loc="upper left", frameon=False)
    panel.spines[["top", "right"]].set_visible(False)


def _draw_topics(panel: Axes, topics: Confusion) -> None:
    """A cell's number counts messages; its shade is the share of the row. Wrong cells are orange."""
    table = topics.table()
    answered = {got for row in table.values() for got in row}
    columns = [*table, *sorted(answered - table.keys(), key=lambda label: (label.startswith("("), label))]
    panel.set_title(
        f"Topics of questions: {topics.right.counted} of {topics.right.number} right", fontsize=13, loc="left"
    )
    for line, (meant, row) in enumerate(table.items()):
        for got, count in row.items():
            shade = min(1.0, 0.2 + 0.8 * count / sum(row.values()))
            _draw_cell(panel, line, columns.index(got), count, _RIGHT if got == meant else _WRONG, shade)
    panel.set_xlim(-0.5, len(columns) - 0.5)
    panel.set_ylim(len(table) - 0.5, -0.5)
    panel.set_xticks(range(len(columns)), columns, rotation=90, fontsize=10)
    panel.set_yticks(range(len(table)), table, fontsize=10)
    panel.set_xlabel("answered", labelpad=10)
    panel.set_ylabel("right", labelpad=10)
    panel.grid(color="#e4e4e4", linewidth=0.6)
    panel.set_axisbelow(True)


def _draw_cell(panel: Axes, line: int, column: int, count: int, colour: str, shade: float) -> None:
    panel.add_patch(Rectangle((column - 0.5, line - 0.5), 1, 1, facecolor=colour, alpha=shade, edgecolor="white"))
    panel.text(column, line, str(count), ha="center", va="center", fontsize=9)
