"""domain.yml, the rules, the examples and the actions agree with each other."""

import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

import bot.actions
from knowledge.load.article_file import read_article_files
from language.normalise import words

ROOT = Path(__file__).parents[2]
LANGUAGES = ("fr", "ar", "en")
DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
BUILT_IN = {"nlu_fallback"}
"""Intents that Rasa adds to every domain."""
INTENTS = {next(iter(intent)) if isinstance(intent, dict) else intent for intent in DOMAIN["intents"]}
ACTIONS = set(DOMAIN["actions"])
RULES = [
    step
    for path in (ROOT / "bot" / "data" / "rules").glob("*.yml")
    for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    for step in rule["steps"]
]


def same(text: str) -> str:
    return " ".join(words(text))


@cache
def examples(language: str) -> dict[str, list[str]]:
    """Intent → the examples of that language's folder."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in (ROOT / "bot" / "data" / "nlu" / language).glob("*.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = entry["examples"].splitlines()
            found[entry["intent"]] += [line.strip().removeprefix("- ") for line in lines if line.strip()]
    return found


@cache
def intents_of_texts() -> dict[str, set[str]]:
    """Every example and every article's sample, normalised → the intents it stands under."""
    found: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for intent, lines in examples(language).items():
            for line in lines:
                found[same(line)].add(intent)
    for file in read_article_files(ROOT / "knowledge" / "content"):
        for text in file.content["languages"].values():
            for sample in text["samples"]:
                found[same(str(sample))].add(f"ask_{file.content['topic']}")
    return found


def language_of(variation: dict[str, Any]) -> str:
    conditions = variation.get("condition")
    if conditions is None:
        return "fr"
    (condition,) = conditions
    assert (condition["type"], condition["name"]) == ("slot", "language")
    return str(condition["value"])


@pytest.mark.parametrize("response", DOMAIN["responses"])
def test_a_response_exists_in_every_language_and_one_needs_no_condition(response: str) -> None:
    variations = DOMAIN["responses"][response]
    assert sorted(map(language_of, variations)) == sorted(LANGUAGES)
    assert "condition" not in next(item for item in variations if language_of(item) == "fr")
    assert all(item["text"].strip() for item in variations)


@pytest.mark.parametrize("response", DOMAIN["responses"])
def test_a_response_has_the_same_placeholders_in_every_language(response: str) -> None:
    placeholders = [set(re.findall(r"\{(\w*)\}", item["text"])) for item in DOMAIN["responses"][response]]
    assert placeholders[0] == placeholders[1] == placeholders[2]


@pytest.mark.parametrize("response", [name for name in DOMAIN["responses"] if name.startswith("utter_button_")])
def test_the_words_of_a_button_fit_on_it(response: str) -> None:
    assert max(len(item["text"]) for item in DOMAIN["responses"][response]) <= 24


def test_every_response_used_by_an_action_exists_and_the_other_way_round() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "actions").glob("*.py"))
    used = set(re.findall(r"\butter_[a-z_]+", source)) - {"utter_message", "utter_"}
    small_talk = {
        f"utter_{step['intent']}" for step in RULES if step.get("intent") in re.findall(r'"(\w+)": "', source)
    }
    assert used - DOMAIN["responses"].keys() == set()
    assert DOMAIN["responses"].keys() - used - small_talk == set()


def test_every_action_has_a_class_and_every_class_is_an_action() -> None:
    executor = ActionExecutor()
    executor.register_package(bot.actions)
    assert set(executor.actions) == ACTIONS


def test_rules_name_only_what_the_domain_has() -> None:
    assert {step["intent"] for step in RULES if "intent" in step} <= INTENTS | BUILT_IN
    assert {step["action"] for step in RULES if "action" in step} <= ACTIONS


def test_every_intent_has_a_rule_and_every_action_is_used() -> None:
    assert {step["intent"] for step in RULES if "intent" in step} - BUILT_IN == INTENTS, (
        "without a rule a button reverts the turn"
    )
    assert {step["action"] for step in RULES if "action" in step} == ACTIONS


def test_every_topic_has_its_intent() -> None:
    topics = yaml.safe_load((ROOT / "knowledge" / "content" / "topics.yml").read_text(encoding="utf-8"))
    assert {intent for intent in INTENTS if intent.startswith("ask_")} == {f"ask_{topic}" for topic in topics}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_examples_in_each_language(language: str) -> None:
    assert examples(language).keys() == INTENTS
    assert min(len(lines) for lines in examples(language).values()) >= 5


def test_the_slot_of_the_language_does_not_steer_the_rules() -> None:
    assert all(slot["influence_conversation"] is False for slot in DOMAIN["slots"].values())


@pytest.mark.xfail(strict=True, reason="'darija' is an example of change_language and of ask_language_culture")
def test_no_text_stands_under_two_intents() -> None:
    assert {text: intents for text, intents in intents_of_texts().items() if len(intents) > 1} == {}


@pytest.mark.xfail(strict=True, reason="13 messages, mostly of one or two words, stand in both")
def test_nothing_that_is_measured_on_was_trained_on() -> None:
    measured = [
        json.loads(line)["text"]
        for path in sorted((ROOT / "tests" / "data").glob("development_*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(measured) > 1000
    assert [text for text in measured if same(text) in intents_of_texts()] == []
