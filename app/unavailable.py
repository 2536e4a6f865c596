"""What is said when the engine does not answer: danger is still answered, everything else honestly."""

from collections.abc import Callable

from app.words import sentences
from knowledge.danger_cards import danger_card
from language.identify import identify
from reply import Reply, SourceNote, Trace


def unavailable(text: str, language: str | None, danger_in: Callable[[str], str | None]) -> Reply:
    """The reply without the engine, in the language of the text or of the conversation.

    `danger_in` says which kind of danger a text speaks of, if any.
    """
    language = identify(text, language).language
    kind = danger_in(text)
    if kind is None:
        return Reply(sentences()["unavailable"][language], language)
    card = danger_card(kind)
    sources = tuple(SourceNote(*source) for source in card.sources)
    return Reply(card.text[language], language, sources=sources, urgent=True, trace=Trace("emergency"))
