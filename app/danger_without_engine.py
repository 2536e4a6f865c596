"""Hears danger when the engine is down: by the signs, and by what the engine's own model learned."""

import logging
import tarfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.model_file import check
from app.problems import Problem
from language.danger import find_danger, judge_danger
from language.request_kinds import rank_kinds, split_danger

if TYPE_CHECKING:
    from language.text_classifier import TextClassifier

logger = logging.getLogger(__name__)

_KINDS_FILE = "kinds.npz"


class DangerWithoutEngine:
    """The first step of understanding, read out of the model file when it is needed for the first time."""

    def __init__(self, model: Path) -> None:
        """`model` is the engine's model file; without it, or when it is damaged, signs alone decide."""
        self._model = model

    def kind(self, text: str) -> str | None:
        """The kind of danger a text speaks of (`language.danger.KINDS`) or None."""
        classifier = _classifier(self._model)
        if classifier is None:
            return find_danger(text)
        _, dangers = split_danger(rank_kinds(classifier, text))
        return judge_danger(text, dangers)


@lru_cache(maxsize=1)
def _classifier(model: Path) -> "TextClassifier | None":
    # Only now: what it needs takes 90 MB, and as long as the engine answers nobody asks.
    from language.text_classifier import TextClassifier

    try:
        check(model)
        with tarfile.open(model) as archive:
            member = next(member for member in archive if Path(member.name).name == _KINDS_FILE)
            content = archive.extractfile(member)
            return TextClassifier.load(BytesIO(content.read())) if content else None
    except (OSError, ValueError, StopIteration, tarfile.TarError, Problem) as error:
        logger.warning("Without the engine, danger is heard by its signs only: %s", type(error).__name__)
        return None
