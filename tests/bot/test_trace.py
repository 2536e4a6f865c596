"""Every reply says to staff why it was given, in few bytes."""

import json

import pytest

from bot.actions.answer_question import AnswerQuestion
from bot.actions.base import DalilAction
from bot.actions.danger import Danger
from bot.actions.find_services import FindServices
from bot.actions.menu import Menu
from reply import Trace
from tests.bot.conftest import Person

SURE = "Mon fils peut-il étudier à l'école publique sans carte de séjour ?"


def trace_of(person: Person, action: DalilAction, text: str, intent: str) -> Trace:
    return person.says(action, text, intent).trace


@pytest.mark.parametrize(
    ("action", "text", "intent"),
    [
        (AnswerQuestion(), SURE, "ask_schooling"),
        (AnswerQuestion(), "l'école de mon enfant", "ask_schooling"),
        (AnswerQuestion(), "qwrtz plmkn vbxcy djfkg wqxzv", "nlu_fallback"),
        (Danger(), "mon mari me frappe, j'ai peur", "danger"),
    ],
)
def test_what_search_found_is_said_best_first_and_at_most_five(
    person: Person, action: DalilAction, text: str, intent: str
) -> None:
    trace = trace_of(person, action, text, intent)
    scores = [article.score for article in trace.ranking]
    assert len(scores) == 5 and scores == sorted(scores, reverse=True)
    assert all(score == round(score, 3) for score in scores)
    assert trace.article in (None, trace.ranking[0].key)
    assert len(json.dumps(trace.ranking[0].__dict__)) * 5 < 500


@pytest.mark.parametrize(
    ("action", "text", "intent"),
    [
        (AnswerQuestion(), "", "nlu_fallback"),
        (FindServices(), "un médecin à Rabat", "find_service"),
        (Menu(), "menu", "menu"),
    ],
)
def test_who_answered_and_what_the_classifier_thought_is_always_said(
    person: Person, action: DalilAction, text: str, intent: str
) -> None:
    trace = trace_of(person, action, text, intent)
    assert (trace.rule, trace.intent, trace.intent_confidence) == (action.name(), intent, 0.9)
