"""Conversations for tests that read the message log."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from gateway.events import Reaction
from gateway.models import FOR_HUMAN, HUMAN, OUTBOUND, SENT, Conversation, Message
from reply import Choice, RankedArticle, Reply, ServiceCard, Trace
from tests.gateway.house import WEB, WHATSAPP, House, address

OFFERED = ("health.free", "health.pregnancy")
LATER = timedelta(minutes=40)
"""After this much time everything said before is settled."""


def question(article: str | None = "schooling.free", language: str = "fr", **trace: Any) -> Reply:
    """The answer to a question, by that article."""
    topic = article.partition(".")[0] if article else None
    return Reply("answer", language, trace=Trace("question", "ask_it", 0.9, topic, article, **trace))


def choices(kind: str = "question") -> Reply:
    """Two articles to choose from."""
    offered = (*(Choice(key, f'/ask_health{{"article": "{key}"}}') for key in OFFERED), Choice("Menu", "/menu"))
    ranking = tuple(RankedArticle(key, 0.3) for key in OFFERED)
    return Reply("which?", "fr", offered, trace=Trace(kind, "ask_health", 0.3, "health", ranking=ranking))


def nothing_found() -> Reply:
    return Reply("no answer", "fr", trace=Trace("out_of_scope", "ask_health", 0.9))


def search(found: bool = False, category: str = "health", place: str = "Rabat") -> Reply:
    """The reply to a search; services are not looked at."""
    cards = (ServiceCard("Caritas", "care"),) if found else ()
    trace = Trace("service", "find_service", 0.9, category=category, place=place)
    return Reply("services", "fr", services=cards, trace=trace)


def wish() -> Reply:
    return Reply("a human will come", "fr", trace=Trace("command", "talk_to_human", 0.9, article="human"))


def danger() -> Reply:
    return Reply("call 19", "fr", urgent=True, trace=Trace("emergency", "danger", 0.9))


def called_wrong() -> Reply:
    return Reply("sorry", "fr", trace=Trace("command", "wrong_answer", 0.9, article="wrong_answer"))


def ask(house: House, text: str, reply: Reply, person: str = "anna", channel: str = WEB, **more: Any) -> int:
    """Somebody writes and is answered; gives the id of the reply."""
    turn = house.claim(house.store(text, person, channel, **more).conversation_id)
    assert turn is not None
    assert house.answer(turn, reply)
    return last_id(house)


def last_id(house: House) -> int:
    """The id of the newest message."""
    return int(house.rows(Message)[-1].id)


def thumb(house: House, message_id: int, emoji: str = "👎", person: str = "anna") -> None:
    """Somebody on WhatsApp puts an emoji on a message."""
    with Session(house.database) as session, session.begin():
        named = f"sent {message_id}"
        session.execute(
            update(Message).where(Message.id == message_id).values(external_id=house.addresses.message_id(named))
        )
    house.deliver(Reaction(WHATSAPP, (address(person, WHATSAPP),), f"thumb {last_id(house)}", to=named, emoji=emoji))


def human_says(house: House, conversation_id: int, text: str = "hello, I am here") -> int:
    """Somebody at the desk writes."""
    with Session(house.database) as session, session.begin():
        channel = session.get_one(Conversation, conversation_id).channel
        message = Message(
            conversation_id=conversation_id, channel=channel, direction=OUTBOUND, kind=HUMAN, text=text,
            state=SENT, reply=Reply(text, "fr").to_dict(),
        )  # fmt: skip
        session.add(message)
    return last_id(house)


def for_human(house: House, text: str, person: str = "anna") -> int:
    """Somebody writes to the human who has the conversation."""
    stored = house.store(text, person)
    with Session(house.database) as session, session.begin():
        session.execute(update(Message).where(Message.id == stored.message_id).values(state=FOR_HUMAN))
    return stored.conversation_id
