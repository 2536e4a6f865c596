"""WhatsApp from end to end: the real web application, a server in Meta's place, a small engine."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from gateway.models import Base
from gateway.whatsapp.signature import is_signed
from gateway.words import said
from knowledge.database import connect
from reply import Choice, Reply
from tests.gateway.running_web import running_web
from tests.gateway.small_engine import SmallEngine, echo, running
from tests.gateway.test_transcription import VOICE, Recogniser, recogniser
from tests.gateway.whatsapp.fake_meta import FakeMeta, Media, running_meta
from tests.gateway.whatsapp.meta_webhooks import envelope

__all__ = ["recogniser"]  # a fixture
SECRET = "the app's secret"
VERIFY = "a word of ours"
ANNA = "212600000001"
CHOICES = Reply("Which?", "en", (Choice("School", "/school"), Choice("Health", "/health")))
_STEPS = 25
"""In `LONG`, which makes six messages."""
LONG = Reply(
    "\n\n".join(f"Step {number} of many. {'Take your papers with you. ' * 12}" for number in range(_STEPS)), "en"
)
ANSWERS = {"menu": CHOICES, "long": LONG}
_SECONDS = 20


@pytest.fixture
def meta() -> Iterator[FakeMeta]:
    """The server in Meta's place."""
    with running_meta() as server:
        server.secret = SECRET
        yield server


@pytest.fixture
def small_engine() -> Iterator[SmallEngine]:
    """Echoes, but for what `ANSWERS` has an answer to."""
    with running(SmallEngine(lambda b: _answer(b["message"]) or echo(b))) as small:
        yield small


def _answer(text: str) -> list[dict[str, Any]]:
    return [{"custom": ANSWERS[text].to_dict()}] if text in ANSWERS else []


@pytest.fixture
def web(tmp_path: Path, meta: FakeMeta, small_engine: SmallEngine) -> Iterator[httpx.Client]:
    """A client of the application, with WhatsApp set up."""
    with running_web(tmp_path, small_engine.port, **settings_for(meta)) as client:
        meta.status_url = f"{client.base_url}/webhooks/whatsapp"
        yield client


def settings_for(meta: FakeMeta) -> dict[str, Any]:
    return {
        "whatsapp_app_secret": SECRET,
        "whatsapp_verify_token": VERIFY,
        "whatsapp_token": meta.token,
        "whatsapp_phone_number_id": meta.phone_number_id,
        "whatsapp_graph_url": meta.url,
        "operator": "Association X",
    }


def write(meta: FakeMeta, web: httpx.Client, *messages: dict[str, Any]) -> None:
    """Deliver messages as Meta does. Raises AssertionError when they are not taken."""
    raw = envelope(meta.phone_number_id, {"messages": list(messages)})
    assert meta.post(f"{web.base_url}/webhooks/whatsapp", raw, SECRET)


def message(number: object, words: str, **more: Any) -> dict[str, Any]:
    now = str(int(time.time()))
    return {"from": ANNA, "id": f"wamid.{number}", "timestamp": now, "type": "text", "text": {"body": words}, **more}


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)


def bodies(meta: FakeMeta) -> list[str]:
    """The texts of what was sent."""
    return [body_of(sent.content) for sent in meta.sends]


def body_of(content: dict[str, Any]) -> str:
    return str(content["text"]["body"] if "text" in content else content["interactive"]["body"]["text"])


def test_the_webhook_is_verified_with_our_word_only(web: httpx.Client) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}
    assert web.get("/webhooks/whatsapp", params=asked).text == "1158201444"
    for wrong in ({"hub.verify_token": "x"}, {"hub.verify_token": ""}, {"hub.mode": "unsubscribe"}):
        assert web.get("/webhooks/whatsapp", params=asked | wrong).status_code == 403


@pytest.mark.parametrize("signature", [None, "", "sha256=00", "sha256=é"])
def test_what_is_not_signed_is_refused_and_not_stored(web: httpx.Client, tmp_path: Path, signature: str | None) -> None:
    headers = [] if signature is None else [(b"X-Hub-Signature-256", signature.encode())]
    raw = envelope("1", {"messages": [message(1, "hi")]})
    assert not is_signed(raw, signature, SECRET)
    assert web.post("/webhooks/whatsapp", content=raw, headers=headers).status_code == 401
    engine = connect(f"sqlite:///{tmp_path / 'dalil.db'}")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM webhook_body")) == 0
    engine.dispose()


def test_a_message_is_read_answered_and_its_way_followed(web: httpx.Client, meta: FakeMeta, tmp_path: Path) -> None:
    write(meta, web, message(1, "hello"))
    wait_for(lambda: len(meta.sends) == 1)
    sent = meta.sends[0]
    assert sent.addressee == ANNA
    assert bodies(meta)[0].startswith("answer to hello")
    assert "Association X" in bodies(meta)[0], "the privacy notice"
    assert meta.typing_indicators == ["wamid.1"]
    engine = connect(f"sqlite:///{tmp_path / 'dalil.db'}")
    query = text("SELECT delivery FROM message WHERE direction = 'out'")

    def is_delivered() -> bool:
        with engine.connect() as connection:
            return bool(connection.scalar(query) == "delivered")

    wait_for(is_delivered)
    engine.dispose()


def test_messages_are_answered_once_and_in_order_however_they_are_delivered(web: httpx.Client, meta: FakeMeta) -> None:
    messages = [message(number, f"question {number}") for number in range(6)]
    write(meta, web, *messages[:4])
    write(meta, web, *messages[2:])
    write(meta, web, messages[0])
    wait_for(lambda: len(meta.sends) >= 6)
    time.sleep(1)
    assert [body.partition("\n")[0] for body in bodies(meta)] == [f"answer to question {number}" for number in range(6)]


def test_an_unreadable_delivery_is_acknowledged_and_kept(web: httpx.Client, meta: FakeMeta, tmp_path: Path) -> None:
    assert meta.post(f"{web.base_url}/webhooks/whatsapp", b"{broken", SECRET)
    engine = connect(f"sqlite:///{tmp_path / 'dalil.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT unreadable FROM webhook_body")).scalars().all() == [1]
    engine.dispose()


def test_what_comes_for_another_number_is_kept_and_said_in_the_log(
    web: httpx.Client, meta: FakeMeta, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    raw = envelope("999", {"messages": [message(1, "hello")]})
    assert meta.post(f"{web.base_url}/webhooks/whatsapp", raw, SECRET)
    engine = connect(f"sqlite:///{tmp_path / 'dalil.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT unreadable FROM webhook_body")).scalars().all() == [1]
    engine.dispose()
    assert "DALIL_WHATSAPP_PHONE_NUMBER_ID" in caplog.text


def test_choices_become_buttons_and_a_tap_is_what_was_offered(
    web: httpx.Client, meta: FakeMeta, small_engine: SmallEngine
) -> None:
    write(meta, web, message(1, "menu"))
    wait_for(lambda: len(meta.sends) == 1)
    interactive = meta.sends[0].content["interactive"]
    button = interactive["action"]["buttons"][1]["reply"]
    assert button["title"] == "Health"
    tap = {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": button}}
    write(meta, web, message(2, "", **tap))
    wait_for(lambda: "/health" in small_engine.messages)


def test_a_shared_position_is_what_near_me_means(web: httpx.Client, meta: FakeMeta, small_engine: SmallEngine) -> None:
    write(meta, web, message(1, "", type="location", location={"latitude": 34.0209, "longitude": -6.84166}))
    wait_for(lambda: '/give_place{"position": "34.021,-6.842"}' in small_engine.messages)


def test_a_voice_message_without_a_recogniser_gets_a_kind_answer(web: httpx.Client, meta: FakeMeta) -> None:
    write(meta, web, message(1, "", type="audio", audio={"id": "media", "mime_type": "audio/ogg"}))
    wait_for(lambda: len(meta.sends) == 1)
    assert said("audio", "fr") in bodies(meta)[0] and said("audio", "ar") in bodies(meta)[0]


def test_a_voice_message_is_heard_by_a_recogniser_and_answered(
    tmp_path: Path, meta: FakeMeta, small_engine: SmallEngine, recogniser: Recogniser
) -> None:
    meta.media["media"] = Media(VOICE, "audio/ogg; codecs=opus")
    settings = {**settings_for(meta), "transcription_url": recogniser.url, "transcription_token": "a-token"}
    with running_web(tmp_path, small_engine.port, **settings) as web:
        write(meta, web, message(1, "", type="audio", audio={"id": "media", "mime_type": "audio/ogg"}))
        wait_for(lambda: len(meta.sends) == 1)
    assert bodies(meta)[0].startswith("answer to bonjour")
    assert recogniser.tokens == ["Bearer a-token"]


@pytest.mark.parametrize("code", [131000, 131056, 130429])
def test_a_passing_error_is_tried_again(web: httpx.Client, meta: FakeMeta, code: int) -> None:
    meta.fail_next(1, code, 400)
    write(meta, web, message(1, "hello"))
    wait_for(lambda: len(meta.sends) == 1)


def test_after_24_hours_the_template_goes_out_and_the_reply_when_the_person_writes_again(
    tmp_path: Path, meta: FakeMeta, small_engine: SmallEngine
) -> None:
    meta.fail_next(1, 131047, 400)
    settings = {**settings_for(meta), "whatsapp_template": "dalil_answer"}
    with running_web(tmp_path, small_engine.port, **settings) as web:
        write(meta, web, message(1, "first"))
        wait_for(lambda: len(meta.sends) == 1)
        assert meta.sends[0].content["template"] == {"name": "dalil_answer", "language": {"code": "en"}}
        write(meta, web, message(2, "second"))
        wait_for(lambda: len(meta.sends) == 3)
    answers = [body_of(sent.content).partition("\n")[0] for sent in meta.sends[1:]]
    assert answers == ["answer to first", "answer to second"]


def test_a_button_for_a_page_that_there_is_not_gets_the_last_page(web: httpx.Client, meta: FakeMeta) -> None:
    write(meta, web, message(1, "hello"))
    wait_for(lambda: len(meta.sends) == 1)
    tap = {"type": "button_reply", "button_reply": {"id": "2:page:7", "title": "Suite"}}
    write(meta, web, message(2, "", type="interactive", interactive=tap))
    wait_for(lambda: len(meta.sends) == 2)
    assert bodies(meta)[1] == bodies(meta)[0]


def test_the_title_of_the_button_for_the_rest_can_be_typed_while_there_is_a_rest(
    web: httpx.Client, meta: FakeMeta, tmp_path: Path
) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'dalil.db'}")
    accepted = text("SELECT count(*) FROM message WHERE direction = 'out' AND state = 'sent'")

    def is_accepted(count: int) -> bool:
        with engine.connect() as connection:
            return bool(connection.scalar(accepted) == count)

    written = ["long", "more", " Suite", "المزيد", "MORE", "more", "more"]
    for number, words in enumerate(written, start=1):
        write(meta, web, message(number, words))
        wait_for(partial(is_accepted, number))
    engine.dispose()
    *parts, last = bodies(meta)
    assert "".join(parts).count("Step ") == _STEPS
    assert last.startswith("answer to more")


def test_an_answer_that_got_lost_is_not_sent_twice(web: httpx.Client, meta: FakeMeta) -> None:
    meta.lose_next(1)
    write(meta, web, message(1, "first"), message(2, "second"))
    wait_for(lambda: len(meta.sends) == 2)
    assert [body.partition("\n")[0] for body in bodies(meta)] == ["answer to first", "answer to second"]


def test_a_refused_token_is_shown_by_health_and_nothing_is_lost(web: httpx.Client, meta: FakeMeta) -> None:
    meta.fail_next(1, 190, 401)
    write(meta, web, message(1, "hello"))
    wait_for(lambda: web.get("/health").json()["parts"].get("whatsapp") == "refused by Meta")
    assert meta.sends == []


def test_while_meta_is_away_replies_wait(web: httpx.Client, meta: FakeMeta) -> None:
    url = f"{web.base_url}/webhooks/whatsapp"
    raw = envelope(meta.phone_number_id, {"messages": [message(1, "hello")]})
    meta.stop()
    assert meta.post(url, raw, SECRET)
    time.sleep(1)
    meta.start()
    wait_for(lambda: len(meta.sends) == 1)


def test_deletion_by_message_is_confirmed_and_then_nothing_is_left(
    web: httpx.Client, meta: FakeMeta, small_engine: SmallEngine, tmp_path: Path
) -> None:
    write(meta, web, message(1, "a secret"))
    wait_for(lambda: len(meta.sends) == 1)
    small_engine.answers = lambda _: [{"custom": Reply("All is deleted", "en", forget=True).to_dict()}]
    write(meta, web, message(2, "delete my data"))
    wait_for(lambda: len(meta.sends) == 2)
    assert bodies(meta)[1] == "All is deleted"
    engine = connect(f"sqlite:///{tmp_path / 'dalil.db'}")

    def rows() -> int:
        tables = Base.metadata.sorted_tables
        with engine.connect() as connection:
            return sum(len(connection.execute(table.select()).all()) for table in tables)

    wait_for(lambda: rows() == 0)
    engine.dispose()


def test_no_token_number_or_word_of_a_person_is_in_the_logs(
    web: httpx.Client, meta: FakeMeta, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    meta.fail_next(1, 100, 400)
    write(meta, web, message(1, "a very private question"))
    wait_for(lambda: "A reply was not sent" in caplog.text)
    assert not [secret for secret in (ANNA, "private", meta.token, SECRET) if secret in caplog.text]


def test_without_its_settings_the_channel_is_off_and_says_so(
    tmp_path: Path, small_engine: SmallEngine, caplog: pytest.LogCaptureFixture
) -> None:
    with running_web(tmp_path, small_engine.port) as client:
        assert client.post("/webhooks/whatsapp", content=b"{}").status_code == 404
    assert "WhatsApp is off" in caplog.text
