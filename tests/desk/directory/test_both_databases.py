"""The daily jobs of the directory, once through all pages that ask the database, on SQLite and on PostgreSQL."""

import re

from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Correction, Service
from tests.desk.directory.conftest import PATH
from tests.desk.directory.forms import filled
from tests.desk.visitors import Visitor, application_of, desk_on, sign_in
from tests.knowledge.directory_rows import csv_text, prepared, row


def test_import_edit_confirm_correct_and_undo_work_on_both_databases(database: Database) -> None:
    prepared(database)
    desk = desk_on(database)
    application = application_of(desk)
    visitor = sign_in(desk, application, "administrator")
    rows = [row(), row(city="Oujda"), row(city="Paris", note="a\0b")]
    uploaded = visitor.post(f"{PATH}/import", files={"file": ("x.csv", csv_text(rows).encode())})
    path = uploaded.headers["location"]
    shown = re.findall(r'name="shown" value="(\d+)"', visitor.get(f"{path}?state=new").text)
    assert len(shown) == 2
    visitor.post(f"{path}/run", {"shown": shown, "chosen": shown})
    assert "Services ajoutés : 2" in visitor.get(path).text
    assert visitor.get(f"{path}/refused").status_code == 200
    with Session(database) as session:
        service = session.scalars(select(Service)).first()
        assert service is not None
        service_id, organization_id = service.id, service.organization_id
    edit = f"{PATH}/services/{service_id}/edit"
    assert visitor.post(edit, filled(visitor, edit, alert="Fermé en août", source="appel")).status_code == 303
    assert visitor.post(f"{PATH}/services/{service_id}/confirm").status_code == 303
    for query in (
        "?text=consultations&place=Oriental&confirmed=12",
        "?category=none&place=none",
        "/map",
        "/organizations",
    ):
        assert visitor.get(f"{PATH}{query}").status_code == 200
    correct(database, visitor, Visitor(application), service_id, organization_id)
    assert "pas entièrement" in visitor.post(f"{path}/undo").text
    with Session(database) as session:
        assert session.scalars(select(Service.id)).all() == [service_id]


def correct(
    database: Database,
    visitor: Visitor,
    association: Visitor,
    service_id: str,
    organization_id: str,
) -> None:
    page = visitor.post(f"{PATH}/organizations/{organization_id}/links").text
    link = re.search(r"/desk/associations/[\w-]{43}", page)
    assert link
    sent = association.post(link[0], {f"{service_id}:fees_description": "20 DH\0", "said_by": "Salma"})
    assert sent.status_code == 303, sent.text
    with Session(database) as session:
        number = session.scalars(select(Correction.id)).one()
    assert "20 DH" in visitor.get(f"{PATH}/corrections").text
    assert visitor.post(f"{PATH}/corrections/{number}", {"decision": "approve", "text": "20 DH"}).status_code == 303
    with Session(database) as session:
        assert session.get_one(Service, service_id).fees_description == "20 DH"
