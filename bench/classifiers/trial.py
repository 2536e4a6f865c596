"""What is tried and what came of it, as files that the processes of the measurement hand to each other."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Task:
    """Texts, their labels, and the fold in which each is judged; by its place in the lists a text is known."""

    texts: list[str]
    labels: list[str]
    folds: list[int]
    judged: list[int]
    """The folds that are to be judged."""

    def learned_in(self, fold: int) -> tuple[list[str], list[str]]:
        """The texts and labels that may be learned before a fold is judged."""
        kept = [index for index, other in enumerate(self.folds) if other != fold]
        return [self.texts[index] for index in kept], [self.labels[index] for index in kept]

    def judged_in(self, fold: int) -> list[int]:
        """The texts of a fold."""
        return [index for index, other in enumerate(self.folds) if other == fold]


@dataclass(frozen=True)
class FoldResult:
    """One fold: text → label given to it, and what that cost. Seconds are of the processor, but for `elapsed`."""

    given: dict[int, str]
    seconds_to_learn: float
    elapsed_to_learn: float
    seconds_to_read: float
    bytes_kept: int
    """Of all files, not compressed."""


@dataclass(frozen=True)
class Trial:
    """All folds of one candidate and the most memory its process had, in bytes."""

    candidate: str
    folds: dict[int, FoldResult]
    peak_memory: int


@dataclass(frozen=True)
class Timer:
    """Measures a call in seconds of the processor and of the clock."""

    processor: float
    clock: float

    @classmethod
    def start(cls) -> "Timer":
        """From now on."""
        return cls(time.process_time(), time.monotonic())

    def stop(self) -> tuple[float, float]:
        """Seconds of the processor and of the clock since the start."""
        return time.process_time() - self.processor, time.monotonic() - self.clock


def give_labels(texts: Iterable[tuple[int, str]], label: Callable[[str], str]) -> tuple[dict[int, str], float]:
    """The label of each text, one text after the other as messages come, and the processor's seconds for all."""
    timer = Timer.start()
    given = {index: label(text) for index, text in texts}
    return given, timer.stop()[0]


def write(content: Task | Trial, file: Path) -> None:
    """As JSON."""
    file.write_text(json.dumps(asdict(content), ensure_ascii=False), encoding="utf-8")


def read_task(file: Path) -> Task:
    """What `write` wrote."""
    return Task(**json.loads(file.read_text(encoding="utf-8")))


def read_trial(file: Path) -> Trial:
    """What `write` wrote."""
    kept = json.loads(file.read_text(encoding="utf-8"))
    folds = {
        int(fold): FoldResult(**{**result, "given": {int(index): label for index, label in result["given"].items()}})
        for fold, result in kept["folds"].items()
    }
    return Trial(kept["candidate"], folds, kept["peak_memory"])
