"""Runs in the engine's environment: what the tracker store does, said as JSON. Arguments: the database's address."""

import asyncio
import json
import sys
from typing import Any

import sqlalchemy
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine import conversation_store
from bot.engine.conversation_store import ConversationStore

URL = sys.argv[1]
DOMAIN = Domain.from_yaml("slots:\n  topic:\n    type: text\n    mappings:\n    - type: custom\n")
WHOLE_READS: list[str] = []


def told(tracker: DialogueStateTracker | None) -> Any:
    """A conversation as JSON knows it."""
    if tracker is None:
        return None
    return {"events": [event.as_dict() for event in tracker.events], "topic": tracker.get_slot("topic")}


async def turn(store: ConversationStore, text: str) -> None:
    """A message of somebody and its answer, as Rasa stores them."""
    tracker = await store.get_or_create_tracker("somebody")
    tracker.update(UserUttered(text, {"name": "greet"}, []))
    tracker.update(ActionExecuted("action_greet"))
    tracker.update(SlotSet("topic", text))
    tracker.update(BotUttered("echo " + text))
    await store.save(tracker)


async def both(store: ConversationStore) -> tuple[Any, Any]:
    """The conversation as this store gives it, and as Rasa's own reads it in the database."""
    return told(await store.retrieve("somebody")), told(await SQLTrackerStore(DOMAIN, host=URL).retrieve("somebody"))


async def main() -> dict[str, Any]:
    """Each scenario's outcome."""
    store = ConversationStore(DOMAIN, host=URL)
    sqlalchemy.event.listen(store.engine, "before_cursor_execute", note_whole_reads)
    said: dict[str, Any] = {}
    for text in ("one", "two", "three"):
        await turn(store, text)
    said["three turns"] = await both(store)

    await turn(store, "four")
    WHOLE_READS.clear()
    await turn(store, "five")
    said["whole reads of a turn"] = len(WHOLE_READS)
    said["five turns"] = await both(store)

    tracker = await store.get_or_create_tracker("somebody")
    await store.save(tracker)
    tracker.update(UserUttered("never stored"))
    said["a failed turn"] = await both(store)

    await turn(store, "six")
    await turn(ConversationStore(DOMAIN, host=URL), "by another engine")
    said["another engine"] = await both(store)

    tracker = await store.get_or_create_tracker("somebody")
    tracker.update(SessionStarted())
    tracker.update(ActionExecuted("action_listen"))
    await store.save(tracker)
    await turn(store, "in a new session")
    said["a new session"] = await both(store)

    await turn(store, "seven")
    with store.engine.begin() as connection:
        connection.execute(sqlalchemy.text("DELETE FROM events"))
    said["deleted"] = told(await store.retrieve("somebody"))

    conversation_store.KEPT_FOR = 0.01
    await turn(store, "eight")
    await turn(store, "nine")
    await asyncio.sleep(0.1)
    WHOLE_READS.clear()
    said["later"] = await both(store)
    said["whole reads later"] = len(WHOLE_READS)
    return said


def note_whole_reads(_: object, __: object, statement: str, *___: object) -> None:
    """Remember statements that read what was said."""
    if statement.startswith("SELECT") and "events.data" in statement:
        WHOLE_READS.append(statement)


print(json.dumps(asyncio.run(main())))
