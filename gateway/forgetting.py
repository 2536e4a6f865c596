"""Deleting: one person's conversation at once, everybody's after a set time."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from gateway.addresses import AddressBook
from gateway.events import Address
from gateway.models import Conversation, ConversationAddress, Message, WebhookBody

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
        with Session(self._database) as session, session.begin():
            conversation = self._addresses.conversation_of(session, channel, address)
            if conversation is None:
                return
            engine_id = conversation.engine_id
            delete_conversation(session, conversation.id)
        self._forget_in_engine(engine_id)

    def forget_before(self, moment: datetime) -> None:
        """Delete messages, bodies and silent conversations from before."""
        with Session(self._database) as session, session.begin():
            session.execute(delete(WebhookBody).where(WebhookBody.created_at < moment))
            session.execute(delete(Message).where(Message.created_at < moment))
            talks = select(Message.conversation_id)
            silent = select(Conversation).where(Conversation.created_at < moment, Conversation.id.not_in(talks))
            gone = {conversation.id: conversation.engine_id for conversation in session.scalars(silent)}
            for number in gone:
                delete_conversation(session, number)
        for engine_id in gone.values():
            self._forget_in_engine(engine_id)

    def forget_ended(self, moment: datetime) -> None:
        """Delete what is left of conversations that were ended before, whether or not the last word was read."""
        with Session(self._database) as session, session.begin():
            ended = select(Conversation.id).where(Conversation.ends, Conversation.created_at < moment)
            for number in session.scalars(ended).all():
                delete_conversation(session, number)


def end_conversation(session: Session, conversation: Conversation) -> Conversation:
    """Delete all that is known of a person; the new, empty conversation only lasts until its last word is out."""
    last = Conversation(channel=conversation.channel, language=conversation.language, turns=0, ends=True)
    session.add(last)
    session.flush()
    moved = update(ConversationAddress).where(ConversationAddress.conversation_id == conversation.id)
    session.execute(moved.values(conversation_id=last.id))
    delete_conversation(session, conversation.id)
    session.expire_all()
    return last


def delete_conversation(session: Session, conversation_id: int) -> None:
    """Delete a conversation, its addresses, its messages and the requests that brought them."""
    bodies = select(Message.body_id).where(Message.conversation_id == conversation_id, Message.body_id.is_not(None))
    session.execute(delete(WebhookBody).where(WebhookBody.id.in_(bodies)))
    for table in (Message, ConversationAddress):
        session.execute(delete(table).where(table.conversation_id == conversation_id))
    session.execute(delete(Conversation).where(Conversation.id == conversation_id))
