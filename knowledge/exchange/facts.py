"""What a record says, field by field as short texts: to compare two versions, to show a change, to write a table.

Fields are named as in HSDS. Values are codes where our records hold codes (places, categories, languages, states).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from knowledge.audiences import audiences
from knowledge.categories import categories
from knowledge.exchange.record import value_of
from knowledge.hours import describe_rows
from knowledge.load.taxonomies import term_id
from knowledge.models import Attribute, Location, Organization, Phone, Schedule, Service, ServiceAtLocation
from knowledge.models.taxonomy import AUDIENCES, CATEGORIES
from knowledge.models.translations import translated
from knowledge.services.table import opening_row

Facts = dict[str, str]
Difference = tuple[str, str, str]
"""Field, the value before, the value after."""
LINES = "\n"
NUMBERS = " / "
CODES = "|"
PLACES = " | "
_PLAIN = ("description", "name", "status", "alert", "application_process", "eligibility_description",
          "minimum_age", "maximum_age", "fees_description", "url", "email", "assured_date", "confidence",
          "source", "source_date", "note")  # fmt: skip
TRANSLATED = ("description", "name", "alert", "application_process", "eligibility_description", "fees_description")
"""Fields of services whose translations people read."""
TRANSLATIONS = ("ar", "en")
"""Languages beside that of the source."""


def facts_of(
    service: Service, organization: Organization, locations: Mapping[str, Location], language: str = "fr"
) -> Facts:
    """A service with its places; hours are told in `language`. The records need not be stored."""
    where = [locations[link.location_id] for link in _places(service)]
    texts = {field: _text(value_of(service, field)) for field in _PLAIN}
    translations = value_of(service, "translations")
    for field in TRANSLATED:
        texts |= {f"{field} ({code})": translated(translations, field, code, "") for code in TRANSLATIONS}
    return {
        "organization": organization.name,
        **texts,
        "categories": CODES.join(category_codes(service.attributes)),
        "audiences": CODES.join(f"{code}:{value}" for code, value in audience_values(service.attributes).items()),
        "city": PLACES.join(location.place_key or "" for location in where),
        "address_1": PLACES.join(_addresses(location) for location in where if location.addresses),
        "latitude": _numbers(location.latitude for location in where),
        "longitude": _numbers(location.longitude for location in where),
        "precision": PLACES.join(location.precision for location in where if location.precision),
        "phones": NUMBERS.join(phone.number for phone in phones_of(service, locations)),
        "schedules": PLACES.join(
            filter(None, (hours_text(hours_of(service, link, locations), language) for link in _links(service)))
        ),
        "languages": CODES.join(sorted(spoken.code or spoken.name for spoken in service.languages)),
        "amount": NUMBERS.join(_amount(cost.amount, cost.currency) for cost in service.cost_options),
        "required_documents": LINES.join(sorted(paper.document for paper in service.required_documents)),
    }


def stored_facts(service: Service, language: str = "fr") -> Facts:
    """The same of a stored service."""
    locations = {link.location_id: link.location for link in service.service_at_locations}
    return facts_of(service, service.organization, locations, language)


def organization_facts(organization: Organization) -> Facts:
    """An organisation without its services."""
    plain = ("name", "key", "type", "description", "website", "email")
    translations = value_of(organization, "translations")
    return {
        **{field: _text(value_of(organization, field)) for field in plain},
        **{f"name ({code})": translated(translations, "name", code, "") for code in TRANSLATIONS},
        "phones": NUMBERS.join(phone.number for phone in organization.phones),
    }


def differences(before: Facts, after: Facts) -> list[Difference]:
    """The fields that are not the same."""
    return [(field, before.get(field, ""), text) for field, text in after.items() if text != before.get(field, "")]


def category_codes(attributes: Iterable[Attribute]) -> list[str]:
    """The kinds of help of a service, in the order of their list."""
    terms = {attribute.taxonomy_term_id for attribute in attributes}
    return [code for term, code in _terms(CATEGORIES).items() if term in terms]


def audience_values(attributes: Iterable[Attribute]) -> dict[str, str]:
    """For whom a service is: code → `ONLY` or `WELCOME`."""
    values = {attribute.taxonomy_term_id: attribute.value for attribute in attributes}
    return {code: values[term] for term, code in _terms(AUDIENCES).items() if term in values}


@lru_cache(maxsize=2)
def _terms(taxonomy: str) -> dict[str, str]:
    codes = audiences() if taxonomy == AUDIENCES else categories()
    return {term_id(taxonomy, code): code for code in codes}


def phones_of(service: Service, locations: Mapping[str, Location]) -> list[Phone]:
    """All phones of a service and of its places."""
    links = _places(service)
    of_places = [phone for link in links for phone in (*link.phones, *locations[link.location_id].phones)]
    return [*service.phones, *of_places]


def hours_of(service: Service, link: ServiceAtLocation | None, locations: Mapping[str, Location]) -> list[Schedule]:
    """The hours that count: those at the place before those of the service, and these before the building's."""
    if link is None:
        return service.schedules
    return link.schedules or service.schedules or locations[link.location_id].schedules


def hours_text(schedules: Sequence[Schedule], language: str) -> str:
    """The source's words and, where a machine knows the hours, these in words."""
    return LINES.join(filter(None, (hours_words(schedules), _known_hours(schedules, language))))


def hours_told(schedules: Sequence[Schedule], language: str) -> str:
    """What people are told: the hours that a machine knows, else the source's words in the language."""
    words = (translated(one.translations or {}, "description", language, one.description) for one in schedules)
    return _known_hours(schedules, language) or " ; ".join(text for text in words if text)


def hours_words(schedules: Iterable[Schedule]) -> str:
    """The source's words alone."""
    return " ; ".join(schedule.description for schedule in schedules if schedule.description)


def hours_cell(schedules: Sequence[Schedule]) -> str:
    """What a table says of hours: the source's words, else ours in French."""
    return hours_words(schedules) or _known_hours(schedules, "fr")


def _known_hours(schedules: Iterable[Schedule], language: str) -> str:
    try:
        return describe_rows([row for schedule in schedules if (row := opening_row(schedule))], language)
    except ValueError:
        return ""


def _places(service: Service) -> list[ServiceAtLocation]:
    """In an order that is the same before and after storing."""
    return sorted(service.service_at_locations, key=lambda link: link.id)


def _links(service: Service) -> Sequence[ServiceAtLocation | None]:
    return _places(service) or (None,)


def _addresses(location: Location) -> str:
    return "; ".join(address.address_1 for address in location.addresses)


def _numbers(values: Iterable[float | None]) -> str:
    return PLACES.join(str(value) for value in values if value is not None)


def _amount(amount: float | None, currency: str | None) -> str:
    return "" if amount is None else f"{amount:.2f}".rstrip("0").rstrip(".") + f" {currency or 'MAD'}"


def _text(value: object) -> str:
    return "" if value is None else str(value)
