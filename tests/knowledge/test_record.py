"""Records as plain values: equal exactly when the records say the same."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.exchange.record import content_of, copy_of, fingerprint_of
from knowledge.models import CostOption, Organization, Phone, Schedule, Service, ServiceAtLocation, SpokenLanguage
from tests.knowledge.directory_rows import only_service


def service(**more: Any) -> Service:
    """A service with parts, and parts of parts."""
    values = {"organization_id": "o", "name": "Conseils", "assured_date": date(2026, 11, 2), "translations": {}}
    made = Service(id="s", **{**values, **more})
    spoken = SpokenLanguage(id="g", code="fr")
    made.phones = [
        Phone(id="p1", number="15", dialled="15", languages=[spoken]),
        Phone(id="p2", number="19", dialled="19"),
    ]
    made.cost_options = [CostOption(id="c", amount=0.0)]
    link = ServiceAtLocation(id="a", service_id="s", location_id="l")
    link.schedules = [Schedule(id="h", byday="MO", opens_at="09:00", closes_at="12:00")]
    made.service_at_locations = [link]
    return made


def test_the_content_holds_columns_and_parts_with_theirs() -> None:
    content = content_of(service())
    assert (content["name"], content["assured_date"]) == ("Conseils", "2026-11-02")
    assert [phone["number"] for phone in content["phones"]] == ["15", "19"]
    assert content["phones"][0]["languages"][0]["code"] == "fr"
    assert content["service_at_locations"][0]["schedules"][0]["byday"] == "MO"
    json.dumps(content)


def test_what_is_no_content_does_not_count() -> None:
    bookkept = service(origin="elsewhere", loaded_fingerprint="0" * 64, last_modified=datetime(2026, 1, 1, tzinfo=UTC))
    assert fingerprint_of(bookkept) == fingerprint_of(service())


def test_the_order_in_which_parts_stand_in_memory_does_not_count() -> None:
    turned = service()
    turned.phones.reverse()
    assert fingerprint_of(turned) == fingerprint_of(service())


def change_number(record: Service) -> None:
    record.phones[1].number = "177"


def change_language(record: Service) -> None:
    record.phones[0].languages[0].code = "ar"


def change_hours(record: Service) -> None:
    record.service_at_locations[0].schedules[0].closes_at = "13:00"


def change_price(record: Service) -> None:
    record.cost_options[0].amount = 1.0


def remove_phone(record: Service) -> None:
    record.phones.pop()


def move_phone(record: Service) -> None:
    record.service_at_locations[0].phones = [record.phones.pop()]


def add_language(record: Service) -> None:
    record.languages = [SpokenLanguage(id="new", code="fr")]


def translate(record: Service) -> None:
    record.translations = {"name": {"ar": "نصائح"}}


CHANGES = [
    change_number,
    change_language,
    change_hours,
    change_price,
    remove_phone,
    move_phone,
    add_language,
    translate,
]


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_a_column_or_a_part_changes_the_fingerprint(change: Any) -> None:
    changed = service()
    change(changed)
    assert fingerprint_of(changed) != fingerprint_of(service())


def test_a_record_says_the_same_before_and_after_it_was_stored(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.add(Organization(id="o", name="Les Amis"))
        record = service(service_at_locations=[])
        record.service_at_locations = []
        before = content_of(record)
        session.add(record)
    with Session(engine) as session:
        assert content_of(only_service(session)) == before


def test_a_copy_says_the_same_and_shares_no_part(engine: Engine) -> None:
    original = service()
    copy = copy_of(original)
    assert content_of(copy) == content_of(original)
    change_language(copy)
    assert original.phones[0].languages[0].code == "fr"
