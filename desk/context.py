"""What the pages of the desk work with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine as Database

from gateway.addresses import AddressBook
from gateway.engine import Engine
from reply import Reply


@dataclass(frozen=True)
class Desk:
    """Everything that the desk was given by whoever put the rooms together."""

    database: Database
    engine: Engine
    """Answers messages in the test bench."""
    addresses: AddressBook
    """Seals what only this installation may read."""
    said: Callable[[int], None]
    """Is told a conversation in which there is something to send or to show."""
    preview: Callable[[Mapping[str, Any], str], Reply]
    """An article's content (see `knowledge.exchange.article_content`) as the assistant would answer it."""
    public_url: str
    """Where this installation is reached from outside, without a slash at the end: how links begin."""
    operator: str
    """Name of who runs this Dalil; may be empty."""
    has_template: bool
    """True when WhatsApp can invite people to write again after 24 hours."""
