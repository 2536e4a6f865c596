"""What articles say of other files and of each other."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from knowledge.content_check.article_file import ArticleFile, Sample
from knowledge.content_check.marked_yaml import Finding, MarkedFile
from knowledge.content_check.problems import problem
from knowledge.content_check.shared_rules import Known
from knowledge.models.article import RISKS
from language.normalise import words


def reference_findings(file: MarkedFile, known: Known) -> Iterator[Finding]:
    """Whatever a well-formed article names and nothing has; and a risk below that of its facts."""
    content: dict[str, Any] = file.content
    if known.topics is not None and content["topic"] not in known.topics:
        yield file.finding(problem("no_topic", topic=content["topic"]), "topic")
    for position, category in enumerate(content["services"]):
        if known.categories is not None and category not in known.categories:
            yield file.finding(problem("no_category", category=category), "services", position)
    for position, key in enumerate(content["related"]):
        if key == content["key"]:
            yield file.finding(problem("related_itself"), "related", position)
        elif key not in known.articles:
            yield file.finding(problem("no_article", article=key), "related", position)
    if known.risks is not None:
        yield from _fact_findings(file, content, known.risks)


def _fact_findings(file: MarkedFile, content: dict[str, Any], risks: dict[str, str]) -> Iterator[Finding]:
    for position, fact in enumerate(content["facts"]):
        if fact not in risks:
            yield file.finding(problem("no_fact", fact=fact), "facts", position)
    highest = max((RISKS.index(risks[fact]) for fact in content["facts"] if fact in risks), default=0)
    if RISKS.index(content["risk"]) < highest:
        yield file.finding(problem("risk_too_low", risk=RISKS[highest]), "risk")


def sample_findings(articles: Iterable[ArticleFile]) -> Iterator[Finding]:
    """Samples that say the same, apart from accents, case and marks: in one language of an article, or in two articles.

    One of two articles could never be found by such a sample.
    """
    seen: dict[str, tuple[str, Sample]] = {}
    for article in articles:
        here: set[tuple[str, str]] = set()
        for sample in article.samples():
            meaning = _meaning(sample.text)
            key, first = seen.setdefault(meaning, (article.key, sample))
            if key != article.key:
                yield first.finding(problem("sample_elsewhere", sample=first.text, article=article.key))
                yield sample.finding(problem("sample_elsewhere", sample=sample.text, article=key))
            elif (sample.language, meaning) in here:
                yield sample.finding(problem("sample_twice", sample=sample.text))
            here.add((sample.language, meaning))


@lru_cache(maxsize=100_000)
def _meaning(text: str) -> str:
    return " ".join(words(text)) or text.strip()
