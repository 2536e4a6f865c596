"""Which kind of service a request is for, with the shipped requests."""

from pathlib import Path

import pytest

from knowledge.categories import categories, find_category
from knowledge.category_search import UNSPECIFIED, CategorySearch, requests


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("categories")


@pytest.fixture(scope="module")
def search(folder: Path) -> CategorySearch:
    return CategorySearch(folder)


def test_every_category_but_the_emergency_has_requests_in_every_language() -> None:
    assert requests().keys() == {*categories(), UNSPECIFIED} - {"emergency"}
    assert min(len(texts) for texts in requests().values()) >= 200


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("where can my mother get new glasses, she does not see well", "health"),
        ("quelqu'un pour m'aider à écrire une plainte contre mon patron", "legal_aid"),
        ("شي بلاصة نقراو فيها الفرنساوية", "language_courses"),
        ("bghit nchouf m3a chi wa7ed nfsani, ma kan3essch", "psychosocial"),
        ("who can take a boy of 14 that has nobody", "child_protection"),
    ],
)
def test_a_request_in_other_words_is_understood(search: CategorySearch, text: str, category: str) -> None:
    assert search.category(text) == category


def test_a_misleading_word_does_not_win_over_what_was_learned(search: CategorySearch) -> None:
    text = "an office that handles reports of racist treatment"
    assert find_category(text) == "health"
    assert search.category(text) == "discrimination"


@pytest.mark.parametrize(
    "text", ["quelles associations y a-t-il ici ?", "شكون يعاوني هنا", "any office near me please"]
)
def test_a_request_that_names_no_need_has_no_category(search: CategorySearch, text: str) -> None:
    assert search.category(text) is None


def test_what_was_learned_is_kept_and_a_damaged_file_is_made_again(folder: Path, search: CategorySearch) -> None:
    (kept,) = folder.glob("categories-*.npz")
    made = kept.stat().st_mtime_ns
    again = CategorySearch(folder)
    assert kept.stat().st_mtime_ns == made
    assert again.category("un médecin") == search.category("un médecin") == "health"
    kept.write_bytes(b"something else")
    assert CategorySearch(folder).category("un médecin") == "health"
    assert kept.stat().st_size > 1000
