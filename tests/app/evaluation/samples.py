"""Made-up messages and answers."""

from typing import Any

from app.evaluation.measures import Pair
from reply.gold import Gold


def gold(kind: str = "question", text: str = "how do I do this", **fields: Any) -> Gold:
    return Gold(fields.pop("id", "1"), text, kind, **fields)


def got(kind: str = "question", article: str | None = None, **fields: Any) -> dict[str, Any]:
    topic = article.split(".")[0] if article and "." in article else None
    usual = {"id": "1", "language": "en", "kind": kind, "topic": topic, "article": article, "choices": []}
    return {**usual, "category": None, "place": None, "urgent": False, "confidence": 0.9, "reply": "", **fields}


def question(meant: str, answered: str, confidence: float = 0.9, **fields: Any) -> Pair:
    """A question about one article, answered with another or the same."""
    return gold(article=meant, **fields), got(article=answered, confidence=confidence)


def mixed() -> list[Pair]:
    """One or two messages of each kind, in two varieties, not all answered well."""
    return [
        question("health.doctor", "health.doctor", 0.95, id="q1", variety="darija", language="en"),
        question("health.doctor", "asylum.how", 0.72, id="q2", variety="msa", language="en"),
        (gold("emergency", id="e1", variety="darija"), got("emergency", urgent=True)),
        (gold("service", id="s1", variety="msa", category="health", place="Fès"), got("service", category="health")),
        (gold("out_of_scope", id="o1", variety="msa"), got("out_of_scope")),
    ]
