"""What is said when the engine does not answer: danger is still answered, everything else honestly."""

from app.words import sentences
from knowledge.danger_cards import danger_card
from language.danger import find_danger
from language.identify import identify
from reply import Reply, SourceNote, Trace


def unavailable(text: str, language: str | None) -> Reply:
    """The reply without the engine, in the language of the text or of the conversation."""
    language = identify(text, language).language
    kind = find_danger(text)
    if kind is None:
        return Reply(sentences()["unavailable"][language], language)
    card = danger_card(kind)
    sources = tuple(SourceNote(*source) for source in card.sources)
    return Reply(card.text[language], language, sources=sources, urgent=True, trace=Trace("emergency"))
