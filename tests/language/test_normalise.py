"""One spelling for what people write in many."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from language.normalise import has_arabic_letter, normalise, tidy, words

WRITTEN = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aeéأإآٱاىيئةهءؤ\u0301\u064b\u0640١5½ ’·")))


@pytest.mark.parametrize(
    ("written", "same_as"),
    [
        ("École", "ecole"),
        ("GARÇON", "garcon"),
        ("أوراق", "اوراق"),
        ("إقامة", "اقامه"),
        ("آسفي", "اسفي"),
        ("مستشفى", "مستشفي"),
        ("مُحَمَّد", "محمد"),
        ("ســـلام", "سلام"),
        ("گالس", "كالس"),
        ("خريبڭة", "خريبكه"),
        ("ڤيزا", "فيزا"),
        ("لاجئ", "لاجي"),
        ("أصدقاء", "اصدقا"),
        ("HÔPITAL", "hopital"),
    ],
)
def test_spellings_of_one_word_become_the_same(written: str, same_as: str) -> None:
    assert normalise(written) == normalise(same_as) == same_as


@pytest.mark.parametrize("written", ["au secouuuurs", "au secours", "AU SECOUUUUUUURS"])
def test_a_drawn_out_letter_counts_once(written: str) -> None:
    assert normalise(written) == "au secours"


def test_repeated_digits_stay_because_they_are_numbers() -> None:
    assert normalise("0800 000 111") == "0800 000 111"


@pytest.mark.parametrize("number", ["15", "١٥", "۱۵", "１５"])
def test_digits_of_every_script_are_the_same_number(number: str) -> None:
    assert tidy(number) == "15"


@pytest.mark.parametrize(
    "invisible", ["\u200b", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\u00ad", "\u061c"]
)
def test_invisible_characters_do_not_hide_a_word(invisible: str) -> None:
    assert words(f"hô{invisible}pital") == ["hopital"]
    assert tidy(f"15{invisible}") == "15"


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "`", "´"])
def test_every_apostrophe_is_the_same(apostrophe: str) -> None:
    assert tidy(f"l{apostrophe}école") == "l'école"


def test_apostrophes_separate_words() -> None:
    assert words("J’ai l'école") == ["j", "ai", "l", "ecole"]


def test_tidying_keeps_what_people_read() -> None:
    assert tidy("  Où est\u00a0l'École ?\n أين؟\t") == "Où est l'École ? أين؟"


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t", "👍", "?!…", "\u200b", "___"])
def test_a_message_without_words_has_none(nothing: str) -> None:
    assert words(nothing) == []


@pytest.mark.parametrize(
    ("text", "expected"), [("salam", False), ("سلام", True), ("salam سلام", True), ("15 ؟", False), ("گ", True)]
)
def test_one_letter_of_the_script_is_enough_to_see_it(text: str, expected: bool) -> None:
    assert has_arabic_letter(text) is expected


@given(WRITTEN)
@example("0\u00a8")
@example("0\u00b8 0")
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(WRITTEN)
def test_words_are_already_normalised(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found


@example("e\u200b\u0301")
@given(WRITTEN)
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
