"""The neutral reply: text, choices, services and sources, without any channel's markup."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

SHARE_POSITION = "/share_position"
"""What the choice stands for that asks the person's device where they are: a channel acts on it, the engine never sees
it."""


@dataclass(frozen=True)
class Choice:
    """Something to tap instead of typing: a title of at most 24 characters and what it stands for."""

    title: str
    payload: str
    """The Rasa message it stands for, such as '/choose_article{"article": "health.emergency"}'."""
    description: str = ""


@dataclass(frozen=True)
class ServiceCard:
    """One service near the person. Empty fields are unknown: nothing is filled in."""

    name: str
    description: str
    place: str = ""
    address: str = ""
    phones: tuple[str, ...] = ()
    hours: str = ""
    eligibility: str = ""
    fee: str = ""
    website: str = ""
    source_date: str = ""
    alert: str = ""
    """What to know before going there, such as that the programme may have ended."""
    open_now: str = ""
    """Whether it is open at this moment and when that changes, in words."""


@dataclass(frozen=True)
class SourceNote:
    """Where an answer comes from, as the reader sees it."""

    title: str
    year: str
    url: str | None = None


@dataclass(frozen=True)
class RankedArticle:
    """An article that search found, with the probability (0 to 1) that it is the one that was meant."""

    key: str
    score: float


@dataclass(frozen=True)
class Trace:
    """Why this reply was given: for evaluation and staff, never shown to migrants."""

    kind: str = "question"
    """question, service, emergency, command, smalltalk, out_of_scope or ambiguous."""
    intent: str = ""
    confidence: float = 0.0
    """How sure the answer is: of the article where one was searched for, else of the intent."""
    topic: str | None = None
    article: str | None = None
    category: str | None = None
    place: str | None = None
    ranking: tuple[RankedArticle, ...] = ()
    """What search found, the most probable first; empty when it was not asked."""
    rule: str = ""
    """The name of the action that answered."""
    intent_confidence: float = 0.0
    """How sure the classifier was of the intent."""


@dataclass(frozen=True)
class Reply:
    """One turn's answer. `language` is what it is written in; `urgent` puts the number to call first."""

    text: str
    language: str
    choices: tuple[Choice, ...] = ()
    services: tuple[ServiceCard, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    note: str = ""
    """The year of the sources and the warning that things may have changed."""
    urgent: bool = False
    language_chosen: bool = False
    """True when the person asked for this language: it then stays."""
    forget: bool = False
    """True when everything known about the conversation is to be deleted after this reply."""
    stop: bool = False
    """True when the person wants no more messages: what was not sent yet is not sent."""
    human: bool = False
    """True when a human was asked for, or is there: who shows the reply listens for what they write."""
    trace: Trace = field(default_factory=Trace)

    def to_dict(self) -> dict[str, Any]:
        """The reply as JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The inverse of `to_dict`. Raises TypeError or KeyError for something else."""
        plain = _known(cls, values)
        plain["choices"] = tuple(Choice(**_known(Choice, choice)) for choice in values.get("choices", ()))
        plain["services"] = tuple(
            ServiceCard(**{**_known(ServiceCard, card), "phones": tuple(card.get("phones", ()))})
            for card in values.get("services", ())
        )
        plain["sources"] = tuple(SourceNote(**_known(SourceNote, source)) for source in values.get("sources", ()))
        trace = values.get("trace", {})
        ranking = tuple(RankedArticle(**_known(RankedArticle, article)) for article in trace.get("ranking", ()))
        plain["trace"] = Trace(**{**_known(Trace, trace), "ranking": ranking})
        return cls(**plain)


def _known(shape: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    """The values whose names the dataclass has: what a newer sender adds is ignored."""
    names = {item.name for item in fields(shape)}
    return {name: value for name, value in values.items() if name in names}
