"""What was read from a file of services: records in the order in which they must be stored, and problems."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.exchange.problems import ImportProblem
from knowledge.exchange.reasons import Reason
from knowledge.exchange.store import Record
from knowledge.models import Location, Organization, Service

_NAMESPACE = uuid.UUID("6f1c3a52-3b0e-5f0e-9a57-0d5a1c9b7e11")


@dataclass
class Batch:
    """Organisations, locations and services that belong together; nothing of it is stored when there are problems."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    problems: list[ImportProblem] = field(default_factory=list)
    items: dict[str, str] = field(default_factory=dict)
    """Row or service of the source ("row 12") → the id of the service that it became."""
    notices: list[Reason] = field(default_factory=list)
    """What whoever imports should know and what stops nothing."""

    def records(self) -> Iterator[Record]:
        """All records, those that others point to first."""
        yield from self.organizations.values()
        yield from self.locations.values()
        yield from self.services.values()

    def refuse(self, where: str, what: str) -> None:
        """Note a problem."""
        self.problems.append(ImportProblem(where, what))

    def item_of(self, service_id: str) -> str:
        """The row or document from which a service was read, the first one of several."""
        return next(item for item, known in self.items.items() if known == service_id)


def stable_id(kind: str, *parts: str) -> str:
    """An id made from content: the same content has the same id in every load and every installation."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join((kind, *parts))))
