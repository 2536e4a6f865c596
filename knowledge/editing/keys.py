"""Keys of new articles: `<topic>.<name>`, permanent from the first publishing on."""

import re
from collections.abc import Iterable

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from knowledge.models import Article, ArticleVersion
from language.content_words import content_words
from language.normalise import words

_MOST_WORDS = 4
_LONGEST_NAME = 40
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_NAMELESS = "question"


def suggested_key(session: Session, topic: str, texts: Iterable[str]) -> str:
    """A free key from the first of the texts that has words in Latin letters."""
    name = next(filter(None, map(_name, texts)), _NAMELESS)
    wanted, number = f"{topic}.{name}", 1
    while is_taken(session, wanted):
        number += 1
        wanted = f"{topic}.{name}_{number}"
    return wanted


def is_taken(session: Session, key: str) -> bool:
    """True when an article has or had that key."""
    known = (exists().where(Article.key == key), exists().where(ArticleVersion.article_key == key))
    return any(session.scalar(select(condition)) for condition in known)


def _name(text: str) -> str:
    said = [_NOT_IN_KEY.sub("", word) for word in content_words(text) or words(text)]
    name = ""
    for word in filter(None, said[: 2 * _MOST_WORDS]):
        longer = f"{name}_{word}" if name else word[:_LONGEST_NAME]
        if len(longer) > _LONGEST_NAME or longer.count("_") >= _MOST_WORDS:
            break
        name = longer
    return name
