"""What an answer was, and whether it was right."""

import re
from typing import Any

from reply.gold import Gold
from reply.model import Reply
from reply.plain_text import plain_text

Answer = dict[str, Any]
"""The fields of `judged`."""

RIGHT = "right"
OFFERED = "offered"
"""The right article was only among the choices, not first."""
WRONG = "wrong"
_ARTICLE = re.compile(r'"article": "([a-z_]+\.[a-z_0-9]+)"')
_UNSURE = ("question", "ambiguous")


def judged(reply: Reply) -> Answer:
    """What counts of a reply when it is judged."""
    trace = reply.trace
    unsure = trace.kind in _UNSURE and trace.article is None
    keys = [key for choice in reply.choices for key in _ARTICLE.findall(choice.payload)]
    return {
        "language": reply.language,
        "kind": trace.kind,
        "topic": trace.topic,
        "article": trace.article,
        "choices": keys if unsure else [],
        "category": trace.category,
        "place": trace.place,
        "urgent": reply.urgent,
        "confidence": round(trace.confidence, 4),
        "reply": plain_text(reply),
    }


def first_article(got: Answer) -> str | None:
    """The article that was answered, or the first choice."""
    return got["article"] or next(iter(got["choices"]), None)


def right_article(gold: Gold, got: Answer) -> bool:
    """The article, or the first choice, is the one that was meant (or another that answers it)."""
    return first_article(got) in gold.articles


def right_or_offered(gold: Gold, got: Answer) -> bool:
    """The right article is answered or among the choices."""
    return bool({got["article"], *got["choices"]} & gold.articles)


def asks_for_article(gold: Gold) -> bool:
    """Whether the message is a question whose article is known."""
    return gold.kind == "question" and bool(gold.article)


def verdict(gold: Gold, got: Answer) -> str:
    """RIGHT, OFFERED or WRONG: one word for the whole answer, where an evaluation measures its sides one by one."""
    if gold.kind == "emergency":
        return RIGHT if got["urgent"] else WRONG
    if got["urgent"] and not gold.danger:
        return WRONG
    if asks_for_article(gold):
        return RIGHT if right_article(gold, got) else OFFERED if right_or_offered(gold, got) else WRONG
    wanted = ("kind", *(name for name in ("article", "category", "place") if getattr(gold, name)))
    return RIGHT if all(getattr(gold, name) == got[name] for name in wanted) else WRONG
