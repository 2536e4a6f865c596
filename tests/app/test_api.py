"""The open API in the web application: who may ask from where and how often, and how it says what is wrong."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from pydantic import ValidationError
from sqlalchemy.orm import Session

from app.api import create_api
from app.cli import main
from app.limits import RateLimit
from app.settings import Settings, settings
from app.web import create_app
from app.words import sentences
from knowledge.database import connect
from knowledge.models import Base, Organization, Service
from tests.knowledge.test_api import Get, reader_of
from tests.knowledge.test_api_articles import article

SERVICE = "00000000-0000-4000-8000-000000000001"
UNKNOWN = "00000000-0000-4000-8000-000000000009"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one service and an article in each state."""
    folder = tmp_path_factory.mktemp("api")
    engine = connect(f"sqlite:///{folder / 'dalil.db'}")
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        session.add(Organization(id=UNKNOWN, name="Association"))
        session.flush()
        session.add(Service(id=SERVICE, organization_id=UNKNOWN, name="Conseils"))
        session.add_all([article("health.known"), article("health.secret", "draft")])
    engine.dispose()
    return folder


@pytest.fixture(scope="module")
def get(data: Path) -> Get:
    """Asks the whole web application."""
    return reader_of(create_app(Settings(data=data, api_rate="10000/minute")))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/nothing", 404),
        ("/api/docs/library/nothing.js", 404),
        ("/api/services/anna", 404),
        (f"/api/services/{UNKNOWN}", 404),
        (f"/api/organizations/{SERVICE}", 404),
        (f"/api/taxonomy_terms/{SERVICE}", 404),
        (f"/api/taxonomies/{SERVICE}", 404),
        (f"/api/service_at_locations/{SERVICE}", 404),
        ("/api/articles/health.nothing", 404),
        ("/api/articles/health.secret", 404),
        ("/api/articles/a%00b", 404),
        ("/api/services?lang=de", 422),
        ("/api/articles?lang=", 422),
        ("/api/services?page=0", 422),
        ("/api/services?page=1.5", 422),
        ("/api/services?per_page=0", 422),
        ("/api/services?per_page=101", 422),
        ("/api/services?format=xml", 422),
        ("/api/services?full=perhaps", 422),
        ("/api/services?organization_id=anna", 422),
        ("/api/services?modified_after=yesterday", 422),
        ("/api/services?modified_after=0001-01-01T00:00:00%2B23:00", 422),
        ("/api/articles?topic=nothing", 422),
        ("/api/services?search=" + "x" * 201, 422),
        ("/api/service_at_locations?near=91,0", 422),
        ("/api/service_at_locations?near=0,181", 422),
        ("/api/service_at_locations?near=here", 422),
        ("/api/service_at_locations?proximity=100", 422),
        ("/api/service_at_locations?near=34,-6&proximity=0", 422),
    ],
)
@pytest.mark.parametrize(("accepted", "language"), [("fr", "fr"), ("ar", "ar"), ("en-GB", "en")])
def test_what_is_wrong_is_said_in_a_sentence_in_the_callers_language(
    get: Get, address: str, status: int, accepted: str, language: str
) -> None:
    response = get(address, headers={"Accept-Language": accepted})
    assert response.status_code == status
    ours = [texts[language].split("{")[0] for key, texts in sentences().items() if key.startswith("api_")]
    assert response.json().keys() == {"detail"}
    assert response.json()["detail"].startswith(tuple(ours))
    assert response.headers["Content-Language"] == language
    assert response.headers["Content-Type"] == "application/json"


def test_a_sentence_about_a_wrong_parameter_names_it_and_never_shows_the_value(get: Get) -> None:
    detail = get("/api/services", per_page="<script>", lang="en").json()["detail"]
    assert "per_page" in detail and "script" not in detail


def test_the_parameter_counts_more_than_the_header_for_errors_too(get: Get) -> None:
    response = get("/api/articles/nothing", lang="ar", headers={"Accept-Language": "en"})
    assert response.headers["Content-Language"] == "ar"
    assert "العنوان" in response.json()["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(get: Get, method: str) -> None:
    response = get("/api/services", method=method, lang="en")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert response.json() == {"detail": "You can only read here. Use GET or HEAD."}


def test_the_address_without_a_slash_leads_to_the_start(get: Get) -> None:
    response = get("/api")
    assert (response.status_code, response.headers["Location"]) == (307, "http://dalil.example/api/")
    start = get("/api/").json()
    assert start["openapi_url"] == "http://dalil.example/api/openapi.json"
    assert get(start["profile"]).status_code == 200


@pytest.mark.parametrize("address", ["/api/services", "/api/articles/health.known", "/api/services/anna", "/api/docs"])
def test_head_answers_like_get_without_a_body(get: Get, address: str) -> None:
    whole, head = get(address), get(address, method="HEAD")
    assert head.status_code == whole.status_code
    assert head.content == b""
    assert {name: head.headers.get(name) for name in ("etag", "content-type", "content-language")} == {
        name: whole.headers.get(name) for name in ("etag", "content-type", "content-language")
    }


@pytest.mark.parametrize("address", ["/api/", "/api/services", "/api/services?lang=de", "/api/nothing"])
def test_a_page_of_any_origin_may_read_but_sends_no_credentials(get: Get, address: str) -> None:
    response = get(address, headers={"Origin": "https://partner.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "ETag" in response.headers["Access-Control-Expose-Headers"]


def test_what_a_cache_keeps_for_one_origin_is_not_given_to_another(get: Get) -> None:
    assert "Origin" in get("/api/services").headers["Vary"]


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("HEAD", 200), ("POST", 400), ("DELETE", 400)])
def test_browsers_are_told_before_that_only_reading_is_allowed(get: Get, method: str, status: int) -> None:
    asked = {
        "Origin": "https://partner.example",
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "if-none-match",
    }
    assert get("/api/services", method="OPTIONS", headers=asked).status_code == status


@pytest.mark.parametrize("address", ["/", "/health", "/webhooks/whatsapp"])
def test_no_other_origin_may_read_anything_else(get: Get, address: str) -> None:
    response = get(address, headers={"Origin": "https://partner.example"})
    assert "Access-Control-Allow-Origin" not in response.headers


def asked(application: FastAPI, address: str, caller: str) -> int:
    """The status that a caller with that address gets."""
    return reader_of(application, caller)(address).status_code


@pytest.fixture
def limited(data: Path) -> FastAPI:
    """The whole web application; it takes three requests an hour."""
    return create_app(Settings(data=data, api_rate="3/hour"))


def test_who_asks_too_often_is_told_how_long_to_wait(limited: FastAPI) -> None:
    get = reader_of(limited)
    assert [get("/api/services").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = get("/api/services", headers={"Accept-Language": "en", "Origin": "https://partner.example"})
    seconds = int(refused.headers["Retry-After"])
    assert 3590 < seconds <= 3600
    assert refused.json()["detail"] == f"You sent too many requests. Try again later, after {seconds} s."
    assert refused.headers["Access-Control-Allow-Origin"] == "*"


def test_each_caller_is_counted_alone_and_the_chat_not_at_all(limited: FastAPI) -> None:
    assert [asked(limited, "/api/services", "198.51.100.7") for _ in range(4)][-1] == 429
    assert asked(limited, "/api/services", "198.51.100.8") == 200
    for _ in range(5):
        assert asked(limited, "/", "198.51.100.7") == 200
        assert asked(limited, "/chat/messages", "198.51.100.7") == 422


def test_the_addresses_of_one_network_of_the_new_internet_are_one_caller(limited: FastAPI) -> None:
    assert [asked(limited, "/api/services", f"2001:db8::{number}") for number in range(4)][-1] == 429
    assert asked(limited, "/api/services", "2001:db8:0:1::1") == 200


def test_a_caller_cannot_hide_behind_a_header(limited: FastAPI) -> None:
    get = reader_of(limited)
    statuses = [get("/api/", headers={"X-Forwarded-For": f"198.51.100.{number}"}).status_code for number in range(4)]
    assert statuses[-1] == 429


def test_what_was_counted_is_forgotten_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.limits._MOST_CALLERS", 5)
    api = create_api(connect("sqlite://"), "1/hour")
    for number in range(50):
        assert asked(api, "/", f"198.51.100.{number}") == 200
    assert asked(api, "/", "198.51.100.49") == 429
    kept = [layer for layer in layers(api) if isinstance(layer, RateLimit)]
    assert len(kept[0]._storage.events) <= 7


def layers(api: FastAPI) -> list[object]:
    layer: object = api.middleware_stack
    found = []
    while layer is not None:
        found.append(layer)
        layer = getattr(layer, "app", None) or getattr(layer, "_application", None)
    return found


@pytest.mark.parametrize("rate", ["often", "", "0/minute", "-1/minute", "10/fortnight", "1/second;2/minute", "120"])
def test_a_wrong_rate_stops_the_start_with_a_sentence_that_names_the_setting(
    rate: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValidationError):
        Settings(api_rate=rate)
    monkeypatch.setenv("DALIL_API_RATE", rate)
    settings.cache_clear()
    assert main(["prepare"]) == 1
    assert "DALIL_API_RATE" in capsys.readouterr().err


def test_a_rate_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().api_rate == "120/minute"
    monkeypatch.setenv("DALIL_API_RATE", "5 per second")
    assert Settings().api_rate == "5 per second"


@pytest.mark.parametrize("address", ["/api/services", "/api/services?format=ndjson", "/api/articles/health.known"])
def test_without_its_database_the_api_says_that_it_is_a_fault_here(tmp_path: Path, address: str) -> None:
    get = reader_of(create_app(Settings(data=tmp_path)))
    response = get(address, headers={"Accept-Language": "en"})
    assert response.status_code == 503
    assert "fault on our side" in response.json()["detail"]


def test_the_description_tells_of_the_apis_addresses_only_and_of_every_error(get: Get) -> None:
    description = get("/api/openapi.json").json()
    assert description["servers"] == [{"url": "/api"}]
    assert {"/", "/services", "/services/{id}", "/organizations", "/articles/{key}"} <= description["paths"].keys()
    assert not [path for path in description["paths"] if path.startswith(("/chat", "/health", "/api", "/docs"))]
    for path, operations in description["paths"].items():
        assert operations.keys() == {"get"}
        assert {"200", "304", "422", "429", "503"} <= operations["get"]["responses"].keys()
        assert ("404" in operations["get"]["responses"]) == ("{" in path)


def test_the_page_of_the_description_needs_nothing_from_anybody_else(get: Get) -> None:
    page = get("/api/docs")
    needed = re.findall(r'(?:src|href)="([^"]*)"', page.text)
    assert len(needed) >= 5
    assert all(get(f"/api/{address}").status_code == 200 for address in needed)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "img-src 'self' data:;" in policy and "unsafe" not in policy
    assert not re.search(r"<script>|<style|style=|onload=", page.text)


def test_only_the_page_of_the_description_may_show_images_of_the_scheme_data(get: Get) -> None:
    for address in ("/", "/api/", "/api/services", "/api/docs/own/page.js", "/api/openapi.json"):
        assert "data:" not in get(address).headers["Content-Security-Policy"]
