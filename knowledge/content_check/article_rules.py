"""What one article must look like by itself."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from knowledge.content_check.marked_yaml import Finding, MarkedFile
from knowledge.content_check.problems import Problem, problem
from knowledge.content_check.text_rules import text_findings
from knowledge.content_check.values import as_date, is_address, is_text_list, is_year
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
        yield file.finding(problem("no_fields"))
        return
    content: dict[str, Any] = file.content
    for field in FIELDS:
        if field not in content:
            yield file.finding(problem("field_missing", field=field))
    for field in map(str, content.keys() - {*FIELDS, *OPTIONAL_FIELDS}):
        yield file.finding(problem("field_unknown", field=field), field)
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
        yield file.finding(problem("key_misplaced"), "key")
    if not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        yield file.finding(problem("key_letters"), "key")
    for field, allowed in (("risk", RISKS), ("state", STATES)):
        if content[field] not in allowed:
            yield file.finding(problem("not_one_of", field=field, allowed=", ".join(allowed)), field)


def _date_findings(file: MarkedFile, content: dict[str, Any], today: date) -> Iterator[Finding]:
    if not is_year(content["as_of"], today):
        yield file.finding(problem("as_of_wrong"), "as_of")
    if as_date(content["review_by"]) is None:
        yield file.finding(problem("review_by_wrong"), "review_by")
    verified_on, verified_by = content.get("verified_on"), content.get("verified_by")
    if verified_on is not None:
        verified = as_date(verified_on)
        if verified is None or verified > today:
            yield file.finding(problem("verified_on_wrong"), "verified_on")
        if not verified_by:
            yield file.finding(problem("verified_by_missing"), "verified_on")
    if verified_by is not None:
        if not isinstance(verified_by, str) or not 0 < len(verified_by.strip()) <= _LONGEST_NAME:
            yield file.finding(problem("verified_by_wrong", most=_LONGEST_NAME), "verified_by")
        if verified_on is None:
            yield file.finding(problem("verified_on_missing"), "verified_by")


def _list_findings(file: MarkedFile, content: dict[str, Any]) -> Iterator[Finding]:
    for field in ("facts", "services", "related"):
        items = content[field]
        if not is_text_list(items):
            yield file.finding(problem("no_text_list", field=field), field)
            continue
        for position, item in enumerate(items):
            if item in items[:position]:
                yield file.finding(problem("stands_twice", field=field, item=item), field, position)
        if len(items) > MOST_IN_LIST.get(field, len(items)):
            yield file.finding(problem("too_many_entries", field=field, most=MOST_IN_LIST[field]), field)


def _source_findings(file: MarkedFile, content: dict[str, Any], today: date) -> Iterator[Finding]:
    sources = content.get("sources", [])
    if not isinstance(sources, list):
        yield file.finding(problem("no_list", field="sources"), "sources")
        return
    if not sources and not content["facts"]:
        yield file.finding(problem("rests_on_nothing"), "facts")
    for position, source in enumerate(sources):
        if not isinstance(source, dict) or not {"title", "year"} <= source.keys() <= SOURCE_FIELDS.keys():
            yield file.finding(problem("source_fields"), "sources", position)
            continue
        for field, wrong in _problems_of_source(source, content["facts"], today):
            yield file.finding(wrong, "sources", position, field)


def _problems_of_source(source: dict[str, Any], facts: Any, today: date) -> Iterator[tuple[str, Problem]]:
    """Field → what is wrong with it."""
    for field, longest in SOURCE_FIELDS.items():
        if field in source and not 0 < len(str(source[field] or "").strip()) <= longest:
            yield field, problem("source_length", field=field, most=longest)
    if not is_year(source["year"], today):
        yield "year", problem("source_year")
    if "url" in source and not is_address(source["url"]):
        yield "url", problem("source_url")
    if "fact" in source and not (isinstance(facts, list) and source["fact"] in facts):
        yield "fact", problem("source_fact", fact=source["fact"])
