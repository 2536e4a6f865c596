"""Parts of HSDS documents of other directories → parts of records.

The ids of parts are made from those given and from whose they are: a directory that uses an id twice cannot take a part
away from another record.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from knowledge.audiences import audiences
from knowledge.categories import categories
from knowledge.exchange.batch import stable_id
from knowledge.exchange.hsds_input import (
    AttributeInput,
    Identified,
    LanguageInput,
    LocationInput,
    PhoneInput,
    ScheduleInput,
    ServiceAtLocationInput,
)
from knowledge.exchange.reasons import Reason
from knowledge.exchange.row_check import EAST, NORTH, SOUTH, WEST
from knowledge.load.taxonomies import term_id
from knowledge.models import Attribute, Phone, Schedule, Service, ServiceAtLocation, SpokenLanguage
from knowledge.models.taxonomy import AUDIENCES, CATEGORIES, ONLY, WELCOME
from knowledge.phones import as_dialled
from knowledge.services.table import opening_row
from language.normalise import normalise

Point = tuple[float, float]
D = TypeVar("D", bound=Identified)


class WrongMember(Exception):
    """A part of a document that cannot be used."""

    def __init__(self, member: str, reason: Reason) -> None:
        """`member` is where it stands in the document."""
        super().__init__(f"{member}: {reason}")
        self.member = member
        self.reason = reason


def point_of(document: LocationInput) -> Point | None:
    """The coordinates. Raises WrongMember for a point outside of Morocco."""
    if document.latitude is None or document.longitude is None:
        return None
    if not (SOUTH <= document.latitude <= NORTH and WEST <= document.longitude <= EAST):
        raise WrongMember("service_at_locations.location.latitude", Reason("point_abroad"))
    return document.latitude, document.longitude


def make_links(documents: Iterable[ServiceAtLocationInput], service_id: str) -> list[ServiceAtLocation]:
    """Where a service is. Raises WrongMember when a location stands twice."""
    links: dict[str, ServiceAtLocation] = {}
    for document in documents:
        location_id = str(document.location.id)
        if location_id in links:
            raise WrongMember("service_at_locations.location.id", Reason("stands_twice", value=location_id))
        link_id = stable_id("service_at_location", service_id, location_id)
        links[location_id] = ServiceAtLocation(
            id=link_id,
            service_id=service_id,
            location_id=location_id,
            description=document.description,
            phones=make_phones(document.phones, link_id),
            schedules=make_schedules(document.schedules, link_id),
        )
    return list(links.values())


def once(documents: Iterable[D], member: str) -> list[D]:
    """Parts without those that are repeated. Raises WrongMember for different parts with one id."""
    parts: dict[UUID, D] = {}
    for document in documents:
        if parts.setdefault(document.id, document) != document:
            raise WrongMember(f"{member}.id", Reason("stands_twice", value=document.id))
    return list(parts.values())


def make_phones(documents: Iterable[PhoneInput], owner: str) -> list[Phone]:
    """Phones. Raises WrongMember for what cannot be dialled in Morocco."""
    phones = []
    for position, document in enumerate(once(documents, "phones")):
        phone_id = stable_id("phone", owner, str(document.id))
        try:
            dialled = as_dialled(document.number)
        except ValueError as error:
            raise WrongMember("phones.number", Reason("wrong_number", value=document.number, said=error)) from error
        phone = Phone(
            id=phone_id,
            position=position,
            number=document.number,
            dialled=dialled,
            type=document.type,
            description=document.description,
            languages=make_languages(document.languages, phone_id),
        )
        phones.append(phone)
    return phones


def make_schedules(documents: Iterable[ScheduleInput], owner: str) -> list[Schedule]:
    """Opening hours. Raises WrongMember for rows without a clear meaning.

    Of a row with a rule that we cannot keep, such as "every second week", only the words stay: its days and times alone
    would be wrong.
    """
    rows = []
    for position, document in enumerate(once(documents, "schedules")):
        row = Schedule(
            id=stable_id("schedule", owner, str(document.id)),
            position=position,
            description=document.description,
            notes=document.notes,
        )
        if not document.has_unread_rule:
            for member in ("freq", "byday", "opens_at", "closes_at", "valid_from", "valid_to"):
                setattr(row, member, getattr(document, member))
        elif not (row.description or row.notes):
            raise WrongMember("schedules", Reason("rule_without_words"))
        try:
            opening_row(row)
        except ValueError as error:
            raise WrongMember("schedules", Reason("wrong_hours", said=error)) from error
        rows.append(row)
    return rows


def make_languages(documents: Iterable[LanguageInput], owner: str) -> list[SpokenLanguage]:
    """Languages that people are served in."""
    return [
        SpokenLanguage(
            id=stable_id("language", owner, str(document.id)),
            code=document.code.lower(),
            name=document.name,
            note=document.note,
        )
        for document in once(documents, "languages")
    ]


def make_attributes(documents: Iterable[AttributeInput], service_id: str) -> Iterator[Attribute]:
    """The terms that we know, by their code or one of their names, each once; others are left out."""
    seen: set[str] = set()
    for document in documents:
        term = document.taxonomy_term
        found = _our_terms().get(term.code) or _our_terms().get(normalise(term.name)) if term else None
        if found is None or term_id(*found) in seen:
            continue
        seen.add(term_id(*found))
        value = (document.value if document.value in (ONLY, WELCOME) else WELCOME) if found[0] == AUDIENCES else ""
        yield Attribute(
            id=stable_id("attribute", service_id, term_id(*found)), taxonomy_term_id=term_id(*found), value=value
        )


@lru_cache(maxsize=1)
def _our_terms() -> dict[str, tuple[str, str]]:
    """Code or name in any of our languages → taxonomy and code."""
    terms: dict[str, tuple[str, str]] = {}
    for taxonomy, names_of in (
        (AUDIENCES, {key: audience.names for key, audience in audiences().items()}),
        (CATEGORIES, {key: category.names for key, category in categories().items()}),
    ):
        for code, names in names_of.items():
            terms |= {name: (taxonomy, code) for name in (code, *map(normalise, names.values()))}
    return terms


def has_category(service: Service) -> bool:
    """True when the service can be found by a category."""
    ids = {term_id(CATEGORIES, code) for code in categories()}
    return any(attribute.taxonomy_term_id in ids for attribute in service.attributes)
