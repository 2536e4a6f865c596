"""Articles of the database → files: nothing is lost, nothing else is touched."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.content_check.content import check_content
from knowledge.content_check.marked_yaml import read_marked
from knowledge.exchange.article_content import article_content
from knowledge.exchange.article_export import ArticleExport, export_articles
from knowledge.exchange.article_yaml import article_text, samples_text
from knowledge.load.article_file import ContentError
from knowledge.load.articles import load_articles
from knowledge.models import Article, ArticleSample, ArticleSource, ArticleText
from tests.knowledge.conftest import made
from tests.knowledge.samples import CONTENT, FACT, TEXT, article, small_content, write, write_article

KEY = "health.doctor"
STYLED = """\
# Who may see a doctor
key: health.doctor
topic: health
risk: normal
state: published
as_of: "2018"
review_by: "2027-05-31"
facts: [schooling.every_child]
services: [health]
related: []  # none yet
languages:
"""
STYLED_TEXT = """\
  {language}:
    title: Voir un médecin
    label: "Médecin"
    short: >-
      Oui.
    answer: >-
      Oui, vous pouvez
      voir un médecin.

      Demandez.
    steps:
      - "Un : allez-y."
    papers: []
    cost: ""
    next: Demandez-moi.
    samples:
      - {language} toubib
      - {language} je cherche un médecin
"""
NASTY = [
    "- un tiret", "« Oui » : non", "it's \"so\" # here", "2018-10-05", "yes", "0800", "12:30", "{x}", "[a, b]", "? a",
    "* a", "& a", "! a", "% a", "| a", "> a", "~", "null", "1e3", "\\n", "a\n\nb", "un\ndeux\n\n\ntrois", "a  b", "@a",
    "  #x\n  y", "زيارة الطبيب: \u200e05 37 54 54 00 (مجانا)", "😀 emoji 👩🏽\u200d⚕️", "nbsp\u00a0: oui", "a\tb",
    "mot " * 60, "x" * 200, "'", '"', ":", "key: value", "a: |", "---", "...", "=", "<<", "a #b", "a\n- b\n  c",
    "\ufeffbom", "a\u2028b", "\x85x", "\x1b[0m",
]  # fmt: skip

Edit = Callable[[Article], object]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = small_content(tmp_path / "content")
    styled = STYLED + "".join(STYLED_TEXT.format(language=language) for language in ("fr", "ar", "en"))
    (folder / "articles" / "health" / "doctor.yml").write_text(styled, encoding="utf-8")
    return folder


@pytest.fixture
def loaded(engine: Engine, content: Path) -> Engine:
    load(engine, content)
    return engine


def load(engine: Engine, content: Path) -> None:
    with Session(engine) as session, session.begin():
        assert not load_articles(session, content).conflicts


def export(engine: Engine, content: Path) -> ArticleExport:
    with Session(engine) as session, session.begin():
        return export_articles(session, content)


def edit(engine: Engine, change: Edit, key: str = KEY) -> None:
    with Session(engine) as session, session.begin():
        change(session.scalars(select(Article).where(Article.key == key)).one())


def set_text(field: str, value: object, language: str = "fr") -> Edit:
    return lambda article: setattr(article.text_in(language), field, value)


def set_field(field: str, value: object) -> Edit:
    return lambda article: setattr(article, field, value)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def changed_lines(before: dict[str, bytes], content: Path) -> dict[str, set[str]]:
    """File → its lines that it did not have before."""
    now = bytes_of(content)
    changed = {name: raw for name, raw in now.items() if before.get(name) != raw}
    return {name: {*raw.decode().splitlines()} - {*before.get(name, b"").decode().splitlines()}
            for name, raw in changed.items()}  # fmt: skip


def contents(engine: Engine) -> dict[str, dict[str, Any]]:
    with Session(engine) as session:
        return {article.key: article_content(article) for article in session.scalars(select(Article))}


def make_own(engine: Engine, key: str, **fields: Any) -> None:
    texts = {name: value for name, value in TEXT.items() if name != "samples"}
    row = {
        "topic": "health",
        "risk": "normal",
        "state": "draft",
        "as_of": "2026",
        "review_by": date(2027, 1, 1),
        **fields,
    }
    own = Article(key=key, services=["health"], related=[KEY], **row)
    own.texts = [ArticleText(language=language, **texts) for language in ("en", "ar", "fr")]
    own.samples = [ArticleSample(language=language, text=f"{language} ambulance") for language in ("fr", "ar", "en")]
    own.sources = [ArticleSource(position=0, title="Loi 34-09: santé", year="2011", url="https://www.sante.gov.ma/loi")]
    with Session(engine) as session, session.begin():
        session.add(own)


def test_exporting_what_was_just_loaded_changes_no_file(tmp_path: Path) -> None:
    engine = made(tmp_path)
    content = tmp_path / "content"
    copytree(CONTENT, content)
    load(engine, content)
    before = bytes_of(content)
    assert export(engine, content) == ArticleExport()
    engine.dispose()
    assert bytes_of(content) == before


def test_only_the_changed_field_of_the_changed_article_is_written(loaded: Engine, content: Path) -> None:
    before = bytes_of(content)
    edit(loaded, set_text("next", "Demandez-moi encore : je cherche."))
    result = export(loaded, content)
    assert result.written == [content / "articles" / "health" / "doctor.yml"]
    assert changed_lines(before, content) == {
        "articles/health/doctor.yml": {'    next: "Demandez-moi encore : je cherche."'}
    }


def test_a_new_text_is_folded_like_the_others(loaded: Engine, content: Path) -> None:
    before = bytes_of(content)
    edit(loaded, set_text("answer", "Oui. " * 40 + "Oui.\nDemandez."))
    export(loaded, content)
    (lines,) = changed_lines(before, content).values()
    text = (content / "articles" / "health" / "doctor.yml").read_text(encoding="utf-8")
    assert "answer: >-\n      Oui. Oui." in text
    assert "Oui.\n\n      Demandez.\n    steps:" in text
    assert all(len(line) <= 120 for line in lines)


def test_the_files_own_way_of_quoting_is_kept(loaded: Engine, content: Path) -> None:
    before = bytes_of(content)
    edit(loaded, set_text("steps", ["Un : allez-y.", "Deux"]))
    edit(loaded, set_text("title", "Voir une médecin"))
    export(loaded, content)
    assert changed_lines(before, content) == {
        "articles/health/doctor.yml": {"    title: Voir une médecin", '      - "Deux"'}
    }


def test_verification_stands_below_the_review_date(loaded: Engine, content: Path) -> None:
    edit(loaded, set_field("verified_on", date(2026, 10, 1)))
    edit(loaded, set_field("verified_by", "GADEM"))
    export(loaded, content)
    text = (content / "articles" / "health" / "doctor.yml").read_text(encoding="utf-8")
    assert 'review_by: "2027-05-31"\nverified_on: 2026-10-01\nverified_by: GADEM\nfacts:' in text


def test_samples_stay_in_their_file_and_new_ones_go_to_the_articles(loaded: Engine, content: Path) -> None:
    path = content / "samples" / "health" / "doctor.yml"
    path.parent.mkdir(parents=True)
    path.write_text('# more\nfr:\n  - "docteur svp"\n  - "hosto"\nar:\n  - "طبيب"\n', encoding="utf-8")
    load(loaded, content)
    before = bytes_of(content)
    edit(loaded, lambda article: article.samples.append(ArticleSample(language="fr", text="une ordonnance")))
    assert export(loaded, content).written == [content / "articles" / "health" / "doctor.yml"]
    assert changed_lines(before, content) == {"articles/health/doctor.yml": {"      - une ordonnance"}}
    keep = {"fr toubib", "hosto", "ar toubib", "en toubib"}
    edit(loaded, lambda article: setattr(article, "samples", [s for s in article.samples if s.text in keep]))
    export(loaded, content)
    assert path.read_text(encoding="utf-8") == '# more\nfr:\n  - "hosto"\n'
    edit(loaded, lambda article: setattr(article, "samples", [s for s in article.samples if s.text != "hosto"]))
    export(loaded, content)
    assert not path.exists()


def test_an_article_is_never_left_without_samples_in_its_own_file(loaded: Engine, content: Path) -> None:
    write(content / "samples" / "health" / "doctor.yml", {"fr": ["hosto"]})
    load(loaded, content)
    edit(loaded, lambda a: setattr(a, "samples", [s for s in a.samples if s.language != "fr" or s.text == "hosto"]))
    assert export(loaded, content).refused == {}
    assert check_content(content).findings == []
    assert check_content(content).articles[KEY].content["languages"]["fr"]["samples"] == ["hosto"]


def test_an_article_made_in_the_database_gets_a_file_that_loads_as_the_same(loaded: Engine, content: Path) -> None:
    make_own(loaded, "health.ambulance")
    result = export(loaded, content)
    assert result.written == [content / "articles" / "health" / "ambulance.yml"]
    text = result.written[0].read_text(encoding="utf-8")
    assert text.startswith('key: health.ambulance\ntopic: health\nrisk: normal\nstate: draft\nas_of: "2026"\n')
    assert '\nfacts: []\nsources:\n  - title: "Loi 34-09: santé"\n    year: "2011"\n    url: https://www.sante' in text


def round_trip(engine: Engine, content: Path, tmp_path: Path) -> None:
    assert export(engine, content).refused == {}
    (tmp_path / "other").mkdir()
    other = made(tmp_path / "other")
    load(other, content)
    again = contents(other)
    other.dispose()
    assert again == contents(engine)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_what_is_exported_loads_into_an_empty_database_as_the_same(
    loaded: Engine, content: Path, tmp_path: Path, part: int
) -> None:
    nasty = [f"{text} n{number}" for number, text in enumerate(NASTY[part::3], 1)]
    for language in ("fr", "ar", "en"):
        for field, text in zip(("answer", "short", "next", "cost"), NASTY[part::3], strict=False):
            edit(loaded, set_text(field, text[:200], language))
        edit(loaded, set_text("steps", [text[:140] for text in NASTY[part::3][4:9]], language))
        edit(loaded, set_text("papers", [text[:140] for text in NASTY[part::3][9:]], language))
    edit(loaded, lambda article: article.samples.extend(ArticleSample(language="fr", text=text) for text in nasty))
    edit(loaded, lambda article: article.sources.extend([
        ArticleSource(position=1, title="Loi", year="2003", locator="art. 23: a\nb"),
        ArticleSource(position=2, title="« : »", year="n.d.", url="https://example.org/?a=b#c"),
    ]))  # fmt: skip
    make_own(loaded, "health.ambulance", state="published", as_of="2016-2019")
    round_trip(loaded, content, tmp_path)


def test_a_source_that_says_otherwise_than_its_fact_is_kept(loaded: Engine, content: Path, tmp_path: Path) -> None:
    edit(loaded, lambda article: setattr(article.sources[0], "title", "Bulletin officiel"))
    round_trip(loaded, content, tmp_path)
    exported = yaml.safe_load((content / "articles" / "health" / "doctor.yml").read_text(encoding="utf-8"))
    assert exported["facts"] == [FACT["id"]]
    assert [(source["fact"], source["title"]) for source in exported["sources"]] == [(FACT["id"], "Bulletin officiel")]


def test_what_was_exported_counts_as_unedited(loaded: Engine, content: Path) -> None:
    edit(loaded, set_text("title", "Mon titre"))
    make_own(loaded, "health.ambulance")
    export(loaded, content)
    with Session(loaded) as session, session.begin():
        assert not load_articles(session, content).changed
    assert export(loaded, content) == ArticleExport()
    path = content / "articles" / "health" / "doctor.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("Mon titre", "Son titre"), encoding="utf-8")
    (content / "articles" / "health" / "ambulance.yml").unlink()
    with Session(loaded) as session, session.begin():
        result = load_articles(session, content)
    assert (result.updated, result.archived, result.conflicts) == ([KEY], ["health.ambulance"], [])


def test_after_an_export_to_elsewhere_the_next_load_keeps_the_edits(
    loaded: Engine, content: Path, tmp_path: Path
) -> None:
    copytree(content, tmp_path / "elsewhere")
    edit(loaded, set_text("title", "Mon titre"))
    make_own(loaded, "health.ambulance")
    edited = contents(loaded)
    for _ in range(2):
        with Session(loaded) as session, session.begin():
            export_articles(session, tmp_path / "elsewhere", loads_from_here=False)
        with Session(loaded) as session, session.begin():
            assert not load_articles(session, content).changed
    assert contents(loaded) == edited


def test_a_newer_file_is_not_overwritten(loaded: Engine, content: Path) -> None:
    write_article(content, article(KEY))
    before = bytes_of(content)
    assert export(loaded, content) == ArticleExport()
    assert bytes_of(content) == before


def test_a_conflict_is_refused_until_one_side_gives_way(loaded: Engine, content: Path) -> None:
    edit(loaded, set_text("title", "Mon titre"))
    path = write_article(content, {**article(KEY, ["toubib"]), "services": ["health"]})
    before = bytes_of(content)
    result = export(loaded, content)
    assert result.written == []
    assert "its file was changed, too, and differs in " in result.refused[KEY][0]
    assert "fr.title" in result.refused[KEY][0]
    assert bytes_of(content) == before
    path.unlink()
    assert export(loaded, content).written == [path]


def test_a_deleted_file_does_not_come_back(loaded: Engine, content: Path) -> None:
    (content / "articles" / "health" / "doctor.yml").unlink()
    load(loaded, content)
    assert export(loaded, content) == ArticleExport()


@pytest.mark.parametrize(
    "key", ["health.../../../evil", "../evil", "/evil.x", "health./evil", "health", "a.b.c", "health.Évil", "x.a\n"]
)
def test_a_key_that_leads_out_of_the_folder_is_refused(loaded: Engine, content: Path, key: str) -> None:
    make_own(loaded, key)
    before = bytes_of(content.parent)
    result = export(loaded, content)
    assert list(result.refused) == [key]
    assert result.written == []
    assert {name: raw for name, raw in bytes_of(content.parent).items() if not name.startswith("dalil.db")} == {
        name: raw for name, raw in before.items() if not name.startswith("dalil.db")
    }


REFUSED: list[tuple[Edit, str]] = [
    (set_text("title", "x" * 71), "fr: title has 71 characters"),
    (set_field("services", ["magic"]), "there is no category magic"),
    (set_field("related", ["health.never"]), "there is no article health.never"),
    (lambda article: article.texts.pop(), "is missing"),
    (lambda article: setattr(article, "sources", []), "the article rests on nothing"),
    (lambda article: setattr(article.sources[0], "fact", "health.never"), "there is no fact health.never"),
    (
        lambda article: article.samples.append(ArticleSample(language="fr", text="Trouver un emploi !")),
        "employment.job",
    ),
]


@pytest.mark.parametrize(("change", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_would_not_load_again_is_refused_and_the_rest_is_written(
    loaded: Engine, content: Path, change: Edit, said: str
) -> None:
    edit(loaded, change)
    edit(loaded, set_text("title", "Mon titre"), "schooling.no_papers")
    result = export(loaded, content)
    assert list(result.refused) == [KEY]
    assert said in "; ".join(result.refused[KEY])
    assert result.written == [content / "articles" / "schooling" / "no_papers.yml"]
    assert check_content(content).findings == []


def test_what_rests_on_a_refused_article_is_refused_with_it(loaded: Engine, content: Path) -> None:
    make_own(loaded, "health.ambulance", risk="normal", as_of="soon")
    edit(loaded, set_field("related", ["health.ambulance"]))
    result = export(loaded, content)
    assert sorted(result.refused) == ["health.ambulance", KEY]
    assert result.written == []


def test_a_wrong_folder_is_not_written_to(loaded: Engine, content: Path) -> None:
    edit(loaded, set_text("title", "Mon titre"))
    (content / "facts.yml").unlink()
    before = bytes_of(content)
    with pytest.raises(ContentError, match="the file is missing"):
        export(loaded, content)
    assert bytes_of(content) == before


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80).map(
    lambda text: text.replace("\r\n", "\n").replace("\r", "\n").strip()
)
PIECES = st.lists(
    st.sampled_from(["- ", ": ", " #", "\n", "\n\n", " ", "'", '"', "a", "نعم", "😀", "2018-10-05", "? "])
)
ANY_TEXT = TEXTS | PIECES.map("".join).map(str.strip) | st.sampled_from(NASTY)


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(ANY_TEXT, min_size=6, max_size=6), items=st.lists(ANY_TEXT, max_size=4), styled=st.booleans())
def test_any_text_is_read_back_as_it_was_written(texts: list[str], items: list[str], styled: bool) -> None:
    content = article(KEY)
    content["sources"] = [{"title": texts[0], "year": "2019", "locator": texts[1]}]
    for name, text in zip(("title", "label", "short", "answer", "cost", "next"), texts, strict=True):
        content["languages"]["fr"][name] = text
    for name in ("steps", "papers", "samples"):
        content["languages"]["ar"][name] = items
    text_of_file = STYLED + "".join(STYLED_TEXT.format(language=language) for language in ("fr", "ar", "en"))
    old = read_marked(Path("doctor.yml"), text_of_file.encode()) if styled else None
    assert yaml.load(article_text(content, old), Loader=yaml.CSafeLoader) == content
    more = read_marked(Path("doctor.yml"), b'fr:\n  - "a"\nar:\n  - b\n')
    assert yaml.load(samples_text({"fr": items, "en": items}, more), Loader=yaml.CSafeLoader) == {
        "fr": items,
        "en": items,
    }
