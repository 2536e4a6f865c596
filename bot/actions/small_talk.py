"""Greetings, thanks, and who the assistant is."""

from bot.actions.base import Slots
from bot.actions.choices import topic_choices
from bot.actions.doubtful import DoubtfulAction
from bot.actions.turn import Turn
from reply import Reply, Trace

_ARTICLES = {
    "greet": "greet",
    "goodbye": "goodbye",
    "thank": "thanks",
    "how_are_you": "how_are_you",
    "are_you_a_bot": "who_are_you",
}
_ENDINGS = ("goodbye", "thank")


class SmallTalk(DoubtfulAction):
    """For `greet`, `goodbye`, `thank`, `how_are_you` and `are_you_a_bot`."""

    def name(self) -> str:
        """See `Action`."""
        return "action_small_talk"

    def answer_surely(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DoubtfulAction`."""
        trace = Trace("smalltalk", turn.intent, turn.confidence, article=_ARTICLES[turn.intent])
        choices = () if turn.intent in _ENDINGS else topic_choices(turn)
        return Reply(turn.words(turn.intent), turn.language, choices, trace=trace), {}


class OutOfScope(DoubtfulAction):
    """For `out_of_scope`: unless search knows the question after all, says what the assistant is for."""

    def name(self) -> str:
        """See `Action`."""
        return "action_out_of_scope"

    def answer_surely(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DoubtfulAction`."""
        trace = Trace("out_of_scope", turn.intent, turn.confidence)
        return Reply(turn.words("out_of_scope"), turn.language, topic_choices(turn), trace=trace), {}
