"""Two questions in one message: the first is answered, the second offered; one question stays one."""

import pytest

from bot.actions.answer_question import AnswerQuestion
from bot.actions.confirm import Affirm
from bot.actions.two_questions import questions_of, two_questions
from bot.actions.wrong_answer import WrongAnswer
from reply import Reply
from tests.bot.conftest import Person

SCHOOL_AND_BIRTH = {
    "fr": "Mon fils peut-il aller à l'école sans carte de séjour ? Et combien coûte un accouchement à l'hôpital ?",
    "ar": "هل يستطيع ولدي الدراسة في المدرسة العمومية بدون بطاقة إقامة؟ وكم تكلف الولادة في المستشفى؟",
    "en": "Can my son study at a public school without a residence card? And how much is childbirth in hospital?",
}
JOINED = [
    "est-ce que mon fils peut aller à l'école sans carte de séjour et aussi combien coûte un accouchement à l'hôpital",
    "can my son go to school without a residence card and also how much is childbirth in hospital",
    "هل يستطيع ولدي الدراسة في المدرسة بدون بطاقة إقامة وكذلك كم تكلف الولادة في المستشفى",
    "واش ولدي يقدر يقرا فالمدرسة بلا بطاقة الإقامة وزيد شحال كتكلف الولادة فالسبيطار",
    "wach weldi y9der y9ra f lmadrassa bla carte sejour w zid ch7al katkellef lwilada f sbitar",
    "Can my son go to school without a residence card\nhow much is childbirth in hospital",
]
OTHER_QUESTION = {"fr": "Et votre autre question", "ar": "وسؤالكم الآخر", "en": "And your other question"}
ONE_QUESTION = [
    "J'ai perdu mes papiers et mon fils a 8 ans. Peut-il aller à l'école publique sans carte de séjour ?",
    "Je m'appelle Awa. Ma femme est enceinte de huit mois. Combien coûte un accouchement à l'hôpital ?",
    "Puis-je renouveler ma carte de séjour ? Ma carte de séjour expire demain, comment la renouveler ?",
    "Can my son study at a public school without a residence card? He is 8 years old and we came last year.",
    "My husband left and I am pregnant. How much does it cost to give birth in hospital?",
    "ما عندي حتى ورقة وولدي عندو 8 سنين. واش يقدر يقرا فالمدرسة العمومية بلا بطاقة الإقامة؟",
    "زوجتي حامل في الشهر الثامن. كم تكلف الولادة في المستشفى؟",
]
languages = pytest.mark.parametrize("language", ["fr", "ar", "en"])


def asks_both(person: Person, language: str) -> Reply:
    return person.says(AnswerQuestion(), SCHOOL_AND_BIRTH[language], "ask_schooling")


@languages
def test_the_first_question_is_answered_and_the_second_is_the_first_choice(person: Person, language: str) -> None:
    reply = asks_both(person, language)
    assert (reply.language, reply.trace.article) == (language, "schooling.no_papers")
    assert reply.sources and reply.note
    assert '"article": "health.childbirth"' in reply.choices[0].payload
    assert OTHER_QUESTION[language] in reply.text and reply.choices[0].title in reply.text


@pytest.mark.parametrize("text", JOINED)
def test_joining_words_and_new_lines_part_two_questions(bookshelf: None, text: str) -> None:
    both = two_questions(text)
    assert both is not None
    assert both.first.best.topic == "schooling"
    assert both.second.best.key == "health.childbirth"


@pytest.mark.parametrize("text", ONE_QUESTION)
def test_a_story_and_its_question_stay_one_question(person: Person, text: str) -> None:
    assert two_questions(text) is None
    reply = person.says(AnswerQuestion(), text, "nlu_fallback")
    assert not any(words in reply.text for words in OTHER_QUESTION.values())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("???", 0),
        ("bonjour. merci", 0),
        ("où est l'école", 1),
        ("Ma fille est malade. Où aller ? Je suis à Rabat. Merci.", 1),
        ("كيف أسجل ولدي؟ وكم السعر؟", 2),
        ("How do I enrol? Is it free? Where?", 3),
    ],
)
def test_what_is_told_belongs_to_a_question_and_is_none_of_its_own(text: str, number: int) -> None:
    assert len(questions_of(text)) == number


def test_the_second_question_must_be_clear_alone(bookshelf: None) -> None:
    assert two_questions("Mon fils peut-il aller à l'école sans carte de séjour ? C'est vrai ?") is None


@pytest.mark.parametrize("tapped", [True, False])
def test_the_second_question_is_answered_by_a_tap_or_a_yes(person: Person, tapped: bool) -> None:
    asks_both(person, "fr")
    if tapped:
        reply = person.says(AnswerQuestion(), "", "ask_health", article="health.childbirth")
    else:
        reply = person.says(Affirm(), "oui", "affirm")
    assert (reply.language, reply.trace.article) == ("fr", "health.childbirth")


def test_a_second_yes_does_not_answer_the_second_question_again(person: Person) -> None:
    asks_both(person, "fr")
    person.says(Affirm(), "oui", "affirm")
    assert person.says(Affirm(), "oui", "affirm").trace.article is None


def test_when_the_first_answer_was_wrong_other_articles_are_offered_for_the_whole_message(person: Person) -> None:
    asks_both(person, "fr")
    payloads = " ".join(choice.payload for choice in person.says(WrongAnswer(), "non, pas ça", "wrong_answer").choices)
    assert "health.childbirth" in payloads and "schooling.no_papers" not in payloads
