"""A table with one row per service and place (partners.csv; CSV and XLSX files with the same columns) → records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from knowledge.categories import categories
from knowledge.exchange.batch import Batch, stable_id
from knowledge.exchange.editorial import Editorial
from knowledge.exchange.reasons import Reason
from knowledge.exchange.row_check import SERVICE_ID, CheckedRow, check_row
from knowledge.load.taxonomies import term_id
from knowledge.models import (
    Address,
    Attribute,
    CostOption,
    FieldSource,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    SpokenLanguage,
)
from knowledge.models.taxonomy import AUDIENCES, CATEGORIES
from knowledge.phones import as_dialled, numbers_in

HSDS_FIELDS = {
    "org_name_fr": "name",
    "org_name_ar": "name (ar)",
    "org_name_en": "name (en)",
    "website": "website",
    "email": "email",
    "service_description_fr": "description",
    "city": "city",
    "address": "address_1",
    "latitude": "latitude",
    "longitude": "longitude",
    "phone": "phones",
    "opening_hours": "schedules",
    "languages": "languages",
    "eligibility": "eligibility_description",
    "fee": "fees_description",
}
"""Columns whose source is kept → how HSDS calls what they hold."""
ORGANIZATION_COLUMNS = frozenset({"org_name_fr", "org_name_ar", "org_name_en", "website", "email"})

_PLACE_COLUMNS = frozenset({"city", "region", "address", "latitude", "longitude", "geo_precision"})

UNKNOWN_TYPE = "other"
"""Type of an organisation of which a row does not say what it is."""


@dataclass(frozen=True)
class PartnersTable:
    """Reads rows into records. `places` maps official French names of towns and regions to keys."""

    places: Mapping[str, str]
    origin: str
    editorial: Editorial = field(default_factory=Editorial)

    def read(self, rows: Iterable[Mapping[str, str]]) -> Batch:
        """All rows but empty ones; a row with problems gives no records, and all its problems are in the batch.

        Rows are numbered as a spreadsheet shows them: the names of the columns are row 1.
        """
        batch = Batch()
        first_rows: dict[str, CheckedRow] = {}
        for number, raw in enumerate(rows, start=2):
            row = check_row(raw, f"row {number}", self.places, batch) if any(raw.values()) else None
            if row is None:
                continue
            service_id = self.service_id(row)
            if service_id not in first_rows:
                first_rows[service_id] = row
                batch.items[row.where] = service_id
                organization = self._organization(row, batch)
                batch.services[service_id] = self._service(row, service_id, organization, batch)
            elif row[SERVICE_ID] and _differ_in_place(first_rows[service_id], row):
                self._add_place(row, batch.services[service_id], batch)
            else:
                batch.refuse(row.where, Reason("twice"))
        return batch

    @staticmethod
    def organization_id(row: CheckedRow) -> str:
        """Made from the organisation's short and full name."""
        return stable_id("organization", row["org_key"], row["org_name_fr"])

    @staticmethod
    def service_id(row: CheckedRow) -> str:
        """The one that the row says, else made from who does what where."""
        if row[SERVICE_ID]:
            return row[SERVICE_ID]
        parts = ("org_key", "org_name_fr", "service_category", "service_description_fr", "city", "region")
        return stable_id("service", *(row[part] for part in parts))

    def _organization(self, row: CheckedRow, batch: Batch) -> Organization:
        organization_id = self.organization_id(row)
        known = batch.organizations.get(organization_id)
        if known:
            return known
        usual = self.editorial.names.get(row["org_name_fr"], {})
        names = {code: row[f"org_name_{code}"] or usual.get(code, "") for code in ("ar", "en")}
        organization = Organization(
            id=organization_id,
            key=row["org_key"],
            name=row["org_name_fr"],
            type=row["org_type"] or UNKNOWN_TYPE,
            website=row.website or None,
            email=row["email"] or None,
            translations={"name": {code: name for code, name in names.items() if name}},
            origin=self.origin,
        )
        batch.organizations[organization_id] = organization
        return organization

    def _service(self, row: CheckedRow, service_id: str, organization: Organization, batch: Batch) -> Service:
        programme = self.editorial.programmes.get(row["service_description_fr"], {})
        alerts = self.editorial.alerts.get(programme.get("alert", ""), {})
        category = categories().get(row["service_category"])
        service = Service(
            id=service_id,
            organization_id=organization.id,
            name=category.names["fr"] if category else organization.name,
            description=row["service_description_fr"],
            url=row.website if row.website != (organization.website or "") else None,
            email=row["email"] if row["email"] != (organization.email or "") else None,
            status=programme.get("status", "active"),
            alert=alerts.get("fr", ""),
            eligibility_description=row["eligibility"],
            fees_description=row["fee"],
            assured_date=row.assured_date,
            confidence=row["confidence"],
            source=row["source"],
            source_date=row["source_date"],
            note=row["note"],
            translations={
                **({"name": dict(category.names)} if category else {}),
                **({"alert": dict(alerts)} if alerts else {}),
                **self.editorial.translations(
                    description=row["service_description_fr"],
                    eligibility_description=row["eligibility"],
                    fees_description=row["fee"],
                ),
            },
            origin=self.origin,
        )
        service.url = service.url or None
        service.email = service.email or None
        service.phones = list(_phones(row, service_id))
        service.languages = [
            SpokenLanguage(id=stable_id("language", service_id, code), code=code) for code in row.languages
        ]
        service.attributes = list(self._attributes(row, service_id))
        service.cost_options = list(self._costs(row, service_id))
        service.field_sources = list(_field_sources(row, service_id))
        self._add_place(row, service, batch)
        return service

    def _add_place(self, row: CheckedRow, service: Service, batch: Batch) -> None:
        """A service has a row for each of its places; parts of the second and later ones have ids of their own."""
        earlier = len(service.service_at_locations)
        owner = f"{service.id} {earlier + 1}" if earlier else service.id
        location = _location(row, owner, self.origin)
        batch.locations[location.id] = location
        service.service_at_locations.append(
            ServiceAtLocation(
                id=stable_id("service_at_location", service.id, location.id),
                service_id=service.id,
                location_id=location.id,
                schedules=list(self._schedules(row, owner)),
            )
        )

    def _attributes(self, row: CheckedRow, service_id: str) -> Iterable[Attribute]:
        audiences = self.editorial.audiences.get(row["eligibility"], {}) | self.editorial.special_lines.get(
            row["phone"], {}
        )
        terms = [(term_id(AUDIENCES, code), value) for code, value in audiences.items()]
        if row["service_category"]:
            terms.append((term_id(CATEGORIES, row["service_category"]), ""))
        for term, value in terms:
            yield Attribute(id=stable_id("attribute", service_id, term), taxonomy_term_id=term, value=value)

    def _costs(self, row: CheckedRow, service_id: str) -> Iterable[CostOption]:
        amount = self.editorial.costs.get(row["fee"])
        if amount is not None:
            yield CostOption(id=stable_id("cost", service_id), amount=float(amount), amount_description=row["fee"])

    def _schedules(self, row: CheckedRow, service_id: str) -> Iterable[Schedule]:
        """The source's words, and where they leave no doubt the hours as rows."""
        words = row["opening_hours"]
        if not words:
            return
        texts = self.editorial.translations(description=words)
        for position, hours in enumerate(self.editorial.hours.get(words, [{}])):
            yield Schedule(
                id=stable_id("schedule", service_id, str(position)),
                position=position,
                description=words if position == 0 else "",
                translations=texts if position == 0 else {},
                freq="WEEKLY" if hours else None,
                **hours,
            )


def _differ_in_place(first: CheckedRow, row: CheckedRow) -> bool:
    """True when both rows speak of one service in two places: all other columns are the same."""
    differing = {column for column in (*first.values, *row.values) if first[column] != row[column]}
    return bool(differing & _PLACE_COLUMNS) and differing <= _PLACE_COLUMNS | {"opening_hours"}


def _phones(row: CheckedRow, service_id: str) -> Iterable[Phone]:
    for position, number in enumerate(dict.fromkeys(numbers_in(row["phone"]))):
        yield Phone(
            id=stable_id("phone", service_id, number), position=position, number=number, dialled=as_dialled(number)
        )


def _field_sources(row: CheckedRow, service_id: str) -> Iterable[FieldSource]:
    for column, name in HSDS_FIELDS.items():
        if row[column]:
            yield FieldSource(
                id=stable_id("field_source", service_id, column),
                field=name,
                value=row[column],
                source=row["source"],
                confidence=row["confidence"],
            )


def _location(row: CheckedRow, service_id: str, origin: str) -> Location:
    location_id = stable_id("location", service_id)
    location = Location(
        id=location_id,
        place_key=row.place_key,
        latitude=row.latitude,
        longitude=row.longitude,
        precision=row["geo_precision"],
        location_type="physical" if row.place_key else "virtual",
        origin=origin,
    )
    if row["address"]:
        location.addresses = [
            Address(
                id=stable_id("address", location_id),
                address_1=row["address"],
                city=row["city"],
                state_province=row["region"] if row.place_key else "",
            )
        ]
    return location
