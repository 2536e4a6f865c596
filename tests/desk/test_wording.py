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


def test_every_place_of_the_menu_has_a_name_and_says_what_it_is_for() -> None:
    assert all(Words("fr").has(key) for place in PLACES for key in (place.key, f"{place.key}_about"))


def test_a_number_gets_the_form_that_fits_it(monkeypatch: pytest.MonkeyPatch) -> None:
    forms = {f"people_{form}": dict.fromkeys(LANGUAGES, f"{form} {{count}}") for form in ("one", "two", "few", "many")}
    monkeypatch.setattr("desk.wording.all_words", lambda: forms)
    said = [Words("ar").count("people", number) for number in (0, 1, 2, 3, 10, 11)]
    assert said == ["many 0", "one 1", "two 2", "few 3", "few 10", "many 11"]
