"""Parts of forms that repeat: phones, translations, sources. What was typed is kept when something is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from desk.wording import Words
from knowledge.directory_editing.content import PhoneLine
from knowledge.directory_editing.corrections import storable
from knowledge.directory_editing.sources import IN_SOURCE, PARTLY, Source
from knowledge.exchange.facts import TRANSLATIONS
from knowledge.exchange.row_check import wrong_number
from knowledge.models import FieldSource, Phone

PHONE_TYPES = ("voice", "cell", "text", "fax")
_BLANK_PHONES = 2
_MOST_PHONES = 30
_LONGEST_SOURCE = 500
_LONGEST_NOTE = 300


@dataclass(frozen=True)
class PhoneRow:
    """One line of the phones of a form."""

    number: str = ""
    type: str = "voice"
    description: str = ""
    error: str = ""


@dataclass
class Parts:
    """What a form holds beside its WTForms fields."""

    phones: list[PhoneRow] = field(default_factory=list)
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    """Field → language → text."""
    own_sources: dict[str, str] = field(default_factory=dict)
    """Field → its own new source."""
    source: str = ""
    confidence: str = IN_SOURCE
    still_fits: bool = False

    @property
    def is_right(self) -> bool:
        """False when a phone is wrong."""
        return not any(row.error for row in self.phones)

    @property
    def lines(self) -> tuple[PhoneLine, ...]:
        """The phones that are filled in."""
        return tuple(PhoneLine(row.number, row.type, row.description) for row in self.phones if row.number)

    @property
    def sources(self) -> dict[str, Source]:
        """As an edit takes them."""
        general = {"": self.source} if self.source else {}
        texts = {name: text for name, text in self.own_sources.items() if text}
        return {name: Source(text, self.confidence) for name, text in (general | texts).items()}


def read_parts(form: FormData, words: Words, translated: Iterable[str] = ()) -> Parts:
    """What was posted, with what is wrong in it."""
    confidence = text_of(form, "confidence_of_source")
    return Parts(
        phones=[*_phones(form, words)],
        translations={
            name: {code: text_of(form, f"{name}:{code}", 5000) for code in TRANSLATIONS} for name in translated
        },
        own_sources={
            name.removeprefix("source:"): text_of(form, name, _LONGEST_SOURCE)
            for name in form
            if name.startswith("source:")
        },
        source=text_of(form, "source", _LONGEST_SOURCE),
        confidence=confidence if confidence in (IN_SOURCE, PARTLY) else IN_SOURCE,
        still_fits=bool(form.get("still_fits")),
    )


def stored_parts(
    phones: Iterable[Phone], translations: Mapping[str, Mapping[str, str]], translated: Iterable[str] = ()
) -> Parts:
    """What is stored."""
    return Parts(
        phones=[PhoneRow(phone.number, phone.type, phone.description) for phone in phones],
        translations={
            name: {code: translations.get(name, {}).get(code, "") for code in TRANSLATIONS} for name in translated
        },
    )


def with_blanks(rows: list[PhoneRow]) -> list[PhoneRow]:
    """The phones with empty lines behind them."""
    return [*rows, *[PhoneRow()] * _BLANK_PHONES]


def latest_sources(sources: Iterable[FieldSource]) -> dict[str, FieldSource]:
    """Field → where it was read last."""
    return {source.field: source for source in sorted(sources, key=lambda one: one.last_action_date)}


def text_of(form: FormData, name: str, longest: int = 200) -> str:
    """A posted text without spaces around it and without what no database takes."""
    value = form.get(name)
    return storable(value).strip()[:longest] if isinstance(value, str) else ""


def _phones(form: FormData, words: Words) -> Iterable[PhoneRow]:
    for position in range(_MOST_PHONES):
        number = text_of(form, f"phone-{position}-number")
        if not number:
            continue
        kind = text_of(form, f"phone-{position}-type")
        reason = wrong_number(number)
        yield PhoneRow(
            number,
            kind or "voice",
            text_of(form, f"phone-{position}-description", _LONGEST_NOTE),
            reason.say(words.language) if reason else "",
        )
