"""A body of any number of entries, changes and items: all are found, in order, and each stands alone."""

from typing import Any

import pytest

from gateway.events import DeliveryStatus
from gateway.whatsapp.parse import Parsed, UnreadableBody, parse
from tests.gateway.whatsapp.payloads import (
    OURS,
    Json,
    body_of,
    change,
    contact,
    entry,
    envelope,
    message,
    raw,
    status,
    value,
)


def batch(*entries: Any, number: str = OURS) -> Parsed:
    return parse(raw(envelope(*entries)), number)


def messages(*ids: str, number: str = OURS) -> Json:
    return change(value(number, messages=[message(id=each) for each in ids]))


def ids(found: Parsed) -> list[str]:
    return [event.external_id for event in found.events]


def statuses(*items: Any) -> Parsed:
    return batch(entry(change(value(statuses=list(items)))))


def test_a_thousand_messages_anywhere_in_a_body_are_all_found_in_order() -> None:
    names = [f"wamid.{number}" for number in range(1000)]
    spread = entry(messages(*names[:3]), *(messages(name) for name in names[3:500])), entry(messages(*names[500:]))
    found = batch(*spread)
    assert ids(found) == names
    assert (found.unreadable, found.ignored) == (0, ())


def test_messages_come_before_statuses_whatever_the_order_of_arrival() -> None:
    both = change(value(statuses=[status(id="s.1")], messages=[message(id="m.1")]))
    late = change(value(statuses=[status(id="s.2"), status("read", id="s.1")])), messages("m.2")
    assert ids(batch(entry(both), entry(*late))) == ["m.1", "m.2", "s.1", "s.2", "s.1"]


def test_what_comes_twice_in_a_body_is_there_twice() -> None:
    assert ids(batch(entry(messages("m.1", "m.1")), entry(messages("m.1")))) == ["m.1"] * 3


@pytest.mark.parametrize("state", ["sent", "delivered", "read", "played", "failed"])
def test_a_status_says_how_far_our_message_came(state: str) -> None:
    assert statuses(status(state)) == Parsed((DeliveryStatus("whatsapp", "wamid.out", state),), 0, ())


def test_a_status_says_our_own_id_and_why_it_failed() -> None:
    failed = status("failed", biz_opaque_callback_data="key-1", errors=[{"code": 131047}, {"code": 1}])
    assert statuses(failed).events == (DeliveryStatus("whatsapp", "wamid.out", "failed", "key-1", 131047),)


@pytest.mark.parametrize("errors", [[], {}, "x", [5], [{}], [{"code": "131047"}], [{"code": True}], [{"code": 2**31}]])
def test_a_status_without_a_readable_code_is_still_a_status(errors: Any) -> None:
    assert statuses(status("failed", errors=errors)).events == (DeliveryStatus("whatsapp", "wamid.out", "failed"),)


@pytest.mark.parametrize(
    "wrong", [status("captured"), status("SENT"), status([]), status(id=None), status(id="a\0"), {}, 5, "read"]
)
def test_a_wrong_status_is_counted_and_its_neighbours_are_read(wrong: Any) -> None:
    found = statuses(status(id="s.1"), wrong, status(id="s.2"))
    assert (ids(found), found.unreadable, found.ignored) == (["s.1", "s.2"], 1, ())


def test_the_status_of_a_group_message_is_ignored() -> None:
    found = statuses(status(recipient_type="group"), status(recipient_type="individual"))
    assert (len(found.events), found.unreadable, found.ignored) == (1, 0, ("group status",))


def test_what_another_number_received_is_ignored() -> None:
    theirs = messages("m.2", "m.3", number="700000000000002")
    found = batch(entry(messages("m.1"), theirs, messages("m.4")))
    assert (ids(found), found.unreadable, found.ignored) == (["m.1", "m.4"], 0, ("another number",))
    assert ids(batch(entry(messages("m.1"), theirs), number="")) == ["m.1", "m.2", "m.3"]


@pytest.mark.parametrize("content", [{"event": "ACCOUNT_VIOLATION"}, {}, [], None, value(messages=[message()])])
def test_fields_that_do_not_concern_us_are_listed_whatever_is_in_them(content: Any) -> None:
    found = batch(entry(change(content, "account_update"), messages("m.1"), change(content, "calls")))
    assert (ids(found), found.unreadable, found.ignored) == (["m.1"], 0, ("account_update", "calls"))


def test_errors_of_the_account_are_listed_and_messages_beside_them_are_read() -> None:
    found = parse(body_of(message(), errors=[{"code": 130429}]), OURS)
    assert (len(found.events), found.unreadable, found.ignored) == (1, 0, ("errors",))


@pytest.mark.parametrize("wrong", [5, None, "x", [], {}, {"changes": None}, {"changes": {"field": "messages"}}])
def test_a_wrong_entry_never_loses_another(wrong: Any) -> None:
    found = batch(entry(messages("m.1")), wrong, entry(messages("m.2")))
    assert (ids(found), found.unreadable) == (["m.1", "m.2"], 1)


@pytest.mark.parametrize(
    "wrong",
    [
        *(5, None, "x", [], {}),
        *(change(content) for content in (5, None, "x", [], {}, value(), {"messages": [message()]})),
        *(change(value(messages=[message()]), field) for field in (5, None, "", [])),
        *(change(value(number, messages=[message()])) for number in (5, None, [])),
        *(change(value(messages=content)) for content in (5, None, "x", {})),
        change({"metadata": [], "messages": [message()]}),
    ],
)
def test_a_wrong_change_never_loses_another(wrong: Any) -> None:
    found = batch(entry(messages("m.1"), wrong, messages("m.2")))
    assert (ids(found), found.unreadable) == (["m.1", "m.2"], 1)


def test_wrong_messages_never_lose_the_statuses_beside_them_and_the_other_way_round() -> None:
    found = batch(
        entry(
            change(value(messages=5, statuses=[status(id="s.1")])), change(value(messages=[message()], statuses=None))
        )
    )
    assert (ids(found), found.unreadable) == (["wamid.1", "s.1"], 2)


def test_an_envelope_may_be_empty() -> None:
    assert batch() == batch(entry()) == batch(entry(change(value(messages=[])))) == Parsed((), 0, ())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\xfa",
        b"{}{}",
        b"[" * 100_000,
        b"9" * 5000,
        *(raw(body) for body in (None, 5, "x", [], {}, [envelope()], {"object": "whatsapp_business_account"})),
        raw(envelope() | {"entry": {}}),
        raw(envelope() | {"entry": None}),
        raw({"entry": []}),
        raw(envelope() | {"object": "page"}),
    ],
    ids=lambda body: repr(body[:40]),
)
def test_what_is_no_envelope_is_an_unreadable_body(body: bytes) -> None:
    with pytest.raises(UnreadableBody):
        parse(body, OURS)


def test_letters_may_come_escaped_or_as_they_are() -> None:
    body = envelope(entry(change(value(messages=[message("text", {"body": "سلام"})], contacts=[contact()]))))
    plain = str(body).replace("'", '"').encode()
    assert "سلام".encode() in plain
    assert parse(plain, OURS) == parse(raw(body), OURS)
