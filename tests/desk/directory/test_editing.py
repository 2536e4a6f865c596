"""Editing through the pages: what was typed is never lost, what is missing is said beside its field."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import AuditEntry
from knowledge.exchange.record import content_of
from knowledge.models import Organization, Service
from tests.desk.conftest import Visit
from tests.desk.directory.conftest import PATH, Directory
from tests.desk.directory.forms import filled

CALL = "Appel du 27 novembre 2026"
FITS = {"still_fits": "1"}
"""The translations of the changed text are still right."""


def contents(directory: Directory) -> Any:
    with Session(directory.database) as session:
        service = directory.stored(session)
        return [content_of(service), content_of(service.organization),
                content_of(service.service_at_locations[0].location)]  # fmt: skip


@pytest.mark.parametrize("form", ["service", "place", "hours", "organization"])
def test_a_form_that_is_sent_as_it_is_changes_nothing(visit: Visit, directory: Directory, form: str) -> None:
    path = {"service": f"{directory.service}/edit", "place": f"{directory.place}/edit",
            "hours": f"{directory.place}/hours", "organization": f"{directory.organization}/edit"}[form]  # fmt: skip
    before = contents(directory)
    visitor = visit("editor")
    answer = visitor.post(path, filled(visitor, path))
    assert answer.status_code == 303, answer.text
    assert "nothing_changed" in answer.headers["location"]
    assert contents(directory) == before


def test_an_edit_is_stored_with_its_source_and_stands_in_the_history(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor", name="amina")
    path = f"{directory.service}/edit"
    changed = filled(visitor, path, eligibility_description="Femmes et enfants", source=CALL, **FITS)
    assert visitor.post(path, changed).headers["location"].startswith(directory.service)
    page = visitor.get(directory.service).text
    assert "Femmes et enfants" in page and CALL in page and "amina" in page
    with Session(directory.database) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "directory.service_changed")).one()
        assert entry.details["fields"] == {"eligibility_description": ["Femmes migrantes", "Femmes et enfants"]}
        assert entry.details["sources"] == {"*": CALL}


def test_without_a_source_nothing_is_stored_the_field_says_so_and_keeps_what_was_typed(
    visit: Visit, directory: Directory
) -> None:
    visitor = visit("editor")
    path = f"{directory.service}/edit"
    answer = visitor.post(path, filled(visitor, path, eligibility_description="Femmes et enfants"))
    assert answer.status_code == 422
    assert "Femmes et enfants" in answer.text
    assert "Il manque la source pour" in answer.text
    field = answer.text.partition('id="field-eligibility_description"')[2].partition('id="field-fees_description"')[0]
    assert "dites d&#39;où vous le savez" in field


def test_a_field_may_have_a_source_of_its_own(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor")
    path = f"{directory.service}/edit"
    changed = filled(visitor, path, alert="Fermé en août", **{"source:alert": "affiche"})
    assert visitor.post(path, changed).status_code == 303
    with Session(directory.database) as session:
        told = {one.field: one.source for one in directory.stored(session).field_sources}
    assert told["alert"] == "affiche"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"description": " "}, "obligatoire"),
        ({"url": "javascript:alert(1)"}, "commence par http"),
        ({"email": "nobody"}, "adresse électronique"),
        ({"phone-0-number": "+33 4 86 51 71 61"}, "appeler au Maroc"),
        ({"minimum_age": "30", "maximum_age": "20"}, "plus petit"),
        ({"minimum_age": "x"}, "entier"),
        ({"status": "defunct"}, "Choisissez dans la liste"),
        ({"confidence": "sure"}, "Choisissez dans la liste"),
        ({"amount": "-1"}, "0"),
    ],
)
def test_a_wrong_field_says_why_and_nothing_is_stored(
    visit: Visit, directory: Directory, changes: dict[str, str], reason: str
) -> None:
    before = contents(directory)
    visitor = visit("editor")
    path = f"{directory.service}/edit"
    answer = visitor.post(path, filled(visitor, path, source=CALL) | changes)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text or reason in answer.text
    assert reason in answer.text
    assert contents(directory) == before


def test_what_is_wrong_is_said_in_the_language_of_the_page(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor", "ar")
    path = f"{directory.service}/edit"
    answer = visitor.post(path, filled(visitor, path, url="x", source=CALL))
    assert "ليس عنوانا يبدأ" in answer.text


def test_who_was_slower_sees_who_changed_what_keeps_the_own_text_and_may_save_again(
    visit: Visit, directory: Directory
) -> None:
    slow, fast = visit("editor", name="amina"), visit("editor", name="omar")
    path = f"{directory.service}/edit"
    typed = filled(slow, path, eligibility_description="Ce que tape Amina", source=CALL, **FITS)
    fast.post(path, filled(fast, path, eligibility_description="Ce que tape Omar", source=CALL, **FITS))
    answer = slow.post(path, typed)
    assert answer.status_code == 409
    assert "omar" in answer.text and "Ce que tape Omar" in answer.text and "Ce que tape Amina" in answer.text
    with Session(directory.database) as session:
        assert directory.stored(session).eligibility_description == "Ce que tape Omar"
    version = answer.text.partition('name="version" value="')[2].partition('"')[0]
    assert slow.post(path, typed | {"version": version}).status_code == 303
    with Session(directory.database) as session:
        assert directory.stored(session).eligibility_description == "Ce que tape Amina"


def test_a_change_of_the_place_is_seen_by_who_edits_the_service(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor")
    typed = filled(visitor, f"{directory.service}/edit", eligibility_description="x", source=CALL)
    place = f"{directory.place}/edit"
    assert visitor.post(place, filled(visitor, place, address="2, rue Basse", source=CALL)).status_code == 303
    assert visitor.post(f"{directory.service}/edit", typed).status_code == 409


def test_a_text_whose_translations_stay_needs_a_second_look(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor")
    path = f"{directory.service}/edit"
    translated = filled(visitor, path, description__ar="استشارات", source=CALL)
    assert visitor.post(path, translated).status_code == 303
    typed = filled(visitor, path, description="Soins payants.", source=CALL)
    answer = visitor.post(path, typed)
    assert answer.status_code == 422 and "traductions" in answer.text and 'name="still_fits"' in answer.text
    assert visitor.post(path, typed | {"still_fits": "1"}).status_code == 303


def test_a_week_with_a_break_and_ramadan_is_filled_in_and_told(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor")
    path = f"{directory.place}/hours"
    hours = {"w-0-0-opens": "09:00", "w-0-0-closes": "12:00", "w-0-1-opens": "14:00", "w-0-1-closes": "17:00",
             "x0-first": "2027-01-01", "p0-first": "2027-02-08", "p0-last": "2027-03-09", "p0-1-0-opens": "10:00",
             "p0-1-0-closes": "14:00", "words": ""}  # fmt: skip
    answer = visitor.post(path, filled(visitor, path, source=CALL) | hours)
    assert answer.status_code == 303, answer.text
    page = visitor.get(directory.service).text
    assert ("lundi 09:00–12:00 et 14:00–17:00 ; le 1er janvier 2027 : fermé ; "
            "du 8 février 2027 au 9 mars 2027 : mardi 10:00–14:00") in page  # fmt: skip
    again = visitor.get(path).text
    assert 'name="p0-1-0-opens" value="10:00"' in again and 'name="p1-first" value=""' in again


@pytest.mark.parametrize(
    ("hours", "reason"),
    [({"w-2-0-opens": "09:00"}, "Il manque l&#39;heure"),
     ({"w-2-0-opens": "9h", "w-2-0-closes": "12:00"}, "une heure comme"),
     ({"w-2-0-opens": "09:00", "w-2-0-closes": "12:00", "w-2-1-opens": "11:00", "w-2-1-closes": "13:00"},
      "chevauchent"),
     ({"x0-first": "2027-05-02", "x0-last": "2027-05-01"}, "Ces dates ne vont pas"),
     ({"x0-first": "demain"}, "pas une date"),
     ({"x0-first": "2027-05-02", "x1-first": "2027-05-02"}, "déjà dans une autre"),
     ({"p0-first": "2027-05-02", "p0-last": "2027-05-09"}, "aucune heure")],
)  # fmt: skip
def test_hours_without_a_clear_meaning_say_why_and_keep_what_was_typed(
    visit: Visit, directory: Directory, hours: dict[str, str], reason: str
) -> None:
    visitor = visit("editor")
    path = f"{directory.place}/hours"
    answer = visitor.post(path, filled(visitor, path, source=CALL) | hours)
    assert answer.status_code == 422
    assert reason in answer.text
    assert all(f'name="{name}" value="{text}"' in answer.text for name, text in hours.items())


def test_a_place_in_a_quarter_that_is_not_in_the_list_is_found_by_its_name(visit: Visit, directory: Directory) -> None:
    from tests.knowledge.small_directory import add_place

    with Session(directory.database) as session, session.begin():
        add_place(session, "Hay Salam", "Oriental", None, "quarter", "Oujda")
    visitor = visit("editor")
    path = f"{directory.place}/edit"
    wrong = visitor.post(path, filled(visitor, path, quarter="Atlantis", source=CALL))
    assert wrong.status_code == 422 and "Atlantis" in wrong.text
    assert visitor.post(path, filled(visitor, path, quarter="Hay Salam", source=CALL)).status_code == 303
    assert "Hay Salam" in visitor.get(directory.service).text


def test_a_point_outside_of_morocco_is_refused(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor")
    path = f"{directory.place}/edit"
    answer = visitor.post(path, filled(visitor, path, precision="address", latitude="48.85", longitude="2.35"))
    assert answer.status_code == 422 and "où se trouve le Maroc" in answer.text


def test_a_place_is_added_and_taken_away_again(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor")
    path = f"{directory.service}/places/new"
    assert visitor.post(path, filled(visitor, path, place="Oujda", source=CALL)).status_code == 303
    page = visitor.get(directory.service).text
    assert page.count("/hours") == 2
    version = filled(visitor, f"{directory.place}/edit")["version"]
    refused = visitor.post(f"{directory.place}/remove", {"version": version})
    assert "remove_needs_source" in refused.headers["location"]
    removed = visitor.post(f"{directory.place}/remove", {"version": version, "source": CALL})
    assert removed.headers["location"].startswith(f"{directory.service}?")
    with Session(directory.database) as session:
        assert [one.location.place_key for one in directory.stored(session).service_at_locations] == ["Oujda"]


def test_an_organization_and_its_first_service_are_made(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor")
    path = f"{PATH}/organizations/new"
    empty = visitor.post(path, filled(visitor, path, name="Solidarité"))
    assert empty.status_code == 422 and "Il manque la source" in empty.text
    made = visitor.post(path, filled(visitor, path, name="Solidarité", source=CALL))
    organization = made.headers["location"].partition("?")[0].rpartition("/")[2]
    path = f"{PATH}/services/new?organization={organization}"
    new = filled(visitor, path, description="Aide juridique.", category="legal_aid", source=CALL)
    nowhere = visitor.post(path, new)
    assert nowhere.status_code == 422 and "Choisissez une ville" in nowhere.text
    answer = visitor.post(path, new | {"place": "Rabat", "address": "1, rue Haute", "precision": "city"})
    assert answer.status_code == 303, answer.text
    with Session(directory.database) as session:
        service = session.scalars(select(Service).where(Service.description == "Aide juridique.")).one()
        assert (service.name, service.organization.name, service.origin) == ("Aide juridique", "Solidarité", "")
        location = service.service_at_locations[0].location
        assert (location.place_key, location.precision, location.addresses[0].city) == ("Rabat", "city", "Rabat")
        told = {one.field: one.source for one in service.field_sources}
        assert told["description"] == CALL and told["latitude"] == "GeoNames"


def test_editors_cannot_make_a_service_inactive_by_its_form(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor")
    path = f"{directory.service}/edit"
    assert visitor.post(path, filled(visitor, path, status="inactive", source=CALL)).status_code == 422
    assert visitor.post(path, filled(visitor, path, status="temporarily closed", source=CALL)).status_code == 303


def test_an_organization_is_edited_and_its_conflicts_are_seen(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor")
    path = f"{directory.organization}/edit"
    typed = filled(visitor, path, email="bureau@amis.example", source=CALL)
    assert visitor.post(path, typed).status_code == 303
    assert visitor.post(path, typed | {"email": "autre@amis.example"}).status_code == 409
    with Session(directory.database) as session:
        assert session.get_one(Organization, directory.organization_id).email == "bureau@amis.example"
