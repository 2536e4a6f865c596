"""One click says that an answer was right, or what it should have been."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import AuditEntry
from desk.test_bench.models import RegressionQuestion
from knowledge.models import ArticleVersion
from reply import Choice, Reply, Trace
from tests.desk.conftest import Visit
from tests.desk.test_bench import replies
from tests.desk.test_bench.pages import carried, notice_of, text_of
from tests.desk.visitors import Visitor
from tests.gateway.small_engine import SmallEngine

JUDGE = "/desk/test/judge"
TEXT = "ma fille veut étudier mais nous n'avons rien"


def tried(visitor: Visitor, engine: SmallEngine, reply: Reply, text: str = TEXT) -> dict[str, str]:
    """What the page with the answer carries."""
    engine.answers = lambda _: [{"custom": reply.to_dict()}]
    return carried(visitor.post("/desk/test", {"text": text}))


def kept(database: Database) -> dict[str, Any]:
    """What the only question of the set says."""
    with Session(database) as session:
        question = session.scalars(select(RegressionQuestion)).one()
        names = ("text", "language", "kind", "article", "category", "place", "source", "added_by")
        return {name: getattr(question, name) for name in names}


def versions(database: Database) -> list[ArticleVersion]:
    with Session(database) as session:
        return list(session.scalars(select(ArticleVersion).where(ArticleVersion.state == "in_review")))


def test_right_keeps_what_was_answered(visit: Visit, small_engine: SmallEngine, desk_database: Database) -> None:
    visitor = visit("staff", name="Amal")
    fields = tried(visitor, small_engine, replies.answer("fr"))
    assert "questions de contrôle" in notice_of(visitor.post(JUDGE, {**fields, "verdict": "right"}), visitor)
    assert kept(desk_database) == {
        "text": TEXT, "language": "fr", "kind": "question", "article": "schooling.no_papers", "category": None,
        "place": None, "source": "bench", "added_by": "Amal",
    }  # fmt: skip
    assert versions(desk_database) == []


def test_right_keeps_category_and_place_of_a_service(
    visit: Visit, small_engine: SmallEngine, desk_database: Database
) -> None:
    visitor = visit("staff")
    visitor.post(JUDGE, {**tried(visitor, small_engine, replies.services("ar")), "verdict": "right"})
    found = kept(desk_database)
    assert [found[name] for name in ("language", "kind", "category", "place")] == ["ar", "service", "health", "Rabat"]


def test_right_for_articles_to_choose_from_keeps_them_all(
    visit: Visit, small_engine: SmallEngine, desk_database: Database
) -> None:
    keys = ("schooling.documents", "schooling.no_papers")
    offered = tuple(Choice(key, f'/ask_x{{"article": "{key}"}}') for key in keys)
    visitor = visit("staff")
    fields = tried(visitor, small_engine, Reply("Lequel ?", "fr", offered, trace=Trace("question", "ask_schooling")))
    visitor.post(JUDGE, {**fields, "verdict": "right"})
    with Session(desk_database) as session:
        question = session.scalars(select(RegressionQuestion)).one()
        assert (question.article, question.also) == ("schooling.documents", ["schooling.no_papers"])


def test_another_article_becomes_a_sample_question_to_be_reviewed(
    visit: Visit, small_engine: SmallEngine, desk_database: Database
) -> None:
    visitor = visit("staff", name="Amal")
    fields = tried(visitor, small_engine, replies.answer("fr"))
    said = notice_of(visitor.post(JUDGE, {**fields, "article": "schooling.documents"}), visitor)
    assert "Le dossier d'inscription" in said and "exemple" in said
    assert (kept(desk_database)["kind"], kept(desk_database)["article"]) == ("question", "schooling.documents")
    (version,) = versions(desk_database)
    assert version.article_key == "schooling.documents" and version.created_by == "Amal"
    assert TEXT in version.content["languages"]["fr"]["samples"]


def test_a_sample_that_the_article_has_already_is_said_and_the_set_has_it(
    visit: Visit, small_engine: SmallEngine, desk_database: Database
) -> None:
    visitor = visit("staff")
    known = "quels papiers pour inscrire ma fille"
    fields = tried(visitor, small_engine, replies.answer("fr"), known)
    assert "a déjà cet exemple" in notice_of(visitor.post(JUDGE, {**fields, "article": "schooling.documents"}), visitor)
    assert kept(desk_database)["text"] == known
    assert versions(desk_database) == []


@pytest.mark.parametrize("kind", ["emergency", "out_of_scope", "ambiguous"])
def test_what_needs_no_article_is_one_click(
    visit: Visit, small_engine: SmallEngine, desk_database: Database, kind: str
) -> None:
    visitor = visit("staff")
    visitor.post(JUDGE, {**tried(visitor, small_engine, replies.answer("fr")), "kind": kind, "category": "health"})
    found = kept(desk_database)
    assert [found[name] for name in ("kind", "article", "category")] == [kind, None, None]


def test_a_service_is_kept_with_its_category_and_place(
    visit: Visit, small_engine: SmallEngine, desk_database: Database
) -> None:
    visitor = visit("staff")
    fields = tried(visitor, small_engine, replies.answer("fr"))
    visitor.post(JUDGE, {**fields, "kind": "service", "category": "health", "place": "الرباط"})
    assert [kept(desk_database)[name] for name in ("kind", "category", "place")] == ["service", "health", "Rabat"]


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"kind": "service", "place": "Rabat"}, "Choisissez le type de service"),
        ({"kind": "service", "category": "health", "place": "Atlantis"}, "ne connaît pas ce lieu"),
        ({"article": "schooling.gone"}, "celui-ci n'existe pas"),
        ({"kind": "nonsense"}, "Choisissez ce qu'il fallait répondre"),
        ({}, "Choisissez ce qu'il fallait répondre"),
    ],
)
def test_a_refused_judgement_says_why_and_keeps_answer_and_fields(
    visit: Visit, small_engine: SmallEngine, desk_database: Database, chosen: dict[str, str], sentence: str
) -> None:
    visitor = visit("staff")
    fields = tried(visitor, small_engine, replies.answer("fr"))
    page = visitor.post(JUDGE, {**fields, **chosen})
    assert page.status_code == 422 and sentence in text_of(page)
    assert carried(page) == fields
    assert f'value="{chosen.get("place", "")}" dir="auto"' in page.text
    with Session(desk_database) as session:
        assert session.scalars(select(RegressionQuestion)).all() == []


def test_articles_are_found_by_title_and_sample_question(visit: Visit, small_engine: SmallEngine) -> None:
    visitor = visit("staff")
    fields = tried(visitor, small_engine, Reply("Oui.", "fr"))
    for query in ("Urgence", "il saigne", "الطوارئ"):
        page = visitor.post(JUDGE, {**fields, "find": "1", "query": query})
        assert page.status_code == 200 and 'name="article" value="health.emergency"' in page.text
    nothing = visitor.post(JUDGE, {**fields, "find": "1", "query": "qwrtz"})
    assert "Aucun article trouvé" in text_of(nothing)


def test_what_was_found_or_offered_can_be_chosen_without_looking(visit: Visit, small_engine: SmallEngine) -> None:
    visitor = visit("staff")
    small_engine.answers = lambda _: [{"custom": replies.answer("fr").to_dict()}]
    page = visitor.post("/desk/test", {"text": TEXT}).text
    assert 'name="article" value="schooling.documents"' in page
    assert 'name="article" value="schooling.no_papers"' not in page, "that was the answer"
    assert 'name="article" value="schooling.how_to_enrol"' not in page, "there is no such article any more"


def test_long_numbers_and_addresses_are_not_kept(
    visit: Visit, small_engine: SmallEngine, desk_database: Database
) -> None:
    visitor = visit("staff")
    text = "appelez ma fille au 06 12 34 56 78 ou ecrivez a moi@example.org"
    small_engine.answers = lambda _: [{"custom": replies.answer("fr").to_dict()}]
    page = visitor.post("/desk/test", {"text": text})
    assert "ne seront pas gardés" in text_of(page)
    visitor.post(JUDGE, {**carried(page), "article": "schooling.documents"})
    assert kept(desk_database)["text"] == "appelez ma fille au … ou ecrivez a …"
    assert "06 12" not in str(versions(desk_database)[0].content)


def test_judging_the_same_message_again_changes_what_is_expected(
    visit: Visit, small_engine: SmallEngine, desk_database: Database
) -> None:
    visitor = visit("staff")
    fields = tried(visitor, small_engine, replies.answer("fr"))
    visitor.post(JUDGE, {**fields, "verdict": "right"})
    visitor.post(JUDGE, {**fields, "kind": "out_of_scope"})
    assert kept(desk_database)["kind"] == "out_of_scope"


def test_what_is_judged_is_written_down_without_the_message(
    visit: Visit, small_engine: SmallEngine, desk_database: Database
) -> None:
    visitor = visit("staff", name="Amal")
    fields = tried(visitor, small_engine, replies.answer("fr"))
    for _ in range(2):
        visitor.post(JUDGE, {**fields, "article": "schooling.documents"})
    with Session(desk_database) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [(entry.user_name, entry.action) for entry in entries] == [
            ("Amal", "regression.added"), ("Amal", "article.sample_added"),
        ]  # fmt: skip
        assert TEXT not in str([entry.details for entry in entries])


@pytest.mark.parametrize("broken", [{}, {"reply": "{}"}, {"reply": "no json"}, {"by_tap": "1"}])
def test_without_an_answer_there_is_nothing_to_judge(
    visit: Visit, small_engine: SmallEngine, broken: dict[str, str]
) -> None:
    visitor = visit("staff")
    fields = tried(visitor, small_engine, replace(replies.answer("fr"))) if broken else {}
    page = visitor.post(JUDGE, {**fields, **broken, "verdict": "right"})
    assert page.status_code == 422 and "Il n'y a pas de réponse à juger" in text_of(page)
