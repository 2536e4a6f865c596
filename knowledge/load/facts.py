"""The facts that articles rest on, and the source each was read in."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

DOCUMENTS = {
    "000_10e48977fcf48abb.txt": "Bilan du programme de partenariat avec le tissu associatif, 2017 et 2018",
    "001_6d5f574ab2ad58b4.txt": "Politique Nationale d'Immigration et d'Asile, rapport 2019",
    "002_1a0717c1bbbe8a94.txt": "Bilan OIM Maroc 2022",
    "003_14bc0ee46ddb0d91.txt": "Forum annuel de l'immigration, « Quel rôle pour la société civile ? », 2016",
    "004_af5d49d92a6a77fa.txt": "Afrique Inside, « Gestion des migrants : le Maroc veut renforcer son partenariat »",
}
"""File name of a source document → its title."""


@dataclass(frozen=True)
class Source:
    """One source of one fact, as an article shows it. `year` is a year, a span, or "n.d." (no date on the page)."""

    fact: str
    title: str
    year: str
    locator: str
    url: str | None


def read_sources(path: Path) -> dict[str, Source]:
    """Fact id → where the fact was read."""
    facts = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {fact["id"]: source_of(fact) for fact in facts}


def source_of(fact: dict[str, Any]) -> Source:
    """Where a fact of `facts.yml` was read."""
    url = fact.get("source_url")
    host = urlsplit(url).hostname if url else None
    title = host.removeprefix("www.") if host else DOCUMENTS[fact["source_file"]]
    basis = fact.get("law_or_basis")
    if host and basis:
        title = f"{title} ({basis})"
    return Source(fact["id"], title, year_of(fact), fact["source_locator"], url)


def year_of(fact: dict[str, Any]) -> str:
    """The year (or "n.d.") of a fact, without the remark that may follow it."""
    return str(fact["as_of"]).split(" ")[0]
