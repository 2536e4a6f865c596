"""Links of associations and what they correct: kept until somebody decides, applied with the association as source."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.directory_editing import corrections
from knowledge.directory_editing.corrections import (
    LONGEST,
    MOST_WAITING,
    Proposal,
    TooMany,
    WrongValue,
    approve,
    can_be_applied,
    propose,
    refuse,
    waiting,
)
from knowledge.directory_editing.links import VALID, LinkOver, link_of, new_link
from knowledge.models import AssociationLink, Correction
from tests.knowledge.directory_desk import NOW, imported
from tests.knowledge.directory_rows import only_service, organization_named, prepared_database, row


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A database with one service."""
    with prepared_database(tmp_path) as engine:
        imported(engine, [row()])
        yield engine


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with Session(database) as session:
        yield session


@pytest.fixture
def link(session: Session) -> AssociationLink:
    return new_link(session, organization_named(session).id, "omar", NOW)[0]


def proposed(
    session: Session, link: AssociationLink, field: str, new: str, language: str = "fr", of_service: bool = True
) -> Correction:
    service_id = only_service(session).id if of_service else None
    propose(session, link, service_id, Proposal(field, "avant", new), language, "Salma", NOW)
    return waiting(session)[-1]


def test_a_token_opens_its_link_and_is_stored_nowhere(session: Session) -> None:
    link, token = new_link(session, organization_named(session).id, "omar", NOW)
    assert link_of(session, token, NOW) is link
    assert link_of(session, token + "x", NOW) is None
    assert token not in str(vars(session.scalars(select(AssociationLink)).one()))


def test_a_link_is_over_after_its_time_and_when_it_is_revoked(session: Session) -> None:
    link, token = new_link(session, organization_named(session).id, "omar", NOW)
    assert link_of(session, token, NOW + VALID - timedelta(seconds=1))
    with pytest.raises(LinkOver):
        link_of(session, token, NOW + VALID)
    link.revoked_at = NOW
    with pytest.raises(LinkOver):
        link_of(session, token, NOW)


def test_a_correction_waits_and_changes_nothing(session: Session, link: AssociationLink) -> None:
    proposed(session, link, "fees_description", "20 DH")
    assert only_service(session).fees_description == "Gratuit"
    assert [(one.field, one.new, one.said_by, one.state) for one in waiting(session)] == [
        ("fees_description", "20 DH", "Salma", "waiting")]  # fmt: skip


def test_a_second_correction_of_the_same_field_replaces_the_first(session: Session, link: AssociationLink) -> None:
    proposed(session, link, "fees_description", "20 DH")
    proposed(session, link, "fees_description", "30 DH")
    assert [one.new for one in waiting(session)] == ["30 DH"]


@pytest.mark.parametrize(
    ("field", "new", "read"),
    [
        ("fees_description", "20 DH", lambda one: one.fees_description),
        ("phones", "0537000000 / 15", lambda one: " / ".join(phone.number for phone in one.phones)),
        ("address_1", "5, rue Neuve", lambda one: one.service_at_locations[0].location.addresses[0].address_1),
        ("url", "https://amis.example/aide", lambda one: one.url),
    ],
)
def test_an_approved_correction_is_stored_with_the_association_as_source(
    session: Session, link: AssociationLink, field: str, new: str, read: object
) -> None:
    found = approve(session, proposed(session, link, field, new), new, "amina", NOW)
    service = only_service(session)
    assert callable(read) and read(service) == new
    assert [name for name, *_ in found] == [field]
    told = {one.field: one.source for one in service.field_sources}
    assert told[field] == "Les Amis, 2026-11-27"
    assert service.source.endswith(" | Les Amis, 2026-11-27") and service.source_date.endswith("2026-11-27")
    assert waiting(session) == []


def test_what_was_written_in_another_language_changes_the_text_in_that_language(
    session: Session, link: AssociationLink
) -> None:
    approve(session, proposed(session, link, "description", "استشارات", "ar"), "استشارات", "amina", NOW)
    service = only_service(session)
    assert (service.description, service.translations["description"]) == (
        "Consultations gratuites.",
        {"ar": "استشارات"},
    )


def test_the_text_that_is_stored_is_the_one_that_was_approved(session: Session, link: AssociationLink) -> None:
    approve(session, proposed(session, link, "fees_description", "20 dh !!!"), "20 DH", "amina", NOW)
    assert only_service(session).fees_description == "20 DH"


def test_an_organization_is_corrected_too(session: Session, link: AssociationLink) -> None:
    correction = proposed(session, link, "email", "bureau@amis.example", of_service=False)
    approve(session, correction, correction.new, "amina", NOW)
    assert organization_named(session).email == "bureau@amis.example"


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [("phones", "call me", "not_only_a_number"), ("phones", "+33 4 86 51 71 61", "wrong_number"),
     ("url", "javascript:alert(1)", "web_address"), ("email", "nobody", "email_address"),
     ("address_1", "x" * 301, "too_long"), ("description", "  ", "empty")],
)  # fmt: skip
def test_a_value_that_the_field_cannot_hold_is_refused_and_waits_on(
    session: Session, link: AssociationLink, field: str, text: str, code: str
) -> None:
    correction = proposed(session, link, field, text)
    with pytest.raises(WrongValue) as wrong:
        approve(session, correction, text, "amina", NOW)
    assert wrong.value.reason.code == code
    assert waiting(session) == [correction]


def test_hours_are_for_a_person_to_fill_in_and_are_then_done(session: Session, link: AssociationLink) -> None:
    correction = proposed(session, link, "schedules", "fermé le vendredi")
    assert not can_be_applied(correction, only_service(session))
    assert approve(session, correction, correction.new, "amina", NOW) == []
    assert (correction.state, correction.decided_by) == ("approved", "amina")


def test_a_refused_correction_changes_nothing_and_waits_no_more(session: Session, link: AssociationLink) -> None:
    correction = proposed(session, link, "fees_description", "20 DH")
    refuse(correction, "amina", NOW)
    session.flush()
    assert (only_service(session).fees_description, waiting(session)) == ("Gratuit", [])


def test_what_is_too_long_is_cut_and_what_cannot_be_stored_left_out(session: Session, link: AssociationLink) -> None:
    correction = proposed(session, link, "fees_description", "a\0" + "x" * 3000)
    assert correction.new == "a" + "x" * (LONGEST - 1)


def test_a_link_can_only_have_so_many_corrections_that_wait(
    session: Session, link: AssociationLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_WAITING == 100
    monkeypatch.setattr(corrections, "MOST_WAITING", 2)
    proposed(session, link, "fees_description", "a")
    proposed(session, link, "phones", "15")
    proposed(session, link, "phones", "19")
    with pytest.raises(TooMany):
        proposed(session, link, "url", "b")
