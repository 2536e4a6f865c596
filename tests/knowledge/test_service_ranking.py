"""The order of services for one search: agrees with a slow and obvious ordering, whatever the directory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.database import connect
from knowledge.geo import distance_km
from knowledge.hours import OpeningRow, OpenState, openness
from knowledge.load.taxonomies import load_taxonomies
from knowledge.models import Base
from knowledge.models.service import NOT_RECOMMENDED
from knowledge.models.taxonomy import ONLY, WELCOME
from knowledge.places import Gazetteer
from knowledge.public_holidays import PublicHolidays
from knowledge.services import Nearness, Ranked, Ranking, Wanted
from tests.knowledge.small_directory import ALWAYS, MONDAY_NIGHT, MONDAY_NOON, OFFICE, add_place, add_service

Point = tuple[float, float]

STATUSES = {"undocumented", "card_holders", "refugees", "asylum_seekers"}
PLACES: dict[str, tuple[str, str, Point | None]] = {
    "east": ("region", "east", (34.0, -2.0)),
    "west": ("region", "west", (34.0, -7.0)),
    "harbour": ("town", "east", (34.0, -2.0)),
    "market": ("town", "east", (34.0, -2.6)),
    "border": ("town", "west", (34.0, -1.3)),
    "capital": ("town", "west", (34.0, -7.0)),
    "village": ("commune", "west", None),
    "docks": ("quarter", "east", (34.05, -2.0)),
    "station": ("quarter", "east", None),
}
"""Key → type, region and centre. From the harbour: the market is 55 km away, the border 65 km, the capital 461 km."""
IN_HARBOUR = ("docks", "station")
TOWN_OF = {key: "harbour" if key in IN_HARBOUR else key for key, (kind, _, _) in PLACES.items() if kind != "region"}
HARBOUR = (34.0, -2.0)
NIGHT = OpeningRow("MO,TU,WE,TH,FR,SA,SU", "21:00", "06:00")
NEW_YEAR = datetime(2027, 1, 1, 12)


def move(point: Point, north: float, east: float) -> Point:
    """A point some kilometres away."""
    return round(point[0] + north / 111.2, 5), round(point[1] + east / 92.2, 5)


@pytest.fixture(scope="module")
def empty() -> Iterator[Engine]:
    """A database with the places and no service."""
    engine = connect("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        load_taxonomies(session)
        for key, (kind, region, centre) in PLACES.items():
            add_place(session, key, region, centre, kind, "harbour" if key in IN_HARBOUR else None)
        session.commit()
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def places(empty: Engine) -> Gazetteer:
    with Session(empty) as session:
        return Gazetteer.from_database(session)


@dataclass(frozen=True)
class Line:
    """A service to be invented; `details` are the keywords of `add_service`."""

    name: str
    place: str | None
    category: str = "health"
    details: dict[str, Any] = field(default_factory=dict)

    def get(self, name: str, default: Any) -> Any:
        return self.details.get(name, default)

    @property
    def key(self) -> str:
        return f"a-{self.name}"

    @property
    def organization(self) -> str:
        return str(self.get("organization", self.name))

    @property
    def real_point(self) -> Point | None:
        point: Point | None = self.get("point", None)
        return point if self.get("precision", "address") in ("address", "district") else None

    @property
    def area(self) -> tuple[str | None, str | None]:
        """Region and town: an organisation is named once in each."""
        return (PLACES[self.place][1], TOWN_OF.get(self.place)) if self.place else (None, None)


def best(engine: Engine, lines: list[Line], wanted: Wanted, places: Gazetteer) -> list[Ranked]:
    """What the ranking says of a directory with these lines."""
    with Session(engine) as session:
        for line in lines:
            add_service(session, line.name, line.place, line.category, **line.details)
        ranked = list(Ranking.from_database(session, places).best(wanted))
        session.rollback()
    return ranked


def order(engine: Engine, lines: list[Line], wanted: Wanted, places: Gazetteer) -> list[str]:
    return [ranked.service_at_location_id.removeprefix("a-") for ranked in best(engine, lines, wanted, places)]


# The slow and obvious ordering


def slowly(lines: list[Line], wanted: Wanted) -> list[tuple[str, Nearness, float | None]]:
    suiting = [{**told, "line": line} for line in lines if (told := _told(line, wanted))]
    suiting.sort(key=lambda told: told["order"])
    seen: set[tuple[Any, ...]] = set()
    answer = []
    for told in suiting:
        line = told["line"]
        if (line.organization, line.area) not in seen:
            seen.add((line.organization, line.area))
            answer.append((line.key, told["nearness"], told["told_km"]))
    return answer


def _told(line: Line, wanted: Wanted) -> dict[str, Any] | None:
    """Where a line stands in the order; None when it does not suit."""
    if line.category != wanted.category or line.get("status", "active") != "active":
        return None
    if line.get("confidence", "verified_in_source") == NOT_RECOMMENDED or not line.get("description", "Aide"):
        return None
    fits = [_hours(line, wanted), _language(line, wanted), _audience(line, wanted)]
    if None in fits:
        return None
    nearness, km = _nearness(line, wanted), _km(line, wanted)
    unreachable = not line.get("phone", "")
    weak = line.get("confidence", "verified_in_source") != "verified_in_source"
    return {
        "nearness": nearness,
        "told_km": km if wanted.point and line.real_point else None,
        "order": (nearness, *fits, _far(line, wanted, nearness, km), unreachable, weak, line.key),
    }


def _hours(line: Line, wanted: Wanted) -> int | None:
    if wanted.open_at is None:
        return 1
    state = openness(line.get("hours", []), wanted.open_at, PublicHolidays()).state
    return {OpenState.OPEN: 0, OpenState.CLOSED: None}.get(state, 1)


def _language(line: Line, wanted: Wanted) -> int | None:
    spoken = line.get("spoken", [])
    if wanted.spoken is None or not spoken:
        return 1
    return 0 if wanted.spoken in spoken else None


def _audience(line: Line, wanted: Wanted) -> int | None:
    audiences = line.get("audiences", {})
    only = {audience for audience, value in audiences.items() if value == ONLY}
    named, mine = set(audiences), set(wanted.audiences)
    if mine & STATUSES and only & STATUSES and not named & mine & STATUSES:
        return None
    if named & mine:
        return 0
    return 2 if only else 1


def _km(line: Line, wanted: Wanted) -> float | None:
    """From the person, or the middle of the place they named, to the service, or the middle of its town."""
    start = wanted.point or (_centre(wanted.place.key) if wanted.place else None)
    end = line.real_point or (_centre(line.place) if line.place in TOWN_OF else None)
    return distance_km(*start, *end) if start and end else None


def _centre(place: str) -> Point | None:
    """That of its town for a quarter whose own nobody knows."""
    return PLACES[place][2] or PLACES[TOWN_OF[place]][2]


def _nearness(line: Line, wanted: Wanted) -> Nearness:
    if line.place is None and line.real_point is None:
        return Nearness.COUNTRY
    km, region, town = _km(line, wanted), *line.area
    near = km is not None and km <= 80
    if wanted.point and line.real_point and km is not None and km <= 15:
        return Nearness.TOWN
    if wanted.place and town:
        if TOWN_OF.get(wanted.place.key, wanted.place.key) in (town, region):
            return Nearness.TOWN
        if near and wanted.place.type != "region":
            return Nearness.NEXT_TOWN
    if line.real_point and near and (wanted.point or (wanted.place and wanted.place.type != "region")):
        return Nearness.NEXT_TOWN
    return Nearness.REGION if wanted.place and wanted.place.region_key == region else Nearness.ELSEWHERE


def _far(line: Line, wanted: Wanted, nearness: Nearness, km: float | None) -> float:
    """Within a town, no distance counts when its middle is all that is known of where the person or the service is."""
    if nearness is Nearness.TOWN and not wanted.point:
        return 0.0
    if km is None or (nearness is Nearness.TOWN and not line.real_point):
        return 1e6
    return round(km, 1 if wanted.point else 0)


points = st.builds(
    move,
    st.sampled_from([HARBOUR, (34.0, -2.6), (34.0, -7.0)]),
    st.sampled_from([-70.0, -20.0, -10.0, 0.0, 3.0, 12.0]),
    st.sampled_from([-30.0, -2.0, 0.0, 1.0]),
)
audiences = st.sampled_from(["women", "children", *sorted(STATUSES)])
details = st.fixed_dictionaries(
    {},
    optional={
        "organization": st.sampled_from(["one", "two"]),
        "point": points,
        "precision": st.sampled_from(["address", "district", "city"]),
        "confidence": st.sampled_from([*["verified_in_source", "partially"] * 3, NOT_RECOMMENDED]),
        "status": st.sampled_from([*["active"] * 5, "inactive"]),
        "description": st.sampled_from([*["Aide"] * 5, ""]),
        "audiences": st.dictionaries(audiences, st.sampled_from([ONLY, WELCOME]), max_size=3),
        "spoken": st.lists(st.sampled_from(["fr", "ar", "wo"]), unique=True),
        "hours": st.sampled_from([[], [OFFICE], [NIGHT], [ALWAYS], [OFFICE, NIGHT]]),
        "phone": st.sampled_from(["", "0537"]),
    },
)


@st.composite
def directories(draw: st.DrawFn) -> list[Line]:
    drawn = draw(
        st.lists(
            st.tuples(st.sampled_from([None, *PLACES]), st.sampled_from([*["health"] * 5, "housing"]), details),
            max_size=9,
        )
    )
    return [Line(f"{number}", *line) for number, line in enumerate(drawn)]


wishes = st.fixed_dictionaries(
    {"category": st.just("health")},
    optional={
        "point": points,
        "audiences": st.frozensets(audiences, max_size=3),
        "spoken": st.sampled_from(["fr", "wo", "sw"]),
        "open_at": st.sampled_from([MONDAY_NOON, MONDAY_NIGHT, NEW_YEAR]),
    },
)


@settings(deadline=None)
@given(lines=directories(), place=st.sampled_from([None, *PLACES]), wish=wishes)
def test_the_ranking_is_the_obvious_one_and_nothing_that_suits_is_missing(
    empty: Engine, places: Gazetteer, lines: list[Line], place: str | None, wish: dict[str, Any]
) -> None:
    wanted = Wanted(place=places.by_key(place) if place else None, **wish)
    ranked = best(empty, lines, wanted, places)
    expected = slowly(lines, wanted)
    assert [(each.service_at_location_id, each.nearness) for each in ranked] == [
        (key, step) for key, step, _ in expected
    ]
    assert [each.distance_km for each in ranked] == [km if km is None else pytest.approx(km) for _, _, km in expected]
    area = {line.key: (line.organization, line.area) for line in lines}
    assert {area[each.service_at_location_id] for each in ranked} == {
        (line.organization, line.area) for line in lines if _told(line, wanted)
    }


# One promise at a time


def test_from_a_point_the_nearest_real_points_come_first_and_then_those_of_the_town(
    empty: Engine, places: Gazetteer
) -> None:
    lines = [
        Line("a town known only", "harbour"),
        Line("b two km", "harbour", details={"point": move(HARBOUR, 2, 0)}),
        Line("c one km", "harbour", details={"point": move(HARBOUR, -1, 0)}),
        Line("d marked in the middle of the town", "harbour", details={"point": HARBOUR, "precision": "city"}),
        Line("e the same town, twenty km", "harbour", details={"point": move(HARBOUR, 20, 0)}),
        Line("f next town, fourteen km", "market", details={"point": move(HARBOUR, 0, -14)}),
        Line("g next town", "market"),
        Line("h country", None),
    ]
    ranked = best(empty, lines, Wanted("health", places.by_key("harbour"), point=HARBOUR), places)
    assert [each.service_at_location_id[2] for each in ranked] == list("cbfeadgh")
    assert [each.nearness for each in ranked] == [Nearness.TOWN] * 6 + [Nearness.NEXT_TOWN, Nearness.COUNTRY]
    assert [each.distance_km for each in ranked] == [pytest.approx(km, abs=0.1) for km in (1, 2, 14, 20)] + [None] * 4


def test_the_next_towns_are_those_within_eighty_kilometres_the_nearest_first(empty: Engine, places: Gazetteer) -> None:
    lines = [
        Line("a border, 65 km", "border"),
        Line("b market, 55 km", "market"),
        Line("c too far", None, details={"point": move(HARBOUR, 85, 0)}),
        Line("d elsewhere", "capital"),
    ]
    ranked = best(empty, lines, Wanted("health", places.by_key("harbour")), places)
    assert [(each.service_at_location_id[2], each.nearness) for each in ranked] == [
        ("b", Nearness.NEXT_TOWN),
        ("a", Nearness.NEXT_TOWN),
        ("c", Nearness.ELSEWHERE),
        ("d", Nearness.ELSEWHERE),
    ]


def test_open_counts_more_than_the_language_and_the_language_more_than_for_whom_it_is(
    empty: Engine, places: Gazetteer
) -> None:
    women, wolof, always = {"audiences": {"women": WELCOME}}, {"spoken": ["wo"]}, {"hours": [ALWAYS]}
    lines = [
        Line("a nothing known", "harbour"),
        Line("b women", "harbour", details=women),
        Line("c wolof", "harbour", details=wolof),
        Line("d open", "harbour", details=always),
        Line("e open and wolof", "harbour", details=always | wolof),
        Line("f next town, all of it", "market", details=always | wolof | women),
    ]
    wanted = Wanted(
        "health", places.by_key("harbour"), audiences=frozenset({"women"}), spoken="wo", open_at=MONDAY_NIGHT
    )
    assert [name[0] for name in order(empty, lines, wanted, places)] == list("edcbaf")


def test_without_a_point_no_distance_counts_within_a_town(empty: Engine, places: Gazetteer) -> None:
    """The middle of a town is nobody's home: who is nearer to it is not nearer to the person."""
    lines = [
        Line("a far from the middle", "harbour", details={"point": move(HARBOUR, 9, 0), "phone": "0537"}),
        Line("b in the middle", "harbour", details={"point": HARBOUR}),
    ]
    ranked = best(empty, lines, Wanted("health", places.by_key("harbour")), places)
    assert [each.service_at_location_id[2] for each in ranked] == ["a", "b"]
    assert {each.distance_km for each in ranked} == {None}


def test_a_real_point_that_belongs_to_no_place_is_not_for_the_whole_country(empty: Engine, places: Gazetteer) -> None:
    lines = [Line("near", None, details={"point": move(HARBOUR, 3, 0)}), Line("far", None, details={"point": (48, 2)})]
    ranked = best(empty, lines, Wanted("health", places.by_key("harbour")), places)
    assert [each.nearness for each in ranked] == [Nearness.NEXT_TOWN, Nearness.ELSEWHERE]


def test_a_region_is_not_searched_beyond_its_border(empty: Engine, places: Gazetteer) -> None:
    """The coordinates of a region are those of its first town, which is not where the person is."""
    lines = [Line("a other region, near its first town", "border"), Line("b whole region", "east")]
    ranked = best(empty, lines, Wanted("health", places.by_key("east")), places)
    assert [each.nearness for each in ranked] == [Nearness.REGION, Nearness.ELSEWHERE]


@pytest.mark.parametrize("quarter", ["docks", "station"])
def test_a_quarter_finds_the_services_of_its_town_and_the_town_those_of_its_quarters(
    empty: Engine, places: Gazetteer, quarter: str
) -> None:
    lines = [Line("a of the town", "harbour"), Line("b of a quarter", "docks"), Line("c of another", "station")]
    for where in (quarter, "harbour"):
        ranked = best(empty, lines, Wanted("health", places.by_key(where)), places)
        assert [each.nearness for each in ranked] == [Nearness.TOWN] * 3
    next_town = best(empty, lines, Wanted("health", places.by_key("market")), places)
    assert [each.nearness for each in next_town] == [Nearness.NEXT_TOWN] * 3


def test_an_organization_with_offices_in_two_quarters_is_named_once(empty: Engine, places: Gazetteer) -> None:
    office = {"organization": "one"}
    lines = [Line("a", "docks", details=office), Line("b", "station", details=office)]
    assert order(empty, lines, Wanted("health", places.by_key("harbour")), places) == ["a"]


def test_a_commune_without_coordinates_falls_back_to_its_region(empty: Engine, places: Gazetteer) -> None:
    lines = [
        Line("a other region", "harbour"),
        Line("b country", None),
        Line("c same region", "capital"),
        Line("d here", "village"),
    ]
    assert [name[0] for name in order(empty, lines, Wanted("health", places.by_key("village")), places)] == list("dcba")


@pytest.mark.parametrize("status", sorted(STATUSES - {"refugees"}))
def test_what_is_only_for_refugees_is_never_given_to_somebody_with_other_papers(
    empty: Engine, places: Gazetteer, status: str
) -> None:
    lines = [
        Line("reserved", "harbour", details={"audiences": {"refugees": ONLY}}),
        Line("reserved for refugee women", "harbour", details={"audiences": {"refugees": ONLY, "women": WELCOME}}),
        Line("refugees welcome", "harbour", details={"audiences": {"refugees": WELCOME}}),
    ]
    wanted = Wanted("health", places.by_key("harbour"), audiences=frozenset({status, "women"}))
    assert order(empty, lines, wanted, places) == ["refugees welcome"]


def test_what_is_for_refugees_only_is_given_to_refugees_first_and_to_others_last(
    empty: Engine, places: Gazetteer
) -> None:
    lines = [Line("all", "harbour"), Line("reserved", "harbour", details={"audiences": {"refugees": ONLY}})]
    where = places.by_key("harbour")
    assert order(empty, lines, Wanted("health", where, audiences=frozenset({"refugees"})), places) == [
        "reserved",
        "all",
    ]
    assert order(empty, lines, Wanted("health", where), places) == ["all", "reserved"]


def test_what_is_for_women_comes_first_for_women_and_later_for_who_did_not_say(
    empty: Engine, places: Gazetteer
) -> None:
    lines = [
        Line("all", "harbour"),
        Line("women", "harbour", details={"audiences": {"women": ONLY}}),
        Line("next town", "market"),
    ]
    where = places.by_key("harbour")
    for audience, expected in {
        frozenset({"women"}): ["women", "all", "next town"],
        frozenset({"undocumented"}): ["all", "women", "next town"],
        frozenset[str](): ["all", "women", "next town"],
    }.items():
        assert order(empty, lines, Wanted("health", where, audiences=audience), places) == expected


def test_people_a_source_names_come_first(empty: Engine, places: Gazetteer) -> None:
    lines = [
        Line("all", "harbour"),
        Line("whatever their papers", "harbour", details={"audiences": {"undocumented": WELCOME}}),
    ]
    wanted = Wanted("health", places.by_key("harbour"), audiences=frozenset({"undocumented"}))
    assert order(empty, lines, wanted, places) == ["whatever their papers", "all"]


def test_of_an_organization_the_nearest_of_its_offices_in_a_town_is_given(empty: Engine, places: Gazetteer) -> None:
    office = {"organization": "one"}
    lines = [
        Line("a two km", "harbour", details={**office, "point": move(HARBOUR, 2, 0)}),
        Line("b one km", "harbour", details={**office, "point": move(HARBOUR, 1, 0)}),
        Line("c in the next town", "market", details=office),
    ]
    wanted = Wanted("health", places.by_key("harbour"), point=HARBOUR)
    assert [name[0] for name in order(empty, lines, wanted, places)] == ["b", "c"]


def test_those_that_can_be_reached_and_better_sources_come_first(empty: Engine, places: Gazetteer) -> None:
    lines = [
        Line("a nothing", "harbour", details={"confidence": "partially"}),
        Line("b better source", "harbour"),
        Line("c phone", "harbour", details={"phone": "0537", "confidence": "partially"}),
        Line("d both", "harbour", details={"phone": "0537"}),
    ]
    assert [name[0] for name in order(empty, lines, Wanted("health", places.by_key("harbour")), places)] == list("dcba")


def test_a_kind_that_nobody_offers_finds_nothing(empty: Engine, places: Gazetteer) -> None:
    assert order(empty, [Line("one", "harbour")], Wanted("asylum"), places) == []


@pytest.mark.parametrize(
    ("moment", "is_open"), [(MONDAY_NOON, True), (NEW_YEAR, False)], ids=["a Monday", "a public holiday"]
)
def test_open_and_spoken_are_told_only_when_they_are_known(
    empty: Engine, places: Gazetteer, moment: datetime, is_open: bool
) -> None:
    lines = [
        Line("known", "harbour", details={"hours": [OFFICE, NIGHT], "spoken": ["wo"]}),
        Line("unknown", "harbour"),
    ]
    wanted = Wanted("health", places.by_key("harbour"), spoken="wo", open_at=moment)
    told = {each.service_at_location_id: (each.is_open, each.is_spoken) for each in best(empty, lines, wanted, places)}
    assert told == {"a-known": (is_open, True), "a-unknown": (False, False)}
