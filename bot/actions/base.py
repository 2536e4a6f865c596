"""What all our actions share: read the turn, let the action answer, send one reply."""

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.turn import Turn
from reply import Reply

Slots = dict[str, Any]
MEMORY = ("last_article", "last_articles", "last_question", "answered_question", "category", "place", "wishes")
"""The slots that remember what was said; beside them there is only the language."""
NO_QUESTION: Slots = {"last_question": None, "answered_question": None}
"""What was said last answered no question: "that was wrong" is not said of an article."""


class DalilAction(Action, ABC):  # type: ignore[misc]
    """An action that answers a turn with exactly one reply."""

    @abstractmethod
    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """The reply, and the slots to set for the turns to come."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See `rasa_sdk.Action`."""
        turn = Turn.read(tracker)
        reply, slots = self.answer(turn)
        reply = self._traced(turn, reply)
        dispatcher.utter_message(text=reply.text, json_message=reply.to_dict())
        return [SlotSet(name, value) for name, value in {"language": reply.language, **slots}.items()]

    def _traced(self, turn: Turn, reply: Reply) -> Reply:
        """The reply with what every trace says: who answered, and what the classifier thought."""
        intent = reply.trace.intent or turn.intent
        confidence = round(turn.confidence, 3)
        return replace(reply, trace=replace(reply.trace, intent=intent, intent_confidence=confidence, rule=self.name()))
