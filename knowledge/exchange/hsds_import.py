"""Documents of Open Referral HSDS 3 → records of the directory."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from knowledge.exchange.batch import Batch, stable_id
from knowledge.exchange.hsds_import_parts import (
    Point,
    WrongMember,
    has_category,
    make_attributes,
    make_languages,
    make_links,
    make_phones,
    make_schedules,
    once,
    point_of,
)
from knowledge.exchange.hsds_input import AddressInput, LocationInput, OrganizationInput, ServiceInput
from knowledge.exchange.hsds_reasons import reason_of
from knowledge.exchange.reasons import Reason
from knowledge.geo import distance_km
from knowledge.models import Address, CostOption, FieldSource, Location, Organization, RequiredDocument, Service
from knowledge.places import Gazetteer

_CENTRE_KM = 0.2
"""So near to the centre of its town, a point without an address is that centre and not where the service is."""
_PLAIN = ("name", "description", "status", "alert", "application_process", "eligibility_description",
          "minimum_age", "maximum_age", "fees_description", "assured_date")  # fmt: skip
_SOURCED = ("name", "description", "eligibility_description", "fees_description", "url")


@dataclass(frozen=True)
class HsdsImport:
    """Reads service documents. `origin` is the file or address that they come from."""

    gazetteer: Gazetteer
    origin: str

    def read(self, documents: Iterable[Any]) -> Batch:
        """All documents; one with a problem gives no records. Services that nobody would find are noticed."""
        batch = Batch()
        for number, document in enumerate(documents, start=1):
            where = f"service {number}"
            try:
                batch.items[where] = self._add(ServiceInput.model_validate(document), batch)
            except ValidationError as error:
                for problem in error.errors():
                    member = ".".join(str(part) for part in problem["loc"])
                    batch.refuse(f"{where}, {member}" if member else where, reason_of(problem))
            except WrongMember as wrong:
                batch.refuse(f"{where}, {wrong.member}", wrong.reason)
        batch.notices += _notices(batch.services.values())
        return batch

    def _add(self, document: ServiceInput, batch: Batch) -> str:
        """The id of the service."""
        if str(document.id) in batch.services:
            raise WrongMember("id", Reason("stands_twice", value=document.id))
        organization = self._organization(document.organization)
        locations = [self._location(link.location) for link in document.service_at_locations]
        batch.services[str(document.id)] = self._service(document)
        batch.organizations.setdefault(organization.id, organization)
        for location in locations:
            batch.locations.setdefault(location.id, location)
        return str(document.id)

    def _organization(self, document: OrganizationInput) -> Organization:
        return Organization(
            id=str(document.id),
            name=document.name,
            description=document.description,
            website=document.website or None,
            email=document.email or None,
            origin=self.origin,
            phones=make_phones(document.phones, f"organization {document.id}"),
        )

    def _service(self, document: ServiceInput) -> Service:
        service_id = str(document.id)
        source = document.x_dalil_source or self.origin
        return Service(
            id=service_id,
            organization_id=str(document.organization.id),
            url=document.url or None,
            email=document.email or None,
            confidence=document.x_dalil_confidence,
            source=source,
            source_date=document.x_dalil_source_date,
            origin=self.origin,
            **{field: getattr(document, field) for field in _PLAIN},
            phones=make_phones(document.phones, f"service {service_id}"),
            schedules=make_schedules(document.schedules, f"service {service_id}"),
            languages=make_languages(document.languages, f"service {service_id}"),
            attributes=list(make_attributes(document.attributes, service_id)),
            cost_options=[
                CostOption(id=stable_id("cost", service_id, str(cost.id)), **cost.model_dump(exclude={"id"}))
                for cost in once(document.cost_options, "cost_options")
            ],
            required_documents=[
                RequiredDocument(
                    id=stable_id("required_document", service_id, str(paper.id)),
                    document=paper.document,
                    uri=paper.uri or None,
                )
                for paper in once(document.required_documents, "required_documents")
                if paper.document
            ],
            field_sources=list(_field_sources(document, source)),
            service_at_locations=make_links(document.service_at_locations, service_id),
        )

    def _location(self, document: LocationInput) -> Location:
        location_id = str(document.id)
        point = point_of(document)
        place_key = self._place(document, point)
        return Location(
            id=location_id,
            location_type=document.location_type,
            name=document.name,
            place_key=place_key,
            latitude=point[0] if point else None,
            longitude=point[1] if point else None,
            precision=self._precision(document, place_key, point),
            origin=self.origin,
            addresses=[
                _address(address, location_id) for address in once(document.addresses, "addresses") if address.address_1
            ],
            phones=make_phones(document.phones, f"location {location_id}"),
            schedules=make_schedules(document.schedules, f"location {location_id}"),
            languages=make_languages(document.languages, f"location {location_id}"),
        )

    def _place(self, document: LocationInput, point: Point | None) -> str | None:
        """The place that a Dalil says, else the city of the address, else the nearest town; None: the whole country."""
        if document.x_dalil_place and self.gazetteer.by_key(document.x_dalil_place.key):
            return document.x_dalil_place.key
        named = [name for address in document.addresses for name in (address.city, address.state_province) if name]
        for name in named:
            if found := self.gazetteer.by_name(name):
                return found.key
        near = self.gazetteer.nearest(*point) if point else None
        if near:
            return near[0].key
        if named:
            raise WrongMember("service_at_locations.location.addresses", Reason("place_not_known", value=named[0]))
        if document.location_type == "virtual":
            return None
        raise WrongMember("service_at_locations.location", Reason("place_not_said"))

    def _precision(self, document: LocationInput, place_key: str | None, point: Point | None) -> str:
        place = self.gazetteer.by_key(place_key) if place_key else None
        if point is None or document.x_dalil_precision:
            return document.x_dalil_precision
        if document.addresses or place is None or place.latitude is None or place.longitude is None:
            return "address"
        return "city" if distance_km(*point, place.latitude, place.longitude) <= _CENTRE_KM else "address"


def _notices(services: Collection[Service]) -> Iterable[Reason]:
    lacking = {
        "notice_no_category": sum(not has_category(service) for service in services),
        "notice_no_location": sum(not service.service_at_locations for service in services),
    }
    for code, number in lacking.items():
        if number:
            yield Reason(code, number=number)


def _address(document: AddressInput, location_id: str) -> Address:
    return Address(
        id=stable_id("address", location_id, str(document.id)),
        address_1=", ".join(filter(None, (document.address_1, document.address_2))),
        country=document.country.upper(),
        **document.model_dump(exclude={"id", "address_1", "address_2", "country"}),
    )


def _field_sources(document: ServiceInput, source: str) -> Iterable[FieldSource]:
    for field in _SOURCED:
        if value := getattr(document, field):
            yield FieldSource(
                id=stable_id("field_source", str(document.id), field),
                field=field,
                value=str(value),
                source=source,
                confidence=document.x_dalil_confidence,
            )
