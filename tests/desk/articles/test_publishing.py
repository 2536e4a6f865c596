"""From a draft to what is live, and back: who may, who may not, and why."""

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.articles.steps import take
from desk.context import Desk
from desk.models import AuditEntry, User
from knowledge.editing.content import content_of
from knowledge.editing.refusals import EditedMeanwhile
from knowledge.editing.versions import article_row, history, token_of
from knowledge.models import ArticleVersion
from knowledge.models.base import current_revision
from tests.desk.articles.conftest import KEY, OTHER
from tests.desk.articles.pages import ARTICLES, TITLE, editor, fields_of, notices
from tests.desk.conftest import Visit
from tests.desk.visitors import Visitor
from tests.knowledge.articles import make_live, right_content


def handed_in(visitor: Visitor, key: str, title: str = "Un autre titre") -> None:
    """Write another title in all languages, and hand in with a word."""
    titles = {f"texts-{number}-title": title for number in range(3)}
    visitor.post(editor(key), fields_of(visitor.get(editor(key))) | titles)
    token = fields_of(visitor.get(editor(key)))["version"]
    answer = visitor.post(f"{ARTICLES}/{key}/hand-in", {"version": token, "comment": "Titre plus clair"})
    assert answer.headers["location"] == f"{ARTICLES}/{key}?done=articles.done_handed_in"


def step(visitor: Visitor, database: Database, key: str, name: str, **fields: str) -> int:
    with Session(database) as session:
        token = token_of(session, key)
    return visitor.post(f"{ARTICLES}/{key}/{name}", {"version": token, **fields}).status_code


def live_title(database: Database, key: str) -> str:
    with Session(database) as session:
        row = article_row(session, key)
        assert row
        return str(content_of(row)["languages"]["fr"]["title"])


def test_an_administrator_publishes_what_an_editor_handed_in(visit: Visit, desk_database: Database) -> None:
    handed_in(visit("editor", name="amina"), KEY)
    karim = visit("administrator", name="karim")
    page = notices(karim.get(f"{ARTICLES}/{KEY}"))
    assert "Proposé par amina" in page
    assert "Titre plus clair" in page
    assert step(karim, desk_database, KEY, "publish") == 303
    assert live_title(desk_database, KEY) == "Un autre titre"
    with Session(desk_database) as session:
        assert current_revision(session) == 1
        done = [(entry.user_name, entry.action) for entry in session.scalars(select(AuditEntry))]
    assert done == [("amina", "article.saved"), ("amina", "article.handed_in"), ("karim", "article.published")]


def test_of_high_risk_the_author_sees_why_they_cannot_publish_and_another_can(
    visit: Visit, desk_database: Database
) -> None:
    karim = visit("administrator", name="karim")
    handed_in(karim, KEY)
    why = "Risque élevé : karim a écrit dans cette version."
    page = karim.get(f"{ARTICLES}/{KEY}")
    assert why in notices(page)
    assert f"{KEY}/publish" not in page.text
    with Session(desk_database) as session:
        token = token_of(session, KEY)
    refused = karim.post(f"{ARTICLES}/{KEY}/publish", {"version": token})
    assert refused.status_code == 409
    assert why in notices(refused)
    assert live_title(desk_database, KEY) == "Voir un médecin"
    assert step(visit("administrator", name="amina"), desk_database, KEY, "publish") == 303


def test_who_looked_before_the_text_changed_does_not_publish_it(visit: Visit, desk_database: Database) -> None:
    amina, karim = visit("editor", name="amina"), visit("administrator", name="karim")
    handed_in(amina, OTHER)
    with Session(desk_database) as session:
        seen = token_of(session, OTHER)
    step(amina, desk_database, OTHER, "send-back")
    handed_in(amina, OTHER, "Encore un titre")
    answer = karim.post(f"{ARTICLES}/{OTHER}/publish", {"version": seen})
    assert answer.status_code == 409
    assert "L'article a changé depuis que vous avez ouvert la page (dernier changement : amina)" in notices(answer)
    assert live_title(desk_database, OTHER) == "L'école sans papiers"


def test_what_is_sent_back_can_be_written_again_and_says_what_to_change(visit: Visit, desk_database: Database) -> None:
    amina = visit("editor", name="amina")
    handed_in(amina, OTHER)
    assert step(visit("administrator"), desk_database, OTHER, "send-back", comment="Trop long") == 303
    assert "Trop long" in notices(amina.get(f"{ARTICLES}/{OTHER}"))
    assert amina.get(editor(OTHER)).status_code == 200


def test_an_article_is_taken_off_only_with_a_reason_which_its_history_keeps(
    visit: Visit, desk_database: Database
) -> None:
    karim = visit("administrator", name="karim")
    assert step(karim, desk_database, KEY, "archive", comment=" ") == 409
    assert step(karim, desk_database, KEY, "archive", comment="La loi a changé") == 303
    with Session(desk_database) as session:
        row = article_row(session, KEY)
        assert row and row.state == "archived"
    said = notices(karim.get(f"{ARTICLES}/{KEY}/history"))
    assert "La loi a changé" in said
    assert "Retiré par karim" in said


def test_any_two_versions_are_compared_and_an_earlier_one_becomes_a_draft_again(
    visit: Visit, desk_database: Database
) -> None:
    amina, karim = visit("editor", name="amina"), visit("administrator", name="karim")
    for title in ("Un", "Deux"):
        handed_in(amina, OTHER, title)
        step(karim, desk_database, OTHER, "publish")
    page = amina.get(f"{ARTICLES}/{OTHER}/history?one=1&other=3").text
    assert "<del>L&#39;école sans papiers</del><ins>Deux</ins>" in page
    assert "<del>Un</del><ins>Deux</ins>" in amina.get(f"{ARTICLES}/{OTHER}/history").text
    answer = amina.post(f"{ARTICLES}/{OTHER}/restore", {"number": "2"})
    assert answer.headers["location"].startswith(editor(OTHER))
    assert fields_of(amina.get(editor(OTHER)))[TITLE] == "Un"
    again = amina.post(f"{ARTICLES}/{OTHER}/restore", {"number": "1"})
    assert "amina travaille déjà sur une version" in notices(again)
    with Session(desk_database) as session:
        assert [version.state for version in history(session, OTHER)] == ["replaced", "replaced", "published", "draft"]


def test_the_history_of_an_article_begins_with_the_content_files(visit: Visit) -> None:
    assert "Chargé depuis les fichiers de contenu" in notices(visit("staff").get(f"{ARTICLES}/{KEY}/history"))


@pytest.mark.parametrize("path", [f"{ARTICLES}/health.never", f"{ARTICLES}/health.never/history"])
def test_an_article_that_does_not_exist_is_not_found(visit: Visit, path: str) -> None:
    assert visit("staff").get(path).status_code == 404


WRITING = ("edit", "hand-in", "send-back", "withdraw", "restore")
DECIDING = ("publish", "archive")


@pytest.mark.parametrize(
    ("role", "refused"),
    [("staff", (*WRITING, *DECIDING)), ("editor", DECIDING), ("administrator", ())],
)
def test_each_role_takes_only_the_steps_that_are_its_own(visit: Visit, role: str, refused: tuple[str, ...]) -> None:
    visitor = visit(role)
    statuses = {name: visitor.post(f"{ARTICLES}/{KEY}/{name}").status_code for name in (*WRITING, *DECIDING)}
    assert {name for name, status in statuses.items() if status == 403} == set(refused)


def test_staff_read_but_are_offered_nothing_they_may_not_do(visit: Visit, desk_database: Database) -> None:
    handed_in(visit("editor", name="amina"), OTHER)
    for path in (ARTICLES, f"{ARTICLES}/{OTHER}", f"{ARTICLES}/{OTHER}/history"):
        page = visit("staff").get(path)
        assert page.status_code == 200
        assert f'action="{ARTICLES}/{OTHER}' not in page.text.replace(f'action="{ARTICLES}/{OTHER}/history', "")
        assert "/edit" not in page.text


def test_an_article_that_lacks_a_language_or_was_loaded_as_a_draft_is_shown_and_can_be_finished(
    visit: Visit, desk_database: Database
) -> None:
    content = right_content("health.half", state="draft")
    del content["languages"]["ar"]
    make_live(desk_database, content)
    amina = visit("editor", "ar", "amina")
    for path in (ARTICLES, f"{ARTICLES}/health.half", editor("health.half")):
        assert amina.get(path).status_code == 200
    assert "ينقص: العربية" in notices(amina.get(ARTICLES))
    translated = {name.replace("-0-", "-1-"): text for name, text in fields_of(amina.get(editor("health.half"))).items()
              if name.startswith("texts-0-")}  # fmt: skip
    amina.post(editor("health.half"), fields_of(amina.get(editor("health.half"))) | translated)
    assert step(amina, desk_database, "health.half", "hand-in") == 303
    assert step(visit("administrator"), desk_database, "health.half", "publish") == 303
    with Session(desk_database) as session:
        row = article_row(session, "health.half")
        assert row and (row.state, len(row.texts)) == ("published", 3)


def test_two_who_change_a_row_in_the_same_moment_are_told_apart(desk: Desk, desk_database: Database) -> None:
    user = User(name="amina", role="editor")

    def twice(session: Session) -> ArticleVersion:
        for number in (7, 8):
            session.add(ArticleVersion(article_key=KEY, number=number, state="draft", content=right_content(),
                                       created_by="karim", changed_by="karim"))  # fmt: skip
        session.flush()
        raise AssertionError("the database let two open versions in")

    with pytest.raises(EditedMeanwhile):
        take(desk, user, "article.saved", KEY, twice)
