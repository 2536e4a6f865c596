"""The report as plain text, for a terminal of some 140 columns."""

from collections.abc import Iterator, Sequence

from app.evaluation.calibration import Calibration
from app.evaluation.confusion import Confusion, KindFigures
from app.evaluation.measures import Measured, Target
from app.evaluation.report import WORST, Report
from app.evaluation.share import Share

_WIDEST_VARIETY = 14


def as_text(report: Report) -> str:
    """All figures; what could not be computed is left out."""
    lines = [f"{report.rows} messages; it is known what is right for {report.judged} of them."]
    lines += _section("Measures, with the interval in which the true share lies (95 %)", _overall(report.measures))
    if report.varieties:
        title = "Each variety: share (number of messages); ! misses the target"
        lines += _section(title, _by_variety(report.measures, report.varieties))
    lines += _section("Each kind", _kinds(report.kinds))
    for subject, confusion in report.confusions.items():
        lines += _confusion(subject, confusion)
    if report.calibration:
        lines += _calibration(report.calibration)
    return "\n".join(lines) + "\n"


def _section(title: str, rows: Sequence[Sequence[str]]) -> list[str]:
    return ["", title, *_table(rows)]


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Aligned columns: what begins with a digit or a mark stands to the right, under the end of its heading."""
    header, *body = rows
    widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
    right = [any(row[column][:1].isdigit() or row[column][:1] == "!" for row in body) for column in range(len(header))]
    for row in rows:
        cells = (
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        )
        yield "  " + "  ".join(cells).rstrip()


def _interval(share: Share) -> str:
    low, high = share.interval
    return f"{low:.3f} to {high:.3f}"


def _aim(target: Target | None) -> str:
    if target is None:
        return ""
    each = "" if target.each_variety is None else f", {target.each_variety:.2f} in each variety"
    return f"at {'most' if target.at_most else 'least'} {target.limit:.2f}{each}"


def _mark(target: Target | None, share: Share) -> str:
    return "MISSED" if target and target.missed(share.value) else ""


def _overall(measures: Sequence[Measured]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("", "share", "interval", "messages", "", "target")]
    for figures in measures:
        share, target = figures.overall, figures.measure.target
        numbers = f"{share.value:.3f}", _interval(share), str(share.number)
        rows.append((figures.measure.name, *numbers, _mark(target, share), _aim(target)))
    return rows


def _by_variety(measures: Sequence[Measured], varieties: Sequence[str]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("", *(variety[:_WIDEST_VARIETY] for variety in varieties))]
    for figures in measures:
        target = figures.measure.target
        cells = (_of_variety(figures.varieties.get(variety), target) for variety in varieties)
        rows.append((figures.measure.name, *cells))
    return rows


def _of_variety(share: Share | None, target: Target | None) -> str:
    if share is None:
        return ""
    missed = target is not None and target.missed(share.value, one_variety=True)
    return f"{'! ' if missed else ''}{share.value:.3f} ({share.number})"


def _kinds(kinds: Sequence[KindFigures]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("", "messages", "recognised", "interval", "answers", "rightly")]
    for kind in kinds:
        found = (str(kind.found.number), f"{kind.found.value:.3f}", _interval(kind.found)) if kind.found else ("",) * 3
        given = (str(kind.rightly.number), f"{kind.rightly.value:.3f}") if kind.rightly else ("",) * 2
        rows.append((kind.kind, *found, *given))
    return rows


def _confusion(subject: str, confusion: Confusion) -> list[str]:
    title = f"{subject.capitalize()}: {confusion.right.counted} of {confusion.right.number} right"
    worst = [(str(len(ids)), f"{right} → {answered}") for right, answered, ids in confusion.worst(WORST)]
    if not worst:
        return ["", title]
    return _section(title, [("times", "right → answered"), *worst])


def _calibration(calibration: Calibration) -> list[str]:
    title = (
        f"Confidence of the {calibration.number} articles answered as certain; "
        f"expected calibration error {calibration.expected_error:.3f}"
    )
    rows: list[tuple[str, ...]] = [("confidence", "answers", "on average", "right", "interval")]
    for part in calibration.bins:
        numbers = str(part.right.number), f"{part.mean_confidence:.3f}", f"{part.right.value:.3f}"
        rows.append((f"{part.low:.2f} to {part.high:.2f}", *numbers, _interval(part.right)))
    return _section(title, rows)
