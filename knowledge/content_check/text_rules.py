"""What an article's words must look like in each language."""

from collections.abc import Iterator
from typing import Any

from knowledge.content_check.marked_yaml import Finding, MarkedFile
from knowledge.content_check.numbers import different_numbers
from knowledge.content_check.values import is_text_list, wrong_addresses
from language.identify import LANGUAGES

LIMITS = {"title": 70, "label": 24, "short": 220, "answer": 650}
"""Most characters a text may have, so that a whole answer fits into one WhatsApp message."""
MOST_ITEMS = {"steps": 5, "papers": 7}
LONGEST_ITEM = 140
LONGEST_SENTENCE = 300
"""Most characters of `cost` and of `next`."""
TEXT_FIELDS = ("title", "label", "short", "answer", "steps", "papers", "cost", "next", "samples")


def text_findings(file: MarkedFile) -> Iterator[Finding]:
    """Everything that is wrong with the texts of an article, language by language and between languages."""
    texts = file.content["languages"] if isinstance(file.content["languages"], dict) else {}
    for language in map(str, texts.keys() - set(LANGUAGES)):
        yield file.finding(f"unknown language {language}", "languages", language)
    found = [finding for language in LANGUAGES for finding in _findings_in(file, language, texts.get(language))]
    yield from found
    if not found:
        said = {language: visible_text(texts[language]) for language in LANGUAGES}
        for language, problem in different_numbers(str(file.content["key"]), said):
            yield file.finding(problem, "languages", language)


def visible_text(text: dict[str, Any]) -> str:
    """All that a reader may see of an article in one language, apart from its label."""
    parts = [text["title"], text["short"], text["answer"], *text["steps"], *text["papers"], text["cost"], text["next"]]
    return "\n".join(part or "" for part in parts)


def _findings_in(file: MarkedFile, language: str, text: Any) -> Iterator[Finding]:
    if not isinstance(text, dict):
        yield file.finding(f"the language {language} is missing", "languages")
        return
    for field in map(str, set(TEXT_FIELDS) ^ text.keys()):
        problem = "missing" if field in TEXT_FIELDS else "unknown"
        yield file.finding(f"{language}: field {field}: is {problem}", "languages", language, field)
    for field in TEXT_FIELDS:
        if field in text:
            for problem in _problems_of_field(field, text[field]):
                yield file.finding(f"{language}: {problem}", "languages", language, field)


def _problems_of_field(field: str, value: Any) -> Iterator[str]:
    if field in ("steps", "papers", "samples"):
        yield from _problems_of_list(field, value)
    elif not isinstance(value, str) and not (value is None and field in ("cost", "next")):
        yield f"{field} must be a text; put it in quotation marks"
    else:
        longest = LIMITS.get(field, LONGEST_SENTENCE)
        length = len((value or "").strip())
        if length > longest or (field in LIMITS and length == 0):
            yield f"{field} has {length} characters, allowed are {1 if field in LIMITS else 0} to {longest}"
        for address in wrong_addresses(value or ""):
            yield f"{field}: {address} is no whole web address"


def _problems_of_list(field: str, value: Any) -> Iterator[str]:
    if not is_text_list(value):
        yield f"{field} must be a list of texts; put numbers, dates, yes and no in quotation marks"
        return
    if any(not item.strip() for item in value):
        yield f"{field}: an item is empty"
    if field == "samples":
        if not value:
            yield "no sample questions"
        return
    if len(value) > MOST_ITEMS[field]:
        yield f"{field} may have at most {MOST_ITEMS[field]} items"
    for item in value:
        if len(item.strip()) > LONGEST_ITEM:
            yield f"{field}: an item has {len(item.strip())} characters, allowed are {LONGEST_ITEM}"
        for address in wrong_addresses(item):
            yield f"{field}: {address} is no whole web address"
