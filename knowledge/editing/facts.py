"""The facts that articles rest on, for whoever writes one."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.load.facts import Source, source_of

_FILE = Path(__file__).parents[1] / "content" / "facts.yml"


@dataclass(frozen=True)
class Fact:
    """One fact of `content/facts.yml`. `texts` are its sentences by language, which need not be all."""

    id: str
    risk: str
    texts: dict[str, str]
    source: Source


@lru_cache(maxsize=1)
def facts() -> dict[str, Fact]:
    """All facts by id. Reading them takes a third of a second, once."""
    raw = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {fact["id"]: _fact(fact) for fact in raw}


def _fact(raw: dict[str, str]) -> Fact:
    texts = {name.removeprefix("fact_"): text for name, text in raw.items() if name.startswith("fact_")}
    return Fact(raw["id"], raw["risk"], texts, source_of(raw))
