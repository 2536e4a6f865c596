"""Text is cut where a reader would cut it, and nothing gets lost."""

import pytest

from gateway.whatsapp.cutting import cut, shorten, split, units
from gateway.whatsapp.direction import dress

FIRST, SECOND = "La demande se fait au commissariat. Elle est gratuite", "Gardez une copie du dossier. Notez la date"


def head(text: str, limit: int) -> str:
    return text[: cut(text, limit)]


def test_a_text_that_fits_is_not_cut() -> None:
    assert head(FIRST, len(FIRST)) == FIRST


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        (f"{FIRST}.\n\n{SECOND}.", 90, f"{FIRST}."),
        (f"{FIRST}.\n\n{SECOND}.", 53, "La demande se fait au commissariat."),
        ("• Une photo d'identité\n• Un formulaire de demande", 40, "• Une photo d'identité"),
        ("Le formulaire de demande de carte", 20, "Le formulaire de"),
        ("هل يمكن لطفلي الذهاب إلى المدرسة؟ نعم، يمكنه ذلك", 45, "هل يمكن لطفلي الذهاب إلى المدرسة؟"),
        ("Dites : « C'est une urgence. » Ensuite, expliquez ce qui se passe.", 50, "Dites : « C'est une urgence. »"),
    ],
)
def test_the_best_end_is_a_paragraph_then_a_sentence_then_a_line_then_a_word(text: str, limit: int, kept: str) -> None:
    assert head(text, limit) == kept


def test_a_paragraph_that_would_leave_most_of_the_page_empty_does_not_end_it() -> None:
    assert head(f"Oui.\n\n{FIRST}. {SECOND}.", 55) == "Oui.\n\nLa demande se fait au commissariat."


def test_the_number_of_a_step_stays_with_its_step() -> None:
    assert head("Que faire maintenant :\n1. Téléphoner au service\n2. Attendre un rendez-vous", 52).endswith(
        "au service"
    )


@pytest.mark.parametrize("sign", ["?", "!", ":", "»"])
def test_a_sign_stays_with_the_word_before_it(sign: str) -> None:
    assert head(f"Quel est votre nom {sign} Et la ville", 18) == "Quel est votre"


@pytest.mark.parametrize(
    "whole",
    [
        "05 37 54 54 00",
        "0800 00 47 47",
        "+212 (0) 5 37 54 54 00",
        "+212 (0)537-770-332",
        "00212 537 54 00 00",
        "+33 4 86 51 71 61",
        "05 37 54 54 00",
        "https://help.unhcr.org/morocco/ar/",
        "www.orient-occident.org/rabat",
    ],
)
def test_no_cut_falls_inside_a_number_or_an_address(whole: str) -> None:
    text = f"Appelez le {whole} avant midi"
    for limit in range(12, len(text)):
        page, rest = text[: cut(text, limit)], text[cut(text, limit) :]
        assert whole in page or whole in rest, limit


def test_a_word_longer_than_the_page_is_filled_up_to_the_limit() -> None:
    assert head("a" * 100, 30) == "a" * 30


@pytest.mark.parametrize("sign", ["é", "👩‍🚒", "🇲🇦", "👍🏽", "لَّ", "❤️"])
def test_a_sign_of_several_characters_is_never_cut(sign: str) -> None:
    text = sign * 20
    for limit in range(units(sign), units(text)):
        assert len(head(text, limit)) % len(sign) == 0, limit


def test_even_one_sign_longer_than_the_page_is_shown() -> None:
    text = "e" + "\u0301" * 50
    assert "".join(split(text, 20, 20, str)) == text


def test_emoji_count_twice() -> None:
    assert units("a😀é") == 4
    assert head("😀" * 10, 7) == "😀" * 3


def test_the_pages_say_everything_and_each_keeps_its_limit() -> None:
    text = "\n\n".join([f"{FIRST}.", f"{SECOND}."] * 20)
    pages = split(text, 100, 300, str)
    assert "".join("".join(pages).split()) == "".join(text.split())
    assert all(units(page) <= 100 for page in pages[:-1])
    assert 100 < units(pages[-1]) <= 300


def test_marks_of_direction_count_too() -> None:
    text = "اتصلوا بـ Caritas أو " * 100
    pages = split(text, 200, 200, lambda part: dress(part, "ar"))
    assert max(map(units, pages)) <= 200
    assert all(page.count("\u2066") == page.count("\u2069") > 0 for page in pages)


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Urgence médicale", 24, "Urgence médicale"),
        ("Un avocat gratuit au tribunal", 24, "Un avocat gratuit au…"),
        ("Santé, école, travail et logement", 14, "Santé, école…"),
        ("Anticonstitutionnellement", 10, "Anticonst…"),
        ("المساعدة القانونية المجانية", 20, "المساعدة القانونية…"),
    ],
)
def test_a_title_is_shortened_at_a_word_end(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short
