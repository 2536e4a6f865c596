"""Which article answers a message."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy

import language
from language.text_classifier import TextClassifier, Vectors

_SHARPNESS = 1.6
"""How fast a lower vote becomes improbable; chosen on the development set (docs/decisions/0004-understanding.md)."""
_INTENT_WEIGHT = 0.5
_LEAST_PRIOR = 0.02


@dataclass(frozen=True)
class Indexed:
    """One article as the index sees it: its key, its topic, and everything people say when they mean it."""

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
    """All published articles, ready to be searched; made anew when one of them changes."""

    def __init__(self, articles: Sequence[Indexed], vectors: Vectors | None = None) -> None:
        """Learn the articles. `vectors` are those of an earlier index, so that only new texts are encoded."""
        self.fingerprint = fingerprint(articles)
        self.program = program_fingerprint()
        self._topics = {article.key: article.topic for article in articles}
        texts = [sample for article in articles for sample in article.samples]
        labels = [article.key for article in articles for _ in article.samples]
        self._classifier = TextClassifier(texts, labels, vectors)

    @property
    def vectors(self) -> Vectors:
        """The sentence vectors of all samples."""
        return self._classifier.vectors

    def rank(self, text: str, topics: Mapping[str, float] | None = None) -> list[Hit]:
        """All articles, the most probable first; `topics` is what the intent classifier thinks of each topic."""
        keys = self._classifier.labels
        votes = self._classifier.votes(text)
        probabilities = numpy.exp(_SHARPNESS * (votes - votes.max()))
        if topics:
            prior = numpy.array([_LEAST_PRIOR + topics.get(self._topics[key], 0.0) for key in keys])
            probabilities = probabilities * prior**_INTENT_WEIGHT
        probabilities = probabilities / probabilities.sum()
        order = numpy.argsort(-probabilities)
        return [Hit(keys[i], self._topics[keys[i]], float(probabilities[i])) for i in order]


@cache
def program_fingerprint() -> str:
    """Changes with the program that makes and reads an index: a kept one of another program is not used."""
    digest = hashlib.sha256()
    for path in sorted([Path(__file__), *Path(language.__file__).parent.rglob("*")]):
        if path.suffix in (".py", ".txt", ".yml"):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def fingerprint(articles: Iterable[Indexed]) -> str:
    """Changes exactly when the index would."""
    digest = hashlib.sha256()
    for article in sorted(articles, key=lambda article: article.key):
        digest.update("\x1f".join((article.key, article.topic, *article.samples)).encode())
    return digest.hexdigest()
