"""Which article answers a message."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy

from language.encoder import encode, encode_one
from language.lessons import Lessons, Vectors
from language.program import fingerprint_of, language_fingerprint
from language.reading import read
from language.text_classifier import learn, standardised

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SHARPNESS = 1.6
"""How fast a lower vote becomes improbable; chosen on the development set (docs/decisions/0004-understanding.md)."""
_FULL_TEXT_WEIGHT = 0.5
"""What full-text search counts beside the classifier's two votes (docs/decisions/0006-search.md)."""
_FULL_TEXT_WEIGHT_WHILE_NEW = 1.5
"""What it counts beside the nearness of samples nobody has learned yet; chosen on the development set. Less finds fewer
new articles, more takes questions away from the others."""
_FEW = 40
"""An article with fewer samples is found by nearness for good: learned beside articles with four times as many,
it would lose every doubt."""
_INTENT_WEIGHT = 0.5
_LEAST_PRIOR = 0.02


@dataclass(frozen=True)
class Indexed:
    """One article as search sees it: its key, its topic, and everything people say when they mean it."""

    key: str
    topic: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """An article with the probability that it is the one that was meant."""

    key: str
    topic: str
    probability: float


class ArticleIndex:
    """What was learned from all articles that were published at one moment. Learning takes half a minute."""

    def __init__(self, articles: Sequence[Indexed], vectors: Vectors | None = None) -> None:
        """Learn the articles. `vectors` are known ones, so that only new texts are encoded."""
        self.fingerprint = fingerprint(articles)
        self.program = program_fingerprint()
        self.learned = {article.key: article for article in articles}
        texts = [sample for article in articles for sample in article.samples]
        labels = [article.key for article in articles for _ in article.samples]
        self._classifier = learn(Lessons.read(texts, vectors), labels)

    @property
    def vectors(self) -> Vectors:
        """The sentence vectors of all samples."""
        return self._classifier.vectors

    def meanings(self, article: Indexed) -> list[str]:
        """What sentence vectors are made from: of its learned samples those that have one, and of all that are new."""
        known, before = self._classifier.meanings, self.learned.get(article.key)
        old = set(before.samples) if before else set()
        return [known.get(said) or read(said).meaning for said in article.samples if said in known or said not in old]

    def has_learned(self, article: Indexed) -> bool:
        """True when the article was learned as it is now."""
        return self.learned.get(article.key) == article

    def votes(self, text: str) -> dict[str, float]:
        """Key → vote, larger is likelier, for every learned article."""
        return dict(zip(self._classifier.labels, self._classifier.votes(text).tolist(), strict=True))


class ArticleRanking:
    """The articles that are published now, ranked by what was learned, by full text, and while new by nearness."""

    def __init__(self, index: ArticleIndex, articles: Sequence[Indexed]) -> None:
        """`articles` may be newer than `index`: those it has not learned as they are now are found all the same."""
        self.fingerprint = fingerprint(articles)
        self.articles = articles
        self.index = index
        self._topics = {article.key: article.topic for article in articles}
        self._new = numpy.array([not index.has_learned(a) or len(a.samples) < _FEW for a in articles], dtype=bool)
        self._nearest = _Nearest(articles, index) if self._new.any() else None

    def __len__(self) -> int:
        """How many articles are published."""
        return len(self._topics)

    @property
    def is_learned(self) -> bool:
        """True when the index was learned from exactly these articles."""
        return self.index.fingerprint == self.fingerprint

    def rank(self, text: str, full_text: Mapping[str, float], topics: Mapping[str, float] | None = None) -> list[Hit]:
        """All articles, the most probable first.

        `full_text` are the scores of full-text search by key; `topics` is what the intent classifier thinks of each
        topic.
        """
        keys = list(self._topics)
        votes = self._votes(text, keys, full_text)
        probabilities = numpy.exp(_SHARPNESS * (votes - votes.max()))
        if topics:
            prior = numpy.array([_LEAST_PRIOR + topics.get(self._topics[key], 0.0) for key in keys])
            probabilities = probabilities * prior**_INTENT_WEIGHT
        probabilities = probabilities / probabilities.sum()
        order = numpy.argsort(-probabilities)
        return [Hit(keys[i], self._topics[keys[i]], float(probabilities[i])) for i in order]

    def _votes(self, text: str, keys: Sequence[str], full_text: Mapping[str, float]) -> "NDArray[numpy.float64]":
        learned = self.index.votes(text)
        spelled = standardised(numpy.array([full_text.get(key, 0.0) for key in keys]))
        votes = numpy.array([learned.get(key, -numpy.inf) for key in keys]) + _FULL_TEXT_WEIGHT * spelled
        if self._nearest is None:
            return votes
        unlearned = _FULL_TEXT_WEIGHT_WHILE_NEW * spelled + standardised(self._nearest.votes(text))
        return numpy.where(self._new, numpy.maximum(votes, unlearned), votes)


class _Nearest:
    """How near a message is to the nearest sample of each article, without any learning."""

    def __init__(self, articles: Sequence[Indexed], index: ArticleIndex) -> None:
        known = index.vectors
        meanings = [index.meanings(article) for article in articles]
        unknown = sorted({meaning for article in meanings for meaning in article if meaning not in known})
        vectors = {**known, **dict(zip(unknown, encode(unknown), strict=True))}
        self._samples = numpy.stack([vectors[meaning] for article in meanings for meaning in article])
        self._starts = numpy.cumsum([0, *(len(article) for article in meanings[:-1])])

    def votes(self, text: str) -> "NDArray[numpy.float64]":
        """One cosine per article, in their order."""
        near = self._samples @ encode_one(read(text).meaning)
        return numpy.maximum.reduceat(near, self._starts).astype(numpy.float64)


@cache
def program_fingerprint() -> str:
    """Changes with the program that makes and reads an index: a kept one of another program is not used."""
    return language_fingerprint() + fingerprint_of([Path(__file__)])


def fingerprint(articles: Iterable[Indexed]) -> str:
    """Changes exactly when the index would."""
    digest = hashlib.sha256()
    for article in sorted(articles, key=lambda article: article.key):
        digest.update("\x1f".join((article.key, article.topic, *article.samples)).encode())
    return digest.hexdigest()
