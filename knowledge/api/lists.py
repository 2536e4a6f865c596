"""A request for a list of HSDS documents: in pages, or all of them as ndjson."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request, Response
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.responses import StreamingResponse

from knowledge.api.caching import entity_tag
from knowledge.api.paging import WHOLE, D, Listing, PageAsked, Paging, batches
from knowledge.api.reader_language import Language, language_headers
from knowledge.models.base import current_revision

_LINES = "application/x-ndjson"
_PROCESS = secrets.token_hex(8)
"""Part of the tags of streams: after a restart the program may be another one."""

STREAM: dict[int | str, dict[str, Any]] = {200: {"content": {_LINES: {"schema": {"type": "string"}}}}}
"""How the OpenAPI document tells of `format=ndjson`."""


@dataclass(frozen=True)
class ListRequest:
    """How a list is asked for, whatever it lists."""

    request: Request
    language: str
    paging: Paging
    output: str

    def answer(self, engine: Engine, listing: Listing[D], whole: bool = False) -> Response:
        """The page that is asked for, or a stream. With `whole`, all is on one page unless `per_page` is given.

        Pages are written here, because FastAPI would first check them against each kind of page an address can give.
        """
        if self.output == "ndjson":
            return self._stream(engine, listing)
        one_page = whole and "per_page" not in self.request.query_params and self.paging.number == 1
        with Session(engine) as session:
            page = (WHOLE if one_page else self.paging).of(session, listing)
        content = page.model_dump_json(exclude_none=True)
        return Response(content, media_type="application/json", headers=language_headers(self.language))

    def _stream(self, engine: Engine, listing: Listing[D]) -> Response:
        """One document a line. What is sent changes with the knowledge, so its revision makes the tag."""
        with Session(engine) as session:
            asked = f"{_PROCESS} {current_revision(session)} {self.request.url} {self.language}"
            ids = listing.all_ids(session)
        headers = {"ETag": entity_tag(asked.encode()), **language_headers(self.language)}
        return StreamingResponse(_lines(engine, listing, ids), media_type=_LINES, headers=headers)


def _lines(engine: Engine, listing: Listing[D], ids: Sequence[str]) -> Iterator[str]:
    """No connection to the database is held while a reader is slow."""
    for some in batches(ids):
        with Session(engine) as session:
            documents = listing.documents(session, some)
        yield "".join(document.model_dump_json(exclude_none=True) + "\n" for document in documents)


def list_request(
    request: Request,
    language: Language,
    page: PageAsked,
    output: Annotated[
        Literal["json", "ndjson"],
        Query(alias="format", description="`ndjson`: all without pages, one JSON document a line"),
    ] = "json",
) -> ListRequest:
    """What the parameters that all lists have ask for."""
    return ListRequest(request, language, page, output)


ListAsked = Annotated[ListRequest, Depends(list_request)]
