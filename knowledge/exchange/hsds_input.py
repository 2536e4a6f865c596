"""What we read of documents of Open Referral HSDS 3 from other directories; members we do not use are ignored."""

import re
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from knowledge.exchange.problems import cannot_be_stored
from knowledge.exchange.reasons import Reason
from knowledge.exchange.row_check import is_email_address, is_web_address
from knowledge.models.service import STATUSES

_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9.]+)?(Z|[+-][0-9:]+)?")


def _web_address(text: str) -> str:
    if text and not is_web_address(text):
        raise ValueError(Reason("not_web_address"))
    return text


def _email(text: str) -> str:
    if text and not is_email_address(text):
        raise ValueError(Reason("not_email_address"))
    return text


def _status(value: object) -> object:
    if value not in STATUSES:
        raise ValueError(Reason("not_a_status", allowed=", ".join(STATUSES)))
    return value


def _clock(text: str) -> str:
    """HSDS allows "09:00:00", "09:00Z" and "09:00+00:00", too."""
    if not _CLOCK.fullmatch(text):
        raise ValueError(Reason("not_a_time"))
    return text[:5]


def _storable(text: str) -> str:
    if cannot_be_stored(text):
        raise ValueError(Reason("no_character"))
    return text


String = Annotated[str, AfterValidator(_storable)]
Text = Annotated[String, Field(max_length=20_000)]
Name = Annotated[String, Field(min_length=1, max_length=200)]
WebAddress = Annotated[String, Field(max_length=300), AfterValidator(_web_address)]
Email = Annotated[String, Field(max_length=200), AfterValidator(_email)]
Clock = Annotated[str, AfterValidator(_clock)]
LocationType = Literal["physical", "postal", "virtual"]


class _Input(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _without_null(cls, values: Any) -> Any:
        """Many directories write null for what HSDS leaves out."""
        if isinstance(values, dict):
            return {member: value for member, value in values.items() if value is not None}
        return values


class Identified(_Input):
    """Whatever has an id of its own."""

    id: UUID


class LanguageInput(Identified):
    """HSDS: language."""

    code: Annotated[str, Field(pattern="^[A-Za-z0-9-]{0,8}$")] = ""
    name: Annotated[String, Field(max_length=80)] = ""
    note: Text = ""


class PhoneInput(Identified):
    """HSDS: phone."""

    number: Annotated[String, Field(min_length=1, max_length=60)]
    type: Annotated[String, Field(max_length=20)] = "voice"
    description: Text = ""
    languages: list[LanguageInput] = []


class ScheduleInput(Identified):
    """HSDS: schedule."""

    freq: Annotated[String, Field(max_length=10)] | None = None
    byday: Annotated[String, Field(max_length=40)] | None = None
    opens_at: Clock | None = None
    closes_at: Clock | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    description: Text = ""
    notes: Text = ""
    interval: Any = None
    count: Any = None
    until: Any = None
    byweekno: Any = None
    bymonthday: Any = None
    byyearday: Any = None

    @property
    def has_unread_rule(self) -> bool:
        """True when the row has a part that we cannot keep, so that without it the rest would say other days."""
        narrowed = (self.count, self.until, self.byweekno, self.bymonthday, self.byyearday)
        return self.interval not in (None, "", 1, "1") or any(narrowed)


class AddressInput(Identified):
    """HSDS: address."""

    address_1: Annotated[String, Field(max_length=200)] = ""
    address_2: Annotated[String, Field(max_length=98)] = ""
    city: Annotated[String, Field(max_length=80)] = ""
    state_province: Annotated[String, Field(max_length=80)] = ""
    postal_code: Annotated[String, Field(max_length=20)] = ""
    country: Annotated[str, Field(pattern="^[A-Za-z]{2}$")] = "MA"
    address_type: LocationType = "physical"


class PlaceInput(_Input):
    """The place of a location in a Dalil's export."""

    key: str


class LocationInput(Identified):
    """HSDS: location."""

    location_type: LocationType = "physical"
    name: Annotated[String, Field(max_length=200)] = ""
    latitude: float | None = None
    longitude: float | None = None
    addresses: list[AddressInput] = []
    phones: list[PhoneInput] = []
    schedules: list[ScheduleInput] = []
    languages: list[LanguageInput] = []
    x_dalil_place: PlaceInput | None = None
    x_dalil_precision: Literal["", "address", "district", "city"] = ""


class ServiceAtLocationInput(Identified):
    """HSDS: service_at_location."""

    description: Text = ""
    location: LocationInput
    phones: list[PhoneInput] = []
    schedules: list[ScheduleInput] = []


class TaxonomyTermInput(_Input):
    """HSDS: taxonomy_term."""

    code: str = ""
    name: str = ""


class AttributeInput(_Input):
    """HSDS: attribute."""

    value: Any = None
    taxonomy_term: TaxonomyTermInput | None = None


class CostOptionInput(Identified):
    """HSDS: cost_option."""

    option: Annotated[String, Field(max_length=200)] = ""
    amount: Annotated[float, Field(allow_inf_nan=False)] | None = None
    currency: Annotated[String, Field(max_length=3)] = "MAD"
    amount_description: Text = ""
    valid_from: date | None = None
    valid_to: date | None = None


class RequiredDocumentInput(Identified):
    """HSDS: required_document."""

    document: Text = ""
    uri: WebAddress = ""


class OrganizationInput(Identified):
    """HSDS: organization."""

    name: Name
    description: Text = ""
    website: WebAddress = ""
    email: Email = ""
    phones: list[PhoneInput] = []


class ServiceInput(Identified):
    """HSDS: service, with everything nested in it."""

    name: Name
    description: Text = ""
    url: WebAddress = ""
    email: Email = ""
    status: Annotated[str, BeforeValidator(_status)]
    alert: Text = ""
    application_process: Text = ""
    eligibility_description: Text = ""
    minimum_age: Annotated[int, Field(ge=0, le=150)] | None = None
    maximum_age: Annotated[int, Field(ge=0, le=150)] | None = None
    fees_description: Text = ""
    assured_date: date | None = None
    organization: OrganizationInput
    phones: list[PhoneInput] = []
    schedules: list[ScheduleInput] = []
    languages: list[LanguageInput] = []
    service_at_locations: list[ServiceAtLocationInput] = []
    cost_options: list[CostOptionInput] = []
    required_documents: list[RequiredDocumentInput] = []
    attributes: list[AttributeInput] = []
    x_dalil_confidence: Literal["verified_in_source", "partially", "name_and_city_only"] = "partially"
    x_dalil_source: Text = ""
    x_dalil_source_date: Annotated[String, Field(max_length=300)] = ""
