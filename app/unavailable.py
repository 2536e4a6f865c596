"""What is said when the engine does not answer: danger is still answered, everything else honestly."""

from collections.abc import Callable

from app.words import sentences
from knowledge.danger_cards import danger_card
from language.danger import find_danger
from language.identify import identify
from reply import Reply, SourceNote, Trace


class WithoutEngine:
    """See `gateway.answering.WithoutEngine`."""

    def __init__(self, danger_in: Callable[[str], str | None]) -> None:
        """`danger_in` says which kind of danger a text speaks of, if any."""
        self._danger_in = danger_in

    def sign_of_danger(self, text: str) -> bool:
        """True when words of the text are a sign of danger, by `language.danger` alone: quick, and too often."""
        return find_danger(text) is not None

    def reply(self, text: str, language: str | None) -> Reply:
        """The reply in the language of the text or of the conversation."""
        language = identify(text, language).language
        kind = self._danger_in(text)
        if kind is None:
            return Reply(sentences()["unavailable"][language], language)
        card = danger_card(kind)
        sources = tuple(SourceNote(*source) for source in card.sources)
        return Reply(card.text[language], language, sources=sources, urgent=True, trace=Trace("emergency"))
