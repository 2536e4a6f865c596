"""Fields of the directory and their values in words of the page's language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.wording import Words
from knowledge.audiences import audiences
from knowledge.exchange.facts import CODES, PLACES
from knowledge.exchange.reasons import Reason
from knowledge.models import Place, PlaceName

LOCALES = {"fr": "fr", "ar": "ar_MA", "en": "en_GB"}
_WORDED = ("status", "confidence", "precision", "type")
_OF_ORGANIZATION = "organization."


@dataclass(frozen=True)
class Showing:
    """What is needed to say values in a language. `places` are the names of all places that may occur, by key."""

    words: Words
    places: Mapping[str, str]

    @classmethod
    def of(cls, session: Session, words: Words) -> "Showing":
        """With all places."""
        return cls(words, place_names(session, words.language))

    def field(self, name: str) -> str:
        """What a field is called: "description (ar)" is "Description (arabe)"."""
        if name.startswith(_OF_ORGANIZATION):
            return self.words("directory.of_organization", field=self.field(name.removeprefix(_OF_ORGANIZATION)))
        plain, _, code = name.partition(" (")
        said = self.words(f"directory.field_{plain}")
        return f"{said} ({self.words('language_' + code[:-1])})" if code else said

    def value(self, name: str, raw: str) -> str:
        """What a value of a field is called; what has no other words stays as it is."""
        plain = name.removeprefix(_OF_ORGANIZATION)
        return self._say(plain)(raw) if raw else ""

    def reason(self, problem: Mapping[str, Any]) -> str:
        """Why a row was refused."""
        return Reason(problem["code"], **problem["values"]).say(self.words.language)

    def languages(self, codes: Iterable[str]) -> str:
        """Names of languages."""
        return self.words("directory.comma").join(language_name(code, self.words.language) for code in codes)

    def audience(self, code: str, value: str) -> str:
        """Whom a service is for."""
        known = audiences().get(code)
        return self.words(f"directory.audience_{value}", who=known.names[self.words.language] if known else code)

    def _say(self, name: str) -> Callable[[str], str]:
        if name in _WORDED:
            return lambda raw: self._worded(name, raw)
        return {
            "categories": lambda raw: self._joined(map(self.words.category, raw.split(CODES))),
            "audiences": lambda raw: self._joined(self.audience(*one.split(":")) for one in raw.split(CODES)),
            "languages": lambda raw: self.languages(raw.split(CODES)),
            "city": lambda raw: self._joined(self.place(key) for key in raw.split(PLACES)),
            "assured_date": lambda raw: format_date(date.fromisoformat(raw), "d MMMM y", LOCALES[self.words.language]),
        }.get(name, str)

    def place(self, key: str | None) -> str:
        """The name of a place; without one it is the whole country."""
        return self.places.get(key, key) if key else self.words("directory.whole_country")

    def _worded(self, name: str, raw: str) -> str:
        key = f"directory.{name}_{raw.replace(' ', '_')}"
        return self.words(key) if self.words.has(key) else raw

    def _joined(self, texts: Iterable[str]) -> str:
        return self.words("directory.comma").join(texts)


def place_names(session: Session, language: str) -> dict[str, str]:
    """The names of all places, by key."""
    query = select(PlaceName.place_key, PlaceName.spelling).where(PlaceName.language == language)
    return {key: spelling for key, spelling in session.execute(query)}


@dataclass(frozen=True)
class Region:
    """A region with its towns, to choose from: pairs of key and name."""

    key: str
    name: str
    towns: list[tuple[str, str]]


def regions(session: Session, names: Mapping[str, str]) -> list[Region]:
    """All regions, each with its towns in the order of their names."""
    query = select(Place.key, Place.region_key).where(Place.type.in_(("city", "town", "locality")))
    towns: dict[str, list[tuple[str, str]]] = {}
    for key, region_key in session.execute(query):
        towns.setdefault(region_key, []).append((key, names.get(key, key)))
    keys = session.scalars(select(Place.key).where(Place.type == "region").order_by(Place.key))
    return [
        Region(key, names.get(key, key), sorted(towns.get(key, []), key=lambda town: town[1].casefold()))
        for key in keys
    ]


@lru_cache(maxsize=4)
def _languages(language: str) -> Mapping[str, str]:
    return dict(Locale.parse(LOCALES[language]).languages)


def language_name(code: str, language: str) -> str:
    """The name of a language in another; the code itself where it has none."""
    return _languages(language).get(code, code)
