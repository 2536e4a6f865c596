"""Accepts that an answer was wrong, offers what else the question may have meant, and keeps it for review."""

from bot.actions.base import Slots
from bot.actions.choices import article_choices, human_choice, menu_choice, topic_choices
from bot.actions.doubtful import DoubtfulAction
from bot.actions.shelf import library
from bot.actions.turn import Turn
from reply import Reply, Trace

_OFFERED = 3


class WrongAnswer(DoubtfulAction):
    """For `wrong_answer`: the next best articles for the last question, without the one that was wrong.

    The question is kept for review with the article that was wrong; without one when only choices were offered.
    """

    def name(self) -> str:
        """See `Action`."""
        return "action_wrong_answer"

    def answer_surely(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DoubtfulAction`."""
        trace = Trace("command", turn.intent, turn.confidence, article="wrong_answer")
        question = turn.slots.get("last_question")
        if not question:
            return Reply(turn.words("deny"), turn.language, topic_choices(turn), trace=trace), {}
        wrong = turn.slots.get("last_article") if turn.slots.get("answered_question") == question else None
        library().keep_wrong_answer(question, turn.language, wrong)
        keys = [hit.key for hit in library().rank_articles(question, {}) if hit.key != wrong][:_OFFERED]
        with library().session() as session:
            articles = library().articles(session, keys)
            choices = (*article_choices(articles, turn.language), menu_choice(turn), human_choice(turn))
        slots: Slots = {"last_article": None, "answered_question": None, "last_articles": keys}
        return Reply(turn.words("wrong_answer"), turn.language, choices, trace=trace), slots
