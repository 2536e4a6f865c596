"""The form of a service: all but its places and hours."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData
from wtforms import DecimalField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from desk.directory.form_parts import Parts, text_of
from desk.directory.showing import language_name
from desk.directory.validators import email_address, web_address
from desk.forms import Form
from desk.models import ADMINISTRATOR, User
from desk.wording import Words
from knowledge.audiences import audiences
from knowledge.categories import categories
from knowledge.directory_editing.content import ServiceContent, price_of
from knowledge.directory_editing.corrections import storable
from knowledge.exchange.facts import category_codes
from knowledge.exchange.row_check import CONFIDENCES
from knowledge.models import Service
from knowledge.models.service import STATUSES
from knowledge.models.taxonomy import ONLY, WELCOME

TRANSLATED_HERE = ("name", "description", "alert", "eligibility_description", "fees_description", "application_process")
LANGUAGES_SPOKEN = (
    "fr", "ar", "ary", "zgh", "en", "es", "pt", "wo", "ff", "bm", "ln", "sw", "ha", "yo", "am", "ti", "so", "tr",
)  # fmt: skip
"""To choose from; others that a service has already are offered too."""
_EDITORS_STATUSES = ("active", "temporarily closed")
_COLUMNS = (
    "name", "description", "status", "alert", "eligibility_description", "minimum_age", "maximum_age",
    "fees_description", "application_process", "url", "email", "confidence", "note",
)  # fmt: skip
_TEXT = Length(max=4000)


class ServiceForm(Form):
    """Columns of `Service`, and parts that are lists."""

    name = StringField("directory.field_name", [Length(max=200)])
    description = TextAreaField("directory.field_description", [DataRequired(), _TEXT])
    category = SelectMultipleField("directory.field_categories", validate_choice=False)
    status = SelectField("directory.field_status", validate_choice=False)
    alert = TextAreaField("directory.field_alert", [_TEXT])
    eligibility_description = TextAreaField("directory.field_eligibility_description", [_TEXT])
    minimum_age = IntegerField("directory.field_minimum_age", [Optional(), NumberRange(0, 150)])
    maximum_age = IntegerField("directory.field_maximum_age", [Optional(), NumberRange(0, 150)])
    fees_description = TextAreaField("directory.field_fees_description", [_TEXT])
    amount = DecimalField("directory.field_amount", [Optional(), NumberRange(0, 1_000_000)])
    spoken = SelectMultipleField("directory.field_languages", validate_choice=False)
    documents = TextAreaField("directory.field_required_documents", [_TEXT])
    application_process = TextAreaField("directory.field_application_process", [_TEXT])
    url = StringField("directory.field_url", [Length(max=300), web_address])
    email = StringField("directory.field_email", [Length(max=200), email_address])
    confidence = SelectField("directory.field_confidence", validate_choice=False)
    note = TextAreaField("directory.field_note", [_TEXT])


def service_form(
    request: Request, words: Words, user: User, posted: FormData | None = None, service: Service | None = None
) -> ServiceForm:
    """The form, filled with what was posted, else with a stored service, else empty."""
    data = _data(service) if service else {"status": "active", "confidence": "partially"}
    form = ServiceForm.of(request, posted=posted, data=data)
    form.category.choices = [(code, words.category(code)) for code in categories()]
    known = [spoken.code for spoken in service.languages if spoken.code] if service else []
    form.spoken.choices = spoken_choices(words.language, known)
    form.status.choices = [
        (status, words(f"directory.status_{status.replace(' ', '_')}")) for status in statuses_for(user, service)
    ]
    form.confidence.choices = [(value, words(f"directory.confidence_{value}")) for value in CONFIDENCES]
    return form


def spoken_choices(language: str, known: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Languages to choose from, with those that are known already."""
    return [(code, language_name(code, language)) for code in dict.fromkeys((*LANGUAGES_SPOKEN, *known))]


def statuses_for(user: User, service: Service | None) -> tuple[str, ...]:
    """The states that somebody may give a service; what it is now is one of them."""
    if user.role == ADMINISTRATOR:
        return STATUSES
    present = (service.status,) if service and service.status not in _EDITORS_STATUSES else ()
    return (*_EDITORS_STATUSES, *present)


def read_audiences(form: FormData) -> dict[str, str]:
    """For whom the service is, as posted."""
    chosen = {code: text_of(form, f"audience-{code}") for code in audiences()}
    return {code: value for code, value in chosen.items() if value in (ONLY, WELCOME)}


def content_of(form: ServiceForm, posted: FormData, parts: Parts, usual_name: str) -> ServiceContent:
    """What a form that holds nothing wrong says; a service without a name is called as its kind of help."""
    values: dict[str, object] = {column: _value(form[column].data) for column in _COLUMNS}
    values |= {"name": values["name"] or usual_name, "url": values["url"] or None, "email": values["email"] or None}
    return ServiceContent(
        values=values,
        translations=parts.translations,
        categories=frozenset(form.category.data or ()) & _offered(form.category),
        audiences=read_audiences(posted),
        languages=tuple(code for code in form.spoken.data or () if code in _offered(form.spoken)),
        phones=parts.lines,
        documents=tuple(line.strip() for line in (form.documents.data or "").splitlines() if line.strip()),
        amount=None if form.amount.data is None else float(form.amount.data),
    )


def problems_of(form: ServiceForm, words: Words) -> bool:
    """Validate; also what concerns several fields. True when something is wrong."""
    is_right = form.validate()
    least, most = form.minimum_age.data, form.maximum_age.data
    if least is not None and most is not None and least > most:
        form.maximum_age.errors = [words("directory.ages_wrong")]
        is_right = False
    for field in (form.status, form.confidence):
        if field.data not in _offered(field):
            field.errors = [words("directory.choose")]
            is_right = False
    return not is_right


def _offered(field: SelectField | SelectMultipleField) -> set[str]:
    """What can be chosen."""
    return {str(choice[0]) for choice in field.choices or ()}


def _data(service: Service) -> dict[str, Any]:
    cost = price_of(service.cost_options)
    return {
        **{column: getattr(service, column) for column in _COLUMNS},
        "category": category_codes(service.attributes),
        "spoken": [spoken.code for spoken in service.languages],
        "documents": "\n".join(paper.document for paper in service.required_documents),
        "amount": Decimal(str(cost.amount)) if cost else None,
    }


def _value(data: Any) -> Any:
    """Browsers send line ends of their own, which are no change."""
    return storable(data.replace("\r\n", "\n")).strip() if isinstance(data, str) else data
