"""One turn of a conversation of staff with the engine, as a person's would be."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.context import Desk
from desk.test_bench.conversations import NEWCOMER, answered, go_on
from desk.test_bench.transaction import in_transaction
from gateway.choices import tapped, typed
from gateway.engine import as_text
from reply import SHARE_POSITION, Reply

_LONGEST_SHOWN = 200
_MOST_EARLIER = 10


@dataclass(frozen=True)
class Said:
    """What was written, or the title of what was tapped, and the payload it stands for."""

    text: str
    payload: str | None = None

    @property
    def message(self) -> str:
        """What the engine is asked."""
        return self.payload or as_text(self.text)


@dataclass(frozen=True)
class Trial:
    """A message with its answer; `conversation` names what it belongs to, and is empty when that is over."""

    said: str
    reply: Reply
    conversation: str = ""
    earlier: tuple[tuple[str, str], ...] = ()
    """What was said and answered before, shortened."""
    by_tap: bool = False
    """Nothing was written: a choice was tapped, which only means something where it was offered."""

    def to_fields(self) -> dict[str, str]:
        """What the page carries, so that it can be shown again and gone on with; nothing of it is stored."""
        return {
            "said": self.said,
            "reply": json.dumps(self.reply.to_dict(), ensure_ascii=False),
            "conversation": self.conversation,
            "earlier": json.dumps(self.earlier, ensure_ascii=False),
            "by_tap": "1" if self.by_tap else "",
        }

    @property
    def so_far(self) -> tuple[tuple[str, str], ...]:
        """What the next message comes after."""
        last = (self.said[:_LONGEST_SHOWN], self.reply.text[:_LONGEST_SHOWN])
        return (*self.earlier, last)[-_MOST_EARLIER:] if self.conversation else ()


def read_trial(fields: Mapping[str, Any]) -> Trial | None:
    """The turn that a page carries; None when it carries none, or something broken."""
    try:
        reply = Reply.from_dict(json.loads(str(fields["reply"])))
        earlier = tuple((str(said), str(answer)) for said, answer in json.loads(str(fields["earlier"])))
        return Trial(str(fields["said"]), reply, str(fields["conversation"]), earlier, fields.get("by_tap") == "1")
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def read_said(text: str, tap: str, before: Trial | None) -> Said | None:
    """What somebody wrote or tapped; None for nothing. As in the gateway, only what was offered can be tapped.

    Raises PositionAsked for the choice that only a phone can act on.
    """
    newest = before.reply if before and before.conversation else None
    if tap:
        return _tapped(tap, newest)
    return Said(text, typed(text, newest)) if text.strip() else None


class PositionAsked(Exception):
    """Somebody wants to send where they are."""


def _tapped(tap: str, newest: Reply | None) -> Said | None:
    try:
        choice = json.loads(tap)
        title, wanted = str(choice["title"]), str(choice["payload"])
    except (ValueError, KeyError, TypeError):
        return None
    if wanted == SHARE_POSITION:
        raise PositionAsked
    payload = tapped(wanted, [newest] if newest else [])
    return Said(title, payload) if payload else None


async def try_message(desk: Desk, said: Said, before: Trial | None) -> Trial:
    """The engine's answer, after what was said before in the same conversation. Raises EngineError."""
    engine_id = before.conversation if before else ""
    conversation = await asyncio.to_thread(in_transaction, desk.database, go_on, engine_id)
    goes_on = conversation.engine_id == engine_id
    metadata = NEWCOMER | {
        "language": conversation.language,
        "language_chosen": conversation.language_chosen,
    }
    reply = await desk.engine.ask(conversation.engine_id, said.message, metadata)
    lasts = await asyncio.to_thread(in_transaction, desk.database, answered, conversation.engine_id, reply)
    earlier = before.so_far if before and goes_on else ()
    return Trial(said.text, reply, conversation.engine_id if lasts else "", earlier, said.payload is not None)
