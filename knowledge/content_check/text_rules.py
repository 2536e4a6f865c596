"""What an article's words must look like in each language."""

from collections.abc import Iterator
from typing import Any

from knowledge.content_check.marked_yaml import Finding, MarkedFile
from knowledge.content_check.numbers import different_numbers
from knowledge.content_check.problems import Problem, problem
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
        yield file.finding(problem("language_unknown", language=language), "languages", language)
    found = [finding for language in LANGUAGES for finding in _findings_in(file, language, texts.get(language))]
    yield from found
    if not found:
        said = {language: visible_text(texts[language]) for language in LANGUAGES}
        for language, wrong in different_numbers(str(file.content["key"]), said):
            yield file.finding(wrong, "languages", language)


def visible_text(text: dict[str, Any]) -> str:
    """All that a reader may see of an article in one language, apart from its label."""
    parts = [text["title"], text["short"], text["answer"], *text["steps"], *text["papers"], text["cost"], text["next"]]
    return "\n".join(part or "" for part in parts)


def _findings_in(file: MarkedFile, language: str, text: Any) -> Iterator[Finding]:
    if not isinstance(text, dict):
        yield file.finding(problem("language_missing", language=language), "languages")
        return
    for field in map(str, set(TEXT_FIELDS) ^ text.keys()):
        code = "text_field_missing" if field in TEXT_FIELDS else "text_field_unknown"
        yield file.finding(problem(code, language=language, field=field), "languages", language, field)
    for field in TEXT_FIELDS:
        if field in text:
            of = _problems_of_list if field in ("steps", "papers", "samples") else _problems_of_text
            for wrong in of(language, field, text[field]):
                yield file.finding(wrong, "languages", language, field)


def _problems_of_text(language: str, field: str, value: Any) -> Iterator[Problem]:
    where = {"language": language, "field": field}
    if not isinstance(value, str) and not (value is None and field in ("cost", "next")):
        yield problem("no_text", **where)
        return
    least, most = 1 if field in LIMITS else 0, LIMITS.get(field, LONGEST_SENTENCE)
    length = len((value or "").strip())
    if not least <= length <= most:
        yield problem("text_length", **where, length=length, least=least, most=most)
    for address in wrong_addresses(value or ""):
        yield problem("text_address", **where, address=address)


def _problems_of_list(language: str, field: str, value: Any) -> Iterator[Problem]:
    where = {"language": language, "field": field}
    if not is_text_list(value):
        yield problem("no_texts", **where)
        return
    if any(not item.strip() for item in value):
        yield problem("empty_item", **where)
    if field == "samples":
        if not value:
            yield problem("no_samples", **where)
        return
    if len(value) > MOST_ITEMS[field]:
        yield problem("too_many_items", **where, most=MOST_ITEMS[field])
    for item in value:
        if len(item.strip()) > LONGEST_ITEM:
            yield problem("item_length", **where, length=len(item.strip()), most=LONGEST_ITEM)
        for address in wrong_addresses(item):
            yield problem("text_address", **where, address=address)
