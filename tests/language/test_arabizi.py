"""Darija in Latin letters: told apart from French and English, and written in Arabic letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.arabizi import is_arabizi, to_arabic
from language.lexicon_words import AMBIGUOUS_WORDS, DARIJA_WORDS, FOREIGN_WORDS
from language.normalise import has_arabic_letter, words


@pytest.mark.parametrize(
    "text",
    [
        "bghit n9eyyed weldi f lmdrasa",
        "wach kayn chi tbib 9rib",
        "fin kayn sbitar",
        "BGHIT NDIR CARTE DE SEJOUR",
        "merci bzaf khoya",
        "ma3ndich lwra9 o khayfa",
        "chokran",
        "sa7bi tser9 lih passeport",
        "ana mrid w bghit docteur",
    ],
)
def test_a_message_carried_by_its_words_is_recognised(text: str) -> None:
    assert is_arabizi(text)


@pytest.mark.parametrize(
    "text",
    [
        "salam, je cherche un médecin",
        "je suis à la rue avec 2 enfants",
        "I need 2 doctors b4 5pm",
        "my son is in year 7b",
        "covid19 vaccination h1n1",
        "rdv à 10h30 salle B12",
        "g 3 enfants",
        "pls help 4u 2day",
        "السلام عليكم",
        "bghit نمشي",
        "",
        "15 19 177",
    ],
)
def test_digits_or_one_greeting_alone_do_not_make_it(text: str) -> None:
    assert not is_arabizi(text)


@pytest.mark.parametrize(
    ("latin", "expected"),
    [
        ("bghit", "بغيت"),
        ("kifach", "كيفاش"),
        ("wach kayn sbitar", "واش كاين السبيطار"),
        ("wa7ed", "واحد"),
        ("3aybi", "عايبي"),
    ],
)
def test_words_are_written_as_others_write_them(latin: str, expected: str) -> None:
    assert to_arabic(latin) == expected


def test_foreign_words_stay_as_they_are() -> None:
    assert to_arabic("bghit carte de séjour") == "بغيت carte de sejour"


def test_spelling_variants_of_one_word_meet() -> None:
    assert {to_arabic(spelling) for spelling in ("kifash", "kifach", "kfach", "kifech")} == {"كيفاش"}


def test_shared_words_are_in_no_list_that_decides() -> None:
    assert AMBIGUOUS_WORDS
    assert not AMBIGUOUS_WORDS & DARIJA_WORDS.keys()
    assert not FOREIGN_WORDS & DARIJA_WORDS.keys()


def test_every_spelling_of_the_lexicon_is_one_word_of_a_message() -> None:
    assert [spelling for spelling in {*DARIJA_WORDS, *FOREIGN_WORDS} if words(spelling) != [spelling]] == []


@given(st.lists(st.sampled_from(sorted(DARIJA_WORDS)).filter(str.isalnum), min_size=1, max_size=8))
def test_any_sentence_of_known_words_ends_up_in_one_script(known: list[str]) -> None:
    text = " ".join(known)
    assert is_arabizi(text)
    assert all(has_arabic_letter(word) for word in to_arabic(text).split())


@given(st.text())
def test_transliterating_never_loses_a_whole_message(text: str) -> None:
    latin_letters = [word for word in words(text) if word.isascii() and word.strip("e")]
    assert bool(to_arabic(text)) or not latin_letters
