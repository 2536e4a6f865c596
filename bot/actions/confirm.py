"""A bare yes or no: takes the first thing offered, or offers the menu."""

from bot.actions.answer_question import answer_article
from bot.actions.base import DalilAction, Slots
from bot.actions.choices import topic_choices
from bot.actions.shelf import library
from bot.actions.turn import Turn
from reply import Reply, Trace


class Affirm(DalilAction):
    """For `affirm`."""

    def name(self) -> str:
        """See `Action`."""
        return "action_affirm"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        offered = turn.slots.get("last_articles") or []
        if len(offered) == 1:
            with library().session() as session:
                reply, slots = answer_article(turn, session, offered[0], 1.0)
            return reply, {**slots, "last_articles": None}
        trace = Trace("smalltalk", turn.intent, turn.confidence)
        return Reply(turn.words("affirm"), turn.language, topic_choices(turn), trace=trace), {}


class Deny(DalilAction):
    """For `deny`."""

    def name(self) -> str:
        """See `Action`."""
        return "action_deny"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        trace = Trace("smalltalk", turn.intent, turn.confidence)
        return Reply(turn.words("deny"), turn.language, topic_choices(turn), trace=trace), {"last_articles": None}
