"""Says honestly how a person can be reached."""

from bot.actions.answer_question import rather_a_question
from bot.actions.base import DalilAction, Slots
from bot.actions.choices import menu_choice, service_choice
from bot.actions.turn import Turn
from reply import Reply, Trace


class TalkToHuman(DalilAction):
    """For `talk_to_human`."""

    def name(self) -> str:
        """See `Action`."""
        return "action_talk_to_human"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        if question := rather_a_question(turn):
            return question
        trace = Trace("command", turn.intent, turn.confidence, article="human")
        choices = (service_choice(turn), menu_choice(turn))
        return Reply(turn.words("talk_to_human"), turn.language, choices, trace=trace), {}
