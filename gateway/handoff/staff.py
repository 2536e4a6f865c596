"""What people at the desk do in a conversation; each in the caller's transaction, which checks who has it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from gateway.handoff.changing import change, is_long_ago
from gateway.handoff.desk_hours import DeskHours
from gateway.handoff.sentences import Sentences
from gateway.handoff.speaking import Speaker
from gateway.handoff.window import is_persons_message, is_window_over
from gateway.models import (
    HANDOFF,
    HUMAN,
    HUMAN_GONE,
    HUMAN_THERE,
    HUMAN_WANTED,
    NO_HUMAN,
    OUTBOUND,
    TEMPLATE,
    WAITING,
    Conversation,
    Message,
    now,
)
from reply import Reply


@dataclass(frozen=True)
class StaffMember:
    """Somebody at the desk."""

    id: int
    name: str
    """As colleagues see it."""
    shown_as: str = ""
    """As people see it; empty: no name."""


class Gone(Exception):
    """The conversation is not there any more: the person had it deleted, or it became too old."""


class HeldByOther(Exception):
    """Somebody else at the desk has the conversation."""

    def __init__(self, staff_id: int, name: str) -> None:
        """Who it is."""
        super().__init__(name)
        self.staff_id = staff_id
        self.name = name


class NotHeld(Exception):
    """The assistant has the conversation."""


class NotNeeded(Exception):
    """There is nothing to do: the person may be written to, or was invited already."""


class StaffWork:
    """Takes, answers and gives back conversations."""

    def __init__(self, speaker: Speaker, hours: DeskHours, sentences: Sentences) -> None:
        """`hours` are those of the desk."""
        self._speaker = speaker
        self._hours = hours
        self._sentences = sentences

    def take(self, session: Session, number: int, staff: StaffMember, from_id: int | None = None) -> bool:
        """Have the conversation from now on, and let the person know; False for whoever has it already.

        Nobody loses one by mistake: only with `from_id` it is taken from that other one. Raises Gone or HeldByOther.
        """
        free = or_(
            Conversation.handoff.is_(None),
            Conversation.handoff.in_((HUMAN_WANTED, HUMAN_GONE)),
            and_(Conversation.staff_id != staff.id, is_long_ago(self._hours.patience(session))),
            and_(Conversation.staff_id != staff.id, Conversation.staff_id == from_id),
        )
        moment = now()
        conversation = change(
            session, number, ~Conversation.ends, Conversation.handoff.is_distinct_from(NO_HUMAN), free,
            handoff=HUMAN_THERE, handoff_at=moment, staff_id=staff.id, staff_name=staff.name, staff_at=moment,
        )  # fmt: skip
        if conversation is None:
            self._check_holder(session, number, staff)
            return False
        words = self._sentences.there(conversation.language, staff.shown_as, from_id is not None)
        self._speaker.say(session, conversation, words, HANDOFF)
        return True

    def answer(self, session: Session, number: int, staff: StaffMember, text: str, key: str) -> bool:
        """Write to the person; False when it is the message that came with the same `key` before.

        Raises Gone, HeldByOther or NotHeld.
        """
        conversation = self._held(session, number, staff, staff_at=now())
        if session.scalar(select(Message.id).where(Message.conversation_id == number, Message.key == key)):
            return False
        reply = Reply(text, _language_of(text, conversation.language), human=True)
        message = self._speaker.say(session, conversation, reply, HUMAN)
        message.key, message.author = key, staff.name
        return True

    def give_back(self, session: Session, number: int, staff: StaffMember) -> None:
        """Let the assistant answer again, and the person know. Raises Gone, HeldByOther or NotHeld."""
        conversation = self._held(session, number, staff, handoff=HUMAN_GONE, handoff_at=now())
        self._speaker.say(session, conversation, self._sentences.reply("given_back", conversation.language), HANDOFF)

    def close(self, session: Session, number: int, staff: StaffMember) -> bool:
        """Nobody has to answer this request any more, of which the person is told nothing; False when there is none.

        Raises Gone or HeldByOther.
        """
        is_wanted = Conversation.handoff == HUMAN_WANTED
        values = {"handoff": HUMAN_GONE, "handoff_at": now(), "staff_id": staff.id, "staff_name": staff.name}
        if change(session, number, is_wanted, **values) is None:
            self._check_holder(session, number, staff)
            return False
        return True

    def invite(self, session: Session, number: int, staff: StaffMember) -> None:
        """Send the one message that the channel takes after its time.

        Raises Gone, HeldByOther, NotHeld or NotNeeded.
        """
        conversation = self._held(session, number, staff, staff_at=now())
        may_write = not self._speaker.sends(conversation) or not is_window_over(session, number)
        if may_write or is_invited(session, number):
            raise NotNeeded
        invitation = Message(
            conversation_id=number,
            channel=conversation.channel,
            direction=OUTBOUND,
            kind=TEMPLATE,
            author=staff.name,
            text="",
            state=WAITING,
        )
        session.add(invitation)

    def read(self, session: Session, number: int, staff: StaffMember, message_id: int) -> None:
        """Note what the one who has the conversation has seen; nothing for others."""
        is_news = or_(Conversation.read_id.is_(None), Conversation.read_id < message_id)
        change(session, number, *_is_with(staff), is_news, read_id=message_id)

    def _held(self, session: Session, number: int, staff: StaffMember, **values: object) -> Conversation:
        conversation = change(session, number, *_is_with(staff), **values)
        if conversation is None:
            self._check_holder(session, number, staff)
            raise NotHeld
        return conversation

    @staticmethod
    def _check_holder(session: Session, number: int, staff: StaffMember) -> None:
        """Raises Gone or HeldByOther if it is so."""
        conversation = session.get(Conversation, number, populate_existing=True)
        if conversation is None or conversation.ends or conversation.handoff == NO_HUMAN:
            raise Gone
        if conversation.handoff == HUMAN_THERE and conversation.staff_id != staff.id:
            raise HeldByOther(conversation.staff_id or 0, conversation.staff_name or "")


def is_invited(session: Session, number: int) -> bool:
    """True when an invitation went out, or is about to, after the person's last message."""
    last = select(func.max(Message.id)).where(Message.conversation_id == number)
    invited = session.scalar(last.where(Message.direction == OUTBOUND, Message.kind == TEMPLATE)) or 0
    return invited > (session.scalar(last.where(is_persons_message())) or 0)


def _is_with(staff: StaffMember) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Conversation.handoff == HUMAN_THERE, Conversation.staff_id == staff.id


def _language_of(text: str, usual: str | None) -> str:
    """In which direction it is to be read; between languages of one direction the person's usual one."""
    if any("\u0600" <= letter <= "\u06ff" for letter in text):
        return "ar"
    return usual if usual and usual != "ar" else "fr"
