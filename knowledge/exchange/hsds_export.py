"""Records of the directory → documents of Open Referral HSDS 3.0, in one of the reader's languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.exchange.hsds_documents import OrganizationDocument, ServiceAtLocationDocument, ServiceDocument
from knowledge.exchange.hsds_part_documents import LocationDocument, PlaceDocument
from knowledge.exchange.hsds_parts import (
    address_documents,
    attribute_documents,
    cost_documents,
    in_utc,
    language_documents,
    metadata_documents,
    phone_documents,
    required_documents,
    schedule_documents,
)
from knowledge.models import Location, Organization, Place, Service, ServiceAtLocation
from knowledge.models.translations import translated

_COORDINATES = frozenset({"latitude", "longitude"})


@dataclass(frozen=True)
class HsdsExport:
    """Makes documents whose texts are in `language` where we have a translation, else as in the source.

    `places` are the places of the locations, by key. Notes for administrators and coordinates of the centre of a town
    are in no document. Load records with the options of `knowledge.exchange.hsds_loading`.
    """

    language: str
    places: Mapping[str, Place]

    def organization(self, record: Organization) -> OrganizationDocument:
        """An organisation alone."""
        return OrganizationDocument(
            id=record.id,
            name=translated(record.translations, "name", self.language, record.name),
            description=translated(record.translations, "description", self.language, record.description),
            email=record.email,
            website=record.website,
            x_dalil_type=record.type,
        )

    def full_organization(self, record: Organization) -> OrganizationDocument:
        """An organisation with its phones and sources."""
        document = self.organization(record)
        document.phones = phone_documents(record.phones, self.language)
        document.metadata = metadata_documents(record.field_sources, "organization", record.last_modified)
        return document

    def service(self, record: Service) -> ServiceDocument:
        """A service with what there is once: its texts, its state, its organisation."""
        document = self.bare_service(record)
        document.organization = self.organization(record.organization)
        return document

    def full_service(self, record: Service) -> ServiceDocument:
        """A service with all that belongs to it, its organisation and its locations."""
        document = self.nested_service(record)
        document.organization = self.full_organization(record.organization)
        return document

    def nested_service(self, record: Service) -> ServiceDocument:
        """A service with all that belongs to it and its locations, without its organisation."""
        document = self._service_with_parts(record)
        document.service_at_locations = [self._link(link) for link in record.service_at_locations] or None
        return document

    def bare_service(self, record: Service) -> ServiceDocument:
        """A service without anything that belongs to it."""
        return ServiceDocument(
            id=record.id,
            name=self._text(record, "name", record.name),
            description=self._text(record, "description", record.description) or None,
            url=record.url,
            email=record.email,
            status=record.status,
            application_process=self._text(record, "application_process", record.application_process) or None,
            fees_description=self._text(record, "fees_description", record.fees_description) or None,
            eligibility_description=self._text(record, "eligibility_description", record.eligibility_description)
            or None,
            minimum_age=record.minimum_age,
            maximum_age=record.maximum_age,
            assured_date=record.assured_date,
            alert=self._text(record, "alert", record.alert) or None,
            last_modified=in_utc(record.last_modified),
            x_dalil_confidence=record.confidence,
            x_dalil_source=record.source or None,
            x_dalil_source_date=record.source_date or None,
        )

    def service_at_location(self, record: ServiceAtLocation) -> ServiceAtLocationDocument:
        """A service at a location with what there is once of both."""
        return ServiceAtLocationDocument(
            id=record.id,
            description=record.description or None,
            location=self._location(record.location),
            service=self.service(record.service),
        )

    def full_service_at_location(self, record: ServiceAtLocation) -> ServiceAtLocationDocument:
        """A service at a location with all that belongs to both."""
        document = self._link(record)
        document.service = self._service_with_parts(record.service)
        document.service.organization = self.full_organization(record.service.organization)
        return document

    def _service_with_parts(self, record: Service) -> ServiceDocument:
        document = self.bare_service(record)
        document.phones = phone_documents(record.phones, self.language)
        document.schedules = schedule_documents(record.schedules, self.language)
        document.languages = language_documents(record.languages, self.language)
        document.cost_options = cost_documents(record.cost_options)
        document.required_documents = required_documents(record.required_documents, self.language)
        document.attributes = attribute_documents(record.attributes, self.language)
        document.metadata = metadata_documents(
            record.field_sources, "service", record.last_modified, without=_unreal_coordinates(record)
        )
        return document

    def _link(self, record: ServiceAtLocation) -> ServiceAtLocationDocument:
        return ServiceAtLocationDocument(
            id=record.id,
            description=record.description or None,
            phones=phone_documents(record.phones, self.language),
            schedules=schedule_documents(record.schedules, self.language),
            location=self._full_location(record.location),
        )

    def _location(self, record: Location) -> LocationDocument:
        place = self._place(record)
        return LocationDocument(
            id=record.id,
            location_type=record.location_type,
            name=record.name or (place.name if place else None),
            latitude=record.latitude if record.has_real_point else None,
            longitude=record.longitude if record.has_real_point else None,
            x_dalil_place=place,
            x_dalil_precision=record.precision or None,
        )

    def _full_location(self, record: Location) -> LocationDocument:
        document = self._location(record)
        document.languages = language_documents(record.languages, self.language)
        document.addresses = address_documents(record.addresses)
        document.phones = phone_documents(record.phones, self.language)
        document.schedules = schedule_documents(record.schedules, self.language)
        return document

    def _place(self, record: Location) -> PlaceDocument | None:
        place = self.places.get(record.place_key or "")
        if place is None:
            return None
        names = {name.language: name.spelling for name in place.names if name.language}
        return PlaceDocument(key=place.key, type=place.type, name=names.get(self.language, place.key))

    def _text(self, record: Service, field: str, original: str) -> str:
        return translated(record.translations, field, self.language, original)


def _unreal_coordinates(record: Service) -> frozenset[str]:
    """The fields whose sources must not be told, because their values are the centre of a town."""
    links = record.service_at_locations
    return frozenset() if links and all(link.location.has_real_point for link in links) else _COORDINATES
