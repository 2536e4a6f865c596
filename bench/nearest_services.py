"""How long the search for the nearest services takes among many: `python -m bench.nearest_services [PICTURE]`.

Makes directories of 1,000 to 100,000 invented services around the real towns of Morocco, in SQLite, asks each 400
searches of mixed kinds, and prints median and 95th percentile of a whole search (ranking, reading the rows, wording the
hours). With PICTURE it draws the growth. Times are those of this process on the processor, so that other work of a
shared machine does not count.
"""

import random
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from app.settings import ROOT
from knowledge.categories import categories
from knowledge.database import connect
from knowledge.load.places import load_places
from knowledge.load.taxonomies import load_taxonomies, term_id
from knowledge.models import Attribute, Base, Location, Organization, Phone, Schedule, Service, ServiceAtLocation
from knowledge.models.taxonomy import AUDIENCES, CATEGORIES, ONLY
from knowledge.places import FoundPlace, Gazetteer
from knowledge.services import Ranking, Wanted, find_services

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
SEARCHES = 400
MOMENT = datetime(2026, 11, 25, 10, 30)
_AT_ONCE = 5_000
_TARGET_MS = 10.0


@dataclass(frozen=True)
class Times:
    """Milliseconds of the searches among `size` services, and seconds to read the directory into memory."""

    size: int
    median: float
    p95: float
    seconds_to_read: float


def main(picture: Path | None) -> None:
    """Measure all sizes and print them."""
    print("services   median ms   95th percentile ms   s to read into memory")
    measured = []
    for size in SIZES:
        times = measure(size)
        measured.append(times)
        print(f"{times.size:8,}   {times.median:9.2f}   {times.p95:18.2f}   {times.seconds_to_read:21.2f}")
    if picture:
        draw(measured, picture)
        print(f"The growth is drawn in {picture}.")


def measure(size: int) -> Times:
    """Make a directory of that size and search it."""
    chance = random.Random(size)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/bench.db")
        Base.metadata.create_all(engine)
        with Session(engine) as session, session.begin():
            load_places(session, ROOT / "knowledge" / "content" / "directory" / "places-ma.csv")
            load_taxonomies(session)
        with Session(engine) as session:
            gazetteer = Gazetteer.from_database(session)
        fill(engine, size, gazetteer.towns(), chance)
        with Session(engine) as session:
            started = time.process_time()
            ranking = Ranking.from_database(session, gazetteer)
            seconds_to_read = time.process_time() - started
        milliseconds = list(_searches(engine, ranking, gazetteer.towns(), chance))
        engine.dispose()
    cuts = quantiles(milliseconds, n=20)
    return Times(size, cuts[9], cuts[18], seconds_to_read)


def fill(engine: Engine, size: int, towns: list[FoundPlace], chance: random.Random) -> None:
    """Invented services: two of three in the twenty first towns, a third with a point of their own."""
    tables = (Organization, Location, Service, ServiceAtLocation, Phone, Schedule, Attribute)
    with engine.begin() as connection:
        for start in range(0, size, _AT_ONCE):
            rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in tables}
            for _ in range(start, min(size, start + _AT_ONCE)):
                for table, row in _service(towns, chance):
                    rows[table].append(row)
            for table in tables:
                if rows[table]:
                    connection.execute(insert(table), rows[table])


def _service(towns: list[FoundPlace], chance: random.Random) -> Iterator[tuple[Any, dict[str, Any]]]:
    ids = [str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in range(8)]
    organization, location, service, link, phone, schedule, category, audience = ids
    town = chance.choice(towns[:20] if chance.random() < 0.66 else towns)
    real = chance.random() < 0.33
    yield Organization, {"id": organization, "name": f"Association {organization[:8]}", "type": "association",
                         "translations": {}}  # fmt: skip
    yield Location, {"id": location, "place_key": town.key, "precision": "address" if real else "city",
                     "latitude": (town.latitude or 32.0) + chance.gauss(0, 0.03) * real,
                     "longitude": (town.longitude or -6.0) + chance.gauss(0, 0.03) * real}  # fmt: skip
    yield Service, {"id": service, "organization_id": organization, "name": "Service", "description": "Text " * 20,
                    "confidence": chance.choice(["verified_in_source", "partially"]), "translations": {}}  # fmt: skip
    yield ServiceAtLocation, {"id": link, "service_id": service, "location_id": location}
    if chance.random() < 0.5:
        yield Phone, {"id": phone, "service_id": service, "number": "0537000000", "dialled": "05 37 00 00 00"}
    if chance.random() < 0.4:
        opens = chance.randint(7, 14)
        yield Schedule, {"id": schedule, "service_at_location_id": link, "freq": "WEEKLY", "translations": {},
                         "byday": chance.choice(["MO,TU,WE,TH,FR", "MO,WE", "SA,SU", "MO,TU,WE,TH,FR,SA"]),
                         "opens_at": f"{opens:02}:00", "closes_at": f"{opens + 6:02}:30"}  # fmt: skip
    yield Attribute, {"id": category, "service_id": service, "value": "",
                      "taxonomy_term_id": term_id(CATEGORIES, chance.choice(list(categories())))}  # fmt: skip
    if chance.random() < 0.15:
        who = chance.choice(["women", "children", "refugees"])
        yield Attribute, {"id": audience, "service_id": service, "value": ONLY,
                          "taxonomy_term_id": term_id(AUDIENCES, who)}  # fmt: skip


def _searches(engine: Engine, ranking: Ranking, towns: list[FoundPlace], chance: random.Random) -> Iterator[float]:
    """Milliseconds of each search: by town or by point, a third only open ones, a third for somebody in particular."""
    for _ in range(SEARCHES):
        town = chance.choice(towns[:20] if chance.random() < 0.66 else towns)
        point = (town.latitude, town.longitude) if town.latitude and town.longitude and chance.random() < 0.5 else None
        wanted = Wanted(
            category=chance.choice(list(categories())),
            place=town,
            point=point,
            audiences=frozenset({"undocumented"}) if chance.random() < 0.33 else frozenset(),
            open_at=MOMENT if chance.random() < 0.33 else None,
        )
        started = time.process_time()
        with Session(engine) as session:
            find_services(session, ranking, wanted, "fr", MOMENT)
        yield 1000 * (time.process_time() - started)


def draw(measured: list[Times], picture: Path) -> None:
    """Median and 95th percentile over the number of services, both axes logarithmic."""
    from matplotlib import use

    use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.5), layout="constrained")
    sizes = [times.size for times in measured]
    axes.plot(sizes, [times.p95 for times in measured], marker="o", label="95th percentile")
    axes.plot(sizes, [times.median for times in measured], marker="o", label="median")
    axes.axhline(_TARGET_MS, linestyle="--", color="grey", label="aim for the 95th percentile")
    axes.set(xscale="log", yscale="log", xlabel="services in the directory", ylabel="milliseconds for one search")
    axes.set_title("Search for the nearest services, SQLite")
    axes.legend()
    axes.grid(visible=True, which="both", alpha=0.3)
    figure.savefig(picture, dpi=120)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
