"""Says honestly how a person can be reached; where people work at the desk, the gateway says so instead."""

from bot.actions.base import Slots
from bot.actions.choices import menu_choice, service_choice
from bot.actions.doubtful import DoubtfulAction
from bot.actions.turn import Turn
from reply import Reply, Trace


class TalkToHuman(DoubtfulAction):
    """For `talk_to_human`."""

    def name(self) -> str:
        """See `Action`."""
        return "action_talk_to_human"

    def answer_surely(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DoubtfulAction`."""
        trace = Trace("command", turn.intent, turn.confidence, article="human")
        choices = (service_choice(turn), menu_choice(turn))
        return Reply(turn.words("talk_to_human"), turn.language, choices, human=True, trace=trace), {}
