"""The parts of HSDS documents: phones, schedules, locations, attributes, … See `knowledge.exchange.hsds_documents`."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

Id = Annotated[str, Field(json_schema_extra={"format": "uuid"})]
LocationType = Annotated[str, Field(json_schema_extra={"enum": ["physical", "postal", "virtual"]})]


class Document(BaseModel):
    """A JSON object whose schema says of optional members that they may be missing, not that they may be null."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """See pydantic."""
        schema = handler.resolve_ref_schema(handler(core))
        for member in schema.get("properties", {}).values():
            _without_null(member)
        return schema


def _without_null(member: dict[str, Any]) -> None:
    choices = [choice for choice in member.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        del member["anyOf"]
        member.pop("default", None)
        member.update(choices[0])


class LanguageDocument(Document):
    """HSDS: language."""

    id: Id
    name: str | None = None
    code: str | None = None
    note: str | None = None


class PhoneDocument(Document):
    """HSDS: phone."""

    id: Id
    number: str
    """As people dial it inside Morocco."""
    type: str | None = None
    description: str | None = None
    """What the phone is for; then how the source writes the number, where its digits differ."""
    languages: list[LanguageDocument] | None = None


class ScheduleDocument(Document):
    """HSDS: schedule. A row with dates but without times says that it is closed."""

    id: Id
    valid_from: date | None = None
    valid_to: date | None = None
    timezone: float | None = None
    """Hours from UTC: 0, the time of Morocco since 20 September 2026."""
    freq: str | None = None
    byday: str | None = None
    opens_at: str | None = None
    """HH:MM, Moroccan time."""
    closes_at: str | None = None
    """HH:MM, Moroccan time; 24:00 is the end of the day, and an earlier time than `opens_at` is on the next day."""
    description: str | None = None
    notes: str | None = None


class AddressDocument(Document):
    """HSDS: address."""

    id: Id
    address_1: str
    city: str
    state_province: str
    postal_code: str
    country: str
    address_type: LocationType


class PlaceDocument(Document):
    """A town, quarter or region of Morocco; no part of HSDS."""

    key: str
    type: str
    name: str


class LocationDocument(Document):
    """HSDS: location. Coordinates are only given when they say where the service itself is."""

    id: Id
    location_type: LocationType
    name: str | None = None
    """The location's own name, else that of its town or region."""
    latitude: float | None = None
    longitude: float | None = None
    languages: list[LanguageDocument] | None = None
    addresses: list[AddressDocument] | None = None
    phones: list[PhoneDocument] | None = None
    schedules: list[ScheduleDocument] | None = None
    x_dalil_place: PlaceDocument | None = None
    """The town, quarter or region; missing for services of the whole country."""
    x_dalil_precision: str | None = None
    """address or district: where the service is; city: only the town is known."""


class TaxonomyDocument(Document):
    """HSDS: taxonomy."""

    id: Id
    name: str
    description: str


class TaxonomyTermDocument(Document):
    """HSDS: taxonomy_term."""

    id: Id
    code: str
    name: str
    description: str
    taxonomy: str
    taxonomy_detail: TaxonomyDocument
    language: str
    taxonomy_id: Id


class AttributeDocument(Document):
    """HSDS: attribute."""

    id: Id
    link_id: Id
    taxonomy_term_id: Id
    link_type: str
    """The taxonomy: service_categories or audiences."""
    link_entity: str
    value: str | None = None
    """For audiences: only (for nobody else) or welcome (served beside others)."""
    taxonomy_term: TaxonomyTermDocument


class MetadataDocument(Document):
    """HSDS: metadata. Here: where the value of one field was read."""

    id: Id
    resource_id: Id
    resource_type: str
    last_action_date: str
    last_action_type: str
    field_name: str
    previous_value: str
    replacement_value: str
    """The value as the source gives it."""
    updated_by: str
    """The source: an address or the name of a document."""
    x_dalil_confidence: str | None = None
    """verified_in_source, partially, name_and_city_only, or editorial for what the directory's makers decided."""


class CostOptionDocument(Document):
    """HSDS: cost_option. An amount of 0 means that a source says it is free."""

    id: Id
    valid_from: date | None = None
    valid_to: date | None = None
    option: str | None = None
    currency: str | None = None
    amount: float | None = None
    amount_description: str | None = None


class RequiredDocumentDocument(Document):
    """HSDS: required_document."""

    id: Id
    document: str
    uri: str | None = None
