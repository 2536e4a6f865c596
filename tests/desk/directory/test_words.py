"""Words that pages put together from a code exist for every code there is."""

import re
from pathlib import Path

import pytest

from desk.directory.form_parts import PHONE_TYPES
from desk.directory.list_pages import MONTHS
from desk.directory.showing import Showing
from desk.wording import Words
from gateway.words import LANGUAGES
from knowledge.directory_editing.corrections import OF_ORGANIZATION, OF_SERVICE
from knowledge.directory_editing.import_preview import STATES
from knowledge.directory_editing.import_run import LEFT
from knowledge.exchange.facts import facts_of, organization_facts
from knowledge.exchange.row_check import CONFIDENCES, ORGANIZATION_TYPES, PRECISIONS
from knowledge.models import Organization, Service
from knowledge.models.service import STATUSES

ROOM = Path(__file__).parents[3] / "desk" / "directory"
HOURS = ("half", "time", "same", "overlap", "order", "date", "twice", "empty_period")
CODES = {
    "status": [status.replace(" ", "_") for status in STATUSES],
    "confidence": CONFIDENCES,
    "precision": (*PRECISIONS, "none"),
    "type": ORGANIZATION_TYPES,
    "phone": PHONE_TYPES,
    "row": (*STATES, LEFT),
    "why": ("edited", "foreign", LEFT),
    "import": ("preview", "done", "undone"),
    "hours": HOURS,
    "audience": ("only", "welcome"),
    "audience_choice": ("only", "welcome"),
    "worth": CONFIDENCES[:2],
    "export": ("csv", "xlsx", "json"),
}


@pytest.mark.parametrize("kind", CODES)
def test_every_code_has_a_word(kind: str) -> None:
    assert [code for code in CODES[kind] if not Words("fr").has(f"directory.{kind}_{code}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_name_in_every_language(language: str) -> None:
    organization = Organization(id="o", name="x")
    service = Service(id="s", organization_id="o", name="x")
    showing = Showing(Words(language), {})
    fields = [*facts_of(service, organization, {}), *organization_facts(organization), *OF_SERVICE, *OF_ORGANIZATION]
    names = [showing.field(field) for field in (*fields, "organization.website", "description (ar)")]
    assert all(names)


def test_every_action_that_is_noted_has_a_name() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in ROOM.glob("*.py"))
    noted = set(re.findall(r'"directory\.((?:service|place|hours|organization|link|correction|corrections)_[a-z]+|'
                           r'confirmed(?:_by_association)?)"', source))  # fmt: skip
    shown = {one for one in noted if one.split("_")[-1] in ("changed", "added", "created", "revoked", "approved",
                                                          "refused", "sent", "confirmed", "association")}  # fmt: skip
    assert shown >= {"service_changed", "confirmed_by_association"}
    assert [action for action in shown if not Words("fr").has(f"directory.action_{action}")] == []


def test_there_is_a_filter_for_services_that_nobody_ever_confirmed() -> None:
    assert MONTHS[0] == 0
