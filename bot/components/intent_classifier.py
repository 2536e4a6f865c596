"""The intent classifier: `language.text_classifier` as a Rasa component."""

import os
import sys
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from language.lessons import Lessons
from language.request_kinds import QUESTION, kind_of, probabilities, rank_kinds, split_danger
from language.text_classifier import TextClassifier, learn
from language.vector_file import ComingVectors

_KINDS_FILE = "kinds.npz"
_TOPICS_FILE = "topics.npz"
DANGER_RANKING = "danger_ranking"
"""Kind of danger → probability, for the danger detector."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Ranks all intents for a message, with probabilities, in two steps.

    First, what kind of request it is, all questions (`ask_…`) being one kind. Then, which question it is.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`ranking_length`: how many intents are reported."""
        return {"ranking_length": 40}

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
        self._ranking_length = int(config["ranking_length"])
        self._model_storage = model_storage
        self._resource = resource
        self._classifiers = classifiers

    def train(self, training_data: TrainingData) -> Resource:
        """Learn all examples that have an intent; `DALIL_VECTORS` may name a file with their sentence vectors.

        That file is whole when the standard input ends: until then there is enough else to learn.
        """
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        file = os.environ.get("DALIL_VECTORS")
        known = ComingVectors(Path(file), sys.stdin.read) if file else None
        lessons = Lessons.read([example.get(TEXT) for example in examples], known)
        labels = [_kind(example) for example in examples]
        asked = [index for index, label in enumerate(labels) if label == QUESTION]
        kinds = learn(lessons, labels, balanced=True)
        topics = learn(lessons.part(asked), [examples[index].get(INTENT) for index in asked])
        with self._model_storage.write_to(self._resource) as folder:
            kinds.save(folder / _KINDS_FILE)
            topics.save(folder / _TOPICS_FILE, with_spelling=False)
        self._classifiers = (kinds, topics)
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
        """See `GraphComponent`. Reads a first text, so that the first person does not wait for the encoder."""
        with model_storage.read_from(resource) as folder:
            kinds = TextClassifier.load(folder / _KINDS_FILE)
            topics = TextClassifier.load(folder / _TOPICS_FILE, kinds.spelling)
        kinds.votes("Dalil")
        return cls(config, model_storage, resource, (kinds, topics))

    def process(self, messages: list[Message]) -> list[Message]:
        """Rank the intents of each message that is text."""
        for message in messages:
            text = message.get(TEXT)
            if self._classifiers is None or not text:
                continue
            kinds, topics = self._classifiers
            likely, dangers = split_danger(rank_kinds(kinds, text))
            ranking = _ranking(likely, topics, text)[: self._ranking_length]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set(DANGER_RANKING, dangers)
        return messages


def _kind(example: Message) -> str:
    """What an example teaches the first step; the kind of danger stands in the metadata of its file."""
    metadata = example.get("metadata") or {}
    return kind_of(example.get(INTENT), metadata.get(INTENT, {}).get("kind", "general"))


def _ranking(likely: dict[str, float], topics: TextClassifier, text: str) -> list[dict[str, Any]]:
    question = likely.pop(QUESTION)
    within = probabilities(topics.votes(text))
    asked = {name: question * float(share) for name, share in zip(topics.labels, within, strict=True)}
    ranked = sorted({**likely, **asked}.items(), key=lambda item: -item[1])
    if question > ranked[0][1]:
        best = max(asked, key=lambda name: asked[name])
        ranked = [(best, question), *(item for item in ranked if item[0] != best)]
    return [{"name": name, "confidence": float(confidence)} for name, confidence in ranked]
