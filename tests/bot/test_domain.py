"""domain.yml, the rules, the examples, the actions and their words agree with each other."""

import ast
import json
import os
import re
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

import bot.actions
from bot.actions.turn import interface_words
from knowledge.load.article_file import read_article_files
from language.normalise import words

ROOT = Path(__file__).parents[2]
LANGUAGES = ("fr", "ar", "en")
DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
BUILT_IN = {"nlu_fallback"}
"""Intents that Rasa adds to every domain."""
INTENTS = {next(iter(intent)) if isinstance(intent, dict) else intent for intent in DOMAIN["intents"]}
WORDS = interface_words()
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


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


def calls_for_words() -> list[ast.Call]:
    """Every `turn.words(…)` of the actions."""
    return [
        node
        for path in (ROOT / "bot" / "actions").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "words"
    ]


def strings_in(node: ast.AST) -> set[str]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


@pytest.mark.parametrize("key", WORDS)
def test_the_words_of_the_interface_exist_in_every_language_with_the_same_placeholders(key: str) -> None:
    assert WORDS[key].keys() == set(LANGUAGES)
    assert all(text.strip() for text in WORDS[key].values())
    assert len({frozenset(placeholders(text)) for text in WORDS[key].values()}) == 1


@pytest.mark.parametrize("key", [key for key in WORDS if key.startswith("button_")])
def test_the_words_of_a_button_fit_on_it(key: str) -> None:
    assert max(map(len, WORDS[key].values())) <= 24


def test_actions_use_only_words_that_exist_and_fill_their_placeholders() -> None:
    calls = [call for call in calls_for_words() if isinstance(call.args[0], ast.Constant)]
    assert len(calls) > 20
    for call in calls:
        (key,) = strings_in(call.args[0])
        given = {keyword.arg for keyword in call.keywords}
        assert None in given or given == placeholders(WORDS[key]["fr"]), key


def test_no_words_are_left_over() -> None:
    used = {
        text for path in (ROOT / "bot" / "actions").glob("*.py") for text in strings_in(ast.parse(path.read_bytes()))
    }
    assert WORDS.keys() - used - INTENTS == set()


def test_the_domain_has_no_responses_that_nobody_would_choose() -> None:
    """The words are the actions'; a response of the domain would be a second place to look for them."""
    assert not DOMAIN.get("responses")


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


def test_no_text_stands_under_two_intents() -> None:
    assert {text: intents for text, intents in intents_of_texts().items() if len(intents) > 1} == {}


def test_nothing_that_is_measured_on_was_trained_on() -> None:
    measured = [
        json.loads(line)["text"]
        for path in sorted((ROOT / "tests" / "data").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(measured) > 4000
    assert [text for text in measured if same(text) in intents_of_texts()] == []


@pytest.mark.stack
def test_the_engine_finds_nothing_to_complain_of() -> None:
    environment = {
        **os.environ,
        "DALIL_ACTIONS_URL": "http://127.0.0.1:1",
        "DALIL_TRACKER_URL": "sqlite://",
        "DALIL_ENGINE_TOKEN": "x",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    python = ROOT / ".venv-rasa" / "bin" / "python"
    validation = subprocess.run(
        [python, *"-W ignore -m rasa data validate --data bot/data --fail-on-warnings".split()],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert validation.returncode == 0, validation.stdout
