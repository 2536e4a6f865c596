"""Which message is answered next, and storing the answer together with "answered"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, Exists, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from gateway.addresses import AddressBook
from gateway.due import after, due, is_due
from gateway.events import TEXT
from gateway.forgetting import end_conversation
from gateway.handoff.desk_hours import DeskHours, NoHours
from gateway.handoff.sentences import Sentences
from gateway.handoff.speaking import Speaker
from gateway.handoff.turns import HandoffTurns
from gateway.models import (
    ANSWERED,
    ANSWERING,
    CANCELLED,
    FOR_HUMAN,
    HUMAN_GONE,
    HUMAN_THERE,
    HUMAN_WANTED,
    INBOUND,
    NOTED,
    NOTICE,
    OUTBOUND,
    RECEIVED,
    REPLY,
    SENT,
    UNANSWERED,
    Conversation,
    Message,
    new_key,
    now,
)
from gateway.writing import writing
from reply import Reply

CLAIM_LASTS = timedelta(seconds=60)
"""A turn that another process began longer ago than this was interrupted and is taken up again."""
COUNTED = timedelta(minutes=1)
_Other = aliased(Message)


@dataclass(frozen=True)
class Turn:
    """A stored message that is to be answered now."""

    message_id: int
    conversation_id: int
    engine_id: str
    """The conversation's name in the engine."""
    channel: str
    external_id: str
    kind: str
    text: str
    payload: str | None
    media_id: str | None
    language: str | None
    language_chosen: bool
    number: int
    """How many turns the conversation had before."""
    attempts: int
    """How often it was tried before."""
    recent: int
    """How many messages of the conversation came within `COUNTED`, with this one."""
    with_human: bool
    """True when a human has the conversation: only danger and the wish to be forgotten are answered."""


@dataclass(frozen=True)
class Answer:
    """What is stored for a turn."""

    reply: Reply
    with_notice: bool | None = None
    """Whether the privacy notice goes with it; None: with the first reply of a conversation."""
    page: int = 0

    @property
    def interrupts(self) -> bool:
        """True for what is said also while a human has the conversation; a further page of what was said before is."""
        return self.reply.urgent or self.reply.forget or self.with_notice is not None


class TurnQueue:
    """The queue of one database, for one process."""

    def __init__(
        self,
        database: Engine,
        addresses: AddressBook,
        sends: Sequence[str],
        hours: DeskHours | None = None,
        sentences: Sentences | None = None,
    ) -> None:
        """`sends` are the channels whose replies are sent; those of others are fetched.

        `hours` are those of the desk; without them nobody is there. `sentences` say so.
        """
        self._database = database
        self._addresses = addresses
        self._speaker = Speaker(sends)
        self.handoffs = HandoffTurns(self._speaker, hours or NoHours(), sentences or Sentences())
        self._owner = new_key()

    def release(self) -> None:
        """Take up again what an earlier process was answering; for a database that only one process uses."""
        freed = update(Message).where(Message.state == ANSWERING).values(state=RECEIVED, attempts=Message.attempts + 1)
        with writing(self._database) as session:
            session.execute(freed)

    def claim(self, conversation_id: int, cannot_wait: Callable[[str], bool]) -> Turn | None:
        """Take the conversation's oldest unanswered message, unless one is being answered already.

        When it is not due yet, a later one that `cannot_wait` is taken, such as one that speaks of danger.
        """
        with writing(self._database, expire_on_commit=False) as session:
            lock = select(Conversation).where(Conversation.id == conversation_id).with_for_update(skip_locked=True)
            conversation = session.scalar(lock)
            if conversation is None:
                return None
            message = _next(session, conversation_id, cannot_wait)
            if message is None or not self._take(session, message):
                return None
            sealed = message.sealed_id
            external_id = self._addresses.unseal(sealed).decode() if sealed else message.external_id or ""
            with_human = self.handoffs.begin(session, conversation, message)
            return _turn(session, message, conversation, external_id, with_human)

    def _take(self, session: Session, message: Message) -> bool:
        """Mark a message as being answered, if nobody else did so meanwhile."""
        interrupted = message.state == ANSWERING
        taken = (
            update(Message)
            .where(
                Message.id == message.id,
                Message.state == message.state,
                Message.attempts == message.attempts,
                ~self._others_turn(message.conversation_id),
            )
            .values(
                state=ANSWERING,
                claim=self._owner,
                claimed_at=now(),
                attempts=Message.attempts + int(interrupted),
            )
            .returning(Message.id)
        )
        return session.execute(taken).scalar() is not None

    def _others_turn(self, conversation_id: int) -> Exists:
        """Another process is answering in the conversation.

        What this process claimed itself was interrupted: it runs one turn of a conversation at a time.
        """
        long_ago = or_(_Other.claimed_at < now() - CLAIM_LASTS, _Other.claimed_at > now() + CLAIM_LASTS)
        return exists().where(
            _Other.conversation_id == conversation_id,
            _Other.state == ANSWERING,
            _Other.claim != self._owner,
            ~long_ago,
        )

    def finish(self, turn: Turn, answer: Answer) -> bool:
        """Store the reply and that the message is answered, together; forget everything when the reply says so.

        Returns False, and stores no reply, when the conversation was forgotten, another process answered meanwhile, or
        a human has the conversation: then the message is theirs, also when the turn began before they came.
        """
        with writing(self._database) as session:
            message = self._end(session, turn)
            if message is None:
                return False
            conversation = _locked(session, message.conversation_id)
            if conversation.handoff == HUMAN_THERE and not answer.interrupts:
                message.state = FOR_HUMAN
                conversation.turns += 1
                return False
            self._say(session, conversation, message.id, answer)
        return True

    def _say(self, session: Session, conversation: Conversation, message_id: int, answer: Answer) -> None:
        reply = answer.reply
        if reply.forget:
            conversation = end_conversation(session, conversation)
        if reply.stop:
            _stop(session, conversation)
        if reply.human:
            reply = self.handoffs.asked(session, conversation, message_id, reply)
        conversation.language = reply.language
        conversation.language_chosen = conversation.language_chosen or reply.language_chosen
        conversation.topic = reply.trace.topic or conversation.topic
        row = self._speaker.answer(conversation, reply, REPLY, None if reply.forget else message_id)
        row.page = answer.page
        first = conversation.turns == 0 and not reply.forget
        row.notice = first if answer.with_notice is None else answer.with_notice
        conversation.turns += 1
        session.add(row)

    def close(self, turn: Turn) -> None:
        """The message needs no answer."""
        with writing(self._database) as session:
            self._end(session, turn)

    def defer(self, turn: Turn, pause: timedelta, notice: Reply | None) -> None:
        """Answer later. `notice` says so, unless that was the last thing said already or a human is there."""
        with writing(self._database) as session:
            message = self._end(session, turn, state=RECEIVED)
            if message is None:
                return
            message.attempts += 1
            message.due_at = after(pause)
            if notice is None or _ends_with_notice(session, message.conversation_id):
                return
            conversation = _locked(session, message.conversation_id)
            if conversation.handoff != HUMAN_THERE:
                session.add(self._speaker.answer(conversation, notice, NOTICE, message.id))

    def write_down(self, turn: Turn, heard: str) -> None:
        """Keep the words of a voice message: they need not be heard again."""
        with writing(self._database) as session:
            if message := session.get(Message, turn.message_id):
                message.text, message.kind, message.media_id = heard, TEXT, None

    def is_gone(self, turn: Turn) -> bool:
        """True when the turn's message was forgotten."""
        with Session(self._database) as session:
            return session.get(Message, turn.message_id) is None

    def unfinished(self) -> list[int]:
        """Conversations whose next message is due, the longest waiting first."""
        waiting = Message.state.in_(UNANSWERED)
        oldest = (
            select(func.min(Message.id)).where(Message.direction == INBOUND, waiting).group_by(Message.conversation_id)
        )
        query = select(Message.conversation_id).where(Message.id.in_(oldest), due()).order_by(Message.id)
        with Session(self._database) as session:
            return list(session.scalars(query))

    def _end(self, session: Session, turn: Turn, state: str = ANSWERED) -> Message | None:
        """The turn's message, which is not being answered any more; None when it is not this process's turn now."""
        ended = (
            update(Message)
            .where(Message.id == turn.message_id, Message.state == ANSWERING, Message.claim == self._owner)
            .values(state=state, claim=None, due_at=None)
            .returning(Message.id)
        )
        number = session.execute(ended).scalar()
        return session.get(Message, number) if number else None


def _next(session: Session, conversation_id: int, cannot_wait: Callable[[str], bool]) -> Message | None:
    query = (
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.direction == INBOUND,
            Message.state.in_(UNANSWERED),
        )
        .order_by(Message.id)
    )
    oldest = session.scalars(query.limit(1)).first()
    if oldest is None or is_due(oldest):
        return oldest
    return next((one for one in session.scalars(query) if one.attempts == 0 and cannot_wait(one.text)), None)


def _locked(session: Session, conversation_id: int) -> Conversation:
    """Nobody at the desk takes or gives it back until the transaction ends; messages can still come in."""
    return session.get_one(Conversation, conversation_id, with_for_update={"key_share": True})


def _turn(session: Session, message: Message, conversation: Conversation, external_id: str, with_human: bool) -> Turn:
    recent = select(func.count(Message.id)).where(
        Message.conversation_id == conversation.id,
        Message.direction == INBOUND,
        Message.id <= message.id,
        Message.state != NOTED,
        Message.created_at > now() - COUNTED,
    )
    return Turn(
        message.id,
        conversation.id,
        conversation.engine_id,
        conversation.channel,
        external_id,
        message.kind,
        message.text,
        message.payload,
        message.media_id,
        conversation.language,
        conversation.language_chosen,
        conversation.turns,
        message.attempts,
        session.scalar(recent) or 0,
        with_human,
    )


def _ends_with_notice(session: Session, conversation_id: int) -> bool:
    query = (
        select(Message.kind)
        .where(Message.conversation_id == conversation_id, Message.direction == OUTBOUND)
        .order_by(Message.id.desc())
    )
    return session.scalars(query.limit(1)).first() == NOTICE


def _stop(session: Session, conversation: Conversation) -> None:
    """Somebody wants no more messages: what was not sent yet never will be, and nobody has to answer a request."""
    unsent = update(Message).where(
        Message.conversation_id == conversation.id, Message.direction == OUTBOUND, Message.state != SENT
    )
    session.execute(unsent.values(state=CANCELLED))
    if conversation.handoff == HUMAN_WANTED:
        conversation.handoff, conversation.handoff_at = HUMAN_GONE, now()
