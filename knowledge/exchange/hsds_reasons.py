"""What pydantic finds wrong in a document, as reasons that can be said in our users' languages."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from knowledge.exchange.reasons import Reason

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_CODES = {
    "missing": "member_missing",
    "string_too_short": "member_too_short",
    "string_too_long": "member_too_long",
    "literal_error": "member_word",
}
_BEGINNINGS = {
    "date": "member_date",
    "uuid": "member_id",
    "int": "member_number",
    "float": "member_number",
    "finite": "member_number",
    "greater": "member_number",
    "less": "member_number",
}


def reason_of(problem: "ErrorDetails") -> Reason:
    """The reason of an error; one that a validator of ours gave is kept."""
    context: Mapping[str, Any] = problem.get("ctx", {})
    given = getattr(context.get("error"), "args", ())
    if given and isinstance(given[0], Reason):
        return given[0]
    kind = problem["type"]
    code = _CODES.get(kind) or _BEGINNINGS.get(kind.partition("_")[0], "member_other")
    return Reason(code, said=problem["msg"], most=context.get("max_length", ""), allowed=context.get("expected", ""))
