"""All that a reply says, as one text with WhatsApp's formatting."""

import re
from collections.abc import Iterable
from pathlib import Path

from gateway.whatsapp.cutting import units
from gateway.words import read_words
from reply import Reply, ServiceCard, SourceNote

_WORDS = Path(__file__).parent / "words.yml"
_LABELLED = ("open_now", "hours", "eligibility", "fee")
_NOTHING = "…"
_LONGEST_BOLD = 200
_MOST_SOURCES = 3
"""So many are listed, the most important first; the note says how many there are."""
_FORMATTING = str.maketrans("*_~`", "∗＿∼ˋ")
"""WhatsApp has no way to escape its signs of formatting: in names they become others that look like them."""
_LINE_END = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ \t]+")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Control characters and marks of direction: `direction.dress` sets its own."""
_JOINERS = re.compile("(?<![^\\s])[\u200c\u200d]+|[\u200c\u200d]+(?=[\\s\u200c\u200d])|[\u200c\u200d]+$")


def words(key: str, language: str) -> str:
    """The interface text of that key. Raises KeyError for an unknown key or language."""
    return read_words(_WORDS)[key][language]


def is_title(text: str, key: str) -> bool:
    """True when a text is the interface text of that key in one of the languages."""
    return one_line(text).casefold() in {title.casefold() for title in read_words(_WORDS)[key].values()}


def body(reply: Reply, notice: str = "", asks_position: bool = False) -> str:
    """Text, services, sources, note, how to send a position when that is asked for, notice; never empty."""
    position = words("position", reply.language) if asks_position else ""
    cards = (_card(card, reply.language) for card in reply.services)
    parts = [reply.text, *cards, _sources(reply.sources, reply.language), reply.note, position, notice]
    return "\n\n".join(filter(None, map(tidy, parts))) or _NOTHING


def tidy(text: str) -> str:
    """The text without what nobody sees, with plain line ends and at most one empty line in a row."""
    plain = _LONE_SURROGATE.sub("\ufffd", _LINE_END.sub("\n", text))
    plain = _JOINERS.sub("", _BLANKS.sub(" ", _UNSEEN.sub("", plain)))
    lines = "\n".join(line.strip() for line in plain.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def one_line(text: str) -> str:
    """The tidy text in one line."""
    return " ".join(tidy(text).split())


def _card(card: ServiceCard, language: str) -> str:
    place = "" if card.place in card.address else card.place
    lines = [
        _bold(card.name),
        _labelled("alert", card.alert, language),
        card.description,
        _labelled("place", place, language),
        _labelled("address", card.address, language),
        *(f"📞 {phone}" for phone in map(one_line, card.phones) if phone),
        *(_labelled(name, getattr(card, name), language) for name in _LABELLED),
        card.website,
        _labelled("source_date", card.source_date, language),
    ]
    return "\n".join(filter(None, map(tidy, lines)))


def _labelled(key: str, value: str, language: str) -> str:
    return f"{words(key, language)} {value}" if tidy(value) else ""


def _bold(name: str) -> str:
    plain = one_line(name).translate(_FORMATTING)
    return f"*{plain}*" if plain and units(plain) <= _LONGEST_BOLD else plain


def _sources(sources: Iterable[SourceNote], language: str) -> str:
    """Each source with its address below it: beside right-to-left text it would be hard to read and to tap."""
    lines = [line for line in map(_source, sources) if line][:_MOST_SOURCES]
    if len(lines) == 1:
        return f"{words('source', language)} {lines[0]}"
    return "\n".join([words("sources", language), *(f"• {line}" for line in lines)]) if lines else ""


def _source(source: SourceNote) -> str:
    year = f"({source.year})" if source.year else ""
    title = " ".join(filter(None, [one_line(source.title), year]))
    return "\n".join(filter(None, [title, one_line(source.url or "")]))
