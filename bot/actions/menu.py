"""Shows what the assistant can do; always starts afresh."""

from bot.actions.base import MEMORY, Slots
from bot.actions.choices import topic_choices
from bot.actions.doubtful import DoubtfulAction
from bot.actions.turn import Turn
from reply import Reply, Trace

_TOPICS_IN_MENU = 8


class Menu(DoubtfulAction):
    """For `menu`, and for `vague_need`: "I have a problem", "I need help"."""

    def name(self) -> str:
        """See `Action`."""
        return "action_menu"

    def answer_surely(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DoubtfulAction`."""
        if turn.intent == "vague_need":
            trace = Trace("ambiguous", turn.intent, turn.confidence)
        else:
            trace = Trace("command", turn.intent, turn.confidence, article="menu")
        reply = Reply(turn.words("menu"), turn.language, topic_choices(turn, _TOPICS_IN_MENU), trace=trace)
        return reply, dict.fromkeys(name for name in MEMORY if name != "place")
