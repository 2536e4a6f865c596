"""What was answered instead of what is right, and how often."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.evaluation.measures import Pair, names_category, shows_its_language
from app.evaluation.share import Share, share
from reply.gold import Gold
from reply.judging import Answer, asks_for_article, first_article, right_article

_NONE = "(none)"


@dataclass(frozen=True)
class Confusion:
    """The ids of the messages of each cell: (what is right, what was answered). There is at least one message."""

    cells: dict[tuple[str, str], list[Any]]

    @property
    def right(self) -> Share:
        """How many were answered as they should be."""
        number = sum(map(len, self.cells.values()))
        return Share(sum(len(ids) for (gold, got), ids in self.cells.items() if gold == got), number)

    def worst(self, number: int) -> list[tuple[str, str, list[Any]]]:
        """The most frequent confusions: what is right, what was answered, and the ids of the messages."""
        wrong = [(gold, got, ids) for (gold, got), ids in self.cells.items() if gold != got]
        return sorted(wrong, key=lambda cell: (-len(cell[2]), cell[0], cell[1]))[:number]

    def table(self) -> dict[str, dict[str, int]]:
        """What is right → what was answered → how often."""
        rows: dict[str, dict[str, int]] = {}
        for (gold, got), ids in sorted(self.cells.items()):
            rows.setdefault(gold, {})[got] = len(ids)
        return rows


@dataclass(frozen=True)
class KindFigures:
    """How a kind of message was recognised; None where there is no such message or no such answer."""

    kind: str
    found: Share | None
    """Of the messages of this kind, how many were answered as such."""
    rightly: Share | None
    """Of the answers of this kind, how many were right to be."""


def topic_of(article: str) -> str:
    """The topic of an article's key."""
    return article.split(".")[0]


def _topics(gold: Gold, got: Answer) -> tuple[str, str]:
    """Of questions; a topic of an article that answers the question as well is right, too."""
    meant, answered = topic_of(gold.article or ""), got["topic"] or f"({got['kind']})"
    return meant, meant if answered in map(topic_of, gold.articles) else answered


def _articles(gold: Gold, got: Answer) -> tuple[str, str]:
    meant = gold.article or ""
    return meant, meant if right_article(gold, got) else first_article(got) or f"({got['kind']})"


def _plain(field: str) -> Callable[[Gold, Answer], tuple[str, str]]:
    return lambda gold, got: (getattr(gold, field), got[field] or _NONE)


_SUBJECTS: dict[str, tuple[Callable[[Gold], bool], Callable[[Gold, Answer], tuple[str, str]]]] = {
    "kinds": (lambda _: True, _plain("kind")),
    "topics": (asks_for_article, _topics),
    "articles": (asks_for_article, _articles),
    "service categories": (names_category, _plain("category")),
    "places": (lambda gold: bool(gold.place), _plain("place")),
    "languages": (shows_its_language, _plain("language")),
}


def confusions(pairs: Sequence[Pair]) -> dict[str, Confusion]:
    """Subject → its confusions, for every subject that has messages."""
    found = {
        subject: _confusion((gold.id, *cell(gold, got)) for gold, got in pairs if selects(gold))
        for subject, (selects, cell) in _SUBJECTS.items()
    }
    return {subject: confusion for subject, confusion in found.items() if confusion.cells}


def kind_figures(pairs: Sequence[Pair]) -> list[KindFigures]:
    """For every kind that is right or was answered, sorted by name."""
    kinds = sorted({kind for gold, got in pairs for kind in (gold.kind, got["kind"])})
    return [
        KindFigures(
            kind,
            share(got["kind"] == kind for gold, got in pairs if gold.kind == kind),
            share(gold.kind == kind for gold, got in pairs if got["kind"] == kind),
        )
        for kind in kinds
    ]


def _confusion(labelled: Iterable[tuple[Any, str, str]]) -> Confusion:
    cells = defaultdict(list)
    for identifier, gold, got in labelled:
        cells[gold, got].append(identifier)
    return Confusion(dict(cells))
