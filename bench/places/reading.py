"""How well places are read: `python -m bench.places.reading`.

Prints how often a town is found when one letter of its name is wrong, how often another place is found instead (that
must never happen), what the development set and the examples of `find_service` and `give_place` name, and the time.
"""

import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml
from sqlalchemy.orm import Session

from app.evaluation.gold import read_messages
from app.settings import ROOT
from knowledge.database import connect
from knowledge.load.places import load_places
from knowledge.models import Base
from knowledge.places import Gazetteer
from language.normalise import has_arabic_letter, words
from reply.gold import Gold

_SHORTEST_NAME = 6
_SENTENCES = ("{}", "je suis à {} avec ma famille")
_LATIN, _SCRIPT = "abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_USUAL_WORDS = 15


def gazetteer() -> Gazetteer:
    """The shipped places."""
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{Path(folder) / 'places.db'}")
        Base.metadata.create_all(engine)
        with Session(engine) as session, session.begin():
            load_places(session, ROOT / "knowledge" / "content" / "directory" / "places-ma.csv")
        with Session(engine) as session:
            return Gazetteer.from_database(session)


def one_letter_wrong(name: str) -> Iterator[tuple[str, str]]:
    """Each kind of mistake with each misspelling it makes of a name."""
    for index, letter in enumerate(name):
        before, after = name[:index], name[index + 1 :]
        yield "dropped", before + after
        yield "doubled", before + letter + letter + after
        if after and after[0] != letter:
            yield "swapped", before + after[0] + letter + after[1:]
        for other in _SCRIPT if has_arabic_letter(name) else _LATIN:
            if other != letter:
                yield "replaced", before + other + after


def misspellings(places: Gazetteer) -> None:
    """Print recall and confusions over all towns and all single mistakes in their names of six letters and more."""
    tried: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    wrong: list[tuple[str, str, str]] = []
    for town in places.towns():
        for name in {" ".join(words(name)) for name in town.names.values()}:
            if len(name.replace(" ", "")) < _SHORTEST_NAME:
                continue
            for kind, misspelling in one_letter_wrong(name):
                for sentence in _SENTENCES:
                    key = ("Arabic letters" if has_arabic_letter(name) else "Latin letters", kind)
                    got = [place.key for place in places.find(sentence.format(misspelling))]
                    tried[key] += 1
                    found[key] += got == [town.key]
                    wrong += [(name, misspelling, other) for other in got if other != town.key]
    for key, number in sorted(tried.items()):
        print(f"{key[0]}, {key[1]}: found {found[key] / number:.3f} of {number}")
    print(f"another place instead: {len(wrong)} {wrong[:10]}")


def development(places: Gazetteer) -> None:
    """Print how often the first place is the one that was meant, and which places were found where none was."""
    messages = read_messages(sorted((ROOT / "tests" / "data").glob("development_*.jsonl")))
    rows = [
        (message.place, [place.canonical_name for place in places.find(message.text)])
        for message in messages
        if isinstance(message, Gold)
    ]
    named = [(gold, got) for gold, got in rows if gold]
    print(f"development set: {sum(got[:1] == [gold] for gold, got in named)} of {len(named)} first places are right,")
    print(f"  {sum(gold in got for gold, got in named)} are among those found;", end=" ")
    print("where none is noted:", [got for gold, got in rows if got and not gold])


def examples(places: Gazetteer) -> None:
    """Print how many training examples of requests for services name a place, and how fast all are read."""
    texts = []
    for file in sorted((ROOT / "bot" / "data" / "nlu").glob("*/find_service*.yml")):
        for intent in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            texts += re.findall(r"^- (.+)$", intent["examples"], re.MULTILINE)
    begin = time.process_time()
    naming = sum(bool(places.find(text)) for text in texts)
    seconds = time.process_time() - begin
    milliseconds = seconds / sum(len(words(text)) for text in texts) * _USUAL_WORDS * 1000
    print(f"requests for services: {naming} of {len(texts)} name a place;", end=" ")
    print(f"{milliseconds:.2f} ms of CPU per {_USUAL_WORDS} words")


def main() -> None:
    """Measure everything."""
    places = gazetteer()
    misspellings(places)
    development(places)
    examples(places)


if __name__ == "__main__":
    main()
