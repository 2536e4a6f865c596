"""Messages to people: rows that wait to be sent where a channel sends, as long as it still takes them."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from gateway.handoff.window import is_window_over
from gateway.models import CLOSED, OUTBOUND, SENT, WAITING, Conversation, Message
from reply import Reply


class Speaker:
    """Writes outbound messages of one installation."""

    def __init__(self, sends: Collection[str]) -> None:
        """`sends` are the channels whose messages are sent; those of others are fetched."""
        self._sends = frozenset(sends)

    def sends(self, conversation: Conversation) -> bool:
        """True on channels that messages are sent to, and that take them only for a time after the person's last."""
        return conversation.channel in self._sends

    def answer(self, conversation: Conversation, reply: Reply, kind: str, answers_id: int | None) -> Message:
        """A message to somebody who has just written."""
        return Message(
            conversation_id=conversation.id,
            channel=conversation.channel,
            direction=OUTBOUND,
            kind=kind,
            text=reply.text,
            reply=reply.to_dict(),
            answers_id=answers_id,
            state=WAITING if self.sends(conversation) else SENT,
        )

    def say(self, session: Session, conversation: Conversation, reply: Reply, kind: str) -> Message:
        """Add a message that nobody has just asked for; where it is too late, it waits until the person writes.

        The privacy notice goes with the first thing that is said in a conversation.
        """
        message = self.answer(conversation, reply, kind, None)
        if message.state == WAITING and is_window_over(session, conversation.id):
            message.state = CLOSED
        if conversation.turns == 0:
            message.notice, conversation.turns = True, 1
        session.add(message)
        return message
