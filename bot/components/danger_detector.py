"""Puts danger before everything else, after the intent classifier has spoken."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from language.danger import find_danger

DANGER = "danger"
_SURE = 0.9
"""What is reported instead of a low confidence, so that no fallback turns danger into an unclear message."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerDetector(GraphComponent):
    """Makes `danger` the intent when the message shows a sign of it or the classifier finds it likely enough."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """From which confidence of the classifier `danger` wins, even against a likelier intent.

        `threshold` without a sign of danger in the text, `threshold_with_sign` with one. Both are low: a number too
        many costs a line, a number too few can cost a life (docs/decisions/0004-understanding.md).
        """
        return {"threshold": 0.25, "threshold_with_sign": 0.02}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "DangerDetector":
        """See `GraphComponent`."""
        return cls(config)

    def __init__(self, config: dict[str, Any]) -> None:
        """`config` as in `get_default_config`."""
        self._threshold = float(config["threshold"])
        self._threshold_with_sign = float(config["threshold_with_sign"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message that is text; a tapped button is never danger."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith("/"):
                self._look(message, text)
        return messages

    def _look(self, message: Message, text: str) -> None:
        kind = find_danger(text)
        ranking = message.get("intent_ranking") or []
        likely = next((entry["confidence"] for entry in ranking if entry["name"] == DANGER), 0.0)
        if likely < (self._threshold_with_sign if kind else self._threshold):
            return
        message.set("danger", kind or "general", add_to_output=True)
        message.set(INTENT, {"name": DANGER, "confidence": max(likely, _SURE)}, add_to_output=True)
