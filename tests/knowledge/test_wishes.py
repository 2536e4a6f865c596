"""What a message asks of a service beside its kind and place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.wishes import Wishes, find_wishes


@pytest.mark.parametrize(
    "text",
    [
        "un médecin ouvert maintenant",
        "qui est ouvert mtn svp",
        "une pharmacie ouverte en ce moment à Rabat",
        "c'est encore ouvert ?",
        "une association ouverte aujourd'hui",
        "ki é ouver mnt",
        "a clinic open now",
        "is anything still open?",
        "which ones are open right now",
        "open today in Fes",
        "currently open",
        "طبيب مفتوح الآن",
        "جمعية مفتوحة حاليا",
        "شي حاجة محلولة دابا",
        "واش كاين شي سبيطار حال دابا",
        "مفتوح اليوم",
        "شو في مفتوح هلق",
        "tbib m7loul daba",
        "wach kayn chi jam3iya m7loula dba",
        "sbitar maftou7 daba",
    ],
)
def test_open_now_is_heard(text: str) -> None:
    assert find_wishes(text).open_now


@pytest.mark.parametrize(
    "text",
    [
        "",
        "open",
        "ouvert",
        "مفتوح",
        "m7loul",
        "how to open a bank account now",
        "ouvrir un compte maintenant",
        "école ouverte à tous",
        "une association ouverte demain",
        "ouvert ce soir",
        "je veux un médecin maintenant",
        "أريد طبيبا الآن",
        "زوجي يعمل الآن",
        "كيف حالك الآن",
        "bghit tbib daba",
        "chno l7al daba",
        "maintenant que la porte est fermée",
    ],
)
def test_open_now_is_not_heard_in_other_words(text: str) -> None:
    assert not find_wishes(text).open_now


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("un médecin qui parle arabe", "ar"),
        ("où parlent-ils anglais ?", "en"),
        ("je parle seulement anglais", "en"),
        ("quelqu'un qui peut parler français", "fr"),
        ("je veux parler à quelqu'un en anglais", "en"),
        ("a doctor who speaks French", "fr"),
        ("an English-speaking doctor", "en"),
        ("I speak only English", "en"),
        ("can you find somebody to speak to in Arabic", "ar"),
        ("طبيب يتكلم الفرنسية", "fr"),
        ("محامية تتحدث الإنجليزية", "en"),
        ("أنا أتكلم العربية", "ar"),
        ("شي طبيب كيهضر بالفرنسية", "fr"),
        ("tbib kayhder fransawiya", "fr"),
        ("wach kayn li kayhder l3arbiya", "ar"),
    ],
)
def test_the_language_somebody_wants_to_be_served_in_is_heard(text: str, code: str) -> None:
    assert find_wishes(text).spoken == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "parler anglais",
        "je veux apprendre à parler anglais",
        "un cours pour parler arabe",
        "cours de français",
        "I want to learn to speak French",
        "English lessons",
        "learn Arabic",
        "أريد تعلم الفرنسية",
        "دروس العربية",
        "bghit nt3llem l3arbiya",
        "un médecin qui parle doucement",
        "speak up please",
        "je ne parle pas français",
        "I am French",
    ],
)
def test_a_language_to_learn_or_only_named_is_no_wish(text: str) -> None:
    assert find_wishes(text).spoken is None


def test_all_wishes_of_one_message_are_heard() -> None:
    text = "ma femme enceinte cherche un médecin qui parle arabe, ouvert maintenant, nous sommes sans papiers"
    assert find_wishes(text) == Wishes(True, frozenset({"women", "undocumented"}), "ar")


def test_a_message_without_wishes_has_none() -> None:
    assert find_wishes("un médecin à Oujda") == Wishes()


def test_earlier_wishes_stay_where_the_new_message_says_nothing_else() -> None:
    earlier = Wishes(True, frozenset({"women"}), "ar")
    assert Wishes().with_earlier(earlier) == earlier
    assert Wishes(False, frozenset({"children"}), "fr").with_earlier(earlier) == Wishes(
        True, frozenset({"women", "children"}), "fr"
    )


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert find_wishes(text).spoken in (None, "fr", "ar", "en")
