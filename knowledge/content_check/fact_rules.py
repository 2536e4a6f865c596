"""What a fact of `facts.yml` must say: what it is called, how risky it is, and where and when it was read."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from knowledge.content_check.marked_yaml import Finding, MarkedFile
from knowledge.content_check.values import ADDRESS_WANTED, YEAR_WANTED, is_address, is_year
from knowledge.load.facts import DOCUMENTS, year_of
from knowledge.models.article import RISKS

_NEEDED = ("id", "risk", "as_of", "source_locator")


def fact_findings(file: MarkedFile, today: date) -> Iterator[Finding]:
    """Everything that is wrong with the facts."""
    if not isinstance(file.content, list):
        yield file.finding("the file must be a list of facts")
        return
    seen: set[str] = set()
    for position, fact in enumerate(file.content):
        problems = list(_problems(fact, today))
        if not problems:
            if fact["id"] in seen:
                problems = [f"the fact {fact['id']} stands twice"]
            seen.add(fact["id"])
        for problem in problems:
            yield file.finding(problem, position)


def _problems(fact: Any, today: date) -> Iterator[str]:
    if not isinstance(fact, dict):
        yield "a fact must hold fields such as id: and risk:"
        return
    name = fact.get("id", "a fact without id")
    missing = [field for field in _NEEDED if not isinstance(fact.get(field), str) or not fact[field]]
    if missing:
        yield f"{name}: {', '.join(f'{field}:' for field in missing)} must be there as texts"
        return
    if fact["risk"] not in RISKS:
        yield f"{name}: risk must be one of {', '.join(RISKS)}"
    if not is_year(year_of(fact), today):
        yield f"{name}: as_of must be {YEAR_WANTED}"
    if fact.get("source_url"):
        if not is_address(fact["source_url"]):
            yield f"{name}: source_url must be {ADDRESS_WANTED}"
    elif fact.get("source_file") not in DOCUMENTS:
        yield f"{name}: has no source: neither source_url nor a source_file that is known"
