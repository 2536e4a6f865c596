"""Answers immediate danger: number and first step in the first line, then the conversation goes on."""

from bot.actions.article_finding import ranking
from bot.actions.article_reply import shown_year, sources
from bot.actions.base import NO_QUESTION, DalilAction, Slots
from bot.actions.both_readings import with_services
from bot.actions.choices import article_choices, service_choice
from bot.actions.shelf import library
from bot.actions.turn import Turn
from bot.actions.whereabouts import with_named_place
from knowledge.danger_cards import danger_card
from reply import Reply, SourceNote, Trace

SURE = 0.6
"""From this probability on, the article that fits follows the first line of the danger card."""


class Danger(DalilAction):
    """For the intent `danger`."""

    def name(self) -> str:
        """See `Action`."""
        return "action_danger"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`. When search is sure of an article, its answer follows the first line."""
        card = danger_card(turn.danger or "general")
        first_line, _, rest = card.text[turn.language].partition("\n\n")
        hits = library().rank_articles(turn.text, turn.topics)
        best = hits[0]
        with library().session() as session:
            fitting = library().article(session, best.key) if best.probability >= SURE else None
            articles = library().articles(session, card.articles)
            if fitting:
                rest = fitting.text_in(turn.language).short
                articles = [fitting, *(article for article in articles if article.key != fitting.key)]
            choices = (*article_choices(articles[:2], turn.language), service_choice(turn, card.category))
            trace = Trace(
                "emergency", turn.intent, turn.confidence,
                topic=fitting.topic if fitting else None, article=fitting.key if fitting else None,
                ranking=ranking(hits),
            )  # fmt: skip
            listed = tuple(SourceNote(title, shown_year(turn, year), url) for title, year, url in card.sources)
            listed += sources(turn, fitting) if fitting else ()
        reply = Reply(
            text=f"{first_line}\n\n{rest}",
            language=turn.language,
            choices=choices,
            sources=tuple(dict.fromkeys(listed)),
            note=turn.words("source_note", title=listed[0].title, year=listed[0].year),
            urgent=True,
            trace=trace,
        )
        slots: Slots = {**NO_QUESTION, "last_article": fitting.key} if fitting else NO_QUESTION
        return with_named_place(turn, *with_services(turn, reply, slots))
