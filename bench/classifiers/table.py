"""Rows as a table of plain text."""

from collections.abc import Sequence

from bench.classifiers.examples import VARIETIES
from bench.classifiers.figures import Figures


def table(rows: Sequence[Sequence[str]]) -> str:
    """The first row is the heading; the first column stands to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def figures_table(measured: Sequence[Figures]) -> str:
    """One line per candidate for what it gets right, then one for what it costs."""
    right: list[tuple[str, ...]] = [("right label", "all", "folds", "macro-F1", *VARIETIES)]
    costs = [("costs", "learns, s", "elapsed, s", "a message, ms", "kept, MB", "memory, MB")]
    for one in measured:
        shares = (_share(one.accuracy_of_varieties.get(variety)) for variety in VARIETIES)
        spread = f"{min(one.accuracy_of_folds):.3f}–{max(one.accuracy_of_folds):.3f}"
        right.append((one.candidate, _share(one.accuracy), spread, _share(one.macro_f1), *shares))
        seconds = f"{one.seconds_to_learn:.1f}", f"{one.elapsed_to_learn:.1f}", f"{one.milliseconds_a_message:.2f}"
        costs.append((one.candidate, *seconds, f"{one.megabytes_kept:.1f}", f"{one.megabytes_of_memory:.0f}"))
    return f"{table(right)}\n\n{table(costs)}"


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.3f}"
