"""What a form sent."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData

_MOST_FIELDS = 2000
_LONGEST_FIELD = 8 * 1024 * 1024
"""Bytes."""


async def read_form(request: Request) -> FormData:
    """The fields of a request, read once. Raises HTTPException 422 for what is no form."""
    try:
        return await request.form(max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD)
    except HTTPException as error:
        raise HTTPException(422) from error


Posted = Annotated[FormData, Depends(read_form)]
"""The form of a route that reads one: `def save(request: Request, user: Editor, form: Posted)`."""
