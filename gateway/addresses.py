"""Who is who: conversations by address; addresses are encrypted and found by a keyed hash."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from gateway.events import Address
from gateway.handoff.merging import merge_handoff
from gateway.models import Conversation, ConversationAddress, ForgottenEngineId, Message


class AddressBook:
    """Seals and finds the addresses of one installation."""

    def __init__(self, key: str) -> None:
        """`key` is the installation's secret. With another one no stored address is found or read any more."""
        self._fernet = Fernet(urlsafe_b64encode(_derived(key, b"address encryption")))
        self._digest_key = _derived(key, b"address lookup")

    def digest(self, address: Address) -> str:
        """What an address is found by."""
        named = f"{address.kind}:{address.value}".encode()
        return hmac.new(self._digest_key, named, hashlib.sha256).hexdigest()

    def message_id(self, external_id: str) -> str:
        """Under what id a channel's message is stored: WhatsApp's own ids contain the person's number."""
        return self.digest(Address("message", external_id))

    def seal(self, content: bytes) -> bytes:
        """Encrypt."""
        return self._fernet.encrypt(content)

    def unseal(self, sealed: bytes) -> bytes:
        """The inverse of `seal`. Raises ValueError when it was sealed with another key."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise ValueError("sealed with another key") from error

    def addresses(self, session: Session, conversation_id: int) -> list[Address]:
        """All addresses of a conversation, the newest first."""
        query = (
            select(ConversationAddress)
            .where(ConversationAddress.conversation_id == conversation_id)
            .order_by(ConversationAddress.id.desc())
        )
        return [Address(row.kind, self.unseal(row.sealed).decode()) for row in session.scalars(query)]

    def fits(self, session: Session) -> bool:
        """True unless the addresses in the database were sealed with another key."""
        row = session.scalars(select(ConversationAddress).limit(1)).first()
        try:
            return row is None or bool(self.unseal(row.sealed))
        except ValueError:
            return False

    def conversation_of(self, session: Session, channel: str, address: Address) -> Conversation | None:
        """The conversation with that address."""
        row = self._row(session, channel, address)
        return session.get_one(Conversation, row.conversation_id) if row else None

    def conversation(
        self, session: Session, channel: str, addresses: Iterable[Address], language: str | None = None
    ) -> Conversation:
        """The conversation with one of the addresses, begun if there is none; it then has all of them.

        Two conversations that turn out to be one person's become one. Raises IntegrityError when another
        process began it meanwhile; then it is to be tried again.
        """
        named = {self.digest(address): address for address in addresses}
        rows = session.scalars(_at(channel, named)).all()
        numbers = sorted({row.conversation_id for row in rows})
        if numbers:
            conversation = session.get_one(Conversation, numbers[0])
        else:
            conversation = Conversation(channel=channel, language=language, turns=0)
            session.add(conversation)
            session.flush()
        for number in numbers[1:]:
            _merge(session, session.get_one(Conversation, number), conversation)
        for digest in named.keys() - {row.digest for row in rows}:
            self._add(session, conversation, digest, named[digest])
        return conversation

    def change(self, session: Session, channel: str, previous: Address, current: Address) -> None:
        """A person's address has changed: the conversation goes on under the new one. Unknown ones are nobody's."""
        if self.conversation_of(session, channel, previous) is None:
            return
        self.conversation(session, channel, (previous, current))
        if row := self._row(session, channel, previous):
            session.delete(row)
            session.flush()

    def _row(self, session: Session, channel: str, address: Address) -> ConversationAddress | None:
        return session.scalar(_at(channel, [self.digest(address)]))

    def _add(self, session: Session, conversation: Conversation, digest: str, address: Address) -> None:
        row = ConversationAddress(
            conversation_id=conversation.id,
            channel=conversation.channel,
            kind=address.kind,
            digest=digest,
            sealed=self.seal(address.value.encode()),
        )
        session.add(row)
        session.flush()


def _at(channel: str, digests: Iterable[str]) -> Select[ConversationAddress]:
    return select(ConversationAddress).where(
        ConversationAddress.channel == channel, ConversationAddress.digest.in_(digests)
    )


def _merge(session: Session, gone: Conversation, kept: Conversation) -> None:
    for table in (ConversationAddress, Message):
        session.execute(update(table).where(table.conversation_id == gone.id).values(conversation_id=kept.id))
    kept.turns += gone.turns
    merge_handoff(gone, kept)
    session.add(ForgottenEngineId(engine_id=gone.engine_id))
    session.delete(gone)
    session.flush()


def _derived(key: str, purpose: bytes) -> bytes:
    return hmac.new(key.encode(), purpose, hashlib.sha256).digest()
