"""Two questions in one message: which articles answer the first and the second."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.actions.article_finding import Found, find_articles
from language.normalise import words

_FILE = Path(__file__).parent / "two_questions.yml"
_SENTENCE_END = re.compile(r"(?<=[?!؟])|(?<=\.)\s|\n")
_QUESTION_MARKS = ("?", "؟")
_CLOSING = " \"'»”)"


@dataclass(frozen=True)
class TwoQuestions:
    """What was found for each."""

    first: Found
    second: Found


def two_questions(text: str) -> TwoQuestions | None:
    """The first two questions of a message that each have a clear article of their own; None when it asks one thing.

    The first question must be among them: it is the one that is answered. How sure the whole message is does not count.
    """
    asked = questions_of(text)
    if len(asked) < 2:
        return None
    first, *others = (find_articles(question, {}) for question in asked)
    if not first.is_sure:
        return None
    different = (found for found in others if found.is_sure and found.best.key != first.best.key)
    second = next(different, None)
    return TwoQuestions(first, second) if second else None


def questions_of(text: str) -> list[str]:
    """The parts of a message that each end with a question; what is told before it belongs to a question."""
    questions: list[str] = []
    told: list[str] = []
    for piece, asks in _pieces(text):
        told.append(piece)
        if asks:
            questions.append(" ".join(told))
            told = []
    if questions and told:
        questions[-1] = " ".join([questions[-1], *told])
    return questions


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Sentences, cut once more where words such as "et aussi" join two, each with whether it asks something.

    What is joined to a question is one, too: "Where do I learn a trade, and also French?"
    """
    for sentence in _SENTENCE_END.split(text):
        asks = False
        for number, piece in enumerate(_cues().joint.split(sentence)):
            if words(piece):
                asks = _asks(piece) or (asks and number > 0)
                yield piece.strip(), asks


def _asks(piece: str) -> bool:
    marked = piece.rstrip(_CLOSING).endswith(_QUESTION_MARKS)
    return marked or bool(_cues().asking.match(" ".join(words(piece)) + " "))


@dataclass(frozen=True)
class _Cues:
    """`asking` matches normalised words that begin with a question word; `joint` the place before a joining word."""

    asking: re.Pattern[str]
    joint: re.Pattern[str]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    """From `two_questions.yml`. A question word may be the second of a sentence: "alors comment …", "et combien …"."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    asking = "|".join(re.escape(" ".join(words(each))) for each in raw["asking"])
    joining = "|".join(re.escape(each) for each in raw["joining"])
    return _Cues(
        asking=re.compile(rf"(?:\S+ )?و?(?:{asking}) "),
        joint=re.compile(rf"(?<!\w)(?=(?:{joining})(?!\w))", re.IGNORECASE),
    )
