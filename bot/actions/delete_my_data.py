"""Deletes what is known about a conversation; the gateway does it when it has the reply."""

from bot.actions.base import MEMORY, DalilAction, Slots
from bot.actions.turn import Turn
from reply import Reply, Trace


class DeleteMyData(DalilAction):
    """For `delete_my_data`."""

    def name(self) -> str:
        """See `Action`."""
        return "action_delete_my_data"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        trace = Trace("command", turn.intent, turn.confidence, article="delete_data")
        return Reply(turn.words("delete_my_data"), turn.language, forget=True, trace=trace), dict.fromkeys(MEMORY)
