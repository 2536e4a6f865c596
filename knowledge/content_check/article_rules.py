"""What one article must look like by itself."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from knowledge.content_check.marked_yaml import Finding, MarkedFile
from knowledge.content_check.text_rules import text_findings
from knowledge.content_check.values import (
    ADDRESS_WANTED,
    YEAR_WANTED,
    as_date,
    is_address,
    is_text_list,
    is_year,
)
from knowledge.models.article import RISKS, STATES

FIELDS = ("key", "topic", "risk", "state", "as_of", "review_by", "facts", "services", "related", "languages")
OPTIONAL_FIELDS = ("verified_on", "verified_by", "sources")
SOURCE_FIELDS = {"title": 300, "year": 40, "locator": 2000, "url": 500, "fact": 80}
"""The fields of a source and the most characters each may have."""
MOST_IN_LIST = {"services": 3, "related": 3}
KEY = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
LONGEST_KEY = 80
_LONGEST_NAME = 120


def article_findings(file: MarkedFile, today: date) -> Iterator[Finding]:
    """Everything that is wrong with an article, in whatever it says of other files."""
    if not isinstance(file.content, dict):
        yield file.finding("the file must hold fields such as key: and languages:")
        return
    content: dict[str, Any] = file.content
    for field in FIELDS:
        if field not in content:
            yield file.finding(f"the field {field}: is missing")
    for field in map(str, content.keys() - {*FIELDS, *OPTIONAL_FIELDS}):
        yield file.finding(f"unknown field {field}:", field)
    if not set(FIELDS) <= content.keys():
        return
    yield from _word_findings(file, content)
    yield from _date_findings(file, content, today)
    yield from _list_findings(file, content)
    yield from _source_findings(file, content, today)
    yield from text_findings(file)


def _word_findings(file: MarkedFile, content: dict[str, Any]) -> Iterator[Finding]:
    key = f"{file.path.parent.name}.{file.path.stem}"
    if content["key"] != key or content["topic"] != file.path.parent.name:
        yield file.finding("key and topic must match the file's folder and name", "key")
    if not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        yield file.finding("folder and file may be named with the letters a to z, digits and _ only", "key")
    if content["risk"] not in RISKS:
        yield file.finding(f"risk must be one of {', '.join(RISKS)}", "risk")
    if content["state"] not in STATES:
        yield file.finding(f"state must be one of {', '.join(STATES)}", "state")


def _date_findings(file: MarkedFile, content: dict[str, Any], today: date) -> Iterator[Finding]:
    if not is_year(content["as_of"], today):
        yield file.finding(f"as_of must be {YEAR_WANTED}", "as_of")
    if as_date(content["review_by"]) is None:
        yield file.finding("review_by must be a date such as 2027-05-31", "review_by")
    verified_on, verified_by = content.get("verified_on"), content.get("verified_by")
    if verified_on is not None:
        verified = as_date(verified_on)
        if verified is None or verified > today:
            yield file.finding("verified_on must be a date such as 2026-12-01, and not in the future", "verified_on")
        if not verified_by:
            yield file.finding("verified_on needs verified_by: who verified it?", "verified_on")
    if verified_by is not None:
        if not isinstance(verified_by, str) or not 0 < len(verified_by.strip()) <= _LONGEST_NAME:
            yield file.finding(f"verified_by must be a text of at most {_LONGEST_NAME} characters", "verified_by")
        if verified_on is None:
            yield file.finding("verified_by needs verified_on: on which day?", "verified_by")


def _list_findings(file: MarkedFile, content: dict[str, Any]) -> Iterator[Finding]:
    for field in ("facts", "services", "related"):
        items = content[field]
        if not is_text_list(items):
            yield file.finding(f"{field} must be a list of texts", field)
            continue
        for position, item in enumerate(items):
            if item in items[:position]:
                yield file.finding(f"{field}: {item} stands twice", field, position)
        if len(items) > MOST_IN_LIST.get(field, len(items)):
            yield file.finding(f"{field} may have at most {MOST_IN_LIST[field]} entries", field)


def _source_findings(file: MarkedFile, content: dict[str, Any], today: date) -> Iterator[Finding]:
    sources = content.get("sources", [])
    if not isinstance(sources, list):
        yield file.finding("sources must be a list", "sources")
        return
    if not sources and not content["facts"]:
        yield file.finding("the article rests on nothing: name facts: or sources:", "facts")
    for position, source in enumerate(sources):
        for problem in _problems_of_source(source, content["facts"], today):
            yield file.finding(f"sources: {problem}", "sources", position)


def _problems_of_source(source: Any, facts: Any, today: date) -> Iterator[str]:
    if not isinstance(source, dict) or not {"title", "year"} <= source.keys() <= SOURCE_FIELDS.keys():
        yield "each must have title: and year:, may have locator:, url: and fact:, and nothing else"
        return
    for field, longest in SOURCE_FIELDS.items():
        if field in source and not 0 < len(str(source[field] or "").strip()) <= longest:
            yield f"{field} must be a text of at most {longest} characters"
    if not is_year(source["year"], today):
        yield f"year must be {YEAR_WANTED}"
    if "url" in source and not is_address(source["url"]):
        yield f"url must be {ADDRESS_WANTED}"
    if "fact" in source and not (isinstance(facts, list) and source["fact"] in facts):
        yield f"the fact {source['fact']} must stand under facts:, too"
