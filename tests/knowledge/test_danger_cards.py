"""What is said first when somebody is in danger."""

import re

import pytest

from knowledge.categories import categories
from knowledge.danger_cards import danger_card
from language.danger import KINDS
from language.normalise import tidy
from tests.knowledge.numbers import numbers_in, turned_round
from tests.knowledge.samples import CONTENT

LANGUAGES = ("fr", "ar", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_first_line_holds_a_number(kind: str, language: str) -> None:
    first_line = danger_card(kind).text[language].splitlines()[0]
    assert re.search(r"\d{2,}", first_line)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_first_line_stands_alone_and_more_follows(kind: str, language: str) -> None:
    first, _, rest = danger_card(kind).text[language].partition("\n\n")
    assert "\n" not in first
    assert len(first) <= 220
    assert rest.strip()


@pytest.mark.parametrize("kind", KINDS)
def test_the_numbers_of_the_three_languages_agree(kind: str) -> None:
    texts = danger_card(kind).text
    assert texts.keys() == set(LANGUAGES)
    assert numbers_in(texts["fr"]) == numbers_in(texts["ar"]) == numbers_in(texts["en"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_leads_on_to_what_exists_and_names_its_sources(kind: str) -> None:
    card = danger_card(kind)
    assert card.category in categories()
    assert card.articles
    for key in card.articles:
        assert (CONTENT / "articles" / f"{key.replace('.', '/')}.yml").exists(), key
    assert card.sources
    assert all(title and re.fullmatch(r"\d{4}(-\d{4})?|n\.d\.", year) for title, year, _ in card.sources)


@pytest.mark.parametrize("kind", KINDS)
def test_phones_are_not_turned_round_in_right_to_left_text(kind: str) -> None:
    assert turned_round(danger_card(kind).text["ar"]) == []


@pytest.mark.parametrize("kind", ["", "fire", "SEA"])
def test_an_unknown_kind_is_refused(kind: str) -> None:
    with pytest.raises(KeyError):
        danger_card(kind)


@pytest.mark.parametrize(("kind", "number"), [("sea", "+212 537 625 877"), ("medical", "15"), ("violence", "19")])
def test_the_number_to_call_is_in_the_first_line_of_every_language(kind: str, number: str) -> None:
    for text in danger_card(kind).text.values():
        assert number in tidy(text.splitlines()[0])
