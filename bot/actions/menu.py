"""Shows what the assistant can do; always starts afresh."""

from bot.actions.base import DalilAction, Slots
from bot.actions.choices import topic_choices
from bot.actions.turn import Turn
from reply import Reply, Trace

_TOPICS_IN_MENU = 8


class Menu(DalilAction):
    """For `menu`."""

    def name(self) -> str:
        """See `Action`."""
        return "action_menu"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        trace = Trace("command", turn.intent, turn.confidence, article="menu")
        reply = Reply(turn.words("utter_menu"), turn.language, topic_choices(turn, _TOPICS_IN_MENU), trace=trace)
        return reply, {"last_article": None, "last_articles": None, "last_question": None, "category": None}
