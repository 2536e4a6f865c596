"""What the labels that a candidate gave are worth."""

from collections.abc import Sequence
from dataclasses import dataclass

from sklearn.metrics import f1_score

from bench.classifiers.examples import VARIETIES
from bench.classifiers.trial import Trial


@dataclass(frozen=True)
class Figures:
    """Of one candidate. Shares are from 0 to 1; seconds and milliseconds are of the processor, but for `elapsed`."""

    candidate: str
    texts: int
    accuracy: float
    accuracy_of_folds: list[float]
    accuracy_of_varieties: dict[str, float]
    macro_f1: float
    seconds_to_learn: float
    elapsed_to_learn: float
    milliseconds_a_message: float
    megabytes_kept: float
    megabytes_of_memory: float


def figures(trial: Trial, labels: Sequence[str], varieties: Sequence[str]) -> Figures:
    """Over the folds of a trial; seconds to learn and size are means over the folds."""
    results = list(trial.folds.values())
    given = {index: label for result in results for index, label in result.given.items()}
    count = len(results)
    return Figures(
        candidate=trial.candidate,
        texts=len(given),
        accuracy=accuracy(given, labels),
        accuracy_of_folds=[accuracy(result.given, labels) for result in results],
        accuracy_of_varieties=_by_variety(given, labels, varieties),
        macro_f1=_macro_f1(given, labels),
        seconds_to_learn=sum(result.seconds_to_learn for result in results) / count,
        elapsed_to_learn=sum(result.elapsed_to_learn for result in results) / count,
        milliseconds_a_message=sum(result.seconds_to_read for result in results) / len(given) * 1000,
        megabytes_kept=sum(result.bytes_kept for result in results) / count / 1e6,
        megabytes_of_memory=trial.peak_memory / 1e6,
    )


def accuracy(given: dict[int, str], labels: Sequence[str]) -> float:
    """The share of texts, known by their place in `labels`, that were given the right label."""
    return sum(label == labels[index] for index, label in given.items()) / len(given)


def _by_variety(given: dict[int, str], labels: Sequence[str], varieties: Sequence[str]) -> dict[str, float]:
    of_variety = {
        variety: {index: label for index, label in given.items() if varieties[index] == variety}
        for variety in VARIETIES
    }
    return {variety: accuracy(part, labels) for variety, part in of_variety.items() if part}


def _macro_f1(given: dict[int, str], labels: Sequence[str]) -> float:
    """The mean over the labels that were right somewhere: a rare one counts as much as a frequent one."""
    right = [labels[index] for index in given]
    return float(f1_score(right, list(given.values()), labels=sorted(set(right)), average="macro", zero_division=0))
