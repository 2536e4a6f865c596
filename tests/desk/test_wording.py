import re
from pathlib import Path

import pytest

from desk.navigation import PLACES
from desk.wording import Words, all_words
from gateway.words import LANGUAGES

ROOM = Path(__file__).parents[2] / "desk"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
USED = re.compile(r"""(?:\b_|\bwords|_n)\(\s*["']([a-z_]+(?:\.[a-z_0-9]+)?)["']\s*[,)]""")


def test_every_text_exists_in_all_languages_with_the_same_placeholders() -> None:
    wrong = []
    for key, texts in all_words().items():
        missing = [language for language in LANGUAGES if not str(texts.get(language) or "").strip()]
        placeholders = {frozenset(PLACEHOLDER.findall(str(texts.get(language)))) for language in LANGUAGES}
        if missing or len(placeholders) > 1:
            wrong.append(key)
    assert wrong == []


def test_every_key_that_a_template_or_module_uses_exists() -> None:
    missing = []
    for file in (*ROOM.rglob("*.html"), *ROOM.rglob("*.py")):
        for key in USED.findall(file.read_text(encoding="utf-8")):
            if key not in all_words() and f"{key}_many" not in all_words():
                missing.append(f"{file.relative_to(ROOM)}: {key}")
    assert missing == []


@pytest.mark.parametrize(
    ("key", "number", "told"),
    [
        ("directory.more_towns", 1, "ومدينة أخرى أصغر (1)"),
        ("directory.more_towns", 2, "ومدينتان أخريان أصغر (2)"),
        ("directory.more_towns", 3, "و3 مدن أخرى أصغر"),
        ("directory.more_towns", 11, "و11 مدينة أخرى أصغر"),
        ("directory.longer_ago", 6, "أكثر من 6 أشهر أو أبدا"),
        ("directory.longer_ago", 12, "أكثر من 12 شهرا أو أبدا"),
        ("articles.found", 100, "100 مقال"),
        ("articles.found", 103, "103 مقالات"),
        ("articles.found", 111, "111 مقالا"),
        ("review.people", 2, "من الأشخاص"),
    ],
)
def test_counted_nouns_agree_with_their_number(key: str, number: int, told: str) -> None:
    assert Words("ar").count(key, number) == told


@pytest.mark.parametrize("key", ["articles.found", "review.found", "directory.services_found", "test_bench.questions"])
def test_nothing_is_said_in_words_not_with_a_nought(key: str) -> None:
    assert all("0" not in Words(language).count(key, 0) for language in LANGUAGES)


def test_every_place_of_the_menu_has_a_name_and_says_what_it_is_for() -> None:
    assert all(Words("fr").has(key) for place in PLACES for key in (place.key, f"{place.key}_about"))


def test_a_number_gets_the_form_that_fits_it(monkeypatch: pytest.MonkeyPatch) -> None:
    forms = {f"people_{form}": dict.fromkeys(LANGUAGES, f"{form} {{count}}") for form in ("one", "two", "few", "many")}
    monkeypatch.setattr("desk.wording.all_words", lambda: forms)
    numbers = (0, 1, 2, 3, 10, 11, 100, 103, 111)
    said = [Words("ar").count("people", number) for number in numbers]
    forms_said = ["many", "one", "two", "few", "few", "many", "many", "few", "many"]
    assert said == [f"{form} {number}" for form, number in zip(forms_said, numbers, strict=True)]


def test_nothing_and_whole_hundreds_have_their_own_forms_where_there_are_some(monkeypatch: pytest.MonkeyPatch) -> None:
    forms = {f"people_{form}": dict.fromkeys(LANGUAGES, form) for form in ("none", "few", "hundreds", "many")}
    monkeypatch.setattr("desk.wording.all_words", lambda: forms)
    said = [Words("ar").count("people", number) for number in (0, 1, 2, 100, 202, 99)]
    assert said == ["none", "many", "few", "hundreds", "hundreds", "many"]
