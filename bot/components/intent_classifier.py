"""The intent classifier: `language.text_classifier` as a Rasa component."""

from typing import Any, Optional, Text

import joblib
import numpy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from language.text_classifier import TextClassifier

_FILE = "classifier.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Ranks all intents for a message, with probabilities."""

    @staticmethod
    def get_default_config() -> dict[Text, Any]:
        """`sharpness`: how fast a lower vote becomes improbable; `ranking_length`: how many intents are reported."""
        return {"sharpness": 1.6, "ranking_length": 10}

    @classmethod
    def create(
        cls,
        config: dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentClassifier":
        """See `GraphComponent`."""
        return cls(config, model_storage, resource)

    def __init__(
        self,
        config: dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        classifier: Optional[TextClassifier] = None,
    ) -> None:
        """`classifier` is None until it is trained."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._classifier = classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Learn all examples that have an intent."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        classifier = TextClassifier([e.get(TEXT) for e in examples], [e.get(INTENT) for e in examples])
        classifier.forget_vectors()
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(classifier, folder / _FILE)
        self._classifier = classifier
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "IntentClassifier":
        """See `GraphComponent`. The file comes from the model archive, whose hash was checked before the start."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, joblib.load(folder / _FILE))

    def process(self, messages: list[Message]) -> list[Message]:
        """Rank the intents of each message that is text."""
        for message in messages:
            text = message.get(TEXT)
            if self._classifier is None or not text:
                continue
            votes = self._classifier.votes(text)
            weights = numpy.exp(self._config["sharpness"] * (votes - votes.max()))
            probabilities = weights / weights.sum()
            order = numpy.argsort(-probabilities)[: self._config["ranking_length"]]
            ranking = [
                {"name": self._classifier.labels[number], "confidence": float(probabilities[number])} for number in order
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages
