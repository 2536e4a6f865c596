"""An article as a file: whoever writes a wrong one is told which file and what to mend."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.load.article_file import LIMITS, ContentError, read_article_files
from tests.knowledge.samples import article, write, write_article

Article = dict[str, Any]


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = write_article(tmp_path, article())
    (file,) = read_article_files(tmp_path)
    assert (file.path, file.content) == (path, article())


def test_an_optional_field_may_stand_in_it(tmp_path: Path) -> None:
    write_article(tmp_path, {**article(), "verified_by": "GADEM", "verified_on": "2026-10-01"})
    (file,) = read_article_files(tmp_path)
    assert file.content["verified_by"] == "GADEM"


def set_field(name: str, value: object) -> Callable[[Article], object]:
    return lambda content: content.__setitem__(name, value)


def set_text(name: str, value: object) -> Callable[[Article], object]:
    return lambda content: content["languages"]["ar"].__setitem__(name, value)


WRONG = [
    (lambda content: content.pop("risk"), "risk"),
    (lambda content: content.pop("languages"), "languages"),
    (set_field("colour", "red"), "colour"),
    (set_field("key", "schooling.other"), "key and topic"),
    (set_field("topic", "health"), "key and topic"),
    (set_field("risk", "huge"), "risk must be one of normal, medium, high"),
    (set_field("state", "ready"), "state must be one of draft"),
    (set_field("review_by", "next spring"), "review_by must be a date"),
    (lambda content: content["languages"].pop("ar"), "language ar is missing"),
    (lambda content: content["languages"]["ar"].pop("cost"), "ar: field cost: is missing"),
    (set_text("mood", "kind"), "ar: field mood: is unknown"),
    (set_text("samples", []), "ar: no sample questions"),
    (set_text("title", "  "), "ar: title has 0 characters"),
    *((set_text(name, "x" * (limit + 1)), f"ar: {name} has {limit + 1} characters") for name, limit in LIMITS.items()),
    (set_field("languages", None), "language fr is missing"),
    (set_field("facts", None), "facts must be a list of texts"),
    (set_field("related", "schooling.free"), "related must be a list of texts"),
    (set_text("steps", "Allez à l'école."), "steps must be a list of texts"),
    (set_text("samples", "une seule question"), "samples must be a list of texts"),
]


@pytest.mark.parametrize(("spoil", "said"), WRONG)
def test_a_wrong_file_is_named_with_what_to_mend(tmp_path: Path, spoil: Callable[[Article], object], said: str) -> None:
    content = article()
    write_article(tmp_path, content)
    spoil(content)
    path = write(tmp_path / "articles" / "schooling" / "no_papers.yml", content)
    with pytest.raises(ContentError) as error:
        list(read_article_files(tmp_path))
    assert str(path) in str(error.value)
    assert said in str(error.value)


def test_every_problem_of_a_file_is_said_at_once(tmp_path: Path) -> None:
    write_article(tmp_path, {**article(), "risk": "huge", "state": "ready"})
    with pytest.raises(ContentError) as error:
        list(read_article_files(tmp_path))
    assert len(str(error.value).splitlines()) == 2


@pytest.mark.parametrize("content", ["", "[a, b]", "just words"])
def test_a_file_without_fields_is_named(tmp_path: Path, content: str) -> None:
    path = write_article(tmp_path, article())
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ContentError, match=r"no_papers\.yml: the file must hold fields"):
        list(read_article_files(tmp_path))


@pytest.mark.parametrize("raw", [b"key: [unclosed", b"key:\n\t- tab", "key: é".encode("latin-1")])
def test_a_file_that_is_not_yaml_is_named(tmp_path: Path, raw: bytes) -> None:
    path = write_article(tmp_path, article())
    path.write_bytes(raw)
    with pytest.raises(ContentError, match=r"no_papers\.yml"):
        list(read_article_files(tmp_path))


def test_further_samples_are_added_and_change_the_fingerprint(tmp_path: Path) -> None:
    write_article(tmp_path, article())
    (before,) = read_article_files(tmp_path)
    write(tmp_path / "samples" / "schooling" / "no_papers.yml", {"fr": ["et l'école alors"]})
    (after,) = read_article_files(tmp_path)
    assert after.content["languages"]["fr"]["samples"][-1] == "et l'école alors"
    assert after.fingerprint != before.fingerprint


@pytest.mark.parametrize("samples", [{"es": ["hola"]}, ["hola"], "hola"])
def test_a_wrong_file_of_samples_is_named(tmp_path: Path, samples: object) -> None:
    write_article(tmp_path, article())
    write(tmp_path / "samples" / "schooling" / "no_papers.yml", samples)
    with pytest.raises(ContentError, match=r"samples/schooling/no_papers\.yml"):
        list(read_article_files(tmp_path))
