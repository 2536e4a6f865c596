"""places-ma.csv → database."""

import csv
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from knowledge.models import Place, PlaceName
from language.identify import LANGUAGES


def load_places(session: Session, file: Path) -> dict[str, str]:
    """Replace the places by those of the file, in the caller's transaction.

    Returns official French name → place key, for the directory's import.
    """
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    region_keys = {row["region_code"]: row["place_key"] for row in rows if row["place_type"] == "region"}
    session.execute(delete(PlaceName))
    for row in rows:
        session.merge(
            Place(
                key=row["place_key"],
                type=row["place_type"],
                region_key=region_keys[row["region_code"]],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                names=_names(row),
            )
        )
    return {row["name_fr"]: row["place_key"] for row in rows}


def delete_other_places(session: Session, keys: Iterable[str]) -> None:
    """Delete places that are not among the keys; call it when no location of the directory is at them any more."""
    session.execute(delete(Place).where(Place.key.not_in(list(keys))))


def _names(row: dict[str, str]) -> list[PlaceName]:
    official = [PlaceName(spelling=row[f"name_{language}"], language=language) for language in LANGUAGES]
    aliases = sorted({alias.strip() for alias in row["aliases"].split("|") if alias.strip()})
    return official + [PlaceName(spelling=alias) for alias in aliases]
