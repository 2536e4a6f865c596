"""The three files of places → database: each place once, with what its sources say, as often as it is loaded."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.load.places import delete_other_places, load_places
from knowledge.models import Place, PlaceName
from tests.knowledge.samples import CONTENT
from tests.knowledge.test_places import rows_of

SHIPPED = CONTENT / "directory"
COMMUNES = rows_of("communes-ma.csv")
QUARTERS = rows_of("quarters-ma.csv")
LINKED = {row["place_key"] for row in COMMUNES} - {""}
NORTH_SOUTH, WEST_EAST = (20.7, 35.95), (-17.2, -0.95)
Row = dict[str, str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped files, to be changed."""
    copy = tmp_path / "directory"
    copy.mkdir()
    for name in ("places-ma.csv", "communes-ma.csv", "quarters-ma.csv"):
        shutil.copy(SHIPPED / name, copy)
    return copy


def rewrite(path: Path, change: Callable[[list[Row]], object]) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = list(rows[0])
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as output:
        writer = csv.DictWriter(output, columns)
        writer.writeheader()
        writer.writerows(rows)


def loaded(engine: Engine, folder: Path) -> dict[str, str]:
    with Session(engine) as session, session.begin():
        keys = load_places(session, folder / "places-ma.csv")
        delete_other_places(session, keys.values())
        return keys


def everything(engine: Engine) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    with Session(engine) as session:
        columns = [column for column in Place.__table__.columns]
        places = session.execute(select(*columns).order_by(Place.key)).all()
        names = session.execute(select(PlaceName.place_key, PlaceName.spelling, PlaceName.language)).all()
    return [tuple(row) for row in places], sorted((tuple(row) for row in names), key=repr)


def test_every_region_town_commune_and_quarter_is_one_place(shipped: Engine) -> None:
    with Session(shipped) as session:
        types = {place.key: place.type for place in session.scalars(select(Place))}
    quarters = {row["quarter_key"] for row in QUARTERS}
    communes = {f"commune-{row['code']}" for row in COMMUNES if not row["place_key"]}
    assert len(COMMUNES) == 1503
    assert {key for key, kind in types.items() if kind == "commune"} == communes - quarters
    assert {key for key, kind in types.items() if kind == "quarter"} == quarters
    assert set(types) == communes | quarters | {row["place_key"] for row in rows_of("places-ma.csv")}


def test_every_town_is_a_commune_of_the_census(shipped: Engine) -> None:
    with Session(shipped) as session:
        towns = session.scalars(select(Place).where(Place.type.in_(["city", "town"]))).all()
        assert {town.key for town in towns} == LINKED
        assert all(town.population for town in towns)


def test_official_names_are_different_and_in_three_languages(shipped: Engine) -> None:
    with Session(shipped) as session:
        official = session.execute(select(PlaceName).where(PlaceName.language.is_not(None))).scalars().all()
        places = session.scalars(select(Place.key)).all()
    for language in ("fr", "ar", "en"):
        named = {name.spelling: name.place_key for name in official if name.language == language}
        assert set(named.values()) == set(places)


def test_a_quarter_is_in_a_town_and_in_its_region(shipped: Engine) -> None:
    with Session(shipped) as session:
        places = {place.key: place for place in session.scalars(select(Place))}
    for place in places.values():
        assert (place.town_key is None) == (place.type != "quarter")
        if place.town_key:
            assert places[place.town_key].type in ("city", "town")
            assert places[place.town_key].region_key == place.region_key


def test_coordinates_have_a_source_and_no_source_is_used_twice() -> None:
    linked = {row["code"] for row in COMMUNES if row["place_key"]} | {row["hcp_code"] for row in QUARTERS}
    communes = [row for row in COMMUNES if row["code"] not in linked]
    rows = [
        *rows_of("places-ma.csv"),
        *communes,
        *(row for row in QUARTERS if row["quarter_key"] != "ma-boukhalef-tanger"),
    ]
    located = [row for row in rows if row["latitude"] and row.get("place_type") != "region"]
    assert all(row["geonameid"] for row in located)
    assert len({row["geonameid"] for row in located}) == len(located)
    for row in located:
        assert NORTH_SOUTH[0] < float(row["latitude"]) < NORTH_SOUTH[1]
        assert WEST_EAST[0] < float(row["longitude"]) < WEST_EAST[1]
    assert {row["match"] for row in communes} == {"", "name", "spelling", "editorial"}


def test_loading_again_changes_nothing(engine: Engine, folder: Path) -> None:
    keys = loaded(engine, folder)
    before = everything(engine)
    assert loaded(engine, folder) == keys
    assert everything(engine) == before


def test_a_changed_row_is_changed_and_a_row_taken_out_is_gone(engine: Engine, folder: Path) -> None:
    loaded(engine, folder)
    rewrite(folder / "quarters-ma.csv", lambda rows: rows.pop())
    rewrite(folder / "communes-ma.csv", lambda rows: rows[1].update(place_key="", name_fr="Elsewhere"))
    keys = loaded(engine, folder)
    with Session(engine) as session:
        stored = set(session.scalars(select(Place.key)))
    assert stored == set(keys.values())
    assert QUARTERS[-1]["quarter_key"] not in stored
    assert keys["Elsewhere"] == f"commune-{COMMUNES[1]['code']}"


def test_the_commune_of_a_town_that_was_taken_out_becomes_a_place(engine: Engine, folder: Path) -> None:
    loaded(engine, folder)
    rewrite(folder / "places-ma.csv", lambda rows: rows.pop())
    keys = loaded(engine, folder)
    assert keys["Aousserd"].startswith("commune-")


def test_a_quarter_of_an_unknown_town_loads_nothing(engine: Engine, folder: Path) -> None:
    rewrite(folder / "quarters-ma.csv", lambda rows: rows[0].update(town_key="ma-atlantis"))
    with pytest.raises(KeyError, match="atlantis"):
        loaded(engine, folder)
    assert everything(engine) == ([], [])


def test_two_places_of_one_official_name_load_nothing(engine: Engine, folder: Path) -> None:
    rewrite(
        folder / "quarters-ma.csv",
        lambda rows: rows[1].update(name_fr=rows[0]["name_fr"], town_key=rows[0]["town_key"]),
    )
    with pytest.raises(ValueError, match="same official name"):
        loaded(engine, folder)
    assert everything(engine) == ([], [])
