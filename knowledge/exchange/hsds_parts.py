"""Parts of records → parts of HSDS documents."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache

from babel import Locale

from knowledge.exchange.hsds_part_documents import (
    AddressDocument,
    AttributeDocument,
    CostOptionDocument,
    LanguageDocument,
    MetadataDocument,
    PhoneDocument,
    RequiredDocumentDocument,
    ScheduleDocument,
    TaxonomyDocument,
    TaxonomyTermDocument,
)
from knowledge.models import (
    Address,
    Attribute,
    CostOption,
    FieldSource,
    Phone,
    RequiredDocument,
    Schedule,
    SpokenLanguage,
    Taxonomy,
    TaxonomyTerm,
)
from knowledge.models.translations import translated

_HOURS_FROM_UTC = 0.0


def in_utc(moment: datetime) -> datetime:
    """A moment of the database with its time zone, which SQLite does not keep."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def phone_documents(phones: Iterable[Phone], language: str) -> list[PhoneDocument] | None:
    """Phones as people dial them; None without any."""
    return [
        PhoneDocument(
            id=phone.id,
            number=phone.dialled,
            type=phone.type or None,
            description="; ".join(filter(None, (phone.description, _as_written(phone)))) or None,
            languages=language_documents(phone.languages, language),
        )
        for phone in phones
    ] or None


def _as_written(phone: Phone) -> str:
    written, dialled = (re.sub(r"\D", "", text) for text in (phone.number, phone.dialled))
    return phone.number if written != dialled else ""


def language_documents(spoken: Iterable[SpokenLanguage], language: str) -> list[LanguageDocument] | None:
    """Languages with their names in `language`; None without any."""
    return [
        LanguageDocument(
            id=row.id,
            name=row.name or _language_names(language).get(row.code),
            code=row.code or None,
            note=row.note or None,
        )
        for row in spoken
    ] or None


@lru_cache(maxsize=8)
def _language_names(language: str) -> Mapping[str, str]:
    return dict(Locale(language).languages)


def schedule_documents(rows: Iterable[Schedule], language: str) -> list[ScheduleDocument] | None:
    """Opening hours; None without any."""
    return [
        ScheduleDocument(
            id=row.id,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            timezone=_HOURS_FROM_UTC if row.opens_at or row.closes_at else None,
            freq=row.freq,
            byday=row.byday,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            description=translated(row.translations, "description", language, row.description) or None,
            notes=translated(row.translations, "notes", language, row.notes) or None,
        )
        for row in rows
    ] or None


def address_documents(addresses: Iterable[Address]) -> list[AddressDocument] | None:
    """Addresses; None without any."""
    return [
        AddressDocument(
            id=address.id,
            address_1=address.address_1,
            city=address.city,
            state_province=address.state_province,
            postal_code=address.postal_code,
            country=address.country,
            address_type=address.address_type,
        )
        for address in addresses
    ] or None


def taxonomy_document(taxonomy: Taxonomy) -> TaxonomyDocument:
    """A taxonomy."""
    return TaxonomyDocument(id=taxonomy.id, name=taxonomy.name, description=taxonomy.description)


def term_document(term: TaxonomyTerm, language: str) -> TaxonomyTermDocument:
    """A term with its name in a language."""
    return TaxonomyTermDocument(
        id=term.id,
        code=term.code,
        name=translated(term.translations, "name", language, term.name),
        description=translated(term.translations, "description", language, term.description),
        taxonomy=term.taxonomy.key,
        taxonomy_detail=taxonomy_document(term.taxonomy),
        language=language,
        taxonomy_id=term.taxonomy_id,
    )


def attribute_documents(attributes: Iterable[Attribute], language: str) -> list[AttributeDocument] | None:
    """What a service is about and for whom it is; None without any."""
    return [
        AttributeDocument(
            id=attribute.id,
            link_id=attribute.service_id,
            taxonomy_term_id=attribute.taxonomy_term_id,
            link_type=attribute.term.taxonomy.key,
            link_entity="service",
            value=attribute.value or None,
            taxonomy_term=term_document(attribute.term, language),
        )
        for attribute in attributes
    ] or None


def cost_documents(options: Iterable[CostOption]) -> list[CostOptionDocument] | None:
    """Costs; None without any."""
    return [
        CostOptionDocument(
            id=option.id,
            valid_from=option.valid_from,
            valid_to=option.valid_to,
            option=option.option or None,
            currency=option.currency if option.amount is not None else None,
            amount=option.amount,
            amount_description=option.amount_description or None,
        )
        for option in options
    ] or None


def required_documents(papers: Iterable[RequiredDocument], language: str) -> list[RequiredDocumentDocument] | None:
    """Papers to bring; None without any."""
    return [
        RequiredDocumentDocument(
            id=paper.id,
            document=translated(paper.translations, "document", language, paper.document),
            uri=paper.uri,
        )
        for paper in papers
    ] or None


def metadata_documents(
    sources: Iterable[FieldSource], resource_type: str, last_modified: datetime, without: frozenset[str] = frozenset()
) -> list[MetadataDocument] | None:
    """Where each field was read, but for the fields in `without`; None without any.

    A field of which nobody wrote down when it came in has the date of the record's last change.
    """
    day = in_utc(last_modified).date().isoformat()
    return [
        MetadataDocument(
            id=source.id,
            resource_id=source.service_id or source.organization_id or "",
            resource_type=resource_type,
            last_action_date=source.last_action_date or day,
            last_action_type="import",
            field_name=source.field,
            previous_value="",
            replacement_value=source.value,
            updated_by=source.source,
            x_dalil_confidence=source.confidence or None,
        )
        for source in sources
        if source.field not in without
    ] or None
