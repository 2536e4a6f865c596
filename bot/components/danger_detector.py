"""Puts danger before everything else, after the intent classifier has spoken."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.intent_classifier import DANGER_RANKING
from language.danger import judge_danger
from language.request_kinds import DANGER

_SURE = 0.9
"""What is reported instead of a low confidence, so that no fallback turns danger into an unclear message."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerDetector(GraphComponent):
    """Makes `danger` the intent when `language.danger` hears it in the message."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "DangerDetector":
        """See `GraphComponent`."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message that is text; a tapped button is never danger."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith("/"):
                _look(message, text)
        return messages


def _look(message: Message, text: str) -> None:
    likely = message.get(DANGER_RANKING) or {}
    kind = judge_danger(text, likely)
    if kind is None:
        return
    message.set("danger", kind, add_to_output=True)
    message.set(INTENT, {"name": DANGER, "confidence": max(sum(likely.values()), _SURE)}, add_to_output=True)
