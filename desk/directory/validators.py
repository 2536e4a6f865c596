"""What fields of the directory's forms may hold; the reasons are those of imports."""

from typing import Any

from wtforms import ValidationError

from knowledge.exchange.reasons import Reason
from knowledge.exchange.row_check import EAST, NORTH, SOUTH, WEST, is_email_address, is_web_address


def web_address(form: Any, field: Any) -> None:
    """A whole address of a page. Raises ValidationError."""
    if field.data and not is_web_address(field.data):
        _refuse(form, Reason("web_address", value=field.data))


def email_address(form: Any, field: Any) -> None:
    """Something with one @. Raises ValidationError."""
    if field.data and not is_email_address(field.data):
        _refuse(form, Reason("email_address", value=field.data))


def latitude(form: Any, field: Any) -> None:
    """Degrees in Morocco. Raises ValidationError."""
    _degrees(form, field, SOUTH, NORTH)


def longitude(form: Any, field: Any) -> None:
    """Degrees in Morocco. Raises ValidationError."""
    _degrees(form, field, WEST, EAST)


def _degrees(form: Any, field: Any, least: float, most: float) -> None:
    if field.data is not None and not least <= field.data <= most:
        _refuse(form, Reason("outside", value=field.data, least=least, most=most))


def _refuse(form: Any, reason: Reason) -> None:
    raise ValidationError(reason.say(form.meta.locales[0]))
