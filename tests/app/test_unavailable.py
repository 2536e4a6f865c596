"""What is said without the engine."""

import re

import pytest

from app.unavailable import WithoutEngine
from knowledge.danger_cards import danger_card
from language.danger import KINDS, find_danger


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Au secours, notre bateau coule, on est en mer", "fr", "sea"),
        ("We are on a boat and it is sinking", "en", "sea"),
        ("حنا فالبحر والزودياك كيغرق", "ar", "sea"),
        ("Ma femme ne respire plus", "fr", "medical"),
        ("je veux mourir, je vais me tuer", "fr", "suicide"),
        ("I want to kill myself", "en", "suicide"),
    ],
)
def test_danger_is_answered_with_its_own_card_in_the_language_of_the_message(
    text: str, language: str, kind: str
) -> None:
    assert kind in KINDS
    reply = WithoutEngine(find_danger).reply(text, None)
    assert reply.urgent and reply.trace.kind == "emergency"
    assert reply.text == danger_card(kind).text[language]
    assert re.search(r"\d{2,}", reply.text.splitlines()[0])
    assert reply.sources and all(source.year for source in reply.sources)


@pytest.mark.parametrize("so_far", ["fr", "ar", "en"])
def test_a_short_word_is_answered_in_the_language_of_the_conversation(so_far: str) -> None:
    reply = WithoutEngine(find_danger).reply("ok", so_far)
    assert reply.language == so_far
    assert not reply.urgent and not reply.sources


@pytest.mark.parametrize("so_far", ["fr", "ar", "en"])
def test_the_honest_sentence_promises_nothing_and_names_the_emergency_numbers(so_far: str) -> None:
    text = WithoutEngine(find_danger).reply("", so_far).text
    assert re.findall(r"\d+", text) == ["15", "19"]
