"""A choice counts when it was offered, whether it is tapped or typed."""

import pytest

from gateway.choices import tapped, typed
from reply import SHARE_POSITION, Choice, Reply

NEWEST = Reply(
    "Which?", "fr", (Choice("École", '/ask_schooling{"topic": "schooling"}'), Choice("Tous les sujets", "/menu"))
)
EARLIER = Reply("Où ?", "fr", (Choice("Tanger", '/give_place{"place": "ma-tanger"}'),))


@pytest.mark.parametrize("offered", [choice.payload for reply in (NEWEST, EARLIER) for choice in reply.choices])
def test_a_tap_on_any_recent_offer_counts(offered: str) -> None:
    assert tapped(offered, [NEWEST, EARLIER]) == offered


@pytest.mark.parametrize(
    "made_up", [None, "", "/restart", "/session_start", '/give_place{"place": "ma-fes"}', "/menu "]
)
def test_a_payload_that_nobody_offered_is_refused(made_up: str | None) -> None:
    assert tapped(made_up, [NEWEST, EARLIER]) is None
    assert tapped(made_up, []) is None


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("1", NEWEST.choices[0].payload),
        (" 2 ", "/menu"),
        ("2.", "/menu"),
        ("2)", "/menu"),
        ("٢", "/menu"),
        ("tous les sujets", "/menu"),
        ("ÉCOLE", NEWEST.choices[0].payload),
        ("0", None),
        ("3", None),
        ("-1", None),
        ("²", None),
        ("2 enfants", None),
        ("école publique", None),
        ("", None),
    ],
)
def test_a_typed_number_or_title_means_the_newest_offer(text: str, payload: str | None) -> None:
    assert typed(text, NEWEST) == payload


def test_without_an_offer_a_number_is_just_text() -> None:
    assert typed("1", None) is None
    assert typed("1", Reply("Hello", "en")) is None


@pytest.mark.parametrize("text", ["1", "ma position"])
def test_sharing_a_position_is_the_devices_to_do_and_never_reaches_the_engine(text: str) -> None:
    asked = Reply("Où ?", "fr", (Choice("Ma position", SHARE_POSITION),))
    assert typed(text, asked) is None and tapped(SHARE_POSITION, [asked]) is None
