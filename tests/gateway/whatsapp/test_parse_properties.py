"""What must hold for every body: an intact message is always found, nothing raises but UnreadableBody."""

import copy
import dataclasses
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.events import Event
from gateway.whatsapp.parse import Parsed, UnreadableBody, parse
from tests.gateway.whatsapp.payloads import (
    ID,
    OTHER_ID,
    OTHER_NUMBER,
    OURS,
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

INTACT = message("text", {"body": "Intact"}, id="wamid.intact")
MESSAGES = [
    message(),
    message("interactive", {"type": "list_reply", "list_reply": {"id": "1.0", "title": "Oui"}}),
    message("button", {"payload": "1.0", "text": "Oui"}),
    message("location", {"latitude": 34.02, "longitude": -6.83}),
    message("audio", {"id": "1"}),
    message("image", {"id": "1", "caption": "Ceci"}, from_user_id=ID),
    message("contacts", [{"origin": "contact_request"}]),
    message("unsupported", errors=[{"code": 131051}]),
    message("reaction", {"message_id": "wamid.out", "emoji": "👍"}),
    message("edit", {"original_message_id": "wamid.0", "message": {"type": "text", "text": {"body": "Non"}}}),
    message("revoke", {"original_message_id": "wamid.0"}),
    message("system", {"type": "user_changed_number", "wa_id": OTHER_NUMBER}),
    message("system", {"type": "user_changed_user_id", "body": f"x changed from {ID} to {OTHER_ID}"}),
]
STATUS = status("failed", biz_opaque_callback_data="key", errors=[{"code": 131047}])
UPDATE = {"user_id": {"previous": ID, "current": OTHER_ID}}
FULL = entry(
    change(value(messages=MESSAGES, statuses=[STATUS], contacts=[contact(), contact(None, ID)], errors=[{}])),
    change(value(user_id_update=[UPDATE]), "user_id_update"),
    change({"event": "ACCOUNT_VIOLATION"}, "account_update"),
)
TEXTS = st.text(st.characters(exclude_categories=()), max_size=8) | st.sampled_from(["\0", "\ud800", "text", "system"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just(10**400) | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
examples = settings(max_examples=60, deadline=None, database=None)


def paths(part: Any) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a JSON value, without that to itself."""
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, each in inner:
        yield (key,)
        yield from ((key, *path) for path in paths(each))


@st.composite
def damaged(draw: st.DrawFn, whole: Any) -> Any:
    """A JSON value with up to four of its parts replaced by anything or, in objects, taken out."""
    result = copy.deepcopy(whole)
    for path in draw(st.lists(st.sampled_from(list(paths(whole))), min_size=1, max_size=4)):
        holder = result
        for key in path[:-1]:
            holder = holder[key] if has(holder, key) else None
        if not has(holder, path[-1]):
            continue
        if isinstance(holder, dict) and draw(st.booleans()):
            del holder[path[-1]]
        else:
            holder[path[-1]] = draw(ANYTHING)
    return result


def has(holder: Any, key: Any) -> bool:
    if isinstance(holder, list):
        return isinstance(key, int) and key < len(holder)
    return isinstance(holder, dict) and key in holder


def texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list | tuple) else ():
        yield from texts(inner)


def is_storable(event: Event) -> bool:
    """True when no database refuses it: no NUL, no half characters, and an id that fits its column."""
    return len(event.external_id) <= 250 and all(
        "\0" not in text and text.encode(errors="replace").decode() == text for text in texts(dataclasses.asdict(event))
    )


def intact_in(found: Parsed) -> list[Event]:
    return [event for event in found.events if event.external_id == "wamid.intact"]


WHOLE = parse(body_of(INTACT), OURS).events


def test_the_undamaged_example_is_read_whole() -> None:
    found = parse(raw(envelope(FULL)), OURS)
    assert (len(found.events), found.unreadable) == (len(MESSAGES) + 2, 0)


@given(damaged(envelope(FULL)))
@examples
def test_a_damaged_envelope_raises_nothing_but_unreadable_body(body: Any) -> None:
    try:
        found = parse(raw(body), OURS)
    except UnreadableBody:
        return
    assert all(is_storable(event) for event in found.events)


@given(damaged([FULL]), st.integers(0, 2))
@examples
def test_an_intact_entry_is_read_whatever_the_others_are(others: list[Any], at: int) -> None:
    others.insert(at, entry(change(value(messages=[INTACT]))))
    assert intact_in(parse(raw(envelope(*others)), OURS)) == list(WHOLE)


@given(damaged(FULL["changes"]), st.integers(0, 4))
@examples
def test_an_intact_change_is_read_whatever_the_others_are(others: list[Any], at: int) -> None:
    others.insert(at, change(value(messages=[INTACT])))
    assert intact_in(parse(raw(envelope(entry(*others))), OURS)) == list(WHOLE)


@given(damaged({"messages": MESSAGES, "statuses": [STATUS]}), st.integers(0, 13))
@examples
def test_an_intact_message_is_read_whatever_stands_beside_it(beside: dict[str, Any], at: int) -> None:
    others = beside.get("messages")
    messages = [*others[:at], INTACT, *others[at:]] if isinstance(others, list) else [INTACT]
    found = parse(raw(envelope(entry(change(value(**{**beside, "messages": messages}))))), OURS)
    assert intact_in(found) == list(WHOLE)


@given(st.binary(max_size=60) | ANYTHING.map(lambda body: json.dumps(body).encode()))
@examples
def test_any_bytes_are_read_or_unreadable(body: bytes) -> None:
    try:
        parse(body, OURS)
    except UnreadableBody:
        return
    raise AssertionError("nothing here is an envelope")
