"""The report of an evaluation."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.evaluation.calibration import Calibration, calibration
from app.evaluation.confusion import Confusion, KindFigures, confusions, kind_figures
from app.evaluation.measures import Measured, measured, varieties_of
from reply.gold import Gold, Message
from reply.judging import Answer

WORST = 10
"""How many confusions of each subject are listed."""


@dataclass(frozen=True)
class Report:
    """All figures. `rows` counts all messages, `judged` those of which it is known what is right: at least one."""

    rows: int
    judged: int
    varieties: list[str]
    measures: list[Measured]
    kinds: list[KindFigures]
    confusions: dict[str, Confusion]
    calibration: Calibration | None


def make_report(messages: Sequence[Message], answers: Sequence[Answer]) -> Report | None:
    """Compare each answer with what is right for its message; None when that is known of no message."""
    pairs = [(message, answer) for message, answer in zip(messages, answers, strict=True) if isinstance(message, Gold)]
    if not pairs:
        return None
    return Report(
        len(messages),
        len(pairs),
        varieties_of(pairs),
        measured(pairs),
        kind_figures(pairs),
        confusions(pairs),
        calibration(pairs),
    )
