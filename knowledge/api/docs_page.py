"""/docs: the API's description to read and to try, without any request to somebody else."""

from pathlib import Path

import fastapi_offline
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

_FOLDER = Path(__file__).parent / "docs"
_LIBRARY = Path(fastapi_offline.__file__).parent / "static"


def add_docs_page(api: FastAPI, content_security_policy: str) -> None:
    """Add the page and its files. Its policy must allow images with the scheme data: Swagger UI draws its marks so."""

    @api.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        page = (_FOLDER / "page.html").read_text(encoding="utf-8")
        return HTMLResponse(page, headers={"Content-Security-Policy": content_security_policy})

    api.mount("/docs/library", StaticFiles(directory=_LIBRARY))
    api.mount("/docs/own", StaticFiles(directory=_FOLDER / "own"))
