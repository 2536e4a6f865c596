"""The payloads that other projects and the documentation publish, one by one and batched anew."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.events import DeliveryStatus, Event
from gateway.whatsapp.parse import Parsed, UnreadableBody, parse
from tests.gateway.whatsapp.payloads import change, entry, envelope, raw

FOLDER = Path(__file__).parents[4] / "shared" / "whatsapp"
PATTERNS = ("pywa/*.json", "bindambc/webhooks/*.json", "piusalfred/*.json", "meta_docs/*.json")
TWO_DOCUMENTS = "deserialization__textMessageStatusRead.json"
"""A status, and after it the beginning of a second JSON document."""
TOO_SHORT_NUMBER = "piusalfred/literals_from_go_tests.json: webhooks/router/router_test.go#1"
"""A message from the number "1"."""

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason=f"the published payloads are not in {FOLDER}")


def files() -> list[Path]:
    return sorted(path for pattern in PATTERNS for path in FOLDER.glob(pattern))


def envelopes(part: Any, name: str) -> Iterator[tuple[str, Any]]:
    """The envelopes in a file, which is one itself or names several."""
    if isinstance(part, dict) and "entry" in part and "object" in part:
        yield name, part
    elif isinstance(part, dict):
        for key, inner in part.items():
            yield from envelopes(inner, f"{name}: {key}")


def published() -> dict[str, Any]:
    """All envelopes by file and name in it."""
    found: dict[str, Any] = {}
    for path in files():
        if path.name != TWO_DOCUMENTS:
            name = str(path.relative_to(FOLDER))
            found.update(envelopes(json.loads(path.read_text(encoding="utf-8")), name))
    return found


def changes_of(body: Any) -> list[Any]:
    return [each for part in body["entry"] for each in part["changes"]]


def read(*entries: Any) -> Parsed:
    return parse(raw(envelope(*entries)), "")


def one_by_one() -> list[Event]:
    """The events of every envelope parsed alone, statuses last."""
    events = [event for body in published().values() for event in read(*body["entry"]).events]
    return sorted(events, key=lambda event: isinstance(event, DeliveryStatus))


def test_the_collection_is_whole() -> None:
    assert (len(files()), len(published())) == (19 + 25 + 1 + 10, 74 + 24 + 29 + 9)


def test_every_published_envelope_is_read_but_one_from_an_impossible_number() -> None:
    unreadable = {name: parse(raw(body), "").unreadable for name, body in published().items()}
    assert {name: count for name, count in unreadable.items() if count} == {TOO_SHORT_NUMBER: 1}


def test_a_file_with_two_documents_is_an_unreadable_body() -> None:
    with pytest.raises(UnreadableBody):
        parse((FOLDER / "bindambc" / "webhooks" / TWO_DOCUMENTS).read_bytes(), "")


def test_every_item_of_a_published_envelope_is_an_event_or_said_to_be_ignored() -> None:
    for name, body in published().items():
        if name != TOO_SHORT_NUMBER:
            found = parse(raw(body), "")
            read_fields = [
                each["value"] for each in changes_of(body) if each["field"] in ("messages", "user_id_update")
            ]
            lists = ("messages", "statuses", "user_id_update")
            items = sum(len(value.get(kind, [])) for value in read_fields for kind in lists)
            left_out = len(changes_of(body)) - len(read_fields) + sum("errors" in value for value in read_fields)
            assert len(found.events) + len(found.ignored) == items + left_out, name


def test_all_entries_in_one_body_are_the_same_events() -> None:
    assert list(read(*(part for body in published().values() for part in body["entry"])).events) == one_by_one()


def test_all_changes_in_one_entry_are_the_same_events() -> None:
    assert (
        list(read(entry(*(each for body in published().values() for each in changes_of(body)))).events) == one_by_one()
    )


def test_an_entry_for_each_change_is_the_same_events() -> None:
    assert (
        list(read(*(entry(each) for body in published().values() for each in changes_of(body))).events) == one_by_one()
    )


def test_all_messages_and_statuses_of_the_same_people_in_one_value_are_the_same_events() -> None:
    merged: dict[str, Any] = {}
    for body in published().values():
        for each in changes_of(body):
            value, field = each["value"], each["field"]
            same = json.dumps([field, value.get("metadata"), value.get("contacts")])
            into = merged.setdefault(same, change({**value, "messages": [], "statuses": []}, field))["value"]
            for kind in ("messages", "statuses"):
                into[kind].extend(value.get(kind, []))
    assert len(merged) < sum(len(changes_of(body)) for body in published().values()) / 2
    found = read(entry(*merged.values())).events
    assert Counter(found) == Counter(one_by_one())
