"""In which language somebody writes."""

import pytest

from language.identify import DEFAULT_LANGUAGE, LANGUAGES, identify
from language.lexicon_words import AMBIGUOUS_WORDS

SENTENCES = [
    ("fr", "Où puis-je faire soigner mon enfant ?"),
    ("fr", "slt jvoudrai inscrire mn fils"),
    ("fr", "c cmt pr avoir la carte"),
    ("fr", "nous on dort dehors depuis deux semaines"),
    ("fr", "Quels vaccins le dispensaire propose-t-il gratuitement ?"),
    ("fr", "salam, je cherche un médecin à Oujda"),
    ("en", "Where can I see a doctor without papers?"),
    ("en", "abeg my pikin never go school"),
    ("en", "pls hw can i get d card"),
    ("en", "Undocumented toddlers deserve vaccination"),
    ("en", "I no have paper. Can work?"),
    ("ar", "أين يمكنني أن أرى طبيبا؟"),
    ("ar", "فين كاين شي سبيطار قريب"),
    ("ar", "بدي سجل ابني بالمدرسة"),
    ("ar", "bghit nsejjel bnti f lmdrasa"),
    ("ar", "wach kayn chi jam3iya f tanja"),
    ("ar", "bghit ndir la carte de séjour"),
    ("ar", "Bonjour، أين أجد طبيبا؟"),
]


@pytest.mark.parametrize("so_far", [None, *LANGUAGES])
@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_a_sentence_decides_whatever_was_spoken_before(language: str, text: str, so_far: str | None) -> None:
    found = identify(text, so_far)
    assert (found.language, found.certain) == (language, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("bghit nmchi l sbitar", True), ("بغيت نمشي للسبيطار", False), ("je vais à l'hôpital", False)],
)
def test_which_letters_were_used_is_told(text: str, expected: bool) -> None:
    assert identify(text).arabizi is expected


@pytest.mark.parametrize("so_far", LANGUAGES)
@pytest.mark.parametrize(
    "text", ["ok", "OK!", "Rabat", "Tanger Nador", "visa", "police", "2511", "12/03/2020", "👍", "", "   ", "UNHCR"]
)
def test_a_short_word_never_switches_the_language(text: str, so_far: str) -> None:
    found = identify(text, so_far)
    assert (found.language, found.certain) == (so_far, False)


def test_a_word_that_languages_share_decides_nothing() -> None:
    decided = {word for word in AMBIGUOUS_WORDS if identify(word, "ar").language != "ar"}
    assert decided == set()


def test_without_any_sign_the_default_is_used() -> None:
    found = identify("ok")
    assert (found.language, found.certain) == (DEFAULT_LANGUAGE, False)


@pytest.mark.parametrize(("text", "language"), [("oui", "fr"), ("bonjour", "fr"), ("yes", "en"), ("thanks", "en")])
def test_a_word_of_one_language_only_decides(text: str, language: str) -> None:
    assert identify(text, "ar").language == language


def test_the_same_text_is_always_identified_the_same() -> None:
    text = "Assistance documents migration information"
    assert len({identify(text) for _ in range(20)}) == 1
