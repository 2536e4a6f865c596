"""Forms whose labels are keys of words and whose errors come in the page's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import wtforms
from fastapi import Request
from starlette.datastructures import FormData

from desk.pages import words_of


@dataclass(frozen=True)
class EditedElsewhere:
    """Somebody else changed what is being edited: shown by the macro `edited_elsewhere` of `look/forms.html`."""

    who: str
    when: datetime
    differences: tuple[tuple[str, str, str], ...] = ()
    """Field (in words), what is stored now, what was typed here."""


class Form(wtforms.Form):
    """The base of the desk's forms. Labels are keys of words; the macro `field` of `look/forms.html` shows them."""

    @classmethod
    def of(
        cls,
        request: Request,
        posted: FormData | None = None,
        obj: object = None,
        data: Mapping[str, Any] | None = None,
    ) -> Self:
        """A form filled with what was posted, else from an object's attributes or from `data`."""
        language = words_of(request).language
        return cls(formdata=_Posted(posted) if posted is not None else None, obj=obj, data=data,
                   meta={"locales": [language]})  # fmt: skip


class _Posted:
    """Starlette's form as WTForms reads one."""

    def __init__(self, form: FormData) -> None:
        self._form = form

    def __iter__(self) -> Any:
        return iter(self._form.keys())

    def __len__(self) -> int:
        return len(self._form)

    def __contains__(self, name: str) -> bool:
        return name in self._form

    def getlist(self, name: str) -> list[Any]:
        """All values of a field."""
        return self._form.getlist(name)
