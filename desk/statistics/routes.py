"""The page of statistics, and its tables as files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy.orm import Session

from desk.access import Staff
from desk.context import Desk
from desk.pages import show, words_of
from desk.statistics import tables
from desk.statistics.demand import Demand, demand
from desk.statistics.export import as_csv, demand_lines, table_lines
from desk.statistics.hiding import FEW, Hiding, share
from desk.statistics.labels import Labels
from desk.statistics.models import ASSISTANT, HUMAN
from desk.statistics.period import LENGTHS, Period
from desk.statistics.pictures import bars
from desk.statistics.tables import ALL, QUESTIONS, SEARCHES, Row, Table
from gateway.events import Address
from gateway.outcomes import ANSWERED, SERVICE_FOUND
from knowledge.hours import moroccan_time

_DEMAND = "demand"
_TABLES: Mapping[str, Callable[[Session, Period, Hiding], Table]] = {
    "outcomes": tables.overview,
    "weeks": tables.weeks,
    "topics": tables.by_topic,
    "languages": tables.by_language,
    "channels": tables.by_channel,
    "times_assistant": partial(tables.reply_times, replier=ASSISTANT),
    "times_human": partial(tables.reply_times, replier=HUMAN),
}


@dataclass(frozen=True)
class Statistics:
    """Everything on the page."""

    period: Period
    tables: Mapping[str, Table]
    demand: Demand

    @classmethod
    def read(cls, session: Session, period: Period, hiding: Hiding) -> "Statistics":
        """Read what was counted."""
        found = {name: table(session, period, hiding) for name, table in _TABLES.items()}
        return cls(period, found, demand(session, period, hiding))

    @property
    def is_empty(self) -> bool:
        """True when nothing was counted yet."""
        return not any(cell.size for row in self.tables["outcomes"].rows for cell in row.cells)

    @property
    def busiest_week(self) -> Row:
        """The first of the weeks with the most questions."""
        weeks = self.tables["weeks"]
        return max(weeks.rows, key=lambda row: weeks.cell(row, ALL).size)

    @property
    def shares(self) -> dict[str, int | None]:
        """Percent of questions that were answered at once, and of searches that found something."""
        rows = {row.key: row.cells[0] for row in self.tables["outcomes"].rows}
        return {
            ANSWERED: share(rows[ANSWERED], *(rows[key] for key in QUESTIONS)),
            SERVICE_FOUND: share(rows[SERVICE_FOUND], *(rows[key] for key in SEARCHES)),
        }


def statistics_routes(desk: Desk) -> APIRouter:
    """The pages of this part."""
    router = APIRouter()

    @router.get("/desk/statistics")
    def page(request: Request, user: Staff, weeks: str = "") -> Response:
        period = _period(weeks)
        with Session(desk.database) as session:
            found = Statistics.read(session, period, _hiding(desk, period))
        return show(
            request,
            "statistics/statistics.html",
            statistics=found,
            labels=Labels(words_of(request)),
            lengths=LENGTHS,
            few=FEW,
            bars=bars,
            zip=zip,
            busiest=found.busiest_week,
        )

    @router.get("/desk/statistics/{name}.csv")
    def export(request: Request, user: Staff, name: str, weeks: str = "") -> Response:
        if name not in (*_TABLES, _DEMAND):
            raise HTTPException(404)
        words, period = words_of(request), _period(weeks)
        hiding = _hiding(desk, period)
        with Session(desk.database) as session:
            if name == _DEMAND:
                lines = demand_lines(demand(session, period, hiding), words)
            else:
                lines = table_lines(_TABLES[name](session, period, hiding), Labels(words), words)
        file = f"dalil-{name.replace('_', '-')}-{moroccan_time():%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
        return Response(as_csv(lines, words.language), media_type="text/csv; charset=utf-8", headers=headers)

    return router


def _period(weeks: str) -> Period:
    return Period.of(weeks, moroccan_time().date())


def _hiding(desk: Desk, period: Period) -> Hiding:
    return Hiding(
        lambda cell: desk.addresses.digest(Address("statistics", cell)),
        f"{period.weeks[0]} {period.weeks[-1]}",
    )
