"""Deleting: one person's conversation at once, everybody's after a set time."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from gateway.addresses import AddressBook
from gateway.events import Address
from gateway.models import Conversation, ConversationAddress, ForgottenEngineId, Message, WebhookBody
from gateway.writing import writing

ForgetInEngine = Callable[[str], None]
"""Deletes what the engine remembers of a conversation, by the name it has there."""


class Forgetting:
    """Deletes conversations of one database, and what the engine remembers of them."""

    def __init__(self, database: Engine, addresses: AddressBook, forget_in_engine: ForgetInEngine) -> None:
        """`database` has the tables of `gateway.models`."""
        self._database = database
        self._addresses = addresses
        self._forget_in_engine = forget_in_engine

    def forget(self, channel: str, address: Address) -> None:
        """Delete a conversation; one that does not exist is forgotten already."""
        with writing(self._database) as session:
            conversation = self._addresses.conversation_of(session, channel, address)
            if conversation:
                delete_conversation(session, conversation)
        self.forget_in_engine()

    def forget_before(self, moment: datetime) -> None:
        """Delete messages, bodies and silent conversations from before."""
        with writing(self._database) as session:
            session.execute(delete(WebhookBody).where(WebhookBody.created_at < moment))
            session.execute(delete(Message).where(Message.created_at < moment))
            talks = select(Message.conversation_id)
            silent = select(Conversation).where(Conversation.created_at < moment, Conversation.id.not_in(talks))
            for conversation in session.scalars(silent).all():
                delete_conversation(session, conversation)
        self.forget_in_engine()

    def forget_in_engine(self) -> None:
        """Let the engine forget what is gone here; what goes wrong is tried again the next time."""
        with Session(self._database) as session:
            names = list(session.scalars(select(ForgottenEngineId.engine_id)))
        for name in names:
            self._forget_in_engine(name)
            with writing(self._database) as session:
                session.execute(delete(ForgottenEngineId).where(ForgottenEngineId.engine_id == name))

    def forget_again(self, engine_id: str) -> None:
        """A turn ended after its conversation was forgotten: the engine has just written it down."""
        self._forget_in_engine(engine_id)

    def forget_ended(self, moment: datetime) -> None:
        """Delete what is left of conversations that were ended before, whether or not the last word was read."""
        with writing(self._database) as session:
            ended = select(Conversation).where(Conversation.ends, Conversation.created_at < moment)
            for conversation in session.scalars(ended).all():
                delete_conversation(session, conversation)


def end_conversation(session: Session, conversation: Conversation) -> Conversation:
    """Delete all that is known of a person; the new, empty conversation only lasts until its last word is out."""
    last = Conversation(channel=conversation.channel, language=conversation.language, turns=0, ends=True)
    session.add(last)
    session.flush()
    moved = update(ConversationAddress).where(ConversationAddress.conversation_id == conversation.id)
    session.execute(moved.values(conversation_id=last.id))
    delete_conversation(session, conversation)
    session.expire_all()
    return last


def delete_conversation(session: Session, conversation: Conversation) -> None:
    """Delete a conversation, its addresses, messages and the requests that brought them; the engine is to follow."""
    number = conversation.id
    bodies = select(Message.body_id).where(Message.conversation_id == number, Message.body_id.is_not(None))
    session.execute(delete(WebhookBody).where(WebhookBody.id.in_(bodies)))
    for table in (Message, ConversationAddress):
        session.execute(delete(table).where(table.conversation_id == number))
    if not conversation.ends:  # nothing of one that only says farewell was ever told the engine
        session.add(ForgottenEngineId(engine_id=conversation.engine_id))
    session.execute(delete(Conversation).where(Conversation.id == number))
