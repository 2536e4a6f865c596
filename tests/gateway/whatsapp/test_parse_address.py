"""Who wrote, by number or by id, and what becomes of both when they change."""

import time
from typing import Any

import pytest

from gateway.events import PHONE, USER_ID, Address, AddressChange, Incoming
from gateway.whatsapp.parse import Parsed, parse
from tests.gateway.whatsapp.payloads import (
    ID,
    ID_ADDRESS,
    NUMBER,
    OTHER_ID,
    OTHER_NUMBER,
    OURS,
    PHONE_ADDRESS,
    Json,
    body_of,
    change,
    contact,
    entry,
    envelope,
    message,
    raw,
    value,
)

CHANGED = "changed from {} to {}"


def senders(*messages: Json, contacts: Any) -> list[tuple[Address, ...]]:
    found = parse(body_of(*messages, contacts=contacts), OURS)
    assert found.unreadable == 0
    return [event.addresses for event in found.events if isinstance(event, Incoming)]


def system(kind: Any, **more: Any) -> Json:
    return message("system", {"type": kind, **more})


@pytest.mark.parametrize(
    ("item", "beside", "known"),
    [
        (message(), contact(), (PHONE_ADDRESS,)),
        (message(), contact(user_id=ID), (PHONE_ADDRESS, ID_ADDRESS)),
        (message(from_user_id=ID), contact(), (PHONE_ADDRESS, ID_ADDRESS)),
        (message(from_user_id=ID, **{"from": None}), contact(None, ID), (ID_ADDRESS,)),
        (message(from_user_id=ID, **{"from": None}), contact(user_id=ID), (PHONE_ADDRESS, ID_ADDRESS)),
        (message(**{"from": None}), contact(user_id=ID), (PHONE_ADDRESS, ID_ADDRESS)),
        (message(**{"from": "hidden"}), contact(), (PHONE_ADDRESS,)),
        (message(), contact(None, ID), (PHONE_ADDRESS, ID_ADDRESS)),
        (message(from_user_id="MA.ENT.12"), contact(None), (PHONE_ADDRESS, Address(USER_ID, "MA.ENT.12"))),
        (message(from_user_id="ma.12"), contact(user_id="M.12"), (PHONE_ADDRESS,)),
    ],
)
def test_all_addresses_of_the_sender_are_known_the_number_first(
    item: Json, beside: Json, known: tuple[Address, ...]
) -> None:
    assert senders(item, contacts=[beside]) == [known]


def test_among_several_contacts_each_message_finds_its_own() -> None:
    first, second = message(id="wamid.1"), message(id="wamid.2", from_user_id=OTHER_ID, **{"from": None})
    people = [contact(OTHER_NUMBER, OTHER_ID), contact(user_id=ID), contact(None, "MA.3")]
    assert senders(first, second, contacts=people) == [
        (PHONE_ADDRESS, ID_ADDRESS),
        (Address(PHONE, OTHER_NUMBER), Address(USER_ID, OTHER_ID)),
    ]


def test_the_first_of_contradicting_contacts_counts() -> None:
    people = [contact(), contact(user_id=ID), contact(user_id=OTHER_ID)]
    assert senders(message(), contacts=people) == [(PHONE_ADDRESS, ID_ADDRESS)]


@pytest.mark.parametrize(
    ("item", "known"), [(message(), PHONE_ADDRESS), (message(from_user_id=ID, **{"from": None}), ID_ADDRESS)]
)
def test_the_address_of_another_person_is_never_taken(item: Json, known: Address) -> None:
    another = contact(OTHER_NUMBER, OTHER_ID)
    assert senders(item, contacts=[another]) == [(known,)]
    assert senders(item, contacts=[another, contact("212600000003", "MA.3")]) == [(known,)]


def test_a_batch_of_three_thousand_people_takes_less_than_two_seconds() -> None:
    """Meta waits for the answer; looking through all contacts for each message took ten."""
    numbers = [str(212600000000 + index) for index in range(3000)]
    body = body_of(*(message(**{"from": each}) for each in numbers), contacts=[contact(each) for each in numbers])
    before = time.perf_counter()
    assert len(parse(body, OURS).events) == 3000
    assert time.perf_counter() - before < 2


@pytest.mark.parametrize("sender", [None, "", "1234", "2" * 21, "+212600000001", "٢١٢٦٠٠٠٠٠٠٠١", 212600000001, [], {}])
def test_a_message_without_a_sender_is_unreadable(sender: Any) -> None:
    for beside in ([], [contact(sender)], [contact(), contact(OTHER_NUMBER)]):
        assert parse(body_of(message(**{"from": sender}), contacts=beside), OURS) == Parsed((), 1, ())


@pytest.mark.parametrize("wrong", [5, None, {}, "x", [5], [[]], [contact(), "x"]])
def test_wrong_contacts_are_counted_and_the_message_is_read(wrong: Any) -> None:
    found = parse(body_of(message(), contacts=wrong), OURS)
    assert (len(found.events), found.unreadable) == (1, 1)


@pytest.mark.parametrize("field", ["wa_id", "new_wa_id"])
def test_a_new_number_is_told(field: str) -> None:
    found = parse(body_of(system("user_changed_number", body="…", **{field: OTHER_NUMBER})), OURS)
    current = Address(PHONE, OTHER_NUMBER)
    assert found == Parsed((AddressChange("whatsapp", "wamid.1", PHONE_ADDRESS, current),), 0, ())


@pytest.mark.parametrize(
    ("body", "current"),
    [
        (f"User Amina {CHANGED.format(ID, OTHER_ID)}", None),
        (f"User Amina {CHANGED.format(ID, OTHER_ID)}.\n", None),
        (f"User Amina {CHANGED.format(ID, 'MA.9')}", OTHER_ID),
        (f"User Amina {CHANGED.format(ID, OTHER_ID)}", "no id"),
        (f"User {CHANGED.format('MA.8', 'MA.9')} {CHANGED.format(ID, OTHER_ID)}", None),
    ],
)
def test_a_new_id_is_told_by_the_sentence_whatever_the_persons_name(body: str, current: str | None) -> None:
    item = system("user_changed_user_id", body=body, user_id=current) | {"from": "hidden"}
    expected = AddressChange("whatsapp", "wamid.1", ID_ADDRESS, Address(USER_ID, OTHER_ID))
    assert parse(body_of(item), OURS) == Parsed((expected,), 0, ())


@pytest.mark.parametrize(
    "item",
    [
        system("user_changed_number"),
        system("user_changed_number", wa_id="hidden"),
        system("user_changed_number", wa_id=OTHER_NUMBER) | {"from": None},
        system("user_changed_number", wa_id=OTHER_NUMBER) | {"id": None},
        system("user_changed_user_id", user_id=OTHER_ID),
        system("user_changed_user_id", user_id=OTHER_ID, body=5),
        system("user_changed_user_id", user_id=OTHER_ID, body=f"{CHANGED.format(ID, OTHER_ID)} said somebody"),
        message("system"),
        message("system", "user_changed_number"),
    ],
)
def test_a_change_that_does_not_say_both_addresses_is_unreadable(item: Json) -> None:
    assert parse(body_of(item), OURS) == Parsed((), 1, ())


@pytest.mark.parametrize("kind", ["customer_identity_changed", "request_welcome", "something_new", 5, None])
def test_other_system_messages_are_ignored(kind: Any) -> None:
    assert parse(body_of(system(kind, body="…")), OURS) == Parsed((), 0, ("system message",))


def updates(*items: Any, **metadata: str) -> Parsed:
    return parse(raw(envelope(entry(change(value(user_id_update=list(items), **metadata), "user_id_update")))), OURS)


def test_an_update_of_an_id_is_the_same_event_each_time_and_another_for_another_id() -> None:
    there, further = ({"user_id": {"previous": ID, "current": new}} for new in (OTHER_ID, "MA.3"))
    first, second = updates(there, further).events
    assert isinstance(first, AddressChange)
    assert (first.previous, first.current) == (ID_ADDRESS, Address(USER_ID, OTHER_ID))
    assert first.external_id != second.external_id
    assert updates(there).events == (first,)


def test_the_event_of_an_update_fits_the_log_and_does_not_disclose_the_ids() -> None:
    longest = {"previous": "MA.ENT." + "1" * 128, "current": "MA.ENT." + "2" * 128}
    (event,) = updates({"user_id": longest}).events
    assert len(event.external_id) <= 250
    assert "1" * 20 not in event.external_id


@pytest.mark.parametrize("wrong", [5, {}, {"user_id": ID}, {"user_id": {"previous": ID}}, {"user_id": {"current": ID}}])
def test_a_wrong_update_is_counted_and_its_neighbour_is_read(wrong: Any) -> None:
    found = updates(wrong, {"user_id": {"previous": ID, "current": OTHER_ID}})
    assert (len(found.events), found.unreadable) == (1, 1)


def test_an_update_at_another_number_is_ignored() -> None:
    found = updates({"user_id": {"previous": ID, "current": OTHER_ID}}, number=NUMBER)
    assert found == Parsed((), 0, ("another number",))
