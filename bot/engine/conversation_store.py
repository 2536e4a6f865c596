"""Rasa's SQL tracker store, without reading and replaying a whole conversation for each of its messages.

Rasa reads all events of a conversation twice a turn and plays them again, a third of the engine's work. Here the
conversations of the last minutes stay in memory too, and are used while the database holds exactly what it held when
they were stored: what another engine added or the gateway deleted is noticed (docs/decisions/0003-engine-start.md).
"""

import asyncio
import itertools
import json
from typing import Any, Iterator, NamedTuple, Optional

import sqlalchemy
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session

MOST_CONVERSATIONS = 200
KEPT_FOR = 300.0
"""Seconds after a conversation's last message: what is deleted in the database does not stay in memory for long."""


class Stored(NamedTuple):
    """What the database holds of a conversation."""

    events: int
    last_id: Optional[int]


class Kept(NamedTuple):
    """A conversation as it was stored last."""

    tracker: DialogueStateTracker
    length: int
    """In events. A turn that failed may have added some that were never stored."""
    stored: Stored
    end: asyncio.TimerHandle
    """When it leaves the memory."""


class ConversationStore(SQLTrackerStore):
    """A tracker store that remembers what it stored in the last minutes."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        """See `SQLTrackerStore`."""
        super().__init__(*arguments, **settings)
        self._kept: dict[str, Kept] = {}
        """The one that was stored last comes last."""
        self._written: dict[str, int] = {}
        """How many events of the conversation in use are in the database."""

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """See `SQLTrackerStore`. A conversation is in memory again when it is stored: its turn may fail."""
        tracker = self._remembered(sender_id) or await super().retrieve(sender_id)
        if tracker:
            self._written[sender_id] = len(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """See `SQLTrackerStore`."""
        await self.stream_events(tracker)
        with self.session_scope() as session:
            new = list(self._additional_events(session, tracker))
            if new:
                session.execute(sqlalchemy.insert(self.SQLEvent), [_row(tracker.sender_id, event) for event in new])
            stored = self._stored(session, tracker.sender_id)
            session.commit()
        self._forget(tracker.sender_id)
        # From the database a conversation comes back without what was before its session.
        if not any(isinstance(event, SessionStarted) for event in new):
            self._keep(tracker, stored)

    def _additional_events(self, session: Session, tracker: DialogueStateTracker) -> Iterator[Event]:
        written = self._written.pop(tracker.sender_id, None)
        if written is None:
            return super()._additional_events(session, tracker)
        return itertools.islice(tracker.events, written, None)

    def _remembered(self, sender_id: str) -> Optional[DialogueStateTracker]:
        kept = self._forget(sender_id)
        if kept is None or len(kept.tracker.events) != kept.length:
            return None
        with self.session_scope() as session:
            return kept.tracker if self._stored(session, sender_id) == kept.stored else None

    def _keep(self, tracker: DialogueStateTracker, stored: Stored) -> None:
        end = asyncio.get_running_loop().call_later(KEPT_FOR, self._forget, tracker.sender_id)
        self._kept[tracker.sender_id] = Kept(tracker, len(tracker.events), stored, end)
        if len(self._kept) > MOST_CONVERSATIONS:
            self._forget(next(iter(self._kept)))

    def _forget(self, sender_id: str) -> Optional[Kept]:
        self._written.pop(sender_id, None)
        kept = self._kept.pop(sender_id, None)
        if kept:
            kept.end.cancel()
        return kept

    def _stored(self, session: Session, sender_id: str) -> Stored:
        query = sqlalchemy.select(sqlalchemy.func.count(), sqlalchemy.func.max(self.SQLEvent.id))
        return Stored(*session.execute(query.where(self.SQLEvent.sender_id == sender_id)).one())


def _row(sender_id: str, event: Event) -> dict[str, Any]:
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
