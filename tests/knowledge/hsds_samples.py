"""A document of HSDS with everything that we read, for tests to bend."""

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.orm import Session

from knowledge.exchange.batch import Batch
from knowledge.exchange.hsds_import import HsdsImport
from knowledge.places import Gazetteer
from tests.knowledge.directory_rows import prepared_database

Document = dict[str, Any]


def id_of(number: int) -> str:
    """An id."""
    return f"00000000-0000-4000-8000-{number:012d}"


def location(**more: Any) -> Document:
    """A location with a point and an address."""
    address = {"id": id_of(5), "address_1": "1, rue Haute", "city": "Rabat", "state_province": "",
               "postal_code": "10000", "country": "MA", "address_type": "physical"}  # fmt: skip
    return {
        "id": id_of(3),
        "location_type": "physical",
        "latitude": 34.0201,
        "longitude": -6.8402,
        "addresses": [address],
        **more,
    }


def document(**more: Any) -> Document:
    """A service with everything that we read."""
    return {
        "id": id_of(1),
        "name": "Conseil juridique",
        "description": "Conseils pour tous.",
        "url": "https://amis.example/conseil",
        "email": "conseil@amis.example",
        "status": "active",
        "alert": "Fermé en août.",
        "application_process": "Appelez d'abord.",
        "eligibility_description": "Adultes",
        "minimum_age": 18,
        "maximum_age": 99,
        "fees_description": "Gratuit",
        "assured_date": "2026-11-02",
        "organization": {"id": id_of(2), "name": "Les Amis", "description": "Une association.",
                         "website": "https://amis.example", "email": "contact@amis.example",
                         "phones": [{"id": id_of(6), "number": "+212 5 37 54 54 00"}]},
        "phones": [{"id": id_of(7), "number": "2511", "type": "voice", "description": "Accueil",
                    "languages": [{"id": id_of(8), "code": "FR", "name": "français"}]}],
        "schedules": [{"id": id_of(9), "freq": "WEEKLY", "byday": "MO,TU",
                       "opens_at": "09:00:00", "closes_at": "12:00Z"},
                      {"id": id_of(10), "description": "sur rendez-vous"}],
        "languages": [{"id": id_of(11), "code": "ar"}],
        "cost_options": [{"id": id_of(12), "option": "tous", "amount": 0, "currency": "MAD"}],
        "required_documents": [{"id": id_of(13), "document": "Passeport"}, {"id": id_of(14), "document": ""}],
        "attributes": [{"id": id_of(15), "taxonomy_term": {"id": id_of(16), "code": "legal_aid"}},
                       {"id": id_of(17), "value": "only", "taxonomy_term": {"id": id_of(18), "name": "Femmes"}},
                       {"id": id_of(19), "value": "a text of another directory that is long",
                        "taxonomy_term": {"id": id_of(20), "code": "hairdressing", "name": "Coiffure"}}],
        "service_at_locations": [{"id": id_of(4), "location": location()}],
        **more,
    }  # fmt: skip


@lru_cache(maxsize=1)
def small_gazetteer() -> Gazetteer:
    """The places of `directory_rows`."""
    with TemporaryDirectory() as folder, prepared_database(Path(folder)) as engine, Session(engine) as session:
        return Gazetteer.from_database(session)


def read(*documents: Any, origin: str = "https://api.example/services", places: Gazetteer | None = None) -> Batch:
    """What documents become."""
    return HsdsImport(places or small_gazetteer(), origin).read(documents)


def put(part: Any, way: str, value: Any) -> None:
    """Set the member at a place such as "phones.0.number"; `...` takes it out. Nothing where there is no such place."""
    *steps, last = [int(step) if step.isdigit() else step for step in way.split(".")]
    with suppress(LookupError, TypeError):
        for step in steps:
            part = part[step]
        part[last] = value
        if value is ...:
            del part[last]


def changed(*changes: tuple[str, Any]) -> Document:
    """A document with other values at some places."""
    made = document()
    for way, value in changes:
        put(made, way, value)
    return made
