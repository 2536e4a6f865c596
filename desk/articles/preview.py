"""How an article that is being written would be answered."""

from desk.context import Desk
from desk.test_bench.preview import Previews, previews
from knowledge.content_check.values import as_date
from knowledge.editing.content import Content

_UNKNOWN = "…"
"""In the place of what is not written yet."""
_LATER = "9999-12-31"


def article_preview(desk: Desk, content: Content, language: str) -> Previews | None:
    """The answer in a language as WhatsApp and the widget show it; None as long as there is no text for it."""
    text = content["languages"][language]
    if not text["answer"].strip():
        return None
    return previews(desk.preview(_presentable(content), language))


def _presentable(content: Content) -> Content:
    """The content with something in the place of what no answer can be without."""
    sources = [source for source in content["sources"] if source.get("title") and source.get("year")]
    return {
        **content,
        "sources": sources or [{"title": _UNKNOWN, "year": _UNKNOWN}],
        "review_by": content["review_by"] if as_date(content["review_by"]) else _LATER,
    }
