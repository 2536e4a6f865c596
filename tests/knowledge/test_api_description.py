"""The open API keeps what its OpenAPI document promises, whatever is asked (schemathesis)."""

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import APIOperation
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.settings import Settings
from app.web import create_app
from knowledge import full_text
from knowledge.database import connect
from knowledge.models import Organization, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm
from tests.knowledge.test_api_articles import article

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TABLES = {
    "services": Service,
    "organizations": Organization,
    "service_at_locations": ServiceAtLocation,
    "taxonomies": Taxonomy,
    "taxonomy_terms": TaxonomyTerm,
}
few = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def data(shipped: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped directory, a part of it in the full text index, and an article."""
    folder = tmp_path_factory.mktemp("described")
    with shipped.connect() as connection:
        connection.exec_driver_sql(f"VACUUM INTO '{folder / 'dalil.db'}'")
    engine = connect(f"sqlite:///{folder / 'dalil.db'}")
    with Session(engine) as session, session.begin():
        session.add(article("health.known"))
        names = {service.id: [service.name] for service in session.scalars(select(Service).limit(50))}
        full_text.index(session, full_text.SERVICE, names)
    engine.dispose()
    return folder


@pytest.fixture(scope="module")
def described(data: Path) -> schemathesis.BaseSchema:
    """What the web application says of its API."""
    application = create_app(Settings(data=data, api_rate="1000000/minute"))
    return schemathesis.openapi.from_asgi("/api/openapi.json", application)


def operation(described: schemathesis.BaseSchema, path: str) -> APIOperation:
    """The one operation of a path."""
    return described[path]["GET"]


PATHS = ("/", *(f"/{kind}" for kind in (*TABLES, "articles")))
PATHS_OF_ONE = ("/articles/{key}", *(f"/{kind}/{{id}}" for kind in TABLES))


def test_every_address_that_is_described_is_tested(described: schemathesis.BaseSchema) -> None:
    assert sorted(described) == sorted((*PATHS, *PATHS_OF_ONE))


@pytest.mark.parametrize("path", [*PATHS, *PATHS_OF_ONE])
def test_whatever_is_asked_the_answer_is_one_that_was_promised(described: schemathesis.BaseSchema, path: str) -> None:
    @few
    @given(case=operation(described, path).as_strategy())
    def asked(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    asked()


@pytest.mark.parametrize("path", PATHS_OF_ONE)
def test_a_record_that_is_there_is_answered_as_was_promised(
    described: schemathesis.BaseSchema, session: Session, path: str
) -> None:
    _, kind, name = path.split("/")
    known = session.scalars(select(TABLES[kind].id).limit(1)).one() if kind in TABLES else "health.known"
    case = operation(described, path).Case(path_parameters={name.strip("{}"): known})
    assert case.call_and_validate(checks=CHECKS).status_code == 200


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize(
    "query", [{}, {"full": "true"}, {"full_service": "true"}, {"minimal": "true"}, {"search": "santé"}]
)
def test_a_list_with_content_is_answered_as_was_promised(
    described: schemathesis.BaseSchema, kind: str, query: dict[str, str]
) -> None:
    response = operation(described, f"/{kind}").Case(query=query).call_and_validate(checks=CHECKS)
    assert response.status_code == 200


def test_an_answer_that_was_not_promised_is_found(described: schemathesis.BaseSchema) -> None:
    case = operation(described, "/services").Case(query={"page": "0"})
    response = case.call()
    response.status_code = 200
    with pytest.raises(FailureGroup):
        case.validate_response(response, checks=CHECKS)
