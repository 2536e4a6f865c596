"""What a turn of the assistant has to know of humans; everything in the transaction of the turn."""

from dataclasses import replace

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from gateway.handoff.changing import change, is_long_ago
from gateway.handoff.desk_hours import DeskHours
from gateway.handoff.return_words import wants_assistant
from gateway.handoff.sentences import Sentences
from gateway.handoff.speaking import Speaker
from gateway.models import (
    FOR_HUMAN,
    HANDOFF,
    HUMAN,
    HUMAN_GONE,
    HUMAN_THERE,
    HUMAN_WANTED,
    NO_HUMAN,
    Conversation,
    Message,
    now,
)
from reply import Reply


class HandoffTurns:
    """Asking for a human, and the assistant's coming back."""

    def __init__(self, speaker: Speaker, hours: DeskHours, sentences: Sentences) -> None:
        """`hours` are those of the desk."""
        self._speaker = speaker
        self._hours = hours
        self._sentences = sentences

    def begin(self, session: Session, conversation: Conversation, message: Message) -> bool:
        """True when a human has the conversation; the assistant comes back if it is time, or the person's wish."""
        if conversation.handoff != HUMAN_THERE:
            return False
        if wants_assistant(message.text, message.payload):
            return not self._come_back(session, conversation.id, "went_back")
        return not self.come_back_late(session, conversation.id)

    def come_back_late(self, session: Session, conversation_id: int) -> bool:
        """Let the assistant answer again when the human has done nothing for the set time; True when it now does.

        Whoever wrote and was not answered still waits for a human.
        """
        return self._come_back(session, conversation_id, "late", self.is_late(session))

    def is_late(self, session: Session) -> ColumnElement[bool]:
        """A condition: the human's time is over. A clock that was set back counts, too."""
        return is_long_ago(self._hours.patience(session))

    def asked(self, session: Session, conversation: Conversation, message_id: int, reply: Reply) -> Reply:
        """Note that a human is wanted, and say how it is at the desk; where nobody reads, the reply stays as it is."""
        reception = self._hours.reception(session, reply.language)
        if reception is None or conversation.handoff == NO_HUMAN:
            return replace(reply, human=False)
        if conversation.handoff != HUMAN_WANTED:
            conversation.handoff, conversation.handoff_at = HUMAN_WANTED, now()
            conversation.read_id = message_id - 1
        key = "asked_open" if reception.is_open else "asked_closed" if reception.opens else "asked_closed_for_long"
        text = self._sentences.text(key, reply.language, opens=reception.opens)
        return replace(reply, text=text)

    def _come_back(
        self, session: Session, conversation_id: int, sentence: str, *conditions: ColumnElement[bool]
    ) -> bool:
        """False when no human has the conversation any more, or a condition does not hold: then nothing is said."""
        is_there = Conversation.handoff == HUMAN_THERE
        conversation = change(session, conversation_id, is_there, *conditions, handoff=HUMAN_GONE, handoff_at=now())
        if conversation is None:
            return False
        if sentence == "late" and self._is_unanswered(session, conversation_id):
            conversation.handoff, sentence = HUMAN_WANTED, "late_and_waiting"
        self._speaker.say(session, conversation, self._sentences.reply(sentence, conversation.language), HANDOFF)
        return True

    @staticmethod
    def _is_unanswered(session: Session, conversation_id: int) -> bool:
        """True when the human wrote nothing after the last message for them, or nothing since they were there."""
        last = select(func.max(Message.id)).where(Message.conversation_id == conversation_id)
        written = session.scalar(last.where(Message.kind == HUMAN)) or 0
        expected = last.where(or_(Message.state == FOR_HUMAN, Message.kind == HANDOFF))
        return (session.scalar(expected) or 0) > written
