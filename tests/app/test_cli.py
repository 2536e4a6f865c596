"""The command line, from the arguments to what is printed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli import main
from app.commands import content as content_command
from app.settings import ROOT, settings
from knowledge import link_check
from knowledge.database import connect
from knowledge.link_check import NO_CONNECTION, Link
from knowledge.load.articles import load_articles
from knowledge.models import Article, Base, Organization, Service
from tests.knowledge.samples import article, small_content, write_article

ADDRESS = "https://www.example.org/school"


@pytest.fixture(autouse=True)
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small content folder, loaded into the database of an installation of its own."""
    folder = small_content(tmp_path / "content")
    monkeypatch.setattr(content_command, "CONTENT", folder)
    monkeypatch.setenv("DALIL_DATA", str(tmp_path))
    monkeypatch.setenv("DALIL_DATABASE_URL", "")
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    engine = connect(settings().database)
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        load_articles(session, folder)
    engine.dispose()
    yield folder
    settings.cache_clear()


def change(*keys: str, **fields: object) -> None:
    """Edit articles in the database: health.doctor, or those with the keys."""
    engine = connect(settings().database)
    with Session(engine) as session, session.begin():
        for edited in session.scalars(select(Article).where(Article.key.in_(keys or ["health.doctor"]))):
            for name, value in fields.items():
                setattr(edited, name, value)
    engine.dispose()


def test_right_content_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "check"]) == 0
    assert capsys.readouterr().out == "3 articles, nothing to mend.\n"


def test_each_problem_of_the_content_is_one_line(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_article(content, {**article("health.doctor"), "risk": "huge", "services": ["health", "health"]})
    assert main(["content", "check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["content/articles/health/doctor.yml"] * 2
    assert lines[0].endswith(": risk must be one of normal, medium, high")


def test_an_edited_article_is_exported_and_named(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(as_of="2020")
    assert main(["content", "export"]) == 0
    assert capsys.readouterr().out == "content/articles/health/doctor.yml\n1 files written.\n"
    assert 'as_of: "2020"' in (content / "articles" / "health" / "doctor.yml").read_text(encoding="utf-8")
    assert main(["content", "export"]) == 0
    assert capsys.readouterr().out == "0 files written.\n"


def test_an_export_to_a_new_folder_is_a_whole_copy(content: Path, tmp_path: Path) -> None:
    change(as_of="2020")
    before = (content / "articles" / "health" / "doctor.yml").read_bytes()
    assert main(["content", "export", "--folder", "copy"]) == 0
    assert (content / "articles" / "health" / "doctor.yml").read_bytes() == before
    assert 'as_of: "2020"' in (tmp_path / "copy" / "articles" / "health" / "doctor.yml").read_text(encoding="utf-8")
    assert (tmp_path / "copy" / "facts.yml").read_bytes() == (content / "facts.yml").read_bytes()
    assert main(["content", "export"]) == 0
    assert (content / "articles" / "health" / "doctor.yml").read_bytes() != before, "it still counted as edited"


def test_an_article_that_cannot_be_exported_is_said_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    change(as_of="soon")
    assert main(["content", "export"]) == 1
    said = capsys.readouterr()
    assert said.out == "0 files written.\n"
    assert said.err.startswith("dalil: health.doctor was not exported: as_of must be a year")
    assert len(said.err.splitlines()) == 1


def test_articles_to_review_are_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    change(review_by=date(2020, 1, 1), risk="high")
    assert main(["content", "due"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 articles to review:",
        "  risk  review by   article        title",
        "  high  2020-01-01  health.doctor  L'école sans papiers",
    ]
    assert main(["content", "due", "--days", "100000"]) == 0
    assert capsys.readouterr().out.startswith("3 articles to review:\n")


def test_nothing_to_review_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    change("employment.job", "health.doctor", "schooling.no_papers", review_by=date(9999, 1, 1))
    assert main(["content", "due"]) == 0
    assert capsys.readouterr().out == "No article is due for review.\n"


def test_services_to_confirm_are_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    engine = connect(settings().database)
    with Session(engine) as session, session.begin():
        session.add(Organization(id="o", name="Caritas", type="association"))
        session.flush()
        session.add(Service(id="s", organization_id="o", name="Accueil", description="Aide\n" + "x" * 80))
    engine.dispose()
    assert main(["directory", "due"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 services to confirm:",
        "  confirmed  organisation  service",
        "  never      Caritas       Aide " + "x" * 64 + "…",
    ]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (
            Link("gone", "HTTP 404"),
            f"1 of 1 addresses no longer answer:\n  {ADDRESS}\n    HTTP 404; named by employment",
        ),
        (
            Link("moved", "https://x.org/"),
            f"1 of 1 addresses moved for good:\n  {ADDRESS}\n    https://x.org/; named by",
        ),
        (Link("unknown", "HTTP 403"), "1 refuse to be asked by a program"),
        (Link("ok"), "0 of 1 addresses no longer answer.\n0 of 1 addresses moved for good.\n"),
    ],
)
def test_sources_that_no_longer_answer_are_listed_on_demand(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, link: Link, said: str
) -> None:
    monkeypatch.setattr(link_check, "check_links", lambda addresses: dict.fromkeys(addresses, link))
    assert main(["content", "due"]) == 0
    assert "addresses" not in capsys.readouterr().out
    assert main(["content", "due", "--links"]) == 0
    assert said in capsys.readouterr().out


def test_a_machine_without_connection_does_not_call_every_source_dead(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_check, "check_links", lambda addresses: dict.fromkeys(addresses, NO_CONNECTION))
    assert main(["content", "due", "--links"]) == 1
    said = capsys.readouterr()
    assert "no longer answer" not in said.out
    assert said.err.endswith("dalil: No address answers at all: this machine seems to have no connection.\n")


@pytest.mark.parametrize("command", ["content export", "content due", "directory due"])
def test_a_database_that_was_never_made_is_said_in_one_sentence(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DALIL_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    settings.cache_clear()
    assert main(command.split()) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("dalil: The database cannot be used (no such table")
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize(
    "command",
    ["", "content", "content burn", "content due --days -1", "content due --days soon", "directory due --months x"],
)
def test_a_wrong_command_is_explained(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(command.split())
    assert ended.value.code == 2
    assert "usage: dalil" in capsys.readouterr().err


def test_a_wrong_setting_is_said_by_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "none")
    settings.cache_clear()
    assert main(["content", "check"]) == 1
    assert "dalil: the setting PORT is wrong" in capsys.readouterr().err


def test_the_command_line_loads_nothing_heavy_before_it_knows_the_command() -> None:
    code = "import sys, app.cli; print({'sqlalchemy', 'yaml', 'requests', 'numpy', 'fastapi'} & {*sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
