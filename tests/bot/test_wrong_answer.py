"""A wrong answer: what was meant is asked, and the question is kept for review without the person."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.actions.answer_question import AnswerQuestion
from bot.actions.danger import Danger
from bot.actions.delete_my_data import DeleteMyData
from bot.actions.find_services import FindServices
from bot.actions.shelf import library
from bot.actions.wrong_answer import WrongAnswer
from knowledge.models import ReviewEntry
from reply import Reply
from tests.bot.conftest import Person
from tests.bot.test_actions import SCHOOL, asks_about_school, offered

languages = pytest.mark.parametrize("language", ["fr", "ar", "en"])
VAGUE = "l'école de mon enfant"


@pytest.fixture(autouse=True)
def no_entries(bookshelf: None) -> None:
    """The database is shared by all tests of the session, and those of other files leave entries, too."""
    with library().session() as session, session.begin():
        session.execute(delete(ReviewEntry))


def kept() -> list[tuple[str, str, str, str | None]]:
    with library().session() as session:
        entries = session.scalars(select(ReviewEntry).order_by(ReviewEntry.id))
        return [(entry.reason, entry.language, entry.question, entry.article_key) for entry in entries]


def says_wrong(person: Person) -> Reply:
    return person.says(WrongAnswer(), "", "wrong_answer")


@languages
def test_a_wrong_answer_is_kept_with_its_question_and_the_person_is_asked_what_was_meant(
    person: Person, language: str
) -> None:
    asks = {"fr": "Est-ce une de ces questions", "ar": "هل هو أحد هذه الأسئلة", "en": "Is it one of these questions"}
    told = {"fr": "Je garde votre question", "ar": "أحتفظ بسؤالكم", "en": "I keep your question"}
    asks_about_school(person, language)
    reply = says_wrong(person)
    assert kept() == [("wrong_answer", language, SCHOOL[language], "schooling.no_papers")]
    assert asks[language] in reply.text and told[language] in reply.text


def test_what_is_kept_holds_no_numbers_and_no_addresses(person: Person) -> None:
    text = f"{SCHOOL['fr']} Mon numéro : 06 12 34 56 78, awa@example.org"
    person.says(AnswerQuestion(), text, "ask_schooling")
    says_wrong(person)
    ((_, _, question, _),) = kept()
    assert "12" not in question and "@" not in question
    assert question.startswith(SCHOOL["fr"])


def test_when_no_question_is_known_nothing_is_kept(person: Person) -> None:
    says_wrong(person)
    person.says(AnswerQuestion(), "", "ask_health", article="health.childbirth")
    says_wrong(person)
    assert kept() == []


def test_a_choice_that_was_no_answer_to_the_question_is_kept_as_wrong(person: Person) -> None:
    choice = offered(person.says(AnswerQuestion(), VAGUE, "ask_schooling"))[1]
    person.says(AnswerQuestion(), "", "ask_schooling", article=choice)
    says_wrong(person)
    assert [(question, key) for _, _, question, key in kept()] == [(VAGUE, choice)]


def test_choices_that_do_not_fit_are_not_blamed_on_the_article_before(person: Person) -> None:
    asks_about_school(person)
    person.says(AnswerQuestion(), VAGUE, "ask_schooling")
    says_wrong(person)
    assert [(question, key) for _, _, question, key in kept()] == [(VAGUE, None)]


def test_what_was_said_in_danger_or_a_search_for_services_is_not_kept_as_a_wrong_answer(person: Person) -> None:
    asks_about_school(person)
    person.says(Danger(), "il me bat, il va me tuer", "danger")
    says_wrong(person)
    asks_about_school(person)
    person.says(FindServices(), "un médecin à Tanger", "find_service")
    says_wrong(person)
    assert kept() == []


def test_what_comes_after_a_wrong_answer_is_simply_a_new_question(person: Person) -> None:
    asks_about_school(person)
    says_wrong(person)
    reply = person.says(AnswerQuestion(), "Combien coûte un accouchement à l'hôpital ?", "ask_health")
    assert reply.trace.article == "health.childbirth"
    says_wrong(person)
    assert kept()[1][3] == "health.childbirth"


def test_the_same_question_after_a_wrong_answer_has_other_ways_on(person: Person) -> None:
    asks_about_school(person)
    says_wrong(person)
    again = asks_about_school(person)
    assert again.trace.article == "schooling.no_papers"
    assert len(offered(again)) == 2 and "/talk_to_human" in [choice.payload for choice in again.choices]


def test_deleting_ones_data_leaves_the_question_for_review_but_no_memory_of_it(person: Person) -> None:
    asks_about_school(person)
    says_wrong(person)
    person.says(DeleteMyData(), "effacez mes données", "delete_my_data")
    assert len(kept()) == 1
    assert not [name for name, value in person.slots.items() if value and name != "language"]


def test_the_person_is_answered_even_when_the_question_cannot_be_kept(
    person: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def locked(session: Session, entry: object) -> None:
        raise OperationalError("INSERT", {"question": SCHOOL["fr"]}, Exception("database is locked"))

    asks_about_school(person)
    monkeypatch.setattr(Session, "add", locked)
    reply = says_wrong(person)
    assert len(offered(reply)) == 3
    assert "OperationalError" in caplog.text and SCHOOL["fr"] not in caplog.text
