"""The tables of the statistics as files for spreadsheets: with the same hiding as on the page."""

import csv
import io
from collections.abc import Iterable, Sequence

from desk.statistics.demand import Demand
from desk.statistics.labels import Labels
from desk.statistics.tables import Table
from desk.wording import Words

_SEPARATORS = {"en": ","}
"""What spreadsheets in a language expect between columns; a semicolon in all others."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DEMAND = ("category", "place", "asked", "found", "nothing", "there", "in_region")


def table_lines(table: Table, labels: Labels, words: Words) -> list[list[str]]:
    """A table with its heading line."""
    head = [words(f"statistics.row_{table.key}"), *(labels.column(table.key, column) for column in table.columns)]
    rows = ([labels.row(table.key, row.key), *map(str, row.cells)] for row in table.rows)
    return [head, *rows]


def demand_lines(demand: Demand, words: Words) -> list[list[str]]:
    """What was looked for where; in the last line what is left out."""
    head = [words(f"statistics.column_{column}") for column in _DEMAND]
    rows = (
        [
            words.category(each.category),
            each.names.get(words.language, each.place),
            *map(str, (each.asked, each.found, each.nothing, each.there, each.in_region)),
        ]
        for each in demand.searched
    )
    others = [words("statistics.elsewhere"), "", str(demand.others), "", "", "", ""]
    return [head, *rows, others]


def as_csv(lines: Iterable[Sequence[str]], language: str) -> bytes:
    """A file that spreadsheets open as it is meant: with a mark for its encoding, and no cell taken for a formula."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=_SEPARATORS.get(language, ";"))
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in line] for line in lines)
    return output.getvalue().encode("utf-8-sig")
