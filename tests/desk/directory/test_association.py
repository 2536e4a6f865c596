"""The link of an association: its own entry and nothing else; what it says waits until somebody decides."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from desk.models import AuditEntry, now
from knowledge.models import AssociationLink, Confirmation, Correction
from tests.desk.conftest import Visit
from tests.desk.directory.conftest import PATH, Directory
from tests.desk.visitors import Visitor
from tests.knowledge.directory_desk import imported
from tests.knowledge.directory_rows import row


@pytest.fixture
def link(visit: Visit, directory: Directory) -> str:
    """The path of the link, as an administrator gets it."""
    page = visit("administrator", name="omar").post(f"{directory.organization}/links").text
    found = re.search(r'value="https://dalil\.example\.org(/desk/associations/[\w-]{43})"', page)
    assert found
    return found[1]


@pytest.fixture
def association(visit: Visit) -> Visitor:
    """Somebody without an account."""
    return visit("")


def sent(visitor: Visitor, link: str, **fields: str) -> str:
    """Where it leads; two underscores stand for a colon."""
    answer = visitor.post(link, {name.replace("__", ":"): value for name, value in fields.items()})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


@pytest.mark.parametrize(
    ("language", "direction", "says"),
    [("fr", "ltr", "Tout est juste"), ("ar", "rtl", "كل شيء صحيح"), ("en", "ltr", "All of this is right")],
)
def test_it_opens_without_an_account_in_the_languages_of_the_association(
    visit: Visit, directory: Directory, link: str, language: str, direction: str, says: str
) -> None:
    answer = visit("", language).get(link)
    assert answer.status_code == 200
    assert f'dir="{direction}"' in answer.text and says in answer.text


def test_it_shows_the_own_services_and_nothing_of_others(directory: Directory, association: Visitor, link: str) -> None:
    imported(directory.database, [row(org_name_fr="Les Autres", org_key="autres", service_description_fr="Secret.")])
    page = association.get(link).text
    assert "Consultations gratuites." in page and "Cours du soir." in page
    assert "Secret." not in page and "Les Autres" not in page
    assert "appelé deux fois" not in page, "a note for the team"
    assert "/desk/admin" not in page


def test_a_confirmation_sets_todays_day_and_keeps_the_name_that_was_given(
    visit: Visit, directory: Directory, association: Visitor, link: str
) -> None:
    assert "association_confirmed" in sent(association, link, confirm=directory.service_id, said_by="Salma, accueil")
    with Session(directory.database) as session:
        (confirmation,) = session.query(Confirmation)
        assert (confirmation.service_id, confirmation.confirmed_by) == (directory.service_id, "Salma, accueil")
        assert confirmation.link_id is not None
        assert directory.stored(session).assured_date == confirmation.day
        entry = session.query(AuditEntry).filter_by(action="directory.confirmed_by_association").one()
        assert entry.user_name == f"link {confirmation.link_id}" and "Salma" not in str(entry.details)
    assert "Salma, accueil" in visit("staff").get(directory.service).text


def test_all_services_are_confirmed_at_once_and_none_of_others(
    directory: Directory, association: Visitor, link: str
) -> None:
    imported(directory.database, [row(org_name_fr="Les Autres", org_key="autres", assured_date="")])
    sent(association, link, confirm="all")
    with Session(directory.database) as session:
        assert session.query(Confirmation).count() == 2


def test_a_service_of_another_organization_cannot_be_confirmed_or_corrected(
    directory: Directory, association: Visitor, link: str
) -> None:
    from sqlalchemy import select

    from knowledge.models import Organization, Service

    imported(directory.database, [row(org_name_fr="Les Autres", org_key="autres")])
    with Session(directory.database) as session:
        query = select(Service.id).join(Organization).where(Organization.name == "Les Autres")
        foreign = session.scalars(query).one()
    sent(association, link, confirm=foreign)
    answer = association.post(link, {f"{foreign}:phones": "15"})
    assert answer.status_code == 422
    with Session(directory.database) as session:
        assert session.query(Confirmation).count() == session.query(Correction).count() == 0


def corrected(directory: Directory, association: Visitor, link: str, field: str, text: str, **more: str) -> None:
    fields = {f"{directory.service_id}__{field}": text, **more}
    assert "corrections_received" in sent(association, link, **fields)


def test_a_correction_waits_is_shown_with_old_and_new_and_is_approved(
    visit: Visit, directory: Directory, association: Visitor, link: str
) -> None:
    corrected(directory, association, link, "fees_description", "20 DH",
              **{f"{directory.service_id}__comment": "depuis mars"}, said_by="Salma")  # fmt: skip
    assert "Votre correction attend" in association.get(link).text
    editor = visit("editor")
    page = editor.get(f"{PATH}/corrections").text
    assert "Gratuit</span></del>" in page and "20 DH</span></ins>" in page
    assert "depuis mars" in page and "Salma" in page
    with Session(directory.database) as session:
        number = session.query(Correction).one().id
        assert directory.stored(session).fees_description == "Gratuit"
    editor.post(f"{PATH}/corrections/{number}", {"decision": "approve", "text": "20 DH"})
    with Session(directory.database) as session:
        assert directory.stored(session).fees_description == "20 DH"
    again = editor.post(f"{PATH}/corrections/{number}", {"decision": "refuse"})
    assert "decided_before" in again.headers["location"]


def test_a_refused_correction_changes_nothing_and_staff_only_look(
    visit: Visit, directory: Directory, association: Visitor, link: str
) -> None:
    corrected(directory, association, link, "phones", "15")
    with Session(directory.database) as session:
        number = session.query(Correction).one().id
    staff, editor = visit("staff"), visit("editor")
    assert 'name="decision"' not in staff.get(f"{PATH}/corrections").text
    assert staff.post(f"{PATH}/corrections/{number}", {"decision": "approve"}).status_code == 403
    editor.post(f"{PATH}/corrections/{number}", {"decision": "refuse"})
    with Session(directory.database) as session:
        assert session.query(Correction).one().state == "refused"
        assert len(directory.stored(session).phones) == 2


def test_a_value_that_cannot_be_stored_is_said_beside_its_field_and_keeps_what_was_typed(
    visit: Visit, directory: Directory, association: Visitor, link: str
) -> None:
    corrected(directory, association, link, "phones", "15")
    with Session(directory.database) as session:
        number = session.query(Correction).one().id
    answer = visit("editor").post(f"{PATH}/corrections/{number}", {"decision": "approve", "text": "appelez-nous"})
    assert answer.status_code == 422
    assert "appelez-nous</textarea>" in answer.text and "pas seulement un numéro" in answer.text


@pytest.mark.parametrize(
    ("field", "typed", "language", "said"),
    [
        ("phones", "appelez Salma", "fr", "pas seulement un numéro"),
        ("phones", "15 / اتصلوا بسلمى", "ar", "ليس رقما فقط"),
        ("phones", "12345678901234567890", "en", "not a phone number"),
        ("email", "salma at example.org", "fr", "adresse"),
        ("url", "voir Facebook", "fr", "adresse"),
    ],
)
def test_what_the_desk_could_not_store_is_refused_beside_its_field_in_the_associations_language(
    visit: Visit, directory: Directory, link: str, field: str, typed: str, language: str, said: str
) -> None:
    name, fees = (f"{directory.service_id}:{which}" for which in (field, "fees_description"))
    sent_form = {name: typed, fees: "20 DH", f"{directory.service_id}:address_1:remove": "1"}
    answer = visit("", language).post(link, sent_form)
    assert answer.status_code == 422
    (error,) = re.findall(f'<p class="error" id="{name}-error">(.*?)</p>', answer.text)
    assert said in error
    assert f">{typed}</textarea>" in answer.text and ">20 DH</textarea>" in answer.text
    assert answer.text.count(':remove" value="1" checked>') == 1
    with Session(directory.database) as session:
        assert session.query(Correction).count() == 0


def test_several_numbers_are_taken(directory: Directory, association: Visitor, link: str) -> None:
    corrected(directory, association, link, "phones", "05 37 54 54 00 / 15")


def test_each_tab_tells_how_many_corrections_wait_and_none_when_nothing_waits(
    visit: Visit, directory: Directory, association: Visitor, link: str
) -> None:
    pages = ("", "/organizations", "/map", "/corrections", "/import")
    editor = visit("editor")
    told = re.compile(r'/corrections"[^>]*>Corrections <span class="count">(\d+)</span>')
    assert not any(told.search(editor.get(f"{PATH}{page}").text) for page in pages)
    corrected(directory, association, link, "fees_description", "20 DH",
              **{f"{directory.service_id}__phones": "15"})  # fmt: skip
    assert [told.findall(editor.get(f"{PATH}{page}").text) for page in pages] == [["2"]] * len(pages)


def test_what_is_not_true_any_more_can_be_removed(
    visit: Visit, directory: Directory, association: Visitor, link: str
) -> None:
    sent(association, link, **{f"{directory.service_id}__url__remove": "1",
                               f"{directory.service_id}__fees_description__remove": "1"})  # fmt: skip
    with Session(directory.database) as session:
        (correction,) = session.query(Correction)
        assert (correction.field, correction.old, correction.new) == ("fees_description", "Gratuit", "")


def test_sending_nothing_says_so(association: Visitor, link: str) -> None:
    answer = association.post(link, {"said_by": "Salma"})
    assert answer.status_code == 422 and "rien corrigé" in answer.text


def test_it_needs_the_pages_own_token_and_is_cut_to_its_limits(
    directory: Directory, association: Visitor, link: str
) -> None:
    association.get(link)
    assert association.post_without_token(link, {"confirm": "all"}).status_code == 403
    corrected(directory, association, link, "description", "x" * 5000, said_by="y" * 500)
    with Session(directory.database) as session:
        correction = session.query(Correction).one()
        assert (len(correction.new), len(correction.said_by)) == (2000, 120)
        assert session.query(Confirmation).count() == 0


def test_after_its_time_it_says_so_and_takes_nothing(
    visit: Visit, directory: Directory, association: Visitor, link: str
) -> None:
    with Session(directory.database) as session, session.begin():
        session.query(AssociationLink).one().expires_at = now() - timedelta(seconds=1)
    answer = association.get(link)
    assert answer.status_code == 410 and "60 jours" in answer.text and "Consultations" not in answer.text
    assert association.post(link, {"confirm": "all"}).status_code == 410
    assert "Terminé" in visit("staff").get(directory.organization).text


def test_a_revoked_link_no_longer_works_and_an_unknown_one_never_did(
    visit: Visit, directory: Directory, association: Visitor, link: str
) -> None:
    with Session(directory.database) as session:
        number = session.query(AssociationLink).one().id
    assert visit("editor").post(f"{PATH}/links/{number}/revoke").status_code == 403
    visit("administrator").post(f"{PATH}/links/{number}/revoke")
    assert association.get(link).status_code == 410
    unknown = association.get(f"{link}x")
    assert unknown.status_code == 404 and "inconnu" in unknown.text
    assert association.post(f"{link}x", {"confirm": "all"}).status_code == 404
