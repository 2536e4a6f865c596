"""What articles say of other files and of each other."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from knowledge.content_check.article_file import ArticleFile, Sample
from knowledge.content_check.marked_yaml import Finding, MarkedFile
from knowledge.content_check.shared_rules import Known
from knowledge.models.article import RISKS
from language.normalise import words


def reference_findings(file: MarkedFile, known: Known) -> Iterator[Finding]:
    """Whatever a well-formed article names and nothing has; and a risk below that of its facts."""
    content: dict[str, Any] = file.content
    if known.topics is not None and content["topic"] not in known.topics:
        yield file.finding(f"there is no topic {content['topic']} in topics.yml", "topic")
    for position, category in enumerate(content["services"]):
        if known.categories is not None and category not in known.categories:
            yield file.finding(f"there is no category {category} in categories.yml", "services", position)
    for position, key in enumerate(content["related"]):
        if key == content["key"]:
            yield file.finding("related must not name the article itself", "related", position)
        elif key not in known.articles:
            yield file.finding(f"there is no article {key}", "related", position)
    if known.risks is not None:
        yield from _fact_findings(file, content, known.risks)


def _fact_findings(file: MarkedFile, content: dict[str, Any], risks: dict[str, str]) -> Iterator[Finding]:
    for position, fact in enumerate(content["facts"]):
        if fact not in risks:
            yield file.finding(f"there is no fact {fact} in facts.yml", "facts", position)
    highest = max((RISKS.index(risks[fact]) for fact in content["facts"] if fact in risks), default=0)
    if RISKS.index(content["risk"]) < highest:
        yield file.finding(f"risk must be {RISKS[highest]}, the highest of the facts used", "risk")


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
                yield first.finding(f"{first.text!r} is a sample of {article.key}, too")
                yield sample.finding(f"{sample.text!r} is a sample of {key}, too")
            elif (sample.language, meaning) in here:
                yield sample.finding(f"{sample.text!r} is a sample of this article already")
            here.add((sample.language, meaning))


@lru_cache(maxsize=100_000)
def _meaning(text: str) -> str:
    return " ".join(words(text)) or text.strip()
