"""What is counted becomes tables, and the searches are compared with the directory."""

from datetime import date

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from desk.statistics import tables
from desk.statistics.demand import Demand, demand
from desk.statistics.hiding import FEW, Hiding, Shown
from desk.statistics.models import HUMAN
from desk.statistics.period import Period
from desk.statistics.tables import Table
from knowledge.models import (
    Attribute,
    Location,
    Organization,
    Place,
    PlaceName,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from knowledge.models.service import NOT_RECOMMENDED
from tests.desk.statistics.counts import count, count_time, this_week


class Nearest(Hiding):
    """Without chance."""

    def shown(self, count: int, *cell: str) -> Shown:
        return super().shown(count if count < FEW else FEW * round(count / FEW), *cell)


NEAREST = Nearest(str, "")


def rows(table: Table) -> dict[str, list[str]]:
    return {row.key: list(map(str, row.cells)) for row in table.rows}


def period(length: str = "4") -> Period:
    return Period.of(length, this_week())


def test_a_period_ends_with_the_present_week_and_has_one_of_few_lengths() -> None:
    assert Period.of("4", date(2026, 11, 27)).weeks == tuple(date(2026, 11, day) for day in (2, 9, 16, 23))
    assert [Period.of(length, date(2026, 11, 27)).length for length in ("12", "", "7", "x", "-4")] == [12] * 5


def test_questions_are_counted_per_week_topic_language_and_channel(database: Database) -> None:
    count(database, 20, topic="schooling")
    count(database, 9, topic="schooling", outcome="choices", language="ar", channel="whatsapp")
    count(database, 3, outcome="unanswered", language="ar", channel="whatsapp")
    count(database, 12, weeks_ago=2, topic="health")
    count(database, 50, weeks_ago=4, topic="health")
    count(database, 30, outcome="other", kind="command")
    with Session(database) as session:
        weeks = rows(tables.weeks(session, period(), NEAREST))
        topics = rows(tables.by_topic(session, period(), NEAREST))
        languages = rows(tables.by_language(session, period(), NEAREST))
        channels = rows(tables.by_channel(session, period(), NEAREST))
    assert list(weeks.values()) == [
        ["0", "0", "0", "0"], ["10", "0", "0", "10"], ["0", "0", "0", "0"], ["20", "10", "< 5", "30"],
    ]  # fmt: skip
    assert list(topics)[:2] == ["schooling", "health"]
    assert topics["schooling"] == ["20", "10", "30"] and topics["training"] == ["0", "0", "0"]
    assert languages == {"fr": ["30", "0", "0", "30"], "ar": ["0", "10", "< 5", "10"]}
    assert channels == {"web": ["30", "0", "0", "30"], "whatsapp": ["0", "10", "< 5", "10"]}


def test_rows_that_are_shown_alike_are_not_in_the_order_of_what_is_hidden(database: Database) -> None:
    for number, topic in ((1, "schooling"), (4, "health"), (2, "training")):
        count(database, number, topic=topic)
    with Session(database) as session:
        assert list(rows(tables.by_topic(session, period(), NEAREST)))[:3] == ["schooling", "health", "training"]


def test_the_overview_tells_what_became_of_all_requests(database: Database) -> None:
    for number, outcome in ((10, "answered"), (10, "no_service"), (6, "urgent"), (5, "human_asked"), (7, HUMAN)):
        count(database, number, outcome=outcome)
    with Session(database) as session:
        found = rows(tables.overview(session, period(), NEAREST))
    assert {key: cells[0] for key, cells in found.items() if cells != ["0"]} == {
        "all": "25", "answered": "10", "no_service": "10", "urgent": "5", "human_asked": "5", HUMAN: "5",
    }  # fmt: skip


def test_reply_times_are_told_per_channel(database: Database) -> None:
    count_time(database, 40, 1)
    count_time(database, 3, 5, "whatsapp")
    with Session(database) as session:
        table = tables.reply_times(session, period(), NEAREST, "assistant")
        assert tables.reply_times(session, period(), NEAREST, "human").rows == ()
    assert table.columns == ("web", "whatsapp")
    assert {key: cells for key, cells in rows(table).items() if cells != ["0", "0"]} == {
        "1": ["40", "0"], "5": ["0", "< 5"],
    }  # fmt: skip


@pytest.fixture
def directory(database: Database) -> Database:
    """Rabat with a quarter and two services for health, one of which may not be recommended; Salé beside it."""
    with Session(database) as session, session.begin():
        session.add_all(
            [
                Place(
                    key="region", type="region", region_key="region",
                    names=[PlaceName(spelling="Rabat-Salé", language="fr")],
                ),
                Place(
                    key="rabat", type="city", region_key="region",
                    names=[PlaceName(spelling="Rabat", language="fr"), PlaceName(spelling="الرباط", language="ar")],
                ),
                Place(key="quarter", type="quarter", region_key="region", town_key="rabat"),
                Place(key="sale", type="city", region_key="region", names=[PlaceName(spelling="Salé", language="fr")]),
                Organization(id="o", name="A", description=""),
                Taxonomy(id="x", key="service_categories", name="x"),
            ]
        )  # fmt: skip
        session.flush()
        session.add(TaxonomyTerm(id="t", taxonomy_id="x", code="health", name="x"))
        for number, (place, confidence) in enumerate((("quarter", "partially"), ("rabat", NOT_RECOMMENDED))):
            session.add(
                Service(id=f"s{number}", organization_id="o", name="care", description="care", confidence=confidence)
            )
            session.add(Location(id=f"l{number}", place_key=place))
            session.flush()
            session.add(Attribute(id=f"a{number}", service_id=f"s{number}", taxonomy_term_id="t"))
            session.add(ServiceAtLocation(id=f"sl{number}", service_id=f"s{number}", location_id=f"l{number}"))
    return database


def searches(database: Database) -> Demand:
    with Session(database) as session:
        return demand(session, period(), NEAREST)


def test_searches_stand_beside_what_the_directory_has_there(directory: Database) -> None:
    for place, found, nothing in (("Rabat", 14, 3), ("Salé", 0, 12), ("Rabat-Salé", 5, 0), ("Atlantis", 0, 6)):
        for number, outcome in ((found, "service_found"), (nothing, "no_service")):
            if number:
                count(directory, number, kind="service", outcome=outcome, category="health", place=place)
    told = [
        (each.place, str(each.asked), str(each.found), str(each.nothing), each.there, each.in_region)
        for each in searches(directory).searched
    ]
    assert told == [
        ("sale", "10", "0", "10", 0, 1),
        ("Atlantis", "5", "0", "5", 0, 0),
        ("rabat", "15", "15", "< 5", 1, 1),
        ("region", "5", "5", "0", 1, 1),
    ]


def test_a_town_that_few_asked_for_is_not_in_the_list_at_all(directory: Database) -> None:
    count(directory, 4, kind="service", outcome="no_service", category="health", place="Salé")
    count(directory, 2, kind="service", outcome="service_found", category="health", place="Rabat")
    found = searches(directory)
    assert found.searched == () and str(found.others) == "5"
