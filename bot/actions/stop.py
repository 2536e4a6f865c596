"""Accepts that somebody wants no more messages."""

from bot.actions.base import DalilAction, Slots
from bot.actions.turn import Turn
from reply import Reply, Trace


class Stop(DalilAction):
    """For `stop`."""

    def name(self) -> str:
        """See `Action`."""
        return "action_stop"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        trace = Trace("command", turn.intent, turn.confidence, article="stop")
        forgotten = dict.fromkeys(("category", "wishes", "last_articles"))
        return Reply(turn.words("stop"), turn.language, stop=True, trace=trace), forgotten
