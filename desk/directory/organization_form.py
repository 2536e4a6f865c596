"""The form of an organisation."""

from typing import Any

from fastapi import Request
from starlette.datastructures import FormData
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from desk.directory.form_parts import Parts, read_parts
from desk.directory.validators import email_address, web_address
from desk.forms import Form
from desk.pages import words_of
from desk.wording import Words
from knowledge.directory_editing.content import OrganizationContent
from knowledge.directory_editing.corrections import storable
from knowledge.exchange.row_check import ORGANIZATION_TYPES

COLUMNS = ("name", "type", "description", "website", "email")
TRANSLATED = ("name",)


class OrganizationForm(Form):
    """Columns of `Organization`."""

    name = StringField("directory.field_name", [DataRequired(), Length(max=200)])
    type = SelectField("directory.field_type", validate_choice=False)
    description = TextAreaField("directory.field_description", [Length(max=4000)])
    website = StringField("directory.field_website", [Length(max=300), web_address])
    email = StringField("directory.field_email", [Length(max=200), email_address])


def organization_form(
    request: Request, posted: FormData | None = None, data: dict[str, Any] | None = None
) -> OrganizationForm:
    """The form, filled with what was posted, else with `data`."""
    words = words_of(request)
    form = OrganizationForm.of(request, posted=posted, data=data)
    form.type.choices = [(kind, words(f"directory.type_{kind}")) for kind in ORGANIZATION_TYPES]
    return form


def read_organization(request: Request, posted: FormData) -> tuple[OrganizationForm, Parts, OrganizationContent | None]:
    """The form, its parts, and what they say; None when something is wrong."""
    words = words_of(request)
    form, parts = organization_form(request, posted), read_parts(posted, words, TRANSLATED)
    is_right = form.validate() and parts.is_right and _is_known_type(form, words)
    values: dict[str, object] = {
        column: storable((form[column].data or "").replace("\r\n", "\n")).strip() for column in COLUMNS
    }
    values |= {"website": values["website"] or None, "email": values["email"] or None}
    return form, parts, OrganizationContent(values, parts.translations, parts.lines) if is_right else None


def _is_known_type(form: OrganizationForm, words: Words) -> bool:
    if form.type.data in ORGANIZATION_TYPES:
        return True
    form.type.errors = [words("directory.choose")]
    return False
