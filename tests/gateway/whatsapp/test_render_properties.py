"""Whatever a reply says: every page keeps every limit, and all pages together say everything."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actions.article_reply import article_reply, short_reply
from bot.actions.turn import Turn
from gateway.choices import read_choice
from gateway.whatsapp.render import pages, render
from knowledge.load.article_file import right_content
from knowledge.load.articles import article_of
from knowledge.models import Article
from reply import Choice, Reply, ServiceCard, SourceNote, Trace
from tests.gateway.whatsapp.samples import assert_allowed, body_of, kind_of, options_of, said

CONTENT = Path(__file__).parents[3] / "knowledge" / "content"
PHONES = ("05 37 54 54 00", "+212 (0) 5 37 54 54 00", "0800 00 47 47", "+212 522 277 688", "00212 537 54 00 00")
LANGUAGES = st.sampled_from(["fr", "ar", "en"])
ANY_TEXT = st.text(max_size=40)
PIECES = st.one_of(
    ANY_TEXT,
    st.sampled_from([f"☎ {phone}," for phone in PHONES]),
    st.sampled_from(
        "droit école المدرسة لِلأَطْفَالِ Caritas 👩‍🚒 🇲🇦🇫🇷 *gras* _a_ e\u0301\u0301 15. 2018-2019 «oui» ؟".split()
    ),
    st.sampled_from(["https://help.unhcr.org/morocco/?p=561", "www.example.org/a-b_c", "Bonjour. Au revoir !"]),
    st.sampled_from(["a", "ب", "é", "😀", "e\u0301", "9"]).map(lambda sign: sign * 5000),
)
GAPS = st.sampled_from([" ", "\n", ". ", "\n\n", " "])


@st.composite
def texts(draw: st.DrawFn, longest: int = 20_000) -> str:
    """Any text, from nothing to the longest."""
    pieces = draw(st.lists(st.tuples(PIECES, GAPS), max_size=12))
    once = "".join(piece + gap for piece, gap in pieces)
    return (once * draw(st.integers(1, 200)))[:longest].rpartition(" ")[0]


CHOICES = st.lists(
    st.builds(Choice, st.one_of(ANY_TEXT, st.sampled_from(["", "Oui", "oui", "Suite", "More", "A b " * 9])),
              st.sampled_from(["/menu", "/share_position", "/simpler"]), ANY_TEXT | texts(200)),
    max_size=30,
).map(tuple)  # fmt: skip
FIELD = ANY_TEXT | texts(600)
NUMBERS = st.lists(st.sampled_from(PHONES) | ANY_TEXT, max_size=4).map(tuple)
CARDS = st.lists(
    st.builds(
        ServiceCard, FIELD, FIELD, ANY_TEXT, FIELD, NUMBERS, FIELD, FIELD, ANY_TEXT, ANY_TEXT, ANY_TEXT, FIELD, ANY_TEXT
    ),
    max_size=10,
).map(tuple)
SOURCES = st.lists(st.builds(SourceNote, FIELD, ANY_TEXT, st.none() | ANY_TEXT), max_size=12).map(tuple)
REPLIES = st.builds(Reply, texts(), LANGUAGES, CHOICES, CARDS, SOURCES, FIELD, st.booleans())
slow = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))

SHOWN_SOURCES = 3


def shown(reply: Reply, notice: str = "") -> list[dict[str, Any]]:
    return [render(reply, 12345, page, notice) for page in range(pages(reply, notice))]


def fields_of(reply: Reply, notice: str) -> list[str]:
    """What a reply says, in the order in which it has to be said; the order inside a card is free."""
    sources = [
        part for source in reply.sources[:SHOWN_SOURCES] for part in (source.title, source.year, source.url or "")
    ]
    return [reply.text, *(card.name for card in reply.services), *sources, reply.note, notice]


def assert_told_in_order(told: str, wanted: Iterable[str]) -> None:
    position = 0
    for part in map(said, wanted):
        found = told.find(part, position)
        assert found >= 0, part
        position = found + len(part)


def assert_right(reply: Reply, notice: str = "") -> None:
    messages = shown(reply, notice)
    for message in messages:
        assert_allowed(message)
        json.dumps(message, ensure_ascii=False).encode()  # a lone surrogate would raise
    told = said("".join(map(body_of, messages)))
    assert_told_in_order(told, fields_of(reply, notice))
    for card in reply.services:
        lines = (card.alert, card.description, card.place, card.address, *card.phones, card.open_now, card.hours,
                 card.eligibility, card.fee, card.website, card.source_date)  # fmt: skip
        assert [line for line in lines if said(line) not in told] == []
    taps = [read_choice(option["id"]) for message in messages for option in options_of(message)]
    numbers = [tap.number for tap in taps if tap and tap.number is not None]
    assert numbers == [n for n, choice in enumerate(reply.choices) if not choice.payload.startswith("/share_position")]
    assert [tap.page for tap in taps if tap and tap.page is not None] == list(range(1, len(messages)))


@slow
@given(REPLIES, ANY_TEXT)
def test_any_reply_keeps_every_limit_and_loses_nothing(reply: Reply, notice: str) -> None:
    assert_right(reply, notice)


@slow
@given(texts(), LANGUAGES, st.sampled_from([(), (Choice("Oui", "/affirm"),), (Choice("Ici", "/share_position"),)]))
def test_no_phone_number_is_split_between_pages(text: str, language: str, choices: tuple[Choice, ...]) -> None:
    bodies = [body_of(message).replace("\u00a0", " ") for message in shown(Reply(text, language, choices))]
    for phone in PHONES:
        wanted = text.count(f"☎ {phone},")
        assert sum(body.count(phone) for body in bodies) >= wanted


@slow
@given(st.text(st.characters(), max_size=3000), LANGUAGES)
def test_text_of_any_characters_can_be_sent(text: str, language: str) -> None:
    for reply in (Reply(text, language), Reply("\ud800" + text, language, (Choice(text[:50] + "\udfff", text),))):
        assert_right(reply)


@given(st.text(max_size=40) | st.from_regex(r"\d+:(page:)?\d+"))
def test_no_id_from_outside_raises(key: str) -> None:
    tapped = read_choice(key)
    assert tapped is None or tapped.message_id < 2**63


@lru_cache(maxsize=1)
def articles() -> list[Article]:
    content = right_content(CONTENT)
    return [article_of(file, content.sources) for file in content.articles.values()]


def article_replies(language: str) -> list[Reply]:
    turn = Turn("", language, "", 0.0, {}, {}, {}, None)
    listed = articles()
    answers = [article_reply(turn, article, Trace()) for article in listed]
    return answers + [short_reply(turn, article, Trace(), listed[i : i + 3]) for i, article in enumerate(listed)]


def directory_replies(language: str) -> list[Reply]:
    """The rows of the directory, five at a time."""
    with (CONTENT / "directory" / "partners.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    cards = [
        ServiceCard(row["org_name_fr"], row["service_description_fr"], row["city"], row["address"],
                    tuple(filter(None, row["phone"].split(" / "))), row["opening_hours"], row["eligibility"],
                    row["fee"], row["website"], row["source_date"])
        for row in rows
    ]  # fmt: skip
    return [Reply("Rabat :", language, services=tuple(cards[i : i + 5])) for i in range(0, len(cards), 5)]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_article_fits_into_one_message(language: str) -> None:
    for reply in article_replies(language):
        assert_right(reply)
        assert pages(reply) == 1


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_danger_begins_with_its_first_line(language: str) -> None:
    kinds = yaml.safe_load((CONTENT / "danger.yml").read_text(encoding="utf-8"))
    assert kinds
    for kind in kinds.values():
        text = kind["text"][language]
        reply = Reply(text, language, sources=tuple(SourceNote(**source) for source in kind["sources"]), urgent=True)
        assert_right(reply, notice="Dalil")
        first = body_of(render(reply, 1, notice="Dalil")).split("\n")[0]
        assert said(first) == said(text.split("\n")[0])


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_five_services_of_the_directory_keep_every_limit(language: str) -> None:
    kinds = Counter[str]()
    for reply in directory_replies(language):
        assert_right(reply)
        kinds[kind_of(render(reply, 1))] += 1
    assert kinds["text"] > kinds["button"], "most lists of services should fit into one message"
