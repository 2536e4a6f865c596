"""Says the last answer again, whole or in its simplest words."""

from bot.actions.article_reply import article_reply, short_reply
from bot.actions.base import Slots
from bot.actions.choices import topic_choices
from bot.actions.doubtful import DoubtfulAction
from bot.actions.shelf import library
from bot.actions.turn import Turn
from reply import Reply, Trace


class Repeat(DoubtfulAction):
    """For `repeat`."""

    def name(self) -> str:
        """See `Action`."""
        return "action_repeat"

    def answer_surely(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DoubtfulAction`."""
        trace = Trace("command", turn.intent, turn.confidence, article="repeat")
        return _last_answer(turn, trace, short=False) or nothing_yet(turn, trace, "nothing_to_repeat"), {}


class Simpler(DoubtfulAction):
    """For `simpler`."""

    def name(self) -> str:
        """See `Action`."""
        return "action_simpler"

    def answer_surely(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DoubtfulAction`."""
        trace = Trace("command", turn.intent, turn.confidence, article="simpler")
        return _last_answer(turn, trace, short=True) or nothing_yet(turn, trace, "nothing_to_simplify"), {}


def _last_answer(turn: Turn, trace: Trace, short: bool) -> Reply | None:
    key = turn.slots.get("last_article")
    if not key:
        return None
    with library().session() as session:
        article = library().article(session, key)
        if article is None:
            return None
        if not short:
            return article_reply(turn, article, trace)
        related = library().articles(session, article.related)
        return short_reply(turn, article, trace, related)


def nothing_yet(turn: Turn, trace: Trace, response: str) -> Reply:
    """There is no answer to come back to: say so, with the subjects."""
    return Reply(turn.words(response), turn.language, topic_choices(turn), trace=trace)
