"""The same question twice: the answer comes again, with other ways on."""

import pytest

from bot.actions.answer_question import AnswerQuestion
from bot.actions.menu import Menu
from bot.actions.repeat import Repeat
from tests.bot.conftest import Person
from tests.bot.test_actions import SCHOOL, asks_about_school, offered

SAID_BEFORE = {"fr": "juste avant", "ar": "قبل قليل", "en": "just before"}
languages = pytest.mark.parametrize("language", ["fr", "ar", "en"])


@languages
def test_who_asks_the_same_again_gets_the_answer_again_and_other_ways_on(person: Person, language: str) -> None:
    first = asks_about_school(person, language)
    again = asks_about_school(person, language)
    assert again.trace.article == first.trace.article and again.text.startswith(first.text)
    assert SAID_BEFORE[language] in again.text and SAID_BEFORE[language] not in first.text
    others = offered(again)
    assert len(others) == 2 and first.trace.article not in others
    assert "/talk_to_human" in [choice.payload for choice in again.choices]
    assert (again.sources, again.note) == (first.sources, first.note)


def test_the_same_question_in_other_words_is_asked_again_too(person: Person) -> None:
    asks_about_school(person)
    text = "Mon enfant peut-il aller à l'école publique sans carte de séjour ?"
    reply = person.says(AnswerQuestion(), text, "ask_schooling")
    assert reply.trace.article == "schooling.no_papers" and SAID_BEFORE["fr"] in reply.text


def test_a_tapped_choice_is_never_called_said_before(person: Person) -> None:
    asks_about_school(person)
    reply = person.says(AnswerQuestion(), SCHOOL["fr"], "ask_schooling", article="schooling.no_papers")
    assert reply.trace.article == "schooling.no_papers" and SAID_BEFORE["fr"] not in reply.text


def test_who_asks_for_it_to_be_repeated_is_not_told_that_it_was_said(person: Person) -> None:
    asks_about_school(person)
    assert SAID_BEFORE["fr"] not in person.says(Repeat(), "répète", "repeat").text


def test_after_another_question_or_the_menu_it_is_a_new_question(person: Person) -> None:
    asks_about_school(person)
    person.says(AnswerQuestion(), "", "ask_health", article="health.childbirth")
    assert SAID_BEFORE["fr"] not in asks_about_school(person).text
    person.says(Menu(), "menu", "menu")
    assert SAID_BEFORE["fr"] not in asks_about_school(person).text


def test_a_message_whose_answer_got_lost_is_answered_as_if_it_came_for_the_first_time(person: Person) -> None:
    first = asks_about_school(person)
    person.metadata = {"again": True}
    assert asks_about_school(person).text == first.text
