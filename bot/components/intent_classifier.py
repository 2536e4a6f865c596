"""The intent classifier: `language.text_classifier` as a Rasa component."""

from typing import Any

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
    """Ranks all intents for a message, with probabilities, in two steps.

    First, what kind of request it is: all intents of the group (`ask_…`) count as one there, or their many examples
    would drown the rest. Then, which of the group it is.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`group_prefix`: which intents are one in the first step.

        `handicaps`: votes taken from a kind before kinds are compared. The group and `find_service` have the most
        examples and would win every doubt; `out_of_scope`, which has no end of subjects, would lose it.
        `sharpness`: how fast a lower vote becomes improbable. `ranking_length`: how many intents are reported.
        """
        return {
            "group_prefix": "ask_",
            "handicaps": {"ask_": 1.5, "find_service": 0.5, "out_of_scope": -1.0},
            "sharpness": 1.6,
            "ranking_length": 40,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentClassifier":
        """See `GraphComponent`."""
        return cls(config, model_storage, resource)

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        classifiers: tuple[TextClassifier, TextClassifier] | None = None,
    ) -> None:
        """`classifiers` are those of the two steps, None until they are trained."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._classifiers = classifiers

    def train(self, training_data: TrainingData) -> Resource:
        """Learn all examples that have an intent."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        prefix = self._config["group_prefix"]
        kinds = [prefix if e.get(INTENT).startswith(prefix) else e.get(INTENT) for e in examples]
        first = TextClassifier([e.get(TEXT) for e in examples], kinds, balanced=True)
        group = [e for e in examples if e.get(INTENT).startswith(prefix)]
        second = TextClassifier([e.get(TEXT) for e in group], [e.get(INTENT) for e in group], first.vectors)
        first.forget_vectors()
        second.forget_vectors()
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump((first, second), folder / _FILE)
        self._classifiers = (first, second)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
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
            if self._classifiers is None or not text:
                continue
            ranking = self._ranking(text, *self._classifiers)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, text: str, first: TextClassifier, second: TextClassifier) -> list[dict[str, Any]]:
        prefix = self._config["group_prefix"]
        votes = first.votes(text)
        for kind, handicap in self._config["handicaps"].items():
            votes[first.labels.index(kind)] -= handicap
        kinds = dict(zip(first.labels, self._probabilities(votes), strict=True))
        of_group = kinds.pop(prefix)
        within = self._probabilities(second.votes(text))
        asked = {name: of_group * share for name, share in zip(second.labels, within, strict=True)}
        ranked = sorted({**kinds, **asked}.items(), key=lambda item: -item[1])
        if of_group > ranked[0][1]:
            best = max(asked, key=lambda name: asked[name])
            ranked = [(best, of_group), *(item for item in ranked if item[0] != best)]
        return [{"name": n, "confidence": float(p)} for n, p in ranked[: self._config["ranking_length"]]]

    def _probabilities(self, votes: Any) -> Any:
        weights = numpy.exp(self._config["sharpness"] * (votes - votes.max()))
        return weights / weights.sum()
