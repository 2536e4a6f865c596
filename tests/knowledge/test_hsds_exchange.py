"""The official examples of HSDS 3.0, and our own export, as imports."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.exchange.hsds_export import HsdsExport
from knowledge.exchange.hsds_loading import FULL_SERVICE, load, places_of
from knowledge.exchange.record import copy_of
from knowledge.exchange.store import store
from knowledge.load.taxonomies import load_taxonomies
from knowledge.models import Place, Service
from knowledge.places import Gazetteer
from tests.knowledge.conftest import made
from tests.knowledge.directory_rows import RABAT, only_service, prepared_database
from tests.knowledge.hsds_samples import Document, read

OFFICIAL = Path(__file__).parents[3] / "shared" / "hsds" / "3.0" / "examples"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A database with the places and taxonomies."""
    with prepared_database(tmp_path) as engine:
        yield engine


def official(name: str) -> Any:
    if not OFFICIAL.exists():
        pytest.skip(f"the official examples of HSDS 3.0 are not in {OFFICIAL}")
    return json.loads((OFFICIAL / name).read_text(encoding="utf-8"))


def moved(part: Any) -> Any:
    """An example moved to Morocco: its phones, points and towns."""
    if isinstance(part, list):
        return [moved(each) for each in part]
    if not isinstance(part, dict):
        return part
    changes = {"number": "+212 5 37 54 54 00", "latitude": RABAT[0], "longitude": RABAT[1], "city": "Rabat"}
    return {key: changes.get(key, moved(value)) for key, value in part.items()}


def test_the_official_example_of_a_service_is_refused_for_what_is_not_in_morocco() -> None:
    batch = read(official("service_full.json"))
    assert len(batch.problems) == 1
    assert "not in Morocco" in str(batch.problems[0]) or "+44" in str(batch.problems[0])


def test_the_official_example_of_a_service_is_imported_when_it_is_moved_to_morocco(database: Engine) -> None:
    batch = read(moved(official("service_full.json")))
    assert batch.problems == []
    with Session(database) as session:
        store(session, batch.records())
        service = only_service(session)
        assert (service.name, service.organization.name) == ("Community Counselling", "Example Organization Inc.")
        assert (service.minimum_age, service.maximum_age) == (12, 100)
        assert [phone.dialled for phone in service.phones] == ["05 37 54 54 00"]
        assert [spoken.code for spoken in service.languages] == ["ur"]
        assert [(cost.amount, cost.currency) for cost in service.cost_options] == [(35.0, "gbp")]
        (link,) = service.service_at_locations
        assert (link.location.name, link.location.place_key) == ("MyCity Civic Center", "Rabat")
        # "every Thursday and Friday of weeks 41 and 42, on the 2nd to 4th": we keep the words only.
        assert [(row.byday, row.opens_at) for row in service.schedules] == [(None, None)]
        assert "10 am to 6pm" in service.schedules[0].description


def test_the_official_page_of_services_is_imported_with_its_organization() -> None:
    page = official("service_list.json")
    batch = read(*page["contents"])
    assert batch.problems == []
    assert [service.name for service in batch.services.values()] == ["Community Counselling"]


@pytest.mark.parametrize("name", ["organization_full", "location", "taxonomy", "base", "tabular", "taxonomy_term_list"])
def test_other_official_examples_are_refused_because_they_are_no_services(name: str) -> None:
    missing = {str(problem) for problem in read(official(f"{name}.json")).problems}
    assert "service 1, status: Field required" in missing
    assert "service 1, organization: Field required" in missing


def exported(engine: Engine, language: str) -> list[Document]:
    """The whole directory as `dalil directory export` writes it."""
    with Session(engine) as session:
        services = load(session, Service, list(session.scalars(select(Service.id))), FULL_SERVICE)
        found = places_of(session, (link for service in services for link in service.service_at_locations))
        export = HsdsExport(language, found)
        return [export.full_service(service).model_dump(mode="json", exclude_none=True) for service in services]


def told(engine: Engine) -> dict[str, Any]:
    """What people learn of each service."""
    with Session(engine) as session:
        services = load(session, Service, list(session.scalars(select(Service.id))), FULL_SERVICE)
        return {
            service.id: (
                service.organization.id,
                (service.status, service.confidence, service.source, service.source_date, service.minimum_age),
                [phone.dialled for phone in service.phones],
                {(attribute.taxonomy_term_id, attribute.value) for attribute in service.attributes},
                [(cost.amount, cost.currency) for cost in service.cost_options],
                [
                    (
                        link.location.id,
                        link.location.place_key,
                        link.location.location_type,
                        (link.location.latitude, link.location.longitude) if link.location.has_real_point else None,
                        link.location.precision if link.location.has_real_point else None,
                        [address.address_1 for address in link.location.addresses],
                        [(row.freq, row.byday, row.opens_at, row.closes_at) for row in link.schedules],
                    )
                    for link in service.service_at_locations
                ],
            )
            for service in services
        }


def test_our_own_export_is_imported_as_the_same_services(shipped: Engine, tmp_path: Path) -> None:
    engine = made(tmp_path)
    documents = exported(shipped, "fr")
    with Session(shipped) as session:
        places = [copy_of(place) for place in session.scalars(select(Place))]
    with Session(engine) as session, session.begin():
        session.add_all(places)
        load_taxonomies(session)
        everywhere = Gazetteer.from_database(session)
        batch = read(*documents, places=everywhere)
        assert batch.problems == []
        store(session, batch.records())
    assert told(engine) == told(shipped)
    with Session(engine) as session:
        assert {service.id: (service.description, service.alert) for service in session.scalars(select(Service))} == {
            one["id"]: (one.get("description", ""), one.get("alert", "")) for one in documents
        }


def test_our_own_export_changes_nothing_where_it_comes_from(shipped: Engine, gazetteer: Gazetteer) -> None:
    with Session(shipped) as session:
        result = store(session, read(*exported(shipped, "ar")[:40], places=gazetteer).records())
        assert not result.changed
        assert not session.dirty and not session.new and not session.deleted
        session.rollback()
