"""The import wizard: what the preview says of each row, what is imported, what undoing puts back and what it leaves."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from knowledge.directory_editing import import_preview, import_run
from knowledge.directory_editing.content import fill_service
from knowledge.directory_editing.editing import edit
from knowledge.directory_editing.import_preview import LARGEST_UPLOAD, forget_expired, start_import
from knowledge.directory_editing.import_run import NothingToDo, import_some, prepare_import
from knowledge.directory_editing.import_undo import Undone, undo_import
from knowledge.exchange.problems import ImportRefused
from knowledge.exchange.reasons import Reason
from knowledge.exchange.record import content_of
from knowledge.full_text import SERVICE, find
from knowledge.models import (
    DirectoryImport,
    DirectoryImportRow,
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
)
from tests.knowledge.directory_desk import (
    FOLDER,
    NOW,
    changed,
    content_of_service,
    finish_import,
    from_call,
    imported,
    uploaded,
)
from tests.knowledge.directory_rows import (
    COLUMNS,
    count,
    only_service,
    organization_named,
    prepared,
    prepared_database,
    row,
)
from tests.knowledge.hsds_samples import document, id_of

Contents = dict[str, dict[str, object]]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A database with the places and taxonomies."""
    with prepared_database(tmp_path) as engine:
        yield engine


def rows_of(session: Session, upload: DirectoryImport) -> list[DirectoryImportRow]:
    query = select(DirectoryImportRow).where(DirectoryImportRow.import_id == upload.id)
    return list(session.scalars(query.order_by(DirectoryImportRow.number)))


def contents(engine: Engine) -> Contents:
    """All records with their bookkeeping, by their id."""
    with Session(engine) as session:
        found: list[Organization | Location | Service] = []
        for table in (Organization, Location, Service):
            found += session.scalars(select(table))
        return {one.id: {"origin": one.origin, "loaded": one.loaded_fingerprint, **content_of(one)} for one in found}


def undone(engine: Engine, number: int) -> Undone:
    with Session(engine) as session, session.begin():
        return undo_import(session, session.get_one(DirectoryImport, number), "omar", NOW)


def test_the_preview_says_of_each_row_what_would_happen_and_changes_nothing(database: Engine) -> None:
    imported(database, [row(), row(city="Oujda"), row(service_category="legal_aid")])
    before = contents(database)
    rows = [row(), row(city="Oujda", fee="10 DH"), row(org_key="autres"), row(city="Paris", phone="x")]
    with Session(database) as session:
        upload = uploaded(session, rows)
        seen = rows_of(session, upload)
        assert [(one.number, one.state, one.is_chosen) for one in seen] == [
            (2, "unchanged", False), (3, "changed", True), (4, "new", True), (5, "refused", False)]  # fmt: skip
        assert seen[1].differences == [["fees_description", "Gratuit", "10 DH"],
                                       ["fees_description (ar)", "مجاني.", ""],
                                       ["fees_description (en)", "Free.", ""], ["amount", "0 MAD", ""]]  # fmt: skip
        assert {one["member"]: one["code"] for one in seen[3].problems} == {"city": "unknown_place",
                                                                           "phone": "not_only_a_number"}  # fmt: skip
        session.commit()
    assert contents(database) == before


def test_reasons_of_refusal_are_said_in_the_languages_of_the_users(database: Engine) -> None:
    with Session(database) as session:
        (refused,) = rows_of(session, uploaded(session, [row(city="Paris")]))
    problem = refused.problems[0]
    reason = Reason(problem["code"], **problem["values"])
    assert str(reason) == "'Paris' is not a town or region that we know"
    assert "n'est pas une ville" in reason.say("fr")
    assert "Paris" in reason.say("ar") and "مدينة" in reason.say("ar")


def test_what_was_edited_here_is_kept_unless_somebody_chooses_the_files_version(database: Engine) -> None:
    imported(database, [row()])
    changed(database, fees_description="20 DH", minimum_age=18)
    with Session(database) as session, session.begin():
        upload = uploaded(session, [row(fee="10 DH")])
        (seen,) = rows_of(session, upload)
        assert (seen.state, seen.is_chosen) == ("edited", False)
        finish_import(session, upload, "amina", NOW, FOLDER)
        assert upload.counts == {"added": 0, "changed": 0, "left": 0}
        assert only_service(session).fees_description == "20 DH"
    with Session(database) as session, session.begin():
        upload = uploaded(session, [row(fee="10 DH")])
        rows_of(session, upload)[0].is_chosen = True
        finish_import(session, upload, "amina", NOW, FOLDER)
        assert upload.counts == {"added": 0, "changed": 1, "left": 0}
        service = only_service(session)
        assert (service.fees_description, service.minimum_age) == ("10 DH", 18)


def test_only_chosen_rows_are_imported_and_refused_ones_stay_to_be_mended(database: Engine) -> None:
    with Session(database) as session, session.begin():
        upload = uploaded(session, [row(), row(city="Oujda"), row(city="Paris")])
        rows_of(session, upload)[0].is_chosen = False
        session.flush()
        finish_import(session, upload, "amina", NOW, FOLDER)
        assert upload.counts == {"added": 1, "changed": 0, "left": 0}
        assert upload.content is None
        assert [one.raw["city"] for one in rows_of(session, upload)] == ["Paris"]
        assert find(session, SERVICE, "consultations")
    with Session(database) as session:
        assert session.scalars(select(Location.place_key)).all() == ["Oujda"]


def test_a_row_that_somebody_changed_after_the_preview_is_left_and_named(database: Engine) -> None:
    imported(database, [row()])
    with Session(database) as session, session.begin():
        number = uploaded(session, [row(fee="10 DH"), row(city="Oujda")]).id
    changed(database, alert="Fermé cette semaine")
    with Session(database) as session, session.begin():
        upload = session.get_one(DirectoryImport, number)
        finish_import(session, upload, "amina", NOW, FOLDER)
        assert upload.counts == {"added": 1, "changed": 0, "left": 1}
        assert [one.state for one in rows_of(session, upload)] == ["left"]
        assert {one.fees_description for one in session.scalars(select(Service))} == {"Gratuit"}


def test_an_import_happens_once(database: Engine) -> None:
    number = imported(database, [row()])
    with Session(database) as session:
        upload = session.get_one(DirectoryImport, number)
        with pytest.raises(NothingToDo):
            finish_import(session, upload, "amina", NOW, FOLDER)
    undone(database, number)
    with pytest.raises(NothingToDo):
        undone(database, number)


def test_undoing_puts_everything_back_as_it_was(engine: Engine) -> None:
    """On both databases: changed records with all their parts and bookkeeping, added ones gone."""
    imported(prepared(engine), [row(opening_hours="Lundi-vendredi 09:00-15:00"), row(city="Oujda")])
    before = contents(engine)
    number = imported(engine, [row(fee="10 DH", phone="15", address="9, rue Basse", opening_hours="le soir"),
                               row(city="Oujda", website="https://autre.example"), row(org_key="autres")],
                      "second.csv")  # fmt: skip
    assert contents(engine) != before
    result = undone(engine, number)
    assert result.left == []
    assert contents(engine) == before
    with Session(engine) as session:
        assert count(session, ServiceAtLocation) == 2
        assert session.scalars(select(Phone.number).where(Phone.number == "15")).all() == []


def test_undoing_leaves_what_somebody_changed_since_and_says_what(database: Engine) -> None:
    imported(database, [row()])
    number = imported(database, [row(fee="10 DH")])
    changed(database, alert="Fermé en août")
    result = undone(database, number)
    assert result.left == ["service Les Amis: Consultations gratuites."]
    with Session(database) as session:
        assert only_service(session).fees_description == "10 DH"


def test_undoing_leaves_an_organization_that_has_got_other_services(database: Engine) -> None:
    number = imported(database, [row()])
    with Session(database) as session, session.begin():
        known = only_service(session)
        session.add(Service(id="own", organization_id=known.organization_id, name="Accueil", description="Accueil"))
    result = undone(database, number)
    assert result.left == ["organization Les Amis"]
    with Session(database) as session:
        assert session.scalars(select(Service.id)).all() == ["own"]


def test_what_was_deleted_since_is_left(database: Engine) -> None:
    imported(database, [row()])
    number = imported(database, [row(fee="10 DH")])
    with Session(database) as session, session.begin():
        session.delete(only_service(session))
    assert len(undone(database, number).left) == 1


def test_documents_of_other_directories_can_be_previewed_and_imported_too(database: Engine) -> None:
    content = json.dumps([document(), document(id=id_of(50), status="open")]).encode()
    with Session(database) as session, session.begin():
        upload = start_import(session, content, "other.json", "amina", "fr", NOW, FOLDER)
        seen = rows_of(session, upload)
        assert [(one.number, one.state) for one in seen] == [(1, "new"), (2, "refused")]
        assert seen[1].problems[0]["code"] == "not_a_status"
        finish_import(session, upload, "amina", NOW, FOLDER)
        assert upload.counts["added"] == 1
        assert rows_of(session, upload)[0].raw["status"] == "open"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"a,b\n1,2\n", "columns"), (b"\xff\xfe\x00", "not_utf_8"), (b"{", "not_json"),
     (b"PK\x03\x04", "not_a_spreadsheet"), (b"x" * (LARGEST_UPLOAD + 1), "too_large")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_a_reason_and_not_kept(
    database: Engine, content: bytes, code: str
) -> None:
    with Session(database) as session:
        with pytest.raises(ImportRefused) as refused:
            start_import(session, content, "C:\\files\\x.csv", "amina", "fr", NOW, FOLDER)
        reason = refused.value.args[0]
        assert reason.code == code
        assert reason.say("ar") != reason.say("fr")
        assert count(session, DirectoryImport) == 0


def test_a_name_that_looks_like_an_address_is_only_a_name(database: Engine) -> None:
    with Session(database) as session:
        content = json.dumps({"contents": [document()], "page_number": 1, "total_pages": 2}).encode()
        upload = start_import(session, content, "http://127.0.0.1:1/api?page=1", "amina", "fr", NOW, FOLDER)
        assert upload.name == "api?page=1"
        assert len(rows_of(session, upload)) == 1


def test_a_preview_that_nobody_imports_is_deleted_after_a_day_with_its_rows(engine: Engine) -> None:
    done = imported(prepared(engine), [row()])
    with Session(engine) as session, session.begin():
        number = uploaded(session, [row(city="Oujda")]).id
    with Session(engine) as session, session.begin():
        forget_expired(session, NOW + timedelta(hours=23))
        assert session.get(DirectoryImport, number)
    with Session(engine) as session, session.begin():
        forget_expired(session, NOW + timedelta(hours=25))
    with Session(engine) as session:
        assert session.scalars(select(DirectoryImport.id)).all() == [done]
        assert count(session, DirectoryImportRow) == 0


def test_a_row_says_which_service_it_means_even_when_its_description_changes(database: Engine) -> None:
    imported(database, [row()])
    with Session(database) as session:
        known = only_service(session).id
    columns = (*COLUMNS, "service_id", "problem")
    imported(database, [{**row(service_description_fr="Soins."), "service_id": known, "problem": "x"}], columns=columns)
    with Session(database) as session:
        assert (only_service(session).id, only_service(session).description) == (known, "Soins.")


def test_a_service_with_several_places_has_a_row_for_each_and_which_one_moved_cannot_be_told(database: Engine) -> None:
    columns = (*COLUMNS, "service_id")
    two = [{**row(city=city), "service_id": id_of(7)} for city in ("Rabat", "Oujda")]
    imported(database, two, columns=columns)
    with Session(database) as session:
        assert {link.location.place_key for link in only_service(session).service_at_locations} == {"Rabat", "Oujda"}
        assert [one.state for one in rows_of(session, uploaded(session, two, columns=columns))] == ["unchanged"]
        moved = [two[0], {**two[1], "city": "", "region": "Oriental"}]
        (refused,) = rows_of(session, uploaded(session, moved, columns=columns))
        assert [one["code"] for one in refused.problems] == ["several_places"]


def test_a_deleted_import_takes_its_rows_with_it_and_no_service(database: Engine) -> None:
    imported(database, [row(), row(city="Paris")])
    with Session(database) as session, session.begin():
        session.execute(delete(DirectoryImport))
    with Session(database) as session:
        assert (count(session, DirectoryImportRow), count(session, Service)) == (0, 1)


def test_an_edit_after_the_import_is_not_lost_by_a_second_import_of_the_same_file(database: Engine) -> None:
    imported(database, [row()])
    with Session(database) as session, session.begin():
        service = only_service(session)
        content = content_of_service(service, fees_description="30 DH")
        edit(session, service, lambda one: fill_service(one, content), from_call(service))
    imported(database, [row()])
    with Session(database) as session:
        assert only_service(session).fees_description == "30 DH"


def test_a_part_of_a_table_changes_nothing_of_organizations_whose_services_have_pages_of_their_own(
    database: Engine,
) -> None:
    """The first row of an organisation in a file says its website; in a part of the file another row is the first."""
    whole = [row(), row(city="Oujda", website="https://amis.example/oujda", email="oujda@amis.example")]
    imported(database, whole)
    before = contents(database)
    with Session(database) as session:
        (seen,) = rows_of(session, uploaded(session, whole[1:]))
        assert (seen.state, seen.differences) == ("unchanged", [])
    imported(database, [{**whole[1], "note": "relu"}])
    changed_only = {key for key, content in contents(database).items() if content != before[key]}
    assert len(changed_only) == 1
    with Session(database) as session:
        assert organization_named(session).website == "https://amis.example"
    imported(database, [{**one, "website": f"{one['website']}/neuf"} for one in whole])
    with Session(database) as session:
        assert organization_named(session).website == "https://amis.example/neuf"


def test_an_import_in_several_transactions_is_one_that_can_be_undone(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_run, "_AT_ONCE", 2)
    imported(database, [row()])
    before = contents(database)
    with Session(database) as session, session.begin():
        more = [row(service_description_fr=f"Aide {number}", website="https://neuf.example") for number in range(4)]
        number = uploaded(session, [row(fee="10 DH"), *more], "second.csv").id
    with Session(database) as session:
        prepared = prepare_import(session, session.get_one(DirectoryImport, number), FOLDER)
    remaining: list[int] = []
    while not remaining or remaining[-1]:
        with Session(database, expire_on_commit=False) as session, session.begin():
            upload = session.get_one(DirectoryImport, number)
            remaining.append(import_some(session, upload, prepared, "amina", NOW))
    assert remaining == [3, 1, 0]
    with Session(database) as session:
        assert session.get_one(DirectoryImport, number).counts == {"added": 4, "changed": 1, "left": 0}
        assert count(session, Service) == 5
    assert undone(database, number).left == []
    assert contents(database) == before


def test_a_file_with_more_rows_than_anybody_looks_at_is_for_the_command_line(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_preview, "MOST_ROWS", 2)
    with Session(database) as session, pytest.raises(ImportRefused) as refused:
        uploaded(session, [row(), row(city="Oujda"), row(city="")])
    assert refused.value.args[0].code == "too_many_here"
