"""Sample questions of other articles that may say the same as some texts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.content_check.article_file import ArticleFile
from knowledge.content_check.marked_yaml import MarkedFile
from knowledge.models import Article, ArticleSample

_UNCHANGING = frozenset("bdfghjklmpqrtvwxzبتثجحخدذرزسشصضطظعغلمن0123456789")
"""Letters that no normalising makes or takes away: texts that say the same have the same ones. Looking at them costs a
hundredth of normalising."""


def alike_articles(session: Session, key: str, texts: Iterable[str]) -> Iterator[ArticleFile]:
    """Every other article that has such samples, with nothing but these."""
    wanted = {_letters(text) for text in texts}
    if not wanted:
        return
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    query = select(Article.key, ArticleSample.language, ArticleSample.text).join(ArticleSample)
    for owner, language, text in session.execute(query.where(Article.key != key).order_by(ArticleSample.id)):
        if _letters(text) in wanted:
            found[owner][language].append(text)
    for owner, languages in sorted(found.items()):
        samples = {language: {"samples": listed} for language, listed in languages.items()}
        yield ArticleFile(MarkedFile(Path(owner), "", {"key": owner, "languages": samples}, None), None)


def _letters(text: str) -> frozenset[str]:
    return frozenset(text.lower()) & _UNCHANGING
