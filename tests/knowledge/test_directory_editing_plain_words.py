"""What people read in plain words changes with a correction and stays with a translation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from knowledge.directory_editing.corrections import Proposal, approve, propose, waiting
from knowledge.directory_editing.links import new_link
from knowledge.models.translations import translated
from tests.knowledge.directory_desk import NOW, imported
from tests.knowledge.directory_rows import only_service, organization_named, prepared_database, row


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with prepared_database(tmp_path) as engine:
        imported(engine, [row()])
        with Session(engine) as session:
            only_service(session).translations = {
                "description": {"fr": "En mots simples.", "ar": "بسيط", "en": "Plain."}
            }
            yield session


@pytest.mark.parametrize(("language", "read"), [("fr", "Corrigé."), ("ar", "En mots simples.")])
def test_an_approved_correction_is_read_by_people_and_leaves_the_other_languages(
    session: Session, language: str, read: str
) -> None:
    link = new_link(session, organization_named(session).id, "omar", NOW)[0]
    propose(
        session, link, only_service(session).id, Proposal("description", "avant", "Corrigé."), language, "Salma", NOW
    )
    approve(session, waiting(session)[-1], "Corrigé.", "omar", NOW)
    service = only_service(session)
    assert translated(service.translations, "description", language, service.description) == "Corrigé."
    assert translated(service.translations, "description", "fr", service.description) == read
