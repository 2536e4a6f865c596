"""Documents of HSDS 3.0 with something wrong: problems with their place, never an error."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.exchange.store import store
from knowledge.models import Service
from tests.knowledge.directory_rows import count, prepared
from tests.knowledge.hsds_samples import Document, changed, document, id_of, location, read

LOCATION = "service_at_locations.0.location"
WRONG = [
    ("id", ..., "service 1, id", "required"),
    ("id", "1", "service 1, id", "UUID"),
    ("name", ..., "service 1, name", "required"),
    ("name", None, "service 1, name", "required"),
    ("name", "", "service 1, name", "at least 1"),
    ("name", "x" * 201, "service 1, name", "at most 200"),
    ("name", "a\0b", "service 1, name", "a character that is none"),
    ("name", "a\ud800", "service 1, name", "unicode"),
    ("status", ..., "service 1, status", "required"),
    ("status", "open", "service 1, status", "not one of active"),
    ("organization", ..., "service 1, organization", "required"),
    ("organization.name", ..., "service 1, organization.name", "required"),
    ("organization.website", "amis", "service 1, organization.website", "http://"),
    ("organization.phones.0.number", "+44 1234 234567", "service 1, phones.number", "+44 1234 234567"),
    ("url", "javascript:alert(1)", "service 1, url", "http://"),
    ("email", "nobody", "service 1, email", "not an e-mail"),
    ("minimum_age", -1, "service 1, minimum_age", "greater"),
    ("assured_date", "hier", "service 1, assured_date", "date"),
    ("phones", {}, "service 1, phones", "list"),
    ("phones.0.id", "x", "service 1, phones.0.id", "UUID"),
    ("phones.0.number", ..., "service 1, phones.0.number", "required"),
    ("phones.0.number", "call me", "service 1, phones.number", "call me"),
    ("phones.0.number", "1" * 61, "service 1, phones.0.number", "at most 60"),
    ("phones.0.languages.0.code", "x" * 9, "service 1, phones.0.languages.0.code", "pattern"),
    ("schedules.0.opens_at", "9h", "service 1, schedules.0.opens_at", "09:00"),
    ("schedules.0.opens_at", ..., "service 1, schedules", "half a row"),
    ("schedules.0.byday", "LUN", "service 1, schedules", "not days"),
    ("schedules.0.freq", "DAILY", "service 1, schedules", "neither WEEKLY nor MONTHLY"),
    ("schedules.0.closes_at", "25:00", "service 1, schedules", "25:00"),
    ("cost_options.0.amount", float("nan"), "service 1, cost_options.0.amount", "finite"),
    ("cost_options.0.currency", "DIRHAM", "service 1, cost_options.0.currency", "at most 3"),
    (f"{LOCATION}.location_type", "house", f"service 1, {LOCATION}.location_type", "physical"),
    (f"{LOCATION}.latitude", 48.85, "service 1, service_at_locations.location.latitude", "not in Morocco"),
    (f"{LOCATION}.latitude", float("nan"), "service 1, service_at_locations.location.latitude", "not in Morocco"),
    (f"{LOCATION}.longitude", 34.02, "service 1, service_at_locations.location.latitude", "not in Morocco"),
    (f"{LOCATION}.addresses.0.country", "Maroc", f"service 1, {LOCATION}.addresses.0.country", "pattern"),
]


@pytest.mark.parametrize(("way", "value", "where", "what"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_told_with_its_place_and_nothing_of_the_document_is_kept(
    way: str, value: Any, where: str, what: str
) -> None:
    batch = read(changed((way, value)))
    assert [problem.where for problem in batch.problems] == [where]
    assert what in batch.problems[0].what
    assert list(batch.records()) == []


def test_a_city_that_we_do_not_know_and_a_location_that_says_nothing_are_problems() -> None:
    unknown = location(latitude=None, addresses=[{"id": id_of(5), "address_1": "x", "city": "MyCity"}])
    silent = location(latitude=None, addresses=[])
    for where, reason in ((unknown, "MyCity is not a place that we know"), (silent, "neither a city nor a point")):
        batch = read(document(service_at_locations=[{"id": id_of(4), "location": where}]))
        assert len(batch.problems) == 1
        assert reason in batch.problems[0].what


@pytest.mark.parametrize("other", [None, 5, "service", [], {}, [document()]])
def test_what_is_no_service_is_a_problem(other: Any) -> None:
    assert read(document(), other).problems[0].where.startswith("service 2")


def test_a_service_that_stands_twice_is_a_problem() -> None:
    batch = read(document(), document(name="Autre"))
    assert [str(problem) for problem in batch.problems] == [f"service 2, id: {id_of(1)} stands twice"]


scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=()), max_size=30)
    | st.sampled_from(["", "x" * 400, "a\0", "2511", "0537545400", "09:00", "24:00", "MO", "2MO", "WEEKLY", "İ" * 8,
                       "2027-01-01", "0001-01-01", id_of(1), id_of(7), "http://a.ma", "a@b.ma", "virtual", "Oujda"])
)  # fmt: skip
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner))


def ways(part: Any, way: str = "") -> Iterator[str]:
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        yield f"{way}{key}"
        if isinstance(value, dict | list):
            yield from ways(value, f"{way}{key}.")


mutated = st.lists(st.tuples(st.sampled_from(list(ways(document()))), values), min_size=1, max_size=3).map(
    lambda changes: changed(*changes)
)
"""Documents with anything at one to three places."""


@settings(max_examples=60, deadline=None)
@given(documents=st.lists(mutated, min_size=1, max_size=3))
def test_whatever_documents_hold_there_is_no_error_but_problems_that_can_be_printed(documents: list[Document]) -> None:
    for problem in read(*documents).problems:
        assert str(problem).startswith("service ")
        assert str(problem).encode()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(mutated, min_size=10, max_size=10))
def test_documents_without_problems_are_stored_by_both_databases(
    each_prepared: list[Engine], documents: list[Document]
) -> None:
    for number, one in enumerate(documents, start=100):
        one["id"] = id_of(number)
    right = [one for one in documents if not read(one).problems]
    for engine in each_prepared:
        with Session(engine) as session:
            store(session, read(*right).records())
            assert count(session, Service) == len(right)
            again = store(session, read(*right).records())
            assert (again.added, again.updated, again.conflicts) == ([], [], [])
            session.rollback()


@pytest.fixture
def each_prepared(each_engine: list[Engine]) -> list[Engine]:
    return [prepared(engine) for engine in each_engine]
