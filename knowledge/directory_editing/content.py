"""What a form says about a service, a place or an organisation, and how it gets into the record."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from knowledge.exchange.facts import TRANSLATIONS, audience_values, category_codes
from knowledge.load.taxonomies import term_id
from knowledge.models import (
    Attribute,
    CostOption,
    Organization,
    Phone,
    RequiredDocument,
    Service,
    SpokenLanguage,
)
from knowledge.models.taxonomy import AUDIENCES, CATEGORIES
from knowledge.models.translations import Translations
from knowledge.phones import as_dialled

_DIRHAM = "MAD"
Texts = Mapping[str, Mapping[str, str]]
"""Field → language → text; an empty text is none."""


@dataclass(frozen=True)
class PhoneLine:
    """A phone as it is typed. `number` is one of Morocco."""

    number: str
    type: str = "voice"
    description: str = ""


@dataclass(frozen=True)
class ServiceContent:
    """All of a service but its places and hours."""

    values: Mapping[str, object]
    """Columns of `Service` by their names."""
    translations: Texts = field(default_factory=dict)
    categories: frozenset[str] = frozenset()
    audiences: Mapping[str, str] = field(default_factory=dict)
    """Code → `ONLY` or `WELCOME`."""
    languages: tuple[str, ...] = ()
    phones: tuple[PhoneLine, ...] = ()
    documents: tuple[str, ...] = ()
    amount: float | None = None
    """In dirhams; 0 is free."""


@dataclass(frozen=True)
class OrganizationContent:
    """All of an organisation but its services."""

    values: Mapping[str, object]
    translations: Texts = field(default_factory=dict)
    phones: tuple[PhoneLine, ...] = ()


def fill_service(service: Service, content: ServiceContent) -> None:
    """Make a record what the content says; parts that say the same stay the same."""
    _fill(service, content.values, content.translations)
    service.phones = filled_phones(service.phones, content.phones)
    service.languages = _filled_languages(service.languages, content.languages)
    service.attributes = _filled_attributes(service.attributes, content)
    service.required_documents = _filled_documents(service.required_documents, content.documents)
    service.cost_options = _filled_costs(service.cost_options, content.amount, str(content.values["fees_description"]))


def fill_organization(organization: Organization, content: OrganizationContent) -> None:
    """The same for an organisation."""
    _fill(organization, content.values, content.translations)
    organization.phones = filled_phones(organization.phones, content.phones)


def filled_phones(known: Iterable[Phone], lines: Iterable[PhoneLine]) -> list[Phone]:
    """The phones of the lines; one whose number is known keeps what else is known of it."""
    by_number = {phone.number: phone for phone in known}
    phones = {line.number: by_number.get(line.number) or Phone(id=new_id(), number=line.number) for line in lines}
    for position, line in enumerate(lines):
        phone = phones[line.number]
        phone.position, phone.dialled = position, as_dialled(line.number)
        phone.type, phone.description = line.type, line.description
    return list(phones.values())


def filled_translations(present: Translations, field_name: str, texts: Mapping[str, str]) -> Translations:
    """The translations with those of one field replaced; what is not translated is left out."""
    given = {code: text for code, text in texts.items() if text}
    others = {name: dict(said) for name, said in present.items() if name != field_name}
    return others | ({field_name: given} if given else {})


def price_of(costs: Iterable[CostOption]) -> CostOption | None:
    """The first price in dirhams."""
    return next((cost for cost in costs if cost.amount is not None and cost.currency == _DIRHAM), None)


def new_id() -> str:
    """An id for something made by hand."""
    return str(uuid.uuid4())


def _fill(record: Service | Organization, values: Mapping[str, object], translations: Texts) -> None:
    for name, texts in translations.items():
        known = record.translations.get(name, {}) if record.translations else {}
        is_same_text = getattr(record, name) == values[name]
        if not is_same_text or any(known.get(code, "") != texts.get(code, "") for code in TRANSLATIONS):
            plain = {code: text for code, text in known.items() if is_same_text and code not in TRANSLATIONS}
            record.translations = filled_translations(record.translations or {}, name, {**plain, **texts})
    for name, value in values.items():
        setattr(record, name, value)


def _filled_languages(known: Iterable[SpokenLanguage], codes: Iterable[str]) -> list[SpokenLanguage]:
    """Languages without a code, which only imported services have, stay."""
    by_code = {spoken.code: spoken for spoken in known}
    filled = [by_code.get(code) or SpokenLanguage(id=new_id(), code=code) for code in codes if code]
    return filled + ([by_code[""]] if "" in by_code else [])


def _filled_attributes(known: Iterable[Attribute], content: ServiceContent) -> list[Attribute]:
    by_term = {attribute.taxonomy_term_id: attribute for attribute in known}
    wanted = {term_id(CATEGORIES, code): "" for code in content.categories}
    wanted |= {term_id(AUDIENCES, code): value for code, value in content.audiences.items()}
    filled = []
    for term, value in wanted.items():
        attribute = by_term.get(term) or Attribute(id=new_id(), taxonomy_term_id=term)
        attribute.value = value
        filled.append(attribute)
    others = [one for one in by_term.values() if not category_codes([one]) and not audience_values([one])]
    return [*filled, *others]


def _filled_documents(known: Iterable[RequiredDocument], texts: Iterable[str]) -> list[RequiredDocument]:
    by_text = {paper.document: paper for paper in known}
    return [by_text.get(text) or RequiredDocument(id=new_id(), document=text) for text in dict.fromkeys(texts)]


def _filled_costs(known: Iterable[CostOption], amount: float | None, words: str) -> list[CostOption]:
    """The price in dirhams is edited; others, which only imported services have, stay."""
    costs = list(known)
    edited = price_of(costs)
    others = [cost for cost in costs if cost is not edited]
    if amount is None:
        return others
    cost = edited or CostOption(id=new_id())
    if cost.amount != amount:
        cost.amount, cost.currency, cost.amount_description = amount, _DIRHAM, words
    return [cost, *others]
