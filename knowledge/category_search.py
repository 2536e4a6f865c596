"""Which kind of service a message asks for: by the words of `content/categories.yml`, else as it was learned."""

import logging
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.categories import find_category
from language.lessons import Lessons, Vectors
from language.program import fingerprint_of, language_fingerprint
from language.request_kinds import probabilities
from language.text_classifier import TextClassifier, learn
from language.whole_file import whole_file

logger = logging.getLogger(__name__)

REQUESTS = Path(__file__).parent / "content" / "requests"
"""One file per category: how people ask for its services, by language."""
UNSPECIFIED = "unspecified"
"""The file of requests that say nothing of what is needed."""
_SURER_THAN_WORDS = 0.8
"""From this probability on, what was learned is believed against a word: "legal clinic" is no clinic. Between 0.7 and
0.95 the development set does not tell them apart."""


class CategorySearch:
    """Knows the category of a request for a service."""

    def __init__(self, cache: Path | None = None, known: Vectors | None = None) -> None:
        """`cache` is a folder that keeps what was learned; `known` are sentence vectors that need not be made."""
        self._classifier = _kept(cache) or _learned(cache, known)

    def category(self, text: str) -> str | None:
        """The category of a request; None when it does not say what is needed."""
        votes = self._classifier.votes(text)
        likely = probabilities(votes)
        best = self._classifier.labels[int(votes.argmax())]
        by_words = find_category(text)
        if by_words and (best == UNSPECIFIED or likely.max() < _SURER_THAN_WORDS):
            return by_words
        return None if best == UNSPECIFIED else best


@lru_cache(maxsize=1)
def requests() -> dict[str, list[str]]:
    """Category → how people ask for it, in all languages; under `unspecified` those that name none."""
    found: dict[str, list[str]] = {}
    for file in sorted(REQUESTS.glob("*.yml")):
        by_language = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        found[file.stem] = [str(text) for texts in by_language.values() for text in texts]
    return found


def _file(cache: Path) -> Path:
    made_from = fingerprint_of([Path(__file__), *REQUESTS.glob("*.yml")]) + language_fingerprint()
    return cache / f"categories-{made_from[:16]}{made_from[-16:]}.npz"


def _kept(cache: Path | None) -> TextClassifier | None:
    if cache is None or not _file(cache).exists():
        return None
    try:
        return TextClassifier.load(_file(cache))
    except ValueError as error:
        logger.warning("The kinds of service are learned again: %s", type(error).__name__)
        return None


def _learned(cache: Path | None, known: Vectors | None) -> TextClassifier:
    labelled = [(text, category) for category, texts in requests().items() for text in texts]
    lessons = Lessons.read([text for text, _ in labelled], known)
    classifier = learn(lessons, [category for _, category in labelled], balanced=True)
    if cache:
        for old in cache.glob("categories-*.npz"):
            old.unlink()
        with whole_file(_file(cache)) as output:
            classifier.save(output)
    return classifier
