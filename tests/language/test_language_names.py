"""Which language somebody asks for by its name."""

import pytest

from language.language_names import find_language_name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("en français svp", "fr"),
        ("English please", "en"),
        ("parle anglais", "en"),
        ("بالعربية من فضلك", "ar"),
        ("هضر معايا بالدارجة", "ar"),
        ("الإنجليزية", "en"),
        ("الفرنسية", "fr"),
        ("b l3arbiya 3afak", "ar"),
        ("darija", "ar"),
        ("fransawiya", "fr"),
        ("can we speak in English, not French", "en"),
        ("pas français, arabe", "ar"),
        ("not English, French", "fr"),
        ("ماشي فرنسية، عربية", "ar"),
        ("هضر معايا بالنكليزية", "en"),
        ("دوز للانجليزي", "en"),
        ("رد ليا هاد الهضرة للفرنساوية", "fr"),
        ("ماكنفهمش العربية مزيان، كتب ليا بالفرونسي", "fr"),
        ("hder m3aya bl3arbiya", "ar"),
        ("wakha tbedel l lfransawi?", "fr"),
        ("change la lang mets larabe", "ar"),
        ("please i not understand this, i want arabic", "ar"),
    ],
)
def test_the_language_asked_for_is_heard_in_every_language(text: str, language: str) -> None:
    assert find_language_name(text) == language


@pytest.mark.parametrize("text", ["pas français", "not English", "ماشي فرنسية", "no english"])
def test_a_refused_language_is_not_asked_for(text: str) -> None:
    assert find_language_name(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bonjour",
        "changez la langue",
        "غير اللغة",
        "I am from France",
        "نمشي لفرنسا",
        "une église en France",
        "le prêtre glisse",
    ],
)
def test_without_a_name_none_is_asked_for(text: str) -> None:
    assert find_language_name(text) is None
