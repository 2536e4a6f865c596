"""Says in which language a message is written, for the actions."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from language.identify import identify


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageIdentifier(GraphComponent):
    """Adds `language` to the parsed message: its name, and whether the text itself decided it."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LanguageIdentifier":
        """See `GraphComponent`."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Identify each message's language; what the conversation used so far comes with the gateway's metadata."""
        for message in messages:
            metadata = message.get("metadata") or {}
            found = identify(message.get(TEXT) or "", metadata.get("language"))
            message.set("language", {"name": found.language, "certain": found.certain}, add_to_output=True)
        return messages
