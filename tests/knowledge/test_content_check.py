"""Everything that is wrong in the content files is found, with file and line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.content_check.content import check_content
from knowledge.content_check.marked_yaml import Finding
from tests.knowledge.samples import CONTENT, FACT, article, small_content, write, write_article

PATH = "articles/schooling/no_papers.yml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return small_content(tmp_path / "content")


def found(content: Path) -> list[tuple[str, str]]:
    return [(str(finding.path.relative_to(content)), finding.message) for finding in check_content(content).findings]


def line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_content_is_right() -> None:
    content = check_content(CONTENT)
    assert [str(finding) for finding in content.findings] == []
    assert len(content.articles) >= 100


def test_a_right_folder_has_no_findings(content: Path) -> None:
    checked = check_content(content)
    assert checked.findings == []
    assert sorted(checked.articles) == ["employment.job", "health.doctor", "schooling.no_papers"]
    assert checked.sources[str(FACT["id"])].title == "example.org (Circulaire 139-18)"


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("risk: normal", "risk: huge", "risk: huge"),
        ("review_by:", "review_at:", "review_at:"),
        ("- schooling.every_child", "- schooling.invented", "- schooling.invented"),
        ("- école sans papiers", "- école sans papiers\n    - École sans papiers !", "École sans papiers !"),
        ("  en:", "  es:", "  es:"),
    ],
)
def test_a_problem_is_shown_in_its_line(content: Path, old: str, new: str, at: str) -> None:
    replace(content / PATH, old, new)
    lines = {finding.line for finding in check_content(content).findings}
    assert line_of(content / PATH, at) in lines


def test_a_finding_reads_as_path_line_and_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding(tmp_path / "content" / "facts.yml", 7, "the fact x stands twice")
    monkeypatch.chdir(tmp_path)
    assert str(finding) == "content/facts.yml:7: the fact x stands twice"
    monkeypatch.chdir("/")
    assert str(finding) == f"{str(tmp_path).lstrip('/')}/content/facts.yml:7: the fact x stands twice"


BROKEN = [
    (b"key: [unclosed\n", 2),
    (b"key:\n\t- tab\n", 2),
    (b"key: a\nother: b: c\n", 2),
    ("key: a\nother: é\n".encode("latin-1"), 2),
    (b"key: a\nother: \x07\n", 2),
    (b"key: a\n---\nkey: b\n", 2),
    (b"key: *nobody\n", 1),
    (b"review_by: 2027-02-30\n", 1),
]


@pytest.mark.parametrize(("raw", "line"), BROKEN, ids=[str(number) for number in range(len(BROKEN))])
def test_a_file_that_is_not_yaml_is_shown_with_the_line(content: Path, raw: bytes, line: int) -> None:
    path = content / PATH
    path.write_bytes(raw)
    (finding,) = check_content(content).findings
    assert (finding.path, finding.line) == (path, line)
    assert "not valid" in finding.message


def test_a_key_that_stands_twice_is_found_at_any_depth(content: Path) -> None:
    replace(content / PATH, "risk: normal", "risk: normal\nrisk: high")
    replace(content / PATH, "    cost: ''", "    cost: ''\n    cost: ''")
    findings = [(finding.line, finding.message.split(":")[0]) for finding in check_content(content).findings]
    costs = line_of(content / PATH, "    cost: ''") + 1
    assert sorted(findings) == sorted([(costs, "cost"), (line_of(content / PATH, "risk: high"), "risk")])


def test_a_file_that_repeats_itself_by_reference_is_read(content: Path) -> None:
    (content / "danger.yml").write_text("sea: &sea\n  - *sea\n", encoding="utf-8")
    assert [path for path, _ in found(content)] == ["danger.yml"]


def spoiled(**fields: Any) -> Callable[[Path], object]:
    return lambda content: write_article(content, {**article("health.doctor"), **fields})


def shared(name: str, entries: object) -> Callable[[Path], object]:
    return lambda content: write(content / name, entries)


def card(**fields: Any) -> dict[str, Any]:
    texts = dict.fromkeys(("fr", "ar", "en"), "15")
    good = {"text": texts, "facts": [], "articles": ["health.doctor"], "category": "health", "sources": []}
    return {"medical": {**good, **fields}}


HIGH = {**FACT, "risk": "high"}
WRONG = [
    (spoiled(facts=["health.invented"]), "there is no fact health.invented in facts.yml"),
    (spoiled(services=["magic"]), "there is no category magic in categories.yml"),
    (spoiled(related=["health.invented"]), "there is no article health.invented"),
    (spoiled(related=["health.doctor"]), "related must not name the article itself"),
    (shared("articles/magic/spell.yml", article("magic.spell")), "there is no topic magic in topics.yml"),
    (shared("articles/health/Big-One.yml", article("health.Big-One")), "folder and file may be named"),
    (shared("samples/health/nobody.yml", {"fr": ["et moi"]}), "there is no article to these samples"),
    (shared("articles/health/note.yaml", {}), "never read"),
    (shared("articles/health/old/doctor.yml", {}), "never read"),
    (shared("facts.yml", {}), "the file must be a list of facts"),
    (shared("facts.yml", [FACT, "x"]), "a fact must hold fields"),
    (shared("facts.yml", [FACT, FACT]), "stands twice"),
    (shared("facts.yml", [{**FACT, "risk": "huge"}]), "risk must be one of"),
    (shared("facts.yml", [{**FACT, "as_of": "2999"}]), "as_of must be a year"),
    (shared("facts.yml", [{**FACT, "source_locator": ""}]), "source_locator: must be there"),
    (shared("facts.yml", [{**FACT, "source_url": "example.org"}]), "source_url must be a web address"),
    (shared("facts.yml", [{**FACT, "source_url": None}]), "has no source"),
    (shared("facts.yml", [{**FACT, "source_url": None, "source_file": "unknown.txt"}]), "has no source"),
    (shared("topics.yml", ["health"]), "the file must hold fields"),
    (shared("topics.yml", {"health": {"fr": "Santé"}}), "health: must have a name in fr, ar, en"),
    (shared("topics.yml", {"health": dict.fromkeys(("fr", "ar", "en"), "x" * 25)}), "characters"),
    (shared("categories.yml", {"health": {}}), "health: names: must have a name"),
    (shared("danger.yml", {"medical": {}}), "medical: must have facts, text, articles"),
    (shared("danger.yml", card(articles=["health.gone"])), "medical: there is no article health.gone"),
    (shared("danger.yml", card(facts=["health.gone"])), "medical: there is no fact health.gone"),
    (shared("danger.yml", card(category="magic")), "medical: there is no category magic"),
    (shared("danger.yml", card(text={"fr": "15", "ar": "15", "en": "16"})), "medical: en: the numbers are not those"),
    (shared("danger.yml", card(sources=[{"title": "x"}])), "medical: each source must have title: and year:"),
    (shared("danger.yml", card(sources=[{"title": "x", "year": "2022", "url": "x"}])), "url must be a web address"),
]


@pytest.mark.parametrize(("spoil", "said"), WRONG)
def test_whatever_does_not_fit_together_is_found(content: Path, spoil: Callable[[Path], object], said: str) -> None:
    spoil(content)
    assert [message for _, message in found(content) if said in message]


def test_a_right_emergency_answer_is_right(content: Path) -> None:
    write(content / "danger.yml", card())
    assert found(content) == []


@pytest.mark.parametrize("name", ["facts.yml", "topics.yml", "categories.yml", "danger.yml"])
def test_a_missing_file_is_said_once_and_spoils_nothing_else(content: Path, name: str) -> None:
    (content / name).unlink()
    assert found(content) == [(name, "the file is missing")]


def test_the_risk_is_at_least_that_of_the_facts(content: Path) -> None:
    write(content / "facts.yml", [FACT, {**FACT, "id": "health.danger", "risk": "high"}])
    write_article(content, {**article("health.doctor"), "facts": [FACT["id"], "health.danger"], "risk": "medium"})
    assert found(content) == [("articles/health/doctor.yml", "risk must be high, the highest of the facts used")]
    write_article(content, {**article("health.doctor"), "facts": [FACT["id"]], "risk": "medium"})
    assert found(content) == []


@pytest.mark.parametrize("text", ["Je cherche un MEDECIN !", "je  cherche un médecin"])
def test_a_sample_of_two_articles_is_found_in_both(content: Path, text: str) -> None:
    write(content / "samples" / "schooling" / "no_papers.yml", {"ar": [text]})
    paths = {path for path, message in found(content) if "is a sample of" in message}
    assert paths == {"articles/health/doctor.yml", "samples/schooling/no_papers.yml"}


def test_a_sample_may_stand_in_two_languages_but_not_twice_in_one(content: Path) -> None:
    write(content / "samples" / "health" / "doctor.yml", {"fr": ["je cherche un MÉDECIN"]})
    assert found(content) == [
        ("samples/health/doctor.yml", "'je cherche un MÉDECIN' is a sample of this article already")
    ]


def test_all_files_are_read_for_what_is_no_yaml(content: Path) -> None:
    path = content / "directory" / "translations.yml"
    write(path, {})
    path.write_text("Bonjour: Hello\nBonjour: Hi\n", encoding="utf-8")
    (finding,) = check_content(content).findings
    assert (finding.path, finding.line) == (path, 2)


def test_what_an_editor_keeps_beside_a_file_is_not_read(content: Path) -> None:
    write(content / "articles" / "health" / ".#doctor.yml", {})
    (content / "articles" / "health" / "doctor.yml~").write_text("key: [", encoding="utf-8")
    assert found(content) == []
