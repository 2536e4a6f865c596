"""`dalil user …`, from the arguments to what is printed."""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.cli import main
from app.commands import user as user_command
from app.settings import settings
from desk.accounts.links import use_link
from desk.accounts.passwords import is_right
from desk.models import AuditEntry, User, now
from desk.tables import Base
from knowledge.database import connect

PASSWORD = "trois olives au soleil"


@pytest.fixture(autouse=True)
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """The database of an installation of its own."""
    monkeypatch.setenv("DALIL_DATA", str(tmp_path))
    monkeypatch.setenv("DALIL_DATABASE_URL", "")
    monkeypatch.setenv("DALIL_PUBLIC_URL", "https://dalil.example.org/")
    settings.cache_clear()
    engine = connect(settings().database)
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()
    settings.cache_clear()


def add(
    monkeypatch: pytest.MonkeyPatch, name: str = "amina", role: str = "administrator", typed: str = PASSWORD
) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\nanother line\n"))
    return main(["user", "add", name, "--role", role, "--password-stdin"])


def type_passwords(monkeypatch: pytest.MonkeyPatch, *passwords: str) -> None:
    """Somebody sits at the terminal."""
    answers = iter(passwords)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(user_command, "getpass", lambda _: next(answers))


def test_somebody_is_added_with_the_password_of_the_input(session: Session, monkeypatch: pytest.MonkeyPatch,
                                                          capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    assert add(monkeypatch) == 0
    assert capsys.readouterr().out == "amina may sign in as administrator.\n"
    user = session.query(User).one()
    assert user.role == "administrator" and is_right(user, PASSWORD)
    entry = session.query(AuditEntry).one()
    assert (entry.user_name, entry.action, entry.subject) == ("dalil", "user.added", "amina")


def test_at_a_terminal_the_password_is_typed_twice(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    type_passwords(monkeypatch, PASSWORD, PASSWORD)
    assert main(["user", "add", "سلمى", "--role", "staff"]) == 0
    assert is_right(session.query(User).one(), PASSWORD)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("x", PASSWORD, "A name has between 2 and 60 characters."),
        ("amina", "short", "It needs at least 10 characters."),
        ("amina", "", "It needs at least 10 characters."),
        ("amina", "amina-2026", "It is too close to your name. Add other words."),
    ],
)
def test_what_is_not_taken_is_one_sentence_and_nobody_is_added(
    session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    name: str, typed: str, said: str,
) -> None:  # fmt: skip
    assert add(monkeypatch, name, typed=typed) == 1
    assert capsys.readouterr().err == f"dalil: {said}\n"
    assert session.query(User).count() == session.query(AuditEntry).count() == 0


def test_two_different_passwords_add_nobody(
    session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_passwords(monkeypatch, PASSWORD, "something else")
    assert main(["user", "add", "amina", "--role", "staff"]) == 1
    assert capsys.readouterr().err == "dalil: The two passwords are not the same.\n"
    assert session.query(User).count() == 0


def test_where_nobody_can_type_the_password_has_to_be_passed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert main(["user", "add", "amina", "--role", "staff"]) == 1
    assert "--password-stdin" in capsys.readouterr().err


def test_the_list_shows_role_and_state_of_everybody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["user", "list"]) == 0
    assert "There are no accounts yet" in capsys.readouterr().out
    add(monkeypatch)
    add(monkeypatch, "driss", "editor")
    main(["user", "deactivate", "driss"])
    capsys.readouterr()
    main(["user", "list"])
    lines = [line.split() for line in capsys.readouterr().out.splitlines()[2:]]
    assert lines == [["amina", "administrator", "active", "never"], ["driss", "editor", "deactivated", "never"]]


def test_a_reset_prints_a_link_that_works(
    session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add(monkeypatch)
    capsys.readouterr()
    assert main(["user", "reset", "AMINA"]) == 0
    printed = capsys.readouterr().out
    found = re.search(r"^  https://dalil\.example\.org/desk/password/(\S+)$", printed, re.MULTILINE)
    assert found and "within 24 hours" in printed
    assert use_link(session, found[1], "quatre figues au frais", now()).name == "amina"


def test_a_lost_phone_is_taken_away_only_when_asked(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch)
    user = session.query(User).one()
    user.totp_secret = "sealed"
    session.commit()
    main(["user", "reset", "amina"])
    session.refresh(user)
    assert user.totp_secret == "sealed"
    main(["user", "reset", "amina", "--without-second-factor"])
    session.refresh(user)
    assert user.totp_secret is None


def test_the_last_administrator_cannot_be_taken_out(
    session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add(monkeypatch)
    assert main(["user", "deactivate", "amina"]) == 1
    assert "last active administrator" in capsys.readouterr().err
    assert session.query(User).one().is_active


@pytest.mark.parametrize("verb", ["reset", "deactivate"])
def test_who_is_not_there_is_one_sentence(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", verb, "nobody"]) == 1
    assert capsys.readouterr().err == "dalil: There is nobody called nobody; `dalil user list` shows who is there.\n"


def test_who_is_deactivated_gets_no_link(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    add(monkeypatch)
    add(monkeypatch, "driss", "editor")
    main(["user", "deactivate", "driss"])
    assert main(["user", "reset", "driss"]) == 1
    assert "driss is deactivated" in capsys.readouterr().err


def test_an_installation_that_was_never_prepared_says_what_to_do(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    Base.metadata.drop_all(session.get_bind())
    assert main(["user", "list"]) == 1
    assert "`dalil prepare` makes it ready" in capsys.readouterr().err
