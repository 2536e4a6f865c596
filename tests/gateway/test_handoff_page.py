"""A human on the chat page, through the real web application."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.orm import Session

from gateway.handoff.desk_hours import NoHours
from gateway.handoff.sentences import Sentences
from gateway.handoff.speaking import Speaker
from gateway.handoff.staff import Gone, StaffMember, StaffWork
from gateway.models import Conversation, new_key
from knowledge.database import connect
from reply import Reply
from tests.gateway.running_web import running_web
from tests.gateway.small_engine import SmallEngine, echo, running
from tests.gateway.test_web_chat import events_of

SAMIRA = StaffMember(1, "samira")
WORK = StaffWork(Speaker(()), NoHours(), Sentences())


def answers(body: dict[str, Any]) -> Any:
    return [{"custom": Reply("19", "en", urgent=True).to_dict()}] if body["message"] == "danger" else echo(body)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("web")


@pytest.fixture(scope="module")
def web(data: Path) -> Iterator[httpx.Client]:
    with running(SmallEngine(answers)) as engine, running_web(data, engine.port, chat_rate="100000/minute") as client:
        yield client


@pytest.fixture
def desk(data: Path) -> Iterator[Session]:
    """The database, as somebody at the desk uses it; each step is to be committed."""
    engine = connect(f"sqlite:///{data / 'dalil.db'}")
    with Session(engine) as session:
        yield session
    engine.dispose()


def post(web: httpx.Client, conversation: str, text: str, token: str = "") -> httpx.Response:
    content = {"conversation": conversation, "id": str(uuid.uuid4()), "text": text}
    return web.post("/chat/messages", json=content, headers={"X-Dalil-Evaluation": token})


def history(web: httpx.Client, conversation: str) -> dict[str, Any]:
    return dict(web.get("/chat/messages", params={"conversation": conversation}).json())


def begun(web: httpx.Client, desk: Session) -> tuple[str, int]:
    """A new conversation: as the page knows it, and as the desk does."""
    conversation = str(uuid.uuid4())
    assert post(web, conversation, "hello").status_code == 200
    newest = desk.query(Conversation).order_by(Conversation.id.desc()).first()
    assert newest is not None
    return conversation, newest.id


def taken(web: httpx.Client, desk: Session) -> tuple[str, int]:
    conversation, number = begun(web, desk)
    WORK.take(desk, number, SAMIRA)
    desk.commit()
    return conversation, number


def test_a_message_to_a_human_is_acknowledged_without_an_answer_and_without_one_to_wait_for(
    web: httpx.Client, desk: Session
) -> None:
    conversation, _ = taken(web, desk)
    answer = post(web, conversation, "are you there?")
    assert (answer.status_code, answer.json()) == (202, {"pending": False, "replies": []})
    assert history(web, conversation)["pending"] is False


def test_danger_is_answered_at_once_although_a_human_is_there(web: httpx.Client, desk: Session) -> None:
    conversation, _ = taken(web, desk)
    assert [reply["text"] for reply in post(web, conversation, "danger").json()["replies"]] == ["19"]


def test_what_a_human_writes_comes_by_itself_and_is_marked_as_a_humans(web: httpx.Client, desk: Session) -> None:
    conversation, number = taken(web, desk)
    last = history(web, conversation)["messages"][-1]
    assert last["from"] == "assistant" and last["reply"]["human"] is True
    asked = {"conversation": conversation, "after": last["number"]}
    with web.stream("GET", "/chat/events", params=asked) as stream:
        WORK.answer(desk, number, SAMIRA, "Hello Anna", new_key())
        desk.commit()
        event = next(events_of(stream))
    assert (event["from"], event["text"]) == ("human", "Hello Anna")
    assert "author" not in event and "samira" not in str(event)


def test_what_an_evaluation_sends_reaches_nobody_at_the_desk(web: httpx.Client, desk: Session, data: Path) -> None:
    conversation = str(uuid.uuid4())
    token = (data / "secrets" / "evaluation-token").read_text()
    assert post(web, conversation, "hello", token).status_code == 200
    newest = desk.query(Conversation).order_by(Conversation.id.desc()).first()
    assert newest is not None
    with pytest.raises(Gone):
        WORK.take(desk, newest.id, SAMIRA)
