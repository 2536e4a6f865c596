"""Editing services by hand: sources for what changed, translations, versions, and what the next load leaves alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.directory_editing.content import OrganizationContent, PhoneLine, fill_organization, fill_service
from knowledge.directory_editing.editing import EditedMeanwhile, Outdated, Unsourced, create, edit, version_of
from knowledge.directory_editing.sources import PARTLY, Source
from knowledge.exchange.facts import differences, stored_facts
from knowledge.exchange.record import content_of
from knowledge.full_text import SERVICE, find
from knowledge.models import Service
from knowledge.models.base import current_revision
from tests.knowledge.directory_desk import CALL, TODAY, changed, content_of_service, from_call, imported, terms
from tests.knowledge.directory_rows import only_service, organization_named, prepared_database, row


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A database with one service."""
    with prepared_database(tmp_path) as engine:
        imported(engine, [row()])
        yield engine


def test_saving_what_nobody_changed_changes_nothing(database: Engine) -> None:
    with Session(database) as session:
        before, revision = content_of(only_service(session)), current_revision(session)
    assert changed(database) == []
    with Session(database) as session:
        assert content_of(only_service(session)) == before
        assert current_revision(session) == revision


def test_a_changed_field_has_the_new_source_and_the_others_keep_theirs(database: Engine) -> None:
    found = changed(database, eligibility_description="Femmes et enfants")
    assert found == [("eligibility_description", "Femmes migrantes", "Femmes et enfants")]
    with Session(database) as session:
        told = {one.field: (one.value, one.source, one.last_action_date) for one in only_service(session).field_sources}
    assert told["eligibility_description"] == ("Femmes et enfants", CALL.text, TODAY.isoformat())
    assert told["fees_description"][1] == "https://source.example"


def test_people_are_told_the_new_source_with_its_day_beside_the_old_ones(database: Engine) -> None:
    changed(database, fees_description="10 DH")
    with Session(database) as session:
        service = only_service(session)
        assert service.source == f"https://source.example | {CALL.text}"
        assert service.source_date == "2024 | 2026-11-27"


def test_a_change_without_a_source_is_refused_and_says_which_field_lacks_one(database: Engine) -> None:
    with Session(database) as session:
        service = only_service(session)
        content = content_of_service(service, fees_description="10 DH", alert="Fermé en août", note="à rappeler")
        with pytest.raises(Unsourced) as refused:
            edit(session, service, lambda one: fill_service(one, content),
                 terms(version_of(service), alert=Source("affiche")))  # fmt: skip
    assert refused.value.fields == ["fees_description"]


def test_each_field_may_have_a_source_of_its_own(database: Engine) -> None:
    with Session(database) as session, session.begin():
        service = only_service(session)
        content = content_of_service(service, fees_description="10 DH", alert="Fermé en août")
        own = {"alert": Source("affiche", PARTLY), "fees_description": CALL}
        edit(
            session, service, lambda one: fill_service(one, content), terms(version_of(service), still_fits=True, **own)
        )
        told = {one.field: (one.source, one.confidence) for one in service.field_sources}
    assert told["alert"] == ("affiche", "partially")
    assert told["fees_description"] == (CALL.text, "verified_in_source")


@pytest.mark.parametrize("field", ["note", "name", "confidence"])
def test_what_we_decide_ourselves_needs_no_source(database: Engine, field: str) -> None:
    with Session(database) as session, session.begin():
        service = only_service(session)
        content = content_of_service(service, **{field: "partially" if field == "confidence" else "autre"})
        edit(session, service, lambda one: fill_service(one, content), terms(version_of(service), still_fits=True))


def test_a_field_that_is_emptied_has_no_source_any_more(database: Engine) -> None:
    changed(database, fees_description="")
    with Session(database) as session:
        assert "fees_description" not in {one.field for one in only_service(session).field_sources}


def test_who_edits_an_old_version_is_told_and_changes_nothing(database: Engine) -> None:
    with Session(database) as session:
        old = version_of(only_service(session))
    changed(database, fees_description="10 DH")
    with Session(database) as session:
        service = only_service(session)
        content = content_of_service(service, fees_description="20 DH")
        with pytest.raises(EditedMeanwhile):
            edit(session, service, lambda one: fill_service(one, content), terms(old, fees_description=CALL))


def test_a_changed_text_whose_translations_stay_is_refused_until_somebody_says_that_they_still_fit(
    database: Engine,
) -> None:
    translated = {"description": {"ar": "استشارات مجانية", "en": "Free advice"}}
    changed(database, translations=translated)
    with Session(database) as session:
        service = only_service(session)
        content = content_of_service(service, description="Consultations payantes.")
        with pytest.raises(Outdated) as refused:
            edit(session, service, lambda one: fill_service(one, content), terms(version_of(service), description=CALL))
        assert refused.value.fields == ["description"]
        session.rollback()
        edit(session, service, lambda one: fill_service(one, content),
             terms(version_of(service), still_fits=True, description=CALL))  # fmt: skip
        assert service.translations["description"] == translated["description"]


def test_phones_keep_what_is_known_of_them_and_are_dialled_as_in_morocco(database: Engine) -> None:
    with Session(database) as session:
        known = {phone.number: phone.id for phone in only_service(session).phones}
    changed(database, phones=(PhoneLine("2511"), PhoneLine("+212 6 61 00 00 00", "cell", "le matin")))
    with Session(database) as session:
        phones = only_service(session).phones
        assert [(phone.number, phone.dialled) for phone in phones] == [
            ("2511", "2511"), ("+212 6 61 00 00 00", "06 61 00 00 00")]  # fmt: skip
        assert phones[0].id == known["2511"]


def test_all_parts_of_a_service_can_be_changed_and_read_back(database: Engine) -> None:
    changed(database, categories=frozenset({"health", "legal_aid"}), audiences={"women": "only"},
            languages=("fr", "wo"), documents=("Passeport", "Photo"), amount=20.0, minimum_age=18,
            status="temporarily closed", url="https://amis.example/aide")  # fmt: skip
    with Session(database) as session:
        told = stored_facts(only_service(session))
    assert {field: told[field] for field in ("categories", "audiences", "languages", "amount", "minimum_age")} == {
        "categories": "health|legal_aid", "audiences": "women:only", "languages": "fr|wo", "amount": "20 MAD",
        "minimum_age": "18"}  # fmt: skip
    assert told["required_documents"] == "Passeport\nPhoto"
    assert told["status"] == "temporarily closed"


def test_an_edit_is_found_by_search_and_readers_notice(database: Engine) -> None:
    with Session(database) as session:
        revision = current_revision(session)
    changed(database, description="Réparation de bicyclettes.")
    with Session(database) as session:
        assert [found.owner for found in find(session, SERVICE, "bicyclette")] == [only_service(session).id]
        assert current_revision(session) > revision


def test_an_organization_is_edited_with_sources_too(database: Engine) -> None:
    with Session(database) as session, session.begin():
        organization = organization_named(session)
        content = OrganizationContent(
            {"name": "Les Amis", "type": "association", "description": "", "website": "https://amis.example",
             "email": "bureau@amis.example"}, {"name": dict(organization.translations["name"])},
            (PhoneLine("0537545400"),))  # fmt: skip
        with pytest.raises(Unsourced) as refused:
            edit(session, organization, lambda one: fill_organization(one, content), terms(version_of(organization)))
        assert sorted(refused.value.fields) == ["email", "phones"]
        session.rollback()
    with Session(database) as session, session.begin():
        organization = organization_named(session)
        edit(session, organization, lambda one: fill_organization(one, content), from_call(organization))
        assert {one.field: one.source for one in organization.field_sources} == {"email": CALL.text,
                                                                                  "phones": CALL.text}  # fmt: skip


def test_a_new_service_needs_a_source_for_everything_it_says(database: Engine) -> None:
    with Session(database) as session:
        content = content_of_service(only_service(session), description="Cours du soir.")
        fresh = Service(id="n", organization_id=organization_named(session).id, confidence="partially")
        with pytest.raises(Unsourced):
            create(session, fresh, lambda one: fill_service(one, content), terms(""))
    with Session(database) as session, session.begin():
        fresh = Service(id="n", organization_id=organization_named(session).id)
        create(session, fresh, lambda one: fill_service(one, content), terms("", **{"": CALL}))
        assert fresh.source == CALL.text
        assert {one.source for one in fresh.field_sources} == {CALL.text}
        assert differences({}, stored_facts(fresh))
