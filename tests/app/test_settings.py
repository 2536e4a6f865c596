"""Settings: from the environment, safe by default, and a clear sentence when they are wrong."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from pydantic import ValidationError

from app.problems import Problem
from app.settings import ROOT, WHATSAPP_SETTINGS, Settings
from tests.running_stack import DALIL

DOCUMENTED = ("PORT", "DALIL_HOST", "DALIL_DATA", "DALIL_DATABASE_URL", "DALIL_ENGINE_PORT", "DALIL_ACTIONS_PORT",
              "DALIL_API_RATE", "DALIL_CHAT_RATE", "DALIL_SENDER_LIMIT", "DALIL_OPERATOR", "DALIL_PUBLIC_URL",
              "DALIL_RETENTION_DAYS", "DALIL_ADDRESS_KEY", *WHATSAPP_SETTINGS, "DALIL_WHATSAPP_GRAPH_URL",
              "DALIL_WHATSAPP_TEMPLATE", "DALIL_TRANSCRIPTION_URL", "DALIL_TRANSCRIPTION_TOKEN",
              "DALIL_TRANSCRIPTION_MODEL")  # fmt: skip


@pytest.fixture(autouse=True)
def no_settings_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of whoever runs the tests does not count."""
    for name in [name for name in os.environ if name.startswith("DALIL_") or name == "PORT"]:
        monkeypatch.delenv(name)


def prepare(data: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The real command, which stops at wrong settings before it does anything."""
    values = {**os.environ, "DALIL_DATA": str(data), **environment}
    return subprocess.run([DALIL, "prepare"], env=values, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("PORT", "port", 8123),
        ("DALIL_PORT", "port", 8124),
        ("DALIL_HOST", "host", "0.0.0.0"),  # noqa: S104 - only read, nobody listens
        ("DALIL_ENGINE_PORT", "engine_port", 5105),
        ("DALIL_ACTIONS_PORT", "actions_port", 5155),
        ("DALIL_DATABASE_URL", "database", "postgresql+psycopg://dalil@db/dalil"),
        ("DALIL_DATA", "data", Path("/srv/dalil")),
        ("DALIL_API_RATE", "api_rate", "10/second"),
        ("DALIL_CHAT_RATE", "chat_rate", "600/minute"),
        ("DALIL_SENDER_LIMIT", "sender_limit", 40),
        ("DALIL_OPERATOR", "operator", "جمعية"),
        ("DALIL_RETENTION_DAYS", "retention_days", 30),
        ("DALIL_PUBLIC_URL", "public_url", "https://dalil.example.org"),
        ("DALIL_WHATSAPP_GRAPH_URL", "whatsapp_graph_url", "http://127.0.0.1:9/v1"),
        ("DALIL_WHATSAPP_TEMPLATE", "whatsapp_template", "reply_waiting"),
        ("DALIL_TRANSCRIPTION_URL", "transcription_url", "http://127.0.0.1:9000/v1"),
        ("DALIL_TRANSCRIPTION_MODEL", "transcription_model", "large-v3"),
    ],
)
def test_every_setting_comes_from_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, field: str, value: object
) -> None:
    monkeypatch.setenv(name, str(value))
    assert getattr(Settings(), field) == value


@pytest.mark.parametrize(
    ("name", "field"),
    [("DALIL_ADDRESS_KEY", "address_key"), ("DALIL_TRANSCRIPTION_TOKEN", "transcription_token")],
)
def test_a_secret_setting_is_read_and_not_shown(monkeypatch: pytest.MonkeyPatch, name: str, field: str) -> None:
    monkeypatch.setenv(name, "not-to-be-seen")
    settings = Settings()
    assert getattr(settings, field).get_secret_value() == "not-to-be-seen"
    assert "not-to-be-seen" not in repr(settings)


def test_whatsapp_is_off_without_its_settings() -> None:
    assert not Settings().has_whatsapp


def test_whatsapp_is_on_with_all_its_settings_and_none_of_its_secrets_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in WHATSAPP_SETTINGS:
        monkeypatch.setenv(name, "4711" if name.endswith("ID") else f"value-of-{name}")
    settings = Settings()
    assert settings.has_whatsapp and settings.whatsapp_phone_number_id == "4711"
    assert settings.whatsapp_app_secret.get_secret_value() == "value-of-DALIL_WHATSAPP_APP_SECRET"
    assert settings.whatsapp_verify_token.get_secret_value() == "value-of-DALIL_WHATSAPP_VERIFY_TOKEN"
    assert settings.whatsapp_token.get_secret_value() == "value-of-DALIL_WHATSAPP_TOKEN"
    assert "value-of" not in repr(settings)


@pytest.mark.parametrize("missing", WHATSAPP_SETTINGS)
def test_whatsapp_with_one_setting_missing_is_refused_and_the_sentence_names_just_that(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for name in WHATSAPP_SETTINGS:
        monkeypatch.setenv(name, "" if name == missing else "4711")
    with pytest.raises(ValidationError) as refused:
        Settings()
    (problem,) = refused.value.errors()
    assert problem["msg"].endswith(f" missing: {missing}")
    assert "4711" not in str(refused.value)


TOKENS = ("DALIL_WHATSAPP_TOKEN", "DALIL_TRANSCRIPTION_TOKEN")


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.parametrize("token", ["hidden word", "hidden\nword", "hidden-é", "hidden\x7f"])
def test_a_token_that_no_header_can_carry_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, token: str
) -> None:
    monkeypatch.setenv(name, token)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert [problem["loc"] for problem in refused.value.errors()] == [(name.removeprefix("DALIL_").lower(),)]
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("name", TOKENS)
def test_spaces_and_line_ends_around_a_token_do_not_count(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for setting in WHATSAPP_SETTINGS:
        monkeypatch.setenv(setting, "4711")
    monkeypatch.setenv(name, " EAAtoken\r\n")
    assert getattr(Settings(), name.removeprefix("DALIL_").lower()).get_secret_value() == "EAAtoken"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DALIL_CHAT_RATE", "often"),
        ("DALIL_CHAT_RATE", "0/minute"),
        ("DALIL_SENDER_LIMIT", "0"),
        ("DALIL_OPERATOR", "x" * 101),
        ("DALIL_RETENTION_DAYS", "0"),
        ("DALIL_RETENTION_DAYS", "3651"),
        ("DALIL_WHATSAPP_PHONE_NUMBER_ID", "+212 600 000 000"),
        ("DALIL_WHATSAPP_GRAPH_URL", "graph.facebook.com"),
        ("DALIL_TRANSCRIPTION_URL", "localhost:9000"),
    ],
)
def test_a_wrong_value_is_refused_under_the_name_of_its_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert [problem["loc"] for problem in refused.value.errors()] == [(name.removeprefix("DALIL_").lower(),)]


def test_by_default_only_this_machine_is_served_and_all_data_lie_in_one_folder() -> None:
    settings = Settings()
    assert settings.host == "127.0.0.1"
    assert settings.data == ROOT / "var"
    assert settings.database.startswith("sqlite:///")
    assert str(settings.data) in settings.database and str(settings.data) in settings.tracker_url
    assert settings.models.is_relative_to(settings.data) and settings.search_index.is_relative_to(settings.data)


def test_the_engine_keeps_its_conversations_in_the_same_postgresql() -> None:
    settings = Settings(database_url="postgresql+psycopg://dalil@db/dalil")
    assert settings.tracker_url == "postgresql+psycopg2://dalil@db/dalil"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "70000"),
        ("PORT", ""),
        ("DALIL_ENGINE_PORT", "0"),
        ("DALIL_ACTIONS_PORT", "5055.5"),
        ("DALIL_DATABASE_URL", "not an address"),
        ("DALIL_DATABASE_URL", "unknown://database"),
        ("DALIL_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing"),
        ("DALIL_DATABASE_URL", "sqlite:////nowhere/at/all.db"),
        ("DALIL_DATA", "/dev/null/dalil"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence_and_exit_code_1(tmp_path: Path, name: str, value: str) -> None:
    done = prepare(tmp_path, **{name: value})
    assert done.returncode == 1
    assert done.stderr.startswith("dalil: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "name",
    ["PORT", "DALIL_ENGINE_PORT", "DALIL_ACTIONS_PORT"],
)
def test_the_sentence_about_a_wrong_port_names_its_variable(tmp_path: Path, name: str) -> None:
    assert name in prepare(tmp_path, **{name: "70000"}).stderr


def test_half_of_whatsapp_stops_the_start_with_one_sentence_that_names_what_is_missing(tmp_path: Path) -> None:
    done = prepare(tmp_path, DALIL_WHATSAPP_TOKEN="hidden-token", DALIL_WHATSAPP_APP_SECRET="hidden-secret")
    assert done.returncode == 1
    assert done.stderr == (
        "dalil: WhatsApp needs all of its settings or none; "
        "missing: DALIL_WHATSAPP_VERIFY_TOKEN, DALIL_WHATSAPP_PHONE_NUMBER_ID\n"
    )


@pytest.mark.parametrize("name", ["DALIL_WHATSAPP_TOKEN", "DALIL_CHAT_RATE", "DALIL_WHATSAPP_PHONE_NUMBER_ID", "PORT"])
def test_the_sentence_about_a_wrong_value_names_the_setting_and_does_not_show_the_value(
    tmp_path: Path, name: str
) -> None:
    done = prepare(tmp_path, **{name: "a hidden value"})
    assert done.returncode == 1
    assert done.stderr.startswith(f"dalil: the setting {name} is wrong: ")
    assert "hidden" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first = Settings(data=tmp_path / "data").secret("engine-token")
    file = tmp_path / "data" / "secrets" / "engine-token"
    assert Settings(data=tmp_path / "data").secret("engine-token") == first == file.read_text()
    assert len(first) >= 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o077 == 0


def test_a_secret_that_many_ask_for_at_the_same_moment_is_the_same_for_all(tmp_path: Path) -> None:
    together = Barrier(8)

    def ask(name: str) -> str:
        together.wait()
        return Settings(data=tmp_path / "data").secret(name)

    with ThreadPoolExecutor(8) as pool:
        for number in range(50):
            given = set(pool.map(ask, [f"secret-{number}"] * 8))
            assert len(given) == 1 and len(given.pop()) >= 32
    assert len(list((tmp_path / "data" / "secrets").iterdir())) == 50, "something was left aside"


def test_a_line_end_after_a_secret_is_not_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "address-key").write_text("copied\n")
    assert Settings(data=tmp_path).secret("address-key") == "copied"


@pytest.mark.parametrize("content", ["", "\n"])
def test_an_empty_secret_is_a_problem_that_names_the_file(tmp_path: Path, content: str) -> None:
    file = tmp_path / "secrets" / "address-key"
    file.parent.mkdir()
    file.write_text(content)
    with pytest.raises(Problem, match=f"{file} is empty"):
        Settings(data=tmp_path).secret("address-key")
    assert file.read_text() == content


def test_two_secrets_differ(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert settings.secret("engine-token") != settings.secret("evaluation-token")


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_setting_is_documented(name: str) -> None:
    page = ROOT / "docs" / "settings.md"
    assert page.exists(), "docs/settings.md is missing"
    assert f"`{name}`" in page.read_text(encoding="utf-8")


def test_there_is_no_setting_beyond_the_documented_ones() -> None:
    names = {"PORT" if field == "port" else f"DALIL_{field.upper()}" for field in Settings.model_fields}
    assert names == set(DOCUMENTED)
