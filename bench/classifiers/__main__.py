"""The comparison of classifiers, and the diversity of the examples.

`python -m bench.classifiers [--examples N] [--diet]` measures by cross-validation which classifier chooses the intent
best (kinds of danger apart). Each is tried on the same examples twice: with paraphrases kept in one fold, and with
folds by chance. `--diet` tries Rasa's DIETClassifier too, but all on the first fold of the former only; DIET takes
24 minutes of the processor for 4,000 examples.

`python -m bench.classifiers --diversity` tells how different the examples of each label are, all of them.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.problems import Problem
from app.settings import Settings
from bench.classifiers.diversity import diversity, diversity_table
from bench.classifiers.examples import Example, all_examples, sample
from bench.classifiers.figures import Figures, figures
from bench.classifiers.folds import FOLDS, NEAR, chance_folds, grouped_folds, groups, near_others
from bench.classifiers.processes import try_all, try_diet
from bench.classifiers.table import figures_table
from bench.classifiers.trial import Task, Trial
from language.encoder import encode, is_available
from language.reading import Reading, read

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

_EXAMPLES = 8000


def compare(examples: Sequence[Example]) -> dict[str, list[Figures]]:
    """Title → figures of each of our candidates, with both kinds of folds."""
    readings, vectors = _read(examples)
    grouped = grouped_folds(groups([reading.meaning for reading in readings], vectors))
    compared = {}
    for name, fold in (("Paraphrases in one fold", grouped), ("Folds by chance", chance_folds(len(examples)))):
        near = f"{near_others(fold, vectors):.2%} of texts have one in another fold whose cosine is above {NEAR}"
        with tempfile.TemporaryDirectory() as folder:
            trials = try_all(_task(examples, fold, list(range(FOLDS))), Path(folder))
        compared[f"{name}; {near}"] = _figures(trials, examples)
    return compared


def compare_with_diet(examples: Sequence[Example]) -> dict[str, list[Figures]]:
    """The same on one fold, with Rasa's. It reads the words that ours read: classifiers are compared, not readings."""
    readings, vectors = _read(examples)
    task = _task(examples, grouped_folds(groups([reading.meaning for reading in readings], vectors)), [0])
    lines = [" ".join(reading.words) for reading in readings]
    with tempfile.TemporaryDirectory() as folder:
        trials = [*try_all(task, Path(folder)), try_diet(replace(task, texts=lines), Path(folder))]
    return {"Paraphrases in one fold, the first fold": _figures(trials, examples)}


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=_EXAMPLES, help="how many examples (default: %(default)s)")
    parser.add_argument("--diet", action="store_true", help="one fold, with DIETClassifier; needs .venv-rasa")
    parser.add_argument("--diversity", action="store_true", help="tell how different the examples are instead")
    asked = parser.parse_args()
    if not is_available():
        raise SystemExit("The sentence encoder is not installed; run `make install`.")
    if asked.diversity:
        _diversity()
    else:
        _comparison(asked.examples, asked.diet)


def _diversity() -> None:
    rows = diversity(all_examples())
    print(diversity_table(rows))
    _keep("diversity", [asdict(row) for row in rows])


def _comparison(size: int, with_diet: bool) -> None:
    examples = all_examples()
    chosen = sample(examples, size)
    print(f"{len(chosen)} of {len(examples)} examples, {len({example.label for example in chosen})} labels", flush=True)
    try:
        compared = compare_with_diet(chosen) if with_diet else compare(chosen)
    except Problem as problem:
        raise SystemExit(str(problem)) from problem
    for title, measured in compared.items():
        print(f"\n{title}\n\n{figures_table(measured)}")
    name = "classifiers_diet" if with_diet else "classifiers"
    _keep(name, {title: [asdict(one) for one in measured] for title, measured in compared.items()})


def _read(examples: Sequence[Example]) -> "tuple[list[Reading], NDArray[numpy.float32]]":
    readings = [read(example.text) for example in examples]
    return readings, encode([reading.meaning for reading in readings])


def _task(examples: Sequence[Example], folds: list[int], judged: list[int]) -> Task:
    return Task([example.text for example in examples], [example.label for example in examples], folds, judged)


def _figures(trials: Sequence[Trial], examples: Sequence[Example]) -> list[Figures]:
    labels, varieties = [example.label for example in examples], [example.variety for example in examples]
    return [figures(trial, labels, varieties) for trial in trials]


def _keep(name: str, content: Any) -> None:
    file = Settings().data / "bench" / f"{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"\nKept in {file}.")


if __name__ == "__main__":
    main()
