"""Finding an article by words, in whatever form they are written: with an article or particle before them, too."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from knowledge import full_text
from knowledge.editing.listing import Listed, Wanted, folded, list_articles
from knowledge.hours import moroccan_time

OFFERED = 5
"""At least so many articles are offered, where there is anything near."""
_ALL = 10_000
_MOST_WORDS = 12


def find_articles(session: Session, find: str) -> list[str]:
    """Keys of the articles with all words, those with the words in a title first; when they are few, the nearest too.

    Drafts are found only by the letters that were typed.
    """
    asked = folded(find).split()[:_MOST_WORDS]
    if not asked:
        return []
    literal = list_articles(session, Wanted(text=" ".join(asked)), moroccan_time().date())
    nearest = _published(session, " ".join(asked))
    with_all = set(nearest).intersection(*(_published(session, word) for word in asked))
    titled = [each.key for each in literal if _is_titled(each, asked)]
    found = _once([*titled, *(key for key in nearest if key in with_all), *(each.key for each in literal)])
    return found if len(found) >= OFFERED else _once([*found, *nearest])[:OFFERED]


def nearest_articles(session: Session, question: str) -> list[str]:
    """Keys of the published articles that have most in common with a question, the nearest first."""
    return [found.owner for found in full_text.find(session, full_text.ARTICLE, question, OFFERED)]


def _published(session: Session, text: str) -> list[str]:
    return [found.owner for found in full_text.find(session, full_text.ARTICLE, text, _ALL)]


def _is_titled(found: Listed, asked: list[str]) -> bool:
    titles = (folded(str(text.get("title") or "")) for text in found.texts.values())
    return any(all(word in title for word in asked) for title in titles)


def _once(keys: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(keys))
