"""places-ma.csv, communes-ma.csv and quarters-ma.csv → database."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from knowledge.models import Place, PlaceName
from language.identify import LANGUAGES
from language.normalise import words

Row = dict[str, str]


@dataclass
class _Described:
    """What the files say of a place: its columns, its official name in each language, its other spellings."""

    columns: dict[str, str | float | None]
    official: dict[str, str]
    aliases: list[str]

    def spellings(self) -> Iterator[tuple[str, str | None]]:
        """Every spelling with its language, if it is an official name."""
        yield from ((name, language) for language, name in self.official.items())
        yield from ((alias, None) for alias in sorted(set(self.aliases) - set(self.official.values())))


Places = dict[str, _Described]


def load_places(session: Session, file: Path) -> dict[str, str]:
    """Replace the places by those of places-ma.csv and of the files beside it, in the caller's transaction.

    Returns official French name → place key, for the directory's import. Raises KeyError when a row names a region or
    town that is not in places-ma.csv, ValueError when two places have one official name.
    """
    communes, quarters = _rows(file.with_name("communes-ma.csv")), _rows(file.with_name("quarters-ma.csv"))
    places = _regions_and_towns(_rows(file))
    for row in communes:
        if town := places.get(row["place_key"]):
            town.aliases += _names(row)
            town.columns["population"] = int(row["population_2024"])
    alone = [row for row in communes if row["place_key"] not in places]
    used = _how_often(places, [*alone, *quarters])
    places |= {f"commune-{row['code']}": _commune(row, used) for row in alone}
    for row in quarters:
        places[row["quarter_key"]] = _quarter(row, places)
    keys = {place.official["fr"]: key for key, place in places.items()}
    if len(keys) < len(places):
        raise ValueError("two places have the same official name")
    _store(session, places)
    return keys


def delete_other_places(session: Session, keys: Iterable[str]) -> None:
    """Delete places that are not among the keys; call it when no location of the directory is at them any more."""
    session.execute(delete(Place).where(Place.key.not_in(list(keys))))


def _rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _regions_and_towns(rows: list[Row]) -> Places:
    region_keys = {row["region_code"]: row["place_key"] for row in rows if row["place_type"] == "region"}
    return {
        row["place_key"]: _Described(
            _columns(row, row["place_key"], row["place_type"], region_keys[row["region_code"]]),
            {language: row[f"name_{language}"] for language in LANGUAGES},
            _split(row["aliases"]),
        )
        for row in rows
    }


def _commune(row: Row, used: Counter[str]) -> _Described:
    """Where another place has its name, the official one gets the province: they have to differ."""
    columns = _columns(row, f"commune-{row['code']}", "commune", f"region-{row['region_code']}")
    columns["population"] = int(row["population_2024"])
    official = {
        code: row[f"name_{code}"]
        if used[_same(row[f"name_{code}"])] == 1
        else f"{row[f'name_{code}']} ({row[f'province_{code}']})"
        for code in ("fr", "ar")
    }
    return _Described(columns, official | {"en": official["fr"]}, _names(row))


def _quarter(row: Row, places: Places) -> _Described:
    """A quarter of a town. It may be a place that is known already: from now on that is a quarter."""
    town = places[row["town_key"]]
    columns = _columns(row, row["quarter_key"], "quarter", str(town.columns["region_key"]))
    columns["town_key"] = row["town_key"]
    plain = {"fr": row["name_fr"], "ar": row["name_ar"], "en": row["name_fr"]}
    official = {language: f"{name} ({town.official[language]})" for language, name in plain.items()}
    known = places.get(row["quarter_key"])
    return _Described(columns, official, _names(row) + (known.aliases if known else []))


def _columns(row: Row, key: str, kind: str, region_key: str) -> dict[str, str | float | None]:
    return {
        "key": key,
        "type": kind,
        "region_key": region_key,
        "town_key": None,
        "latitude": float(row["latitude"]) if row["latitude"] else None,
        "longitude": float(row["longitude"]) if row["longitude"] else None,
        "population": None,
    }


def _names(row: Row) -> list[str]:
    aliases = [alias for column in ("aliases", "aliases_editorial") for alias in _split(row.get(column, ""))]
    return [row["name_fr"], row["name_ar"], *aliases]


def _split(aliases: str) -> list[str]:
    return [alias.strip() for alias in aliases.split("|") if alias.strip()]


def _same(name: str) -> str:
    return " ".join(words(name))


def _how_often(places: Places, rows: list[Row]) -> Counter[str]:
    """Normalised spelling → how many places have it."""
    named = [{*place.official.values(), *place.aliases} for place in places.values()] + [
        set(_names(row)) for row in rows
    ]
    return Counter(spelling for names in named for spelling in {_same(name) for name in names})


def _store(session: Session, places: Places) -> None:
    stored = set(session.scalars(select(Place.key)))
    session.execute(delete(PlaceName))
    if new := [place.columns for key, place in places.items() if key not in stored]:
        session.execute(insert(Place), new)
    if known := [place.columns for key, place in places.items() if key in stored]:
        session.execute(update(Place), known)
    names = [
        {"place_key": key, "spelling": spelling, "language": language}
        for key, place in places.items()
        for spelling, language in place.spellings()
    ]
    session.execute(insert(PlaceName), names)
