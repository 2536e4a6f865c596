"""Every kind of message becomes what the core knows, or is counted."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.events import (
    AUDIO,
    CONTACTS,
    FILE,
    LOCATION,
    TEXT,
    UNSUPPORTED,
    Edit,
    Event,
    Incoming,
    Reaction,
    Revocation,
)
from gateway.whatsapp.parse import Parsed, parse
from tests.gateway.whatsapp.payloads import OURS, PHONE_ADDRESS, TIME, Json, body_of, message

SENT_AT = datetime(2026, 11, 18, 11, 6, 40, tzinfo=UTC)
BARE = Incoming("whatsapp", (PHONE_ADDRESS,), "wamid.1", UNSUPPORTED, sent_at=SENT_AT)


def parsed(*messages: Any) -> Parsed:
    return parse(body_of(*messages), OURS)


def only_event(item: Json) -> Event:
    found = parsed(item)
    assert (found.unreadable, found.ignored, len(found.events)) == (0, (), 1)
    return found.events[0]


def text_in(body: str) -> str:
    event = only_event(message("text", {"body": body}))
    assert isinstance(event, Incoming)
    return event.text


def test_a_text_keeps_every_character() -> None:
    for text in ("Où trouver\nun médecin ?", "فين كاين الطبيب؟ 🙏🏽", " /restart ", "👨‍👩‍👧"):
        assert only_event(message("text", {"body": text})) == replace(BARE, kind=TEXT, text=text)


@pytest.mark.parametrize(("text", "asks"), [("suite", True), ("More ", True), ("المزيد", True), ("more of it", False)])
def test_the_title_of_the_button_for_the_rest_is_known_when_it_is_typed(text: str, asks: bool) -> None:
    assert only_event(message("text", {"body": text})) == replace(BARE, kind=TEXT, text=text, asks_more=asks)


@pytest.mark.parametrize("kind", ["button_reply", "list_reply"])
def test_a_tap_says_which_choice_and_its_title(kind: str) -> None:
    tap = message("interactive", {"type": kind, kind: {"id": "41.2", "title": "Oui", "description": "d"}})
    assert only_event(tap) == replace(BARE, kind=TEXT, text="Oui", choice="41.2")


def test_a_tap_on_a_template_is_a_choice_too() -> None:
    tap = message("button", {"payload": "41.0", "text": "Lire la réponse"})
    assert only_event(tap) == replace(BARE, kind=TEXT, text="Lire la réponse", choice="41.0")


def test_a_choice_too_long_to_be_ours_is_only_its_words() -> None:
    tap = message("button", {"payload": "x" * 257, "text": "Lire"})
    assert only_event(tap) == replace(BARE, kind=TEXT, text="Lire")


@pytest.mark.parametrize("position", [(34.02, -6.83), (0, 0), (-90, 180), (90, -180.0)])
def test_a_location_is_a_position(position: tuple[float, float]) -> None:
    place = message("location", {"latitude": position[0], "longitude": position[1], "name": "Gare"})
    assert only_event(place) == replace(BARE, kind=LOCATION, position=position)


@pytest.mark.parametrize(
    "place",
    [
        {"latitude": 90.01, "longitude": 0},
        {"latitude": 0, "longitude": -180.01},
        {"latitude": math.nan, "longitude": 0},
        {"latitude": 0, "longitude": math.inf},
        {"latitude": 0, "longitude": 10**400},
        {"latitude": True, "longitude": 0},
        {"latitude": "34.02", "longitude": -6.83},
        {"latitude": 34.02},
        {},
    ],
)
def test_an_impossible_position_is_unreadable(place: Json) -> None:
    assert parsed(message("location", place)) == Parsed((), 1, ())


def test_a_voice_message_says_where_it_is_kept() -> None:
    assert only_event(message("audio", {"id": "4711", "voice": True})) == replace(BARE, kind=AUDIO, media_id="4711")


@pytest.mark.parametrize("kind", ["image", "document", "video", "sticker"])
def test_a_file_is_its_caption_or_a_file(kind: str) -> None:
    captioned = message(kind, {"id": "4711", "caption": "C'est légal ?"})
    assert only_event(captioned) == replace(BARE, kind=TEXT, text="C'est légal ?")
    for empty in ({"id": "4711"}, {"id": "4711", "caption": " \n"}, {"id": "4711", "caption": None}):
        assert only_event(message(kind, empty)) == replace(BARE, kind=FILE)


@pytest.mark.parametrize("origin", [{}, {"origin": "contact_request"}])
def test_shared_contacts_are_contacts(origin: Json) -> None:
    shared = message("contacts", [{"phones": [{"wa_id": "212600000009"}], **origin}])
    assert only_event(shared) == replace(BARE, kind=CONTACTS)


@pytest.mark.parametrize(
    "item",
    [
        message("order", {"catalog_id": "1"}),
        message("unsupported", {"type": "poll"}, errors=[{"code": 131051}]),
        message("interactive"),
        message("interactive", {}),
        message("interactive", {"type": "nfm_reply", "nfm_reply": {"response_json": "{}"}}),
        message("interactive", {"type": "call_permission_reply"}),
        message("hologram", 3),
        message("location", {"latitude": 34.02, "longitude": -6.83}, type=None),
    ],
)
def test_what_nobody_can_answer_is_known_to_have_come(item: Json) -> None:
    assert only_event(item) == BARE


@pytest.mark.parametrize(
    ("content", "emoji"), [({"emoji": "👍"}, "👍"), ({"emoji": ""}, ""), ({"emoji": None}, ""), ({}, "")]
)
def test_a_reaction_is_put_on_a_message_or_taken_away(content: Json, emoji: str) -> None:
    reaction = message("reaction", {"message_id": "wamid.out", **content})
    assert only_event(reaction) == Reaction("whatsapp", (PHONE_ADDRESS,), "wamid.1", "wamid.out", emoji)


@pytest.mark.parametrize(
    "changed", [{"type": "text", "text": {"body": "Non"}}, {"type": "image", "image": {"id": "1", "caption": "Non"}}]
)
def test_an_edit_brings_new_words(changed: Json) -> None:
    edit = message("edit", {"original_message_id": "wamid.0", "message": changed})
    assert only_event(edit) == Edit("whatsapp", (PHONE_ADDRESS,), "wamid.1", "wamid.0", "Non", SENT_AT)


@pytest.mark.parametrize("changed", [{"type": "image", "image": {"id": "1"}}, {"type": "image"}, {"type": "poll"}])
def test_an_edit_without_words_is_ignored(changed: Json) -> None:
    edit = message("edit", {"original_message_id": "wamid.0", "message": changed})
    assert parsed(edit) == Parsed((), 0, ("edit without words",))


def test_a_message_can_be_taken_back() -> None:
    revoke = message("revoke", {"original_message_id": "wamid.0"})
    assert only_event(revoke) == Revocation("whatsapp", (PHONE_ADDRESS,), "wamid.1", "wamid.0")


def test_group_messages_and_greetings_are_ignored() -> None:
    found = parsed(message(group_id="g.1"), message("request_welcome"))
    assert found == Parsed((), 0, ("group message", "request_welcome"))


@pytest.mark.parametrize(
    ("timestamp", "read"),
    [
        (TIME, SENT_AT),
        (int(TIME), SENT_AT),
        (None, None),
        ("", None),
        ("1", None),
        ("0000000001", None),
        ("9999999999", None),
        (TIME + "000", None),
        ("-" + TIME, None),
        ("١٧٩٥٠٠٠٠٠٠", None),
        (1795000000.5, None),
        (True, None),
        ([TIME], None),
    ],
)
def test_a_message_is_kept_whatever_its_time(timestamp: object, read: datetime | None) -> None:
    assert only_event(message(timestamp=timestamp)) == replace(BARE, kind=TEXT, text="Bonjour", sent_at=read)


def test_a_long_text_is_kept_and_a_boundless_one_is_cut() -> None:
    assert text_in("é" * 10_000) == "é" * 10_000
    assert text_in("😀" * 10_001) == "😀" * 10_000


@pytest.mark.parametrize(("sent", "kept"), [("a\0b", "a�b"), ("a\ud83db", "a�b"), ("\udc00", "�"), ("😀", "😀")])
def test_what_no_database_can_store_is_replaced(sent: str, kept: str) -> None:
    assert text_in(sent) == kept
    text_in(sent).encode()


@pytest.mark.parametrize(
    "item",
    [
        *(message(id=wrong) for wrong in (None, "", 5, "wamid. 1", "wamid.\0", "wamid.é", "w" * 251)),
        *(message("text", wrong) for wrong in ({}, {"body": " "}, {"body": None}, {"body": 5}, "Bonjour", [])),
        *(message("audio", wrong) for wrong in (None, {}, {"id": 5}, {"id": "a\0"})),
        *(message("image", wrong) for wrong in (None, [], {"caption": 5})),
        *(message("button", wrong) for wrong in (None, {"payload": "1"}, {"text": "Oui"}, {"payload": 1, "text": "1"})),
        *(message("interactive", wrong) for wrong in ([], {"type": "list_reply"}, {"type": "button_reply", "id": 1})),
        *(message("reaction", wrong) for wrong in (None, {"emoji": "👍"}, {"message_id": "wamid.out", "emoji": 5})),
        *(
            message("edit", wrong)
            for wrong in (None, {"original_message_id": "wamid.0"}, {"message": {"type": "text"}})
        ),
        *(message("revoke", wrong) for wrong in (None, {}, {"original_message_id": None})),
        *(message(type=wrong) for wrong in (5, [], {})),
        *("text", 5, [], True),
    ],
    ids=lambda item: json.dumps(item)[-60:],
)
def test_a_wrong_message_is_counted_and_its_neighbours_are_read(item: Any) -> None:
    before, after = message(id="wamid.before"), message(id="wamid.after")
    found = parsed(before, item, after)
    assert [event.external_id for event in found.events] == ["wamid.before", "wamid.after"]
    assert (found.unreadable, found.ignored) == (1, ())
