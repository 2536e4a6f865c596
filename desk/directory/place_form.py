"""The form of a place of a service: town, address, point."""

from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from wtforms import FloatField, SelectField, StringField
from wtforms.validators import Length, Optional

from desk.directory import validators
from desk.forms import Form
from desk.wording import Words
from knowledge.directory_editing.content import PhoneLine
from knowledge.directory_editing.corrections import storable
from knowledge.directory_editing.places import CENTRE, CENTRES, PlaceContent
from knowledge.directory_editing.sources import Source
from knowledge.exchange.row_check import PRECISIONS
from knowledge.models import Place, ServiceAtLocation
from knowledge.models.location import REAL_POINTS
from knowledge.places import Gazetteer

WHOLE_COUNTRY = "-"
"""Choice of a service without a place."""
_POINT = ("latitude", "longitude")


class PlaceForm(Form):
    """Prefixed, so that it can stand beside the form of a service."""

    place = StringField("directory.field_city")
    quarter = StringField("directory.quarter", [Length(max=80)])
    location_name = StringField("directory.field_location_name", [Length(max=200)])
    address = StringField("directory.field_address_1", [Length(max=300)])
    postal_code = StringField("directory.field_postal_code", [Length(max=20)])
    precision = SelectField("directory.field_precision", validate_choice=False)
    latitude = FloatField("directory.field_latitude", [Optional(), validators.latitude])
    longitude = FloatField("directory.field_longitude", [Optional(), validators.longitude])


def place_form(
    request: Request, words: Words, posted: FormData | None = None, link: ServiceAtLocation | None = None
) -> PlaceForm:
    """The form, filled with what was posted, else with a stored place, else empty."""
    form = PlaceForm.of(request, posted=posted, data=_data(link) if link else {"precision": ""})
    form.precision.choices = [
        (value, words(f"directory.precision_{value or 'none'}")) for value in ("", CENTRE, "district", "address")
    ]
    return form


def place_problems(session: Session, form: PlaceForm, words: Words) -> bool:
    """Validate; True when something is wrong."""
    is_right = form.validate()
    point = [form.latitude, form.longitude] if form.precision.data in REAL_POINTS else []
    quarter = form.quarter.data or ""
    wrong = [
        (form.place, "choose_place", not _is_place(session, form.place.data, bool(quarter))),
        (form.quarter, "quarter_unknown", bool(quarter) and _named(session, form) is None),
        (form.precision, "choose", form.precision.data not in ("", *PRECISIONS)),
        *((field, "point_missing", field.data is None and not field.errors) for field in point),
    ]
    for field, key, is_wrong in wrong:
        if is_wrong:
            field.errors = [words(f"directory.{key}", name=quarter)]
            is_right = False
    return not is_right


def _is_place(session: Session, key: str | None, may_be_empty: bool) -> bool:
    if not key:
        return may_be_empty
    return key == WHOLE_COUNTRY or session.get(Place, key) is not None


def place_content(session: Session, form: PlaceForm, phones: tuple[PhoneLine, ...] = ()) -> PlaceContent:
    """What a form that holds nothing wrong says."""
    named = _named(session, form) if form.quarter.data else None
    key = named or (None if form.place.data == WHOLE_COUNTRY else form.place.data)
    is_point = form.precision.data in REAL_POINTS
    return PlaceContent(
        place_key=key,
        name=storable(form.location_name.data or "").strip(),
        address=storable(form.address.data or "").strip(),
        postal_code=storable(form.postal_code.data or "").strip(),
        precision=form.precision.data,
        latitude=form.latitude.data if is_point else None,
        longitude=form.longitude.data if is_point else None,
        phones=phones,
    )


def place_sources(content: PlaceContent, sources: dict[str, Source]) -> dict[str, Source]:
    """The sources of an edit; centres of towns are ours."""
    centre = {"latitude": CENTRES, "longitude": CENTRES} if content.precision == CENTRE else {}
    return centre | sources


def _named(session: Session, form: PlaceForm) -> str | None:
    """The commune or quarter with that name, inside the chosen town or region if one is chosen."""
    gazetteer = Gazetteer.from_database(session)
    quarter = form.quarter.data or ""
    named = gazetteer.by_name(quarter)
    if named:
        return named.key
    chosen = gazetteer.by_key(form.place.data or "")
    text = f"{quarter} {chosen.names['fr']}" if chosen else quarter
    places = gazetteer.find(text)
    inside = [one for one in places if chosen and one.key != chosen.key]
    return inside[0].key if len(inside) == 1 else None


def _data(link: ServiceAtLocation) -> dict[str, Any]:
    location = link.location
    address = location.addresses[0] if location.addresses else None
    return {
        "place": location.place_key or WHOLE_COUNTRY,
        "location_name": location.name,
        "address": address.address_1 if address else "",
        "postal_code": address.postal_code if address else "",
        "precision": location.precision,
        "latitude": location.latitude if location.has_real_point else None,
        "longitude": location.longitude if location.has_real_point else None,
    }
