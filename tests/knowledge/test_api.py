"""The open API over the shipped directory: lists, single records, filters, languages, and what is never told."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session, selectinload

from knowledge import full_text
from knowledge.api import api_routes
from knowledge.api.paging import MOST_PER_PAGE, Listing, Page, Paging
from knowledge.exchange.hsds_part_documents import Document
from knowledge.models import Attribute, Location, Organization, Place, Service, ServiceAtLocation, TaxonomyTerm
from knowledge.models.base import bump_revision

LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
PAGE = {
    "total_items": int, "total_pages": int, "page_number": int, "size": int,
    "first_page": bool, "last_page": bool, "empty": bool, "contents": list,
}  # fmt: skip
REQUIRED = {
    "services": {"id", "name", "status", "organization"},
    "organizations": {"id", "name", "description"},
    "service_at_locations": {"id", "service", "location"},
    "taxonomies": {"id", "name", "description"},
    "taxonomy_terms": {"id", "name", "description", "code", "taxonomy"},
}
RABAT = "34.02,-6.83"

Get = Callable[..., httpx.Response]


def reader_of(application: FastAPI, caller: str = "198.51.100.1") -> Get:
    """Asks the application without a network, from an address: `get("/services", lang="ar")`."""

    def get(
        address: str, headers: dict[str, str] | None = None, method: str = "GET", **query: object
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(application, client=(caller, 5))
            async with httpx.AsyncClient(transport=transport, base_url="http://dalil.example") as client:
                parameters: Any = query or None
                return await client.request(method, address, params=parameters, headers=headers)

        return asyncio.run(ask())

    return get


def api_of(engine: Engine) -> Get:
    application = FastAPI()
    application.include_router(api_routes(engine))
    return reader_of(application)


@pytest.fixture(scope="module")
def get(shipped: Engine) -> Get:
    """Asks the API of the shipped directory."""
    return api_of(shipped)


def contents(response: httpx.Response) -> list[dict[str, Any]]:
    assert response.status_code == 200
    return list(response.json()["contents"])


def lines(response: httpx.Response) -> list[dict[str, Any]]:
    assert response.headers["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in response.text.splitlines()]


def test_the_start_says_what_the_api_is_with_whole_addresses(get: Get) -> None:
    start = get("/").json()
    assert start["version"] == "3.0"
    assert start["openapi_url"] == "http://dalil.example/openapi.json"
    assert get(start["openapi_url"]).status_code == 200
    assert "HSDS" in get(start["profile"]).text


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_a_page_as_the_standard_describes_it(get: Get, name: str) -> None:
    page = get(f"/{name}").json()
    assert {member: type(value) for member, value in page.items()} == PAGE
    assert page["page_number"] == 1 and page["first_page"] and page["size"] == len(page["contents"]) <= 25
    assert all(REQUIRED[name] <= document.keys() for document in page["contents"])


@pytest.mark.parametrize("name", LISTS)
def test_each_listed_record_is_found_by_its_id_with_the_same_name(get: Get, name: str) -> None:
    for listed in contents(get(f"/{name}", per_page=3)):
        document = get(f"/{name}/{listed['id']}").json()
        assert (document["id"], document.get("name")) == (listed["id"], listed.get("name"))


@pytest.mark.parametrize("name", LISTS)
def test_a_page_beyond_the_last_one_is_empty(get: Get, name: str) -> None:
    page = get(f"/{name}", page=10**30).json()
    assert page["empty"] and page["last_page"] and not page["first_page"] and page["contents"] == []
    assert page["total_items"] > 0


@pytest.mark.parametrize("name", LISTS)
def test_all_lines_together_are_all_pages_together(get: Get, name: str) -> None:
    pages = [get(f"/{name}", page=number, per_page=100).json() for number in (1, 2, 3)]
    assert [document for page in pages for document in page["contents"]] == lines(get(f"/{name}", format="ndjson"))
    assert pages[-1]["last_page"]


class Numbered(Document):
    """A document of the tests of paging."""

    id: str


def numbered(_: Session, ids: Any) -> list[Numbered]:
    return [Numbered(id=each) for each in ids]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, MOST_PER_PAGE), st.none() | st.randoms(use_true_random=False))
def test_all_pages_together_are_all_records_once_each_and_in_order(shipped: Engine, size: int, chance: Any) -> None:
    with Session(shipped) as session:
        everything = list(session.scalars(select(Service.id).order_by(Service.id)))
        expected = everything if chance is None else chance.sample(everything, k=chance.randint(0, len(everything)))
        listing = Listing(Page[Numbered], select(Service.id), numbered, None if chance is None else expected)
        pages = [Paging(1, size).of(session, listing)]
        while not pages[-1].last_page:
            pages.append(Paging(pages[-1].page_number + 1, size).of(session, listing))
    assert [document.id for page in pages for document in page.contents] == expected
    assert {(page.total_items, page.total_pages) for page in pages} == {(len(expected), -(-len(expected) // size))}
    assert [page.first_page for page in pages] == [True] + [False] * (len(pages) - 1)
    assert all(page.size == len(page.contents) and page.empty == (not page.contents) for page in pages)


def test_services_come_with_their_organisation_and_with_full_with_everything_else(get: Get) -> None:
    listed = contents(get("/services", per_page=100))
    whole = contents(get("/services", per_page=100, full=True))
    assert [each["id"] for each in listed] == [each["id"] for each in whole]
    assert all(each["organization"]["name"] and "service_at_locations" not in each for each in listed)
    assert all(each["service_at_locations"] and each["metadata"] for each in whole)
    assert any(each.get("attributes") for each in whole) and any(each.get("phones") for each in whole)
    assert get(f"/services/{whole[0]['id']}").json() == whole[0]


def test_minimal_gives_ids_and_changes_of_all_services_at_once(get: Get, session: Session) -> None:
    page = get("/services", minimal=True).json()
    assert page["total_pages"] == 1 and page["last_page"]
    assert {each["id"] for each in page["contents"]} == set(session.scalars(select(Service.id)))
    assert all(each.keys() == {"id", "last_modified"} for each in page["contents"])
    assert get("/services", minimal=True, per_page=10).json()["size"] == 10


def test_services_can_be_chosen_by_term_taxonomy_and_organisation_and_all_conditions_count(
    get: Get, session: Session
) -> None:
    term = session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.code == "legal_aid")).one()
    expected = set(session.scalars(select(Attribute.service_id).where(Attribute.taxonomy_term_id == term.id)))
    found = lines(get("/services", format="ndjson", full=True, taxonomy_term_id=term.id))
    assert {each["id"] for each in found} == expected and len(expected) > 5
    organization_id = found[0]["organization"]["id"]
    both = lines(get("/services", format="ndjson", taxonomy_term_id=term.id, organization_id=organization_id))
    assert 0 < len(both) < len(expected)
    assert {each["organization"]["id"] for each in both} == {organization_id}
    with_any = get("/services", taxonomy_id=term.taxonomy_id).json()["total_items"]
    assert len(expected) < with_any <= get("/services").json()["total_items"]
    assert get("/services", taxonomy_term_id=uuid4()).json()["empty"]


def test_services_at_locations_can_be_chosen_like_services(get: Get, session: Session) -> None:
    organization_id = session.scalars(select(Service.organization_id).limit(1)).one()
    found = contents(get("/service_at_locations", organization_id=organization_id, per_page=100))
    assert found and {each["service"]["organization"]["id"] for each in found} == {organization_id}


def test_only_services_modified_then_or_later_are_given(get: Get, session: Session) -> None:
    moments = sorted(session.scalars(select(Service.last_modified)))
    latest = moments[-1].isoformat()
    assert get("/services", modified_after=f"{latest}Z").json()["total_items"] == moments.count(moments[-1])
    assert get("/services", modified_after="2020-01-01T00:00:00+01:00").json()["total_items"] == len(moments)
    assert get("/services", modified_after="2999-01-01").json()["empty"]


def test_an_organisation_comes_with_short_services_and_with_full_service_with_whole_ones(
    get: Get, session: Session
) -> None:
    service = session.scalars(select(Service).where(Service.field_sources.any()).limit(1)).one()
    short = get(f"/organizations/{service.organization_id}").json()["services"]
    whole = get(f"/organizations/{service.organization_id}", full_service=True).json()["services"]
    assert [each["id"] for each in short] == [each["id"] for each in whole]
    assert "metadata" not in short[0] and "metadata" in whole[0]
    listed = {each["id"]: each for each in lines(get("/organizations", format="ndjson", full=True))}
    assert listed[service.organization_id]["services"] == short


def test_terms_can_be_chosen_by_taxonomy_and_none_is_below_another(get: Get) -> None:
    (audiences,) = contents(get("/taxonomies", search="audien"))
    terms = contents(get("/taxonomy_terms", taxonomy_id=audiences["id"]))
    assert {"women", "children"} <= {each["code"] for each in terms}
    assert {each["taxonomy_id"] for each in terms} == {audiences["id"]}
    assert get("/taxonomy_terms", top_only=True).json() == get("/taxonomy_terms").json()
    assert get("/taxonomy_terms", parent_id=terms[0]["id"]).json()["empty"]


def test_what_is_near_a_point_is_given_nearest_first_and_only_where_its_place_is_known(
    get: Get, session: Session
) -> None:
    links = session.scalars(select(ServiceAtLocation).options(selectinload(ServiceAtLocation.location)))
    real = {link.id for link in links if link.location.has_real_point}
    found = lines(get("/service_at_locations", near=RABAT, format="ndjson"))
    assert {each["id"] for each in found} == real
    distances = [each["x_dalil_distance"] for each in found]
    assert distances == sorted(distances)
    near = contents(get("/service_at_locations", near=RABAT, proximity=10_000))
    assert 0 < len(near) < len(real)
    assert all(each["location"]["x_dalil_place"]["name"] == "Rabat" for each in near)


@pytest.mark.parametrize(("language", "name"), [("fr", "Femmes"), ("ar", "النساء"), ("en", "Women")])
def test_names_are_in_the_language_that_is_asked_for(get: Get, language: str, name: str) -> None:
    for response in (
        get("/taxonomy_terms", search="women", lang=language),
        get("/taxonomy_terms", search="women", headers={"Accept-Language": f"xx,{language};q=0.8,de;q=0.9"}),
    ):
        assert [each["name"] for each in contents(response)] == [name]
        assert response.headers["Content-Language"] == language
        assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "fr"), ("de", "fr"), ("ar-MA,fr;q=0.5", "ar"), ("fr;q=0.2,en;q=0.7", "en"), ("en;q=0,ar;q=0.1", "ar"),
     ("en;q=x", "fr"), ("EN", "en"), ("english", "fr")],
)  # fmt: skip
def test_without_a_parameter_the_header_decides_by_its_weights(get: Get, accepted: str, language: str) -> None:
    assert get("/services", headers={"Accept-Language": accepted}).headers["Content-Language"] == language


def everything(get: Get) -> Iterator[str]:
    """Every document of the directory in its longest form, as it is sent."""
    for address in ("/services", "/service_at_locations", "/organizations"):
        yield from get(address, format="ndjson", full=True, full_service=True).text.splitlines()


def test_the_centre_of_a_town_is_never_given_as_where_a_service_is(get: Get, session: Session) -> None:
    links = session.scalars(select(ServiceAtLocation).options(selectinload(ServiceAtLocation.location))).all()
    unreal = {link.service_id: link.location for link in links if not link.location.has_real_point}
    assert len(unreal) > 200
    checked = 0
    for line in get("/services", format="ndjson", full=True).text.splitlines():
        where = unreal.get(json.loads(line)["id"])
        if where:
            checked += 1
            assert '"latitude"' not in line and '"longitude"' not in line
            assert where.latitude is None or (str(where.latitude) not in line and str(where.longitude) not in line)
    assert checked == len(unreal)


def test_no_coordinates_of_a_town_stand_in_any_document(get: Get, session: Session) -> None:
    real = {place.latitude for place in session.scalars(select(Location)) if place.has_real_point}
    centres = {str(latitude) for latitude in session.scalars(select(Place.latitude)) if latitude not in real}
    assert len(centres) > 50
    numbers = set(re.findall(r"-?\d+\.\d+", "\n".join(everything(get))))
    assert {str(latitude) for latitude in real} <= numbers
    assert numbers & centres == set()


def test_notes_for_administrators_are_never_given(get: Get, session: Session) -> None:
    notes = [json.dumps(note, ensure_ascii=False)[1:-1] for note in session.scalars(select(Service.note)) if note]
    assert len(notes) > 200
    text = "\n".join(everything(get))
    assert [note for note in notes if note in text] == []


def test_services_that_are_not_recommended_or_not_active_are_listed_with_what_they_are(
    get: Get, session: Session
) -> None:
    given = lines(get("/services", format="ndjson"))
    assert len(given) == session.scalar(select(func.count()).select_from(Service))
    assert {"name_and_city_only", "partially", "verified_in_source"} == {each["x_dalil_confidence"] for each in given}
    assert {"active", "inactive"} == {each["status"] for each in given}


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("/services", {}),
        ("/services", {"full": True}),
        ("/services", {"minimal": True}),
        ("/organizations", {}),
        ("/organizations", {"full_service": True}),
        ("/service_at_locations", {}),
        ("/service_at_locations", {"full": True}),
        ("/taxonomy_terms", {}),
    ],
)
def test_a_large_page_takes_no_more_statements_than_a_small_one(
    shipped: Engine, get: Get, address: str, query: dict[str, object]
) -> None:
    def statements(per_page: int) -> int:
        counted: list[object] = []

        def count(*arguments: object) -> None:
            counted.append(arguments)

        event.listen(shipped, "before_cursor_execute", count)
        assert get(address, per_page=per_page, **query).json()["size"] > per_page // 6
        event.remove(shipped, "before_cursor_execute", count)
        return len(counted)

    assert statements(100) <= statements(20)


@pytest.mark.parametrize("format", ["json", "ndjson"])
def test_an_answer_that_is_known_is_not_sent_again(get: Get, format: str) -> None:
    first = get("/services", format=format)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, max-age=60"
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = get("/services", headers={"If-None-Match": known}, format=format)
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert "Accept-Language" in again.headers["Vary"]
    assert get("/services", headers={"If-None-Match": '"other"'}, format=format).status_code == 200
    assert get("/services", headers={"If-None-Match": tag}, format=format, lang="ar").status_code == 200


@pytest.fixture
def small(engine: Engine) -> Iterator[Engine]:
    """Three services of one organisation, with their texts in the full text index."""
    texts = {1: "avocat gratuit", 2: "médecin et avocat", 3: "médecin"}
    with Session(engine) as session, session.begin():
        session.add(Organization(id=str(uuid4()), name="Orient-Occident", translations={"name": {"ar": "شرق غرب"}}))
        session.flush()
        organization_id = session.scalars(select(Organization.id)).one()
        for number, text in texts.items():
            service_id = f"00000000-0000-4000-8000-{number:012d}"
            where = Location(id=str(uuid4()), precision="address", latitude=33.0 + number, longitude=-6.0)
            session.add(where)
            session.flush()
            session.add(Service(id=service_id, organization_id=organization_id, name=text))
            session.add(ServiceAtLocation(id=str(uuid4()), service_id=service_id, location_id=where.id))
            full_text.index(session, full_text.SERVICE, {service_id: [text]})
    yield engine


def test_a_search_gives_the_services_that_fit_and_conditions_count_beside_it(small: Engine) -> None:
    get = api_of(small)
    assert {each["name"] for each in contents(get("/services", search="avocat"))} == {
        "avocat gratuit",
        "médecin et avocat",
    }
    assert contents(get("/services", search="avocat gratuit"))[0]["name"] == "avocat gratuit"
    assert get("/services", search="avocat", per_page=1, page=2).json()["size"] == 1
    assert get("/services", search="avocat", organization_id=uuid4()).json()["empty"]
    assert get("/services", search="xylophone").json()["empty"]
    assert get("/services", search="  ").json()["total_items"] == 3


def test_services_at_locations_are_searched_by_their_services_and_near_orders_them(small: Engine) -> None:
    get = api_of(small)
    found = contents(get("/service_at_locations", search="avocat gratuit"))
    assert [each["service"]["name"] for each in found] == ["avocat gratuit", "médecin et avocat"]
    near = contents(get("/service_at_locations", search="avocat", near="36,-6"))
    assert [each["service"]["name"] for each in near] == ["médecin et avocat", "avocat gratuit"]
    assert [each["x_dalil_distance"] for each in near] == pytest.approx([111_200, 222_400], rel=0.002)


@pytest.mark.parametrize("text", ["orient occident", "Occid", "شَرق"])
def test_organisations_are_searched_by_the_beginnings_of_their_names_in_all_languages(small: Engine, text: str) -> None:
    get = api_of(small)
    assert get("/organizations", search=text).json()["total_items"] == 1
    assert get("/organizations", search=f"{text} xyz").json()["empty"]
    assert get("/organizations", search="!").json()["empty"]


def test_a_change_of_the_knowledge_changes_the_tag_of_a_stream(small: Engine) -> None:
    get = api_of(small)
    tag = get("/services", format="ndjson").headers["ETag"]
    with Session(small) as session, session.begin():
        bump_revision(session)
    assert get("/services", headers={"If-None-Match": tag}, format="ndjson").status_code == 200
