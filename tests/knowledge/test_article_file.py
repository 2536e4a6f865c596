"""An article as a file: whoever writes a wrong one is told which file and what to mend."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.content_check.text_rules import LIMITS
from knowledge.load.article_file import ArticleFile, ContentError, read_article_files
from tests.knowledge.samples import article, small_content, write, write_article

Article = dict[str, Any]
KEY = "schooling.no_papers"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return small_content(tmp_path / "content")


def read(content: Path, key: str = KEY) -> ArticleFile:
    return next(file for file in read_article_files(content) if file.key == key)


def test_a_good_file_is_read(content: Path) -> None:
    path = write_article(content, article())
    file = read(content)
    assert (file.path, file.content) == (path, article())


def test_optional_fields_may_stand_in_it(content: Path) -> None:
    write_article(content, {**article(), "verified_by": "GADEM", "verified_on": "2026-10-01"})
    assert read(content).content["verified_by"] == "GADEM"


def test_dates_may_stand_without_quotation_marks(content: Path) -> None:
    path = write_article(content, {**article(), "verified_by": "GADEM", "verified_on": "2026-10-01"})
    path.write_text(path.read_text(encoding="utf-8").replace("'2026-10-01'", "2026-10-01"), encoding="utf-8")
    assert read(content).content["verified_on"] == date(2026, 10, 1)


def set_field(name: str, value: object) -> Callable[[Article], object]:
    return lambda content: content.__setitem__(name, value)


def set_text(name: str, value: object) -> Callable[[Article], object]:
    return lambda content: content["languages"]["ar"].__setitem__(name, value)


def source(**fields: object) -> Callable[[Article], object]:
    return set_field("sources", [{"title": "Loi 02-03", "year": "2003", **fields}])


WRONG = [
    (lambda content: content.pop("risk"), "the field risk: is missing"),
    (lambda content: content.pop("languages"), "the field languages: is missing"),
    (set_field("colour", "red"), "unknown field colour:"),
    (set_field("key", "schooling.other"), "key and topic"),
    (set_field("topic", "health"), "key and topic"),
    (set_field("risk", "huge"), "risk must be one of normal, medium, high"),
    (set_field("state", "ready"), "state must be one of draft"),
    (set_field("review_by", "next spring"), "review_by must be a date"),
    (set_field("as_of", "2018-2016"), "as_of must be a year"),
    (set_field("as_of", "2999"), "as_of must be a year"),
    (set_field("as_of", "lately"), "as_of must be a year"),
    (set_field("verified_on", "2026-10-01"), "verified_on needs verified_by"),
    (set_field("verified_by", "GADEM"), "verified_by needs verified_on"),
    (lambda content: content.update(verified_on="2999-01-01", verified_by="GADEM"), "verified_on must be a date"),
    (lambda content: content["languages"].pop("ar"), "language ar is missing"),
    (lambda content: content["languages"].update(es={}), "unknown language es"),
    (lambda content: content["languages"]["ar"].pop("cost"), "ar: field cost: is missing"),
    (set_text("mood", "kind"), "ar: field mood: is unknown"),
    (set_text("samples", []), "ar: no sample questions"),
    (set_text("title", "  "), "ar: title has 0 characters"),
    (set_text("title", 2018), "ar: title must be a text"),
    *((set_text(name, "x" * (limit + 1)), f"ar: {name} has {limit + 1} characters") for name, limit in LIMITS.items()),
    (set_text("steps", ["x" * 141]), "ar: steps: an item has 141 characters"),
    (set_text("steps", ["x"] * 6), "ar: steps may have at most 5 items"),
    (set_text("papers", [""]), "ar: papers: an item is empty"),
    (set_text("answer", "Le délai est de 48 heures."), "ar: the numbers are not those of fr: in excess 48"),
    (set_text("next", "Voir http:/example.org."), "ar: next: http:/example.org is no whole web address"),
    (set_field("languages", None), "language fr is missing"),
    (set_field("facts", None), "facts must be a list of texts"),
    (set_field("facts", []), "the article rests on nothing"),
    (set_field("facts", ["schooling.every_child"] * 2), "facts: schooling.every_child stands twice"),
    (set_field("related", "schooling.free"), "related must be a list of texts"),
    (set_field("services", ["health"] * 2), "services: health stands twice"),
    (set_field("sources", "Loi 02-03"), "sources must be a list"),
    (set_field("sources", [{"title": "Loi 02-03"}]), "sources: each must have title: and year:"),
    (source(author="me"), "sources: each must have title: and year:"),
    (source(title=""), "sources: title must be a text"),
    (source(year="2999"), "sources: year must be a year"),
    (source(url="www.example.org"), "sources: url must be a web address"),
    (source(fact="schooling.other"), "sources: the fact schooling.other must stand under facts:"),
    (set_text("steps", "Allez à l'école."), "steps must be a list of texts"),
    (set_text("samples", "une seule question"), "samples must be a list of texts"),
    (set_text("samples", [True]), "samples must be a list of texts"),
]


@pytest.mark.parametrize(("spoil", "said"), WRONG)
def test_a_wrong_file_is_named_with_what_to_mend(content: Path, spoil: Callable[[Article], object], said: str) -> None:
    wrong = article()
    spoil(wrong)
    path = write(content / "articles" / "schooling" / "no_papers.yml", wrong)
    with pytest.raises(ContentError) as error:
        read_article_files(content)
    (finding,) = [finding for finding in error.value.findings if said in finding.message]
    assert finding.path == path
    assert str(finding) in str(error.value)


def test_every_problem_of_every_file_is_said_at_once(content: Path) -> None:
    write_article(content, {**article(), "risk": "huge", "state": "ready"})
    write_article(content, {**article("health.doctor"), "risk": "huge"})
    with pytest.raises(ContentError) as error:
        read_article_files(content)
    assert [finding.path.stem for finding in error.value.findings] == ["doctor", "no_papers", "no_papers"]
    assert len(str(error.value).splitlines()) == 3


@pytest.mark.parametrize("text", ["", "[a, b]", "just words"])
def test_a_file_without_fields_is_named(content: Path, text: str) -> None:
    write_article(content, article()).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"no_papers\.yml:1: the file must hold fields"):
        read_article_files(content)


def test_further_samples_are_added(content: Path) -> None:
    before = read(content)
    write(content / "samples" / "schooling" / "no_papers.yml", {"fr": ["et l'école alors"]})
    after = read(content)
    assert after.content["languages"]["fr"]["samples"][-1] == "et l'école alors"
    assert after.fingerprint != before.fingerprint


def test_another_layout_of_the_same_content_is_the_same(content: Path) -> None:
    before = read(content)
    before.path.write_text(yaml.safe_dump(before.content, sort_keys=False, default_style='"'), encoding="utf-8")
    after = read(content)
    assert after.path.read_bytes() != before.main.text.encode()
    assert after.fingerprint == before.fingerprint


@pytest.mark.parametrize("samples", [{"es": ["hola"]}, ["hola"], "hola", {"fr": "hola"}, {"fr": [" "]}])
def test_a_wrong_file_of_samples_is_named(content: Path, samples: object) -> None:
    path = write(content / "samples" / "schooling" / "no_papers.yml", samples)
    with pytest.raises(ContentError) as error:
        read_article_files(content)
    assert {finding.path for finding in error.value.findings} == {path}
