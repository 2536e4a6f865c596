"""A message that is a question and a search at once gets both answers."""

import pytest

from bot.actions.answer_question import AnswerQuestion
from bot.actions.danger import Danger
from bot.actions.find_services import FindServices
from bot.actions.menu import Menu
from bot.actions.small_talk import SmallTalk
from bot.actions.talk_to_human import TalkToHuman
from bot.actions.wrong_answer import WrongAnswer
from tests.bot.conftest import Person

FREE_ADVICE = {
    "fr": ("qui donne des conseils juridiques gratuits aux migrants à Rabat ?", "Dans quelle ville"),
    "ar": ("من يقدم استشارة قانونية مجانية للمهاجرين في الرباط؟", "في أي مدينة"),
    "en": ("who gives free legal advice to migrants in Rabat?", "In which town"),
}
languages = pytest.mark.parametrize("language", FREE_ADVICE)


@languages
def test_a_search_that_is_a_clear_question_too_begins_with_the_short_answer(person: Person, language: str) -> None:
    person.doubt = {"ask_legal_aid": 0.4}
    reply = person.says(FindServices(), FREE_ADVICE[language][0], "find_service")
    assert (reply.trace.kind, reply.trace.category, reply.trace.place) == ("service", "legal_aid", "Rabat")
    assert reply.services
    assert reply.trace.article == "legal_aid.where"
    assert reply.sources and reply.choices[0].payload.startswith("/ask_legal_aid")


def test_a_search_that_may_be_a_question_offers_the_nearest_ones(person: Person) -> None:
    person.doubt = {"ask_schooling": 0.3}
    reply = person.says(FindServices(), "quelqu'un pour l'école de mon fils à Rabat", "find_service")
    assert reply.trace.kind == "service" and reply.trace.article is None
    offered = [choice.payload for choice in reply.choices if '"article"' in choice.payload]
    assert 1 <= len(offered) <= 2


@languages
def test_a_search_that_is_no_question_stays_a_search(person: Person, language: str) -> None:
    reply = person.says(FindServices(), FREE_ADVICE[language][0], "find_service")
    assert reply.services and reply.trace.article is None


@languages
def test_a_question_that_may_be_a_search_shows_the_nearest_services(person: Person, language: str) -> None:
    person.doubt = {"find_service": 0.2}
    reply = person.says(AnswerQuestion(), FREE_ADVICE[language][0], "ask_legal_aid")
    assert reply.trace.kind == "question" and reply.trace.article == "legal_aid.where"
    assert reply.trace.category == "legal_aid"
    assert 1 <= len(reply.services) <= 2


@languages
def test_without_a_town_it_asks_for_one_and_the_town_finishes_the_search(person: Person, language: str) -> None:
    text, asked = FREE_ADVICE[language]
    for place in (" à Rabat", " in Rabat", " في الرباط"):
        text = text.replace(place, "")
    person.doubt = {"find_service": 0.2}
    reply = person.says(AnswerQuestion(), text, "ask_legal_aid")
    assert reply.trace.article and not reply.services
    assert asked in reply.text
    person.doubt = {}
    found = person.says(FindServices(), "Oujda", "give_place")
    assert (found.trace.category, found.trace.place) == ("legal_aid", "Oujda")


@pytest.mark.parametrize(
    "text",
    ["mon mari me frappe, un foyer pour femmes à Rabat svp", "rajli kaydrebni, bghit chi foyer f Rabat",
     "my husband beats me, is there a shelter in Rabat"],
)  # fmt: skip
def test_danger_with_a_wish_for_a_service_gets_the_number_first_and_the_nearest_services(
    person: Person, text: str
) -> None:
    person.doubt = {"find_service": 0.2}
    reply = person.says(Danger(), text, "danger")
    assert reply.urgent and any(digit in reply.text.splitlines()[0] for digit in "0123456789")
    assert reply.trace.category and reply.trace.place == "Rabat"
    assert 1 <= len(reply.services) <= 2


def test_nobody_in_danger_is_asked_for_the_town_and_naming_it_finishes_the_search(person: Person) -> None:
    person.doubt = {"find_service": 0.2}
    reply = person.says(Danger(), "mon mari me frappe, un foyer pour femmes svp", "danger")
    assert reply.urgent and "Dans quelle ville" not in reply.text and not reply.services
    person.doubt = {}
    found = person.says(FindServices(), "Oujda", "give_place")
    assert found.trace.category == reply.trace.category and found.trace.place == "Oujda"


@languages
def test_a_question_that_is_no_search_shows_no_services(person: Person, language: str) -> None:
    reply = person.says(AnswerQuestion(), FREE_ADVICE[language][0], "ask_legal_aid")
    assert reply.trace.article and not reply.services


@pytest.mark.parametrize("text", ["Santé", "الصحة", "health"])
def test_one_word_that_names_a_subject_gets_choices_whatever_else_it_resembles(person: Person, text: str) -> None:
    reply = person.says_doubtfully(SmallTalk(), text, "how_are_you")
    assert reply.trace.kind == "ambiguous"
    assert any("ask_health" in choice.payload for choice in reply.choices)


def test_a_clear_question_that_resembles_a_command_is_answered(person: Person) -> None:
    text = "Comment inscrire mon fils à l'école primaire si nous n'avons pas de papiers ?"
    assert person.says_doubtfully(TalkToHuman(), text, "talk_to_human").trace.topic == "schooling"
    assert person.says(TalkToHuman(), text, "talk_to_human").trace.article == "human"


@pytest.mark.parametrize("text", ["un avocat près de moi ?", "شي محامي قريب ليا", "a lawyer close to my house"])
def test_whoever_names_a_kind_of_service_gets_it_where_the_command_is_doubtful(person: Person, text: str) -> None:
    person.doubt = {"find_service": 0.1}
    for action, intent in ((TalkToHuman(), "talk_to_human"), (WrongAnswer(), "wrong_answer"), (Menu(), "menu")):
        reply = person.says_doubtfully(action, text, intent)
        assert (reply.trace.kind, reply.trace.category) == ("service", "legal_aid")
    assert person.says(TalkToHuman(), text, "talk_to_human").trace.article == "human"
