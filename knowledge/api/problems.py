"""What can be wrong with a request. Whoever serves the API says it in the caller's language."""

from typing import Any

from knowledge.exchange.hsds_part_documents import Document


class UnknownRecord(LookupError):
    """There is no such record, or it is not published."""


class WrongParameter(ValueError):
    """A parameter has a value that nothing can be done with; the text is its name."""


class ProblemDocument(Document):
    """What an error answers."""

    detail: str
    """A sentence for people."""


PROBLEMS: dict[int | str, dict[str, Any]] = {
    304: {"description": "What `If-None-Match` names is still what would be sent"},
    422: {"model": ProblemDocument, "description": "A parameter is wrong"},
    429: {
        "model": ProblemDocument,
        "description": "Too many requests; `Retry-After` says when to come back, in seconds",
    },
    503: {"model": ProblemDocument, "description": "The database does not answer"},
}
"""Answers that every address of the API can give."""
NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"model": ProblemDocument, "description": "No such record"}}
"""The answer of addresses of one record, besides."""
