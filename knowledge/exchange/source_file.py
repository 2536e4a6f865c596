"""A file or an address with services → rows of a table, or HSDS documents."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import requests

from knowledge.exchange.problems import ImportRefused
from knowledge.exchange.reasons import Reason
from knowledge.exchange.source_table import csv_rows, limited, spreadsheet_rows

_LARGEST_FILE = 20 * 1024 * 1024
_MOST_PAGES = 1_000
_LONGEST_ADDRESS = 300
_SECONDS = 30


@dataclass(frozen=True)
class SourceFile:
    """What was read: either rows of a table or HSDS documents of services; the other one is None."""

    name: str
    """The file's name without its folder, or the address: whatever was read from it has this as its origin."""
    rows: list[dict[str, str]] | None = None
    documents: list[Any] | None = None


def read_source(name: str) -> SourceFile:
    """Read a CSV, XLSX or JSON file, or the same from an http(s) address (all pages of an HSDS API).

    Raises ImportRefused, with a sentence for the person who imports, for what cannot be read at all.
    """
    if not name.lower().startswith(("http://", "https://")):
        return read_content(_file(Path(name)), Path(name).name)
    if len(name) > _LONGEST_ADDRESS:
        raise ImportRefused(f"The address has more than {_LONGEST_ADDRESS} characters.")
    return read_content(_download(name), name)


def read_content(content: bytes, name: str) -> SourceFile:
    """The same from bytes. Raises ImportRefused."""
    if content.startswith(b"PK"):
        return SourceFile(name, rows=spreadsheet_rows(content, name))
    text = _text(content, name)
    if text.lstrip().startswith(("{", "[")):
        return SourceFile(name, documents=list(limited(_documents(text, name), name)))
    return SourceFile(name, rows=csv_rows(text, name))


def _file(path: Path) -> bytes:
    if not path.is_file():
        raise ImportRefused(f"There is no file {path}.")
    if path.stat().st_size > _LARGEST_FILE:
        raise ImportRefused(f"{path} is larger than 20 MB.")
    return path.read_bytes()


def _download(address: str) -> bytes:
    try:
        with requests.get(address, timeout=_SECONDS, stream=True) as response:
            response.raise_for_status()
            content = bytearray()
            for part in response.iter_content(64 * 1024):
                content += part
                if len(content) > _LARGEST_FILE:
                    raise ImportRefused(f"{address} is larger than 20 MB.")
            return bytes(content)
    except requests.RequestException as error:
        raise ImportRefused(f"{address} cannot be read: {error}") from error


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(Reason("not_utf_8", name=name)) from error


def _documents(text: str, name: str) -> Iterator[Any]:
    """Documents of services: a list, one service, a page (of an API: with those that follow), or one per line."""
    page = _json(text, name)
    for _ in range(_MOST_PAGES):
        if isinstance(page, list):
            yield from page
            return
        if "contents" not in page:
            yield page
            return
        if not isinstance(page["contents"], list):
            raise ImportRefused(Reason("page_without_list", name=name))
        yield from page["contents"]
        following = _following(name, page)
        if following is None:
            return
        number = page["page_number"]
        page = _json(_text(_download(following), following), following)
        if isinstance(page, dict) and page.get("page_number") != number + 1:
            raise ImportRefused(f"{following} does not give page {number + 1}.")
    raise ImportRefused(f"{name} has more than {_MOST_PAGES} pages.")


def _json(text: str, name: str) -> dict[str, Any] | list[Any]:
    try:
        return _json_value(text, name)
    except json.JSONDecodeError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1:
            with suppress(json.JSONDecodeError):
                return [_json_value(line, name) for line in lines]
        raise ImportRefused(Reason("not_json", name=name, line=error.lineno, said=error.msg)) from error


def _json_value(text: str, name: str) -> dict[str, Any] | list[Any]:
    """Raises JSONDecodeError, and ImportRefused for what Python cannot or will not read."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise ImportRefused(Reason("json_too_deep", name=name)) from error
    if not isinstance(value, dict | list):
        raise ImportRefused(Reason("no_services", name=name))
    return value


def _following(name: str, page: Mapping[str, Any]) -> str | None:
    """The address of the page after this one; None for files and for the last page."""
    address = urlsplit(name)
    number, pages = page.get("page_number"), page.get("total_pages")
    if address.scheme not in ("http", "https") or not isinstance(number, int) or not isinstance(pages, int):
        return None
    if number >= pages:
        return None
    query = [(key, value) for key, value in parse_qsl(address.query, keep_blank_values=True) if key != "page"]
    return urlunsplit(address._replace(query=urlencode([*query, ("page", str(number + 1))])))
