"""Answers immediate danger: number and first step in the first line, then the conversation goes on."""

from bot.actions.base import DalilAction, Slots
from bot.actions.choices import article_choices, service_choice
from bot.actions.shelf import library
from bot.actions.turn import Turn
from knowledge.danger_cards import danger_card
from reply import Reply, SourceNote, Trace


class Danger(DalilAction):
    """For the intent `danger`."""

    def name(self) -> str:
        """See `Action`."""
        return "action_danger"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        card = danger_card(turn.danger or "general")
        with library().session() as session:
            articles = [article for key in card.articles if (article := library().article(session, key))]
            choices = (*article_choices(articles, turn.language), service_choice(turn, card.category))
        trace = Trace("emergency", turn.intent, turn.confidence)
        reply = Reply(
            text=card.text[turn.language],
            language=turn.language,
            choices=choices,
            sources=tuple(SourceNote(title, year, url) for title, year, url in card.sources),
            note=turn.words("utter_source_note", title=card.sources[0][0], year=card.sources[0][1]),
            urgent=True,
            trace=trace,
        )
        return reply, {}
