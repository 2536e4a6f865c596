"""Before somebody writes an article twice: the assistant itself is asked."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.articles.answered import new_questions
from desk.context import Desk
from gateway.engine import EngineError
from gateway.models import ForgottenEngineId
from knowledge.editing.content import blank_content
from reply import RankedArticle, Reply, Trace
from tests.desk.articles.conftest import KEY, OTHER
from tests.desk.articles.pages import ANSWER, ARTICLES, TITLE, editor, fields_of, notices
from tests.desk.conftest import Visit
from tests.desk.visitors import desk_on
from tests.knowledge.articles import right_content, with_text


class Assistant:
    """In the place of the engine: answers as it is told, or not at all."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.traces: dict[str, Trace] = {}
        self.is_down = False

    async def ask(self, sender: str, message: str, metadata: dict[str, Any], seconds: float | None = None) -> Reply:
        if self.is_down:
            raise EngineError("down")
        self.asked.append((sender, message))
        return Reply("", "fr", trace=self.traces.get(message, Trace()))


@pytest.fixture
def assistant() -> Assistant:
    return Assistant()


@pytest.fixture
def desk(desk_database: Database, assistant: Assistant) -> Desk:
    """A desk whose engine is that assistant."""
    return desk_on(desk_database, engine=assistant)


def new(visit: Visit, **typed: str) -> tuple[Any, dict[str, str]]:
    amina = visit("editor")
    return amina, fields_of(amina.get(f"{ARTICLES}/new")) | {"topic": "health", "name": "teeth", **typed}


def test_an_article_that_answers_the_question_is_named(visit: Visit, assistant: Assistant) -> None:
    assistant.traces["Mal de dents"] = Trace(article=KEY, ranking=(RankedArticle(KEY, 0.97),))
    amina, typed = new(visit, **{TITLE: "Mal de dents"})
    for answer in (
        amina.post(f"{ARTICLES}/answered", typed),
        amina.post(f"{ARTICLES}/new", typed | {"action": "answered"}),
    ):
        said = notices(answer)
        assert "Dalil répond déjà Mal de dents — déjà répondu par Voir un médecin" in said
        assert "Les articles les plus proches" not in said


def test_an_article_that_may_answer_it_is_called_near_and_a_far_one_is_not_named(
    visit: Visit, assistant: Assistant
) -> None:
    assistant.traces["Mal de dents"] = Trace(ranking=(RankedArticle(OTHER, 0.4), RankedArticle(KEY, 0.35)))
    assistant.traces["Toothache"] = Trace(ranking=(RankedArticle(KEY, 0.2),))
    amina, typed = new(visit, **{TITLE: "Mal de dents", "texts-2-title": "Toothache"})
    said = notices(amina.post(f"{ARTICLES}/answered", typed))
    assert "avant d'en écrire un nouveau Mal de dents — proche de L'école sans papiers" in said
    assert "Dalil répond déjà" not in said
    assert "Voir un médecin" not in said


def test_an_article_is_no_second_one_of_itself_and_only_new_questions_are_asked(
    visit: Visit, assistant: Assistant
) -> None:
    amina = visit("editor")
    typed = fields_of(amina.get(editor(KEY))) | {TITLE: "Un docteur"}
    assistant.traces["Un docteur"] = Trace(article=KEY, ranking=(RankedArticle(KEY, 0.99),))
    said = notices(amina.post(f"{ARTICLES}/answered", typed))
    assert [question for _, question in assistant.asked] == ["Un docteur"]
    assert "Aucun article ne répond encore à ces questions." in said


def test_before_handing_in_the_page_asks_by_itself(visit: Visit, assistant: Assistant) -> None:
    assistant.traces["Mal de dents"] = Trace(article=KEY, ranking=(RankedArticle(KEY, 0.97),))
    amina, typed = new(visit, **{TITLE: "Mal de dents"})
    answer = amina.post(f"{ARTICLES}/new", typed | {"action": "hand_in"})
    assert answer.headers["location"] == f"{ARTICLES}/health.teeth/hand-in"
    said = notices(amina.get(answer.headers["location"]))
    assert "déjà répondu par Voir un médecin" in said
    assert "points à corriger" in said


def test_when_the_assistant_is_down_the_page_says_that_nobody_checked(visit: Visit, assistant: Assistant) -> None:
    assistant.is_down = True
    amina, typed = new(visit, **{TITLE: "Mal de dents"})
    assert "on n'a pas pu vérifier" in notices(amina.post(f"{ARTICLES}/answered", typed))


def test_each_question_is_a_conversation_of_its_own_which_the_engine_forgets(
    visit: Visit, assistant: Assistant, desk_database: Database
) -> None:
    amina, typed = new(visit, **{TITLE: "Mal de dents", "texts-2-title": "Toothache"})
    amina.post(f"{ARTICLES}/answered", typed)
    names = {sender for sender, _ in assistant.asked}
    assert len(names) == 2
    with Session(desk_database) as session:
        assert set(session.scalars(select(ForgottenEngineId.engine_id))) == names


def test_sure_and_near_articles_stand_under_headings_of_their_own(visit: Visit, assistant: Assistant) -> None:
    assistant.traces["Mal de dents"] = Trace(article=KEY, ranking=(RankedArticle(KEY, 0.97),))
    assistant.traces["Toothache"] = Trace(ranking=(RankedArticle(OTHER, 0.4),))
    amina, typed = new(visit, **{TITLE: "Mal de dents", "texts-2-title": "Toothache"})
    sure, near = re.findall(r"<h2>(.*?)</div>", amina.post(f"{ARTICLES}/answered", typed).text, re.S)
    assert "déjà répondu par" in sure and "Toothache" not in sure
    assert "proche de" in near and "Mal de dents" not in near


@pytest.mark.parametrize("typed_title", ["", "  "])
def test_who_asks_before_writing_anything_is_told_beside_the_title_and_nobody_is_asked(
    visit: Visit, assistant: Assistant, typed_title: str
) -> None:
    amina, typed = new(visit, **{TITLE: typed_title, ANSWER: "Une réponse."})
    answer = amina.post(f"{ARTICLES}/new", typed | {"action": "answered"})
    assert answer.status_code == 422
    (error,) = re.findall(r'<p class="error" id="texts-0-title-error"[^>]*>(.*?)</p>', answer.text)
    assert error.startswith("Écrivez d&#39;abord un titre")
    assert "Une réponse.</textarea>" in answer.text
    assert assistant.asked == []


def test_an_article_without_new_questions_is_told_that_there_is_nothing_to_look_for(
    visit: Visit, assistant: Assistant
) -> None:
    amina = visit("editor")
    typed = fields_of(amina.get(editor(KEY)))
    said = notices(amina.post(f"{ARTICLES}/answered", typed | {"key": KEY}))
    assert said.strip() == "Il n'y a ni nouveau titre ni nouvel exemple de question à chercher."
    assert assistant.asked == []


def test_a_few_questions_of_each_language_are_enough() -> None:
    many = with_text(right_content(), "fr", samples=[f"q{number}" for number in range(50)], title="Titre")
    assert new_questions(with_text(blank_content("health.new"), "fr", **many["languages"]["fr"]), None) == [
        "Titre",
        "q0",
        "q1",
    ]
