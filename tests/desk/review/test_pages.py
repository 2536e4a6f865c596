"""The review queue as staff and editors use it."""

import re
from random import Random
from string import ascii_lowercase

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import AuditEntry
from knowledge import full_text
from knowledge.editing.drafts import save_draft
from knowledge.editing.publishing import publish
from knowledge.editing.versions import open_version, token_of
from knowledge.models import ReviewGroup, review
from tests.desk.conftest import Visit
from tests.desk.review.conftest import DOCTOR, LICENCE, SCHOOL, Ask
from tests.desk.visitors import Visitor
from tests.knowledge.articles import make_live, right_content, with_text

QUEUE = "/desk/review"


def edition(visitor: Visitor, group: int) -> str:
    """The group as the visitor sees it now."""
    found = re.search(r'name="edition" value="(\d+)"', visitor.get(f"{QUEUE}/{group}").text)
    assert found
    return found[1]


def act(visitor: Visitor, group: int, step: str, **values: str) -> str:
    """Take a step as the page offers it; gives the page that follows, with what it says."""
    answer = visitor.post(f"{QUEUE}/{group}/{step}", {"edition": edition(visitor, group), **values})
    return visitor.get(answer.headers["location"]).text if answer.status_code == 303 else answer.text


def questions(page: str) -> list[str]:
    """The questions of a list, in order."""
    return re.findall(r"<h2><a[^>]*><bdi>([^<]+)</bdi>", page)


def state(database: Database, group: int) -> tuple[str, str | None]:
    with Session(database) as session:
        found = session.get_one(ReviewGroup, group)
        return found.state, found.article_key


def samples(database: Database, key: str) -> list[str] | None:
    """The French sample questions of the version that somebody works on."""
    with Session(database) as session:
        version = open_version(session, key)
        return version.content["languages"]["fr"]["samples"] if version else None


def test_an_empty_queue_says_when_something_comes(visit: Visit) -> None:
    assert "une demi-heure après la conversation" in visit("staff").get(QUEUE).text


def test_what_most_people_asked_comes_first_and_each_person_counts_once(
    visit: Visit, ask_on: Ask, desk_database: Database
) -> None:
    ask_on("le visa pour l'Espagne")
    for _ in range(3):
        ask_on(LICENCE)
    number = ask_on(LICENCE, reason=review.THUMBS_DOWN)
    with Session(desk_database) as session, session.begin():
        session.get_one(ReviewGroup, number).entries[-1].counts = False
    page = visit("staff").get(QUEUE).text
    assert questions(page) == [LICENCE, "le visa pour l&#39;Espagne"]
    assert re.findall(r"<strong>(\d+)</strong> <span>(\w+)</span>", page) == [("3", "personnes"), ("1", "personne")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("reason=wrong_answer", ["école sans papiers"]),
        ("language=ar", ["رخصة السياقة"]),
        ("topic=schooling", ["école sans papiers"]),
        (f"near={DOCTOR}", [LICENCE]),
        ("state=dismissed", []),
        ("state=nonsense&language=ar", ["رخصة السياقة"]),
    ],
)
def test_the_queue_is_filtered(visit: Visit, ask_on: Ask, articles: None, query: str, found: list[str]) -> None:
    ask_on(LICENCE, near_key=DOCTOR)
    ask_on("école sans papiers", reason=review.WRONG_ANSWER, article_key=SCHOOL)
    ask_on("رخصة السياقة", language="ar")
    page = visit("staff").get(f"{QUEUE}?{query}").text
    assert questions(page) == found
    assert found or "Aucune question ne correspond" in page


def test_a_long_queue_has_pages_that_keep_the_filters(visit: Visit, ask_on: Ask) -> None:
    for number in range(27):
        ask_on("".join(Random(number).choices(ascii_lowercase, k=12)))  # noqa: S311
    first = visit("staff").get(f"{QUEUE}?language=fr").text
    assert len(questions(first)) == 25 and "language=fr&amp;page=2" in first
    assert len(questions(visit("staff").get(f"{QUEUE}?language=fr&page=2").text)) == 2
    assert len(questions(visit("staff").get(f"{QUEUE}?page=99").text)) == 2


def test_a_group_shows_what_was_written_and_which_article_answered(visit: Visit, ask_on: Ask, articles: None) -> None:
    ask_on(LICENCE, reason=review.LOW_CONFIDENCE, article_key=SCHOOL, near_key=DOCTOR)
    group = ask_on("permis de conduire svp", reason=review.THUMBS_DOWN, article_key=DOCTOR)
    page = visit("editor").get(f"{QUEUE}/{group}").text
    assert "Demandé par 2 personnes" in page
    assert "choix pris : <a" in page and "réponse donnée : <a" in page
    assert page.count("suggestion</span>") == 2
    assert "ne les reconnaît pas tous" in page


def test_other_questions_near_the_same_article_are_named(visit: Visit, ask_on: Ask, articles: None) -> None:
    group = ask_on(LICENCE, near_key=DOCTOR)
    ask_on("le visa pour l'Espagne", near_key=DOCTOR)
    ask_on("un avocat", near_key=SCHOOL)
    page = visit("staff").get(f"{QUEUE}/{group}").text
    assert "le visa pour l&#39;Espagne" in page and "un avocat" not in page


def test_a_group_that_is_gone_is_not_found(visit: Visit) -> None:
    assert visit("staff").get(f"{QUEUE}/99").status_code == 404
    assert visit("editor").post(f"{QUEUE}/99/dismiss", {"edition": "1", "why": "unclear"}).status_code == 404


def test_staff_dismiss_but_neither_assign_nor_add_nor_draft(visit: Visit, ask_on: Ask, desk_database: Database) -> None:
    group = ask_on()
    staff = visit("staff")
    assert "Seules les personnes de la rédaction" in staff.get(f"{QUEUE}/{group}").text
    for step in ("assign", "sample", "draft"):
        assert staff.post(f"{QUEUE}/{group}/{step}", {"edition": "1"}).status_code == 403
    page = act(staff, group, "dismiss", why="off_topic", note="un match")
    assert "La question est écartée." in page and "un match" in page
    assert state(desk_database, group) == (review.DISMISSED, None)
    assert questions(staff.get(QUEUE).text) == []
    ask_on()
    assert questions(staff.get(QUEUE).text) == [], "it stays dismissed when it is asked again"


def test_an_article_is_found_by_its_title_and_the_question_assigned_to_it(
    visit: Visit, ask_on: Ask, articles: None, desk_database: Database
) -> None:
    group = ask_on()
    editor = visit("editor")
    page = editor.get(f"{QUEUE}/{group}?find=médecin").text
    assert f'name="article_key" value="{DOCTOR}"' in page and f'value="{SCHOOL}"' not in page
    assert "Aucun article ne contient" in editor.get(f"{QUEUE}/{group}?find=zzz").text
    assert "rattachée" in act(editor, group, "assign", article_key=DOCTOR)
    assert state(desk_database, group) == (review.OPEN, DOCTOR)
    assert "Voir un médecin" in editor.get(QUEUE).text
    assert "n&#39;existe plus" in act(editor, group, "assign", article_key="health.gone")


WORK = ("work.contract", "عقد الخدمة", "Le contrat de travail")


@pytest.fixture
def findable(desk_database: Database) -> None:
    """Live articles that search knows as after a load: one on contracts, and some on doctors."""
    contract, title, other_title = WORK
    contents = [with_text(with_text(right_content(contract), "ar", title=title), "fr", title=other_title)]
    contents += [with_text(right_content(f"health.doctor{n}"), "fr", title=f"Médecin {n}") for n in range(7)]
    make_live(desk_database, *contents)
    texts = {content["key"]: [text["title"] for text in content["languages"].values()] for content in contents}
    with Session(desk_database) as session, session.begin():
        full_text.index(session, full_text.ARTICLE, texts)


def offered(page: str) -> list[str]:
    return re.findall(r'name="article_key" value="([^"]+)"', page)


@pytest.mark.parametrize(
    "find", ["عقد", "العقد", "بالعقد", "والعقد", "للعقد", "الخدمه والعقد", "contrats", "Travail, contrat"]
)
def test_an_article_is_found_by_a_word_with_what_is_glued_to_it(
    visit: Visit, ask_on: Ask, findable: None, find: str
) -> None:
    page = visit("editor").get(f"{QUEUE}/{ask_on('xyzw')}", params={"find": find}).text
    assert offered(page)[0] == WORK[0]


def test_articles_with_all_words_come_first_and_the_nearest_fill_up_to_five(
    visit: Visit, ask_on: Ask, findable: None
) -> None:
    page = visit("editor").get(f"{QUEUE}/{ask_on('xyzw')}", params={"find": "médecin 3"}).text
    assert offered(page)[0] == "health.doctor3" and len(offered(page)) == 5


def test_before_any_search_five_articles_near_the_question_are_offered(
    visit: Visit, ask_on: Ask, findable: None
) -> None:
    page = visit("editor").get(f"{QUEUE}/{ask_on('Le médecin ?', near_key='health.doctor6')}").text
    assert offered(page)[0] == "health.doctor6" and len(set(offered(page))) == 5
    assert page.count("suggestion</span>") == 1, "only what the assistant itself took, answered or found nearest"


def test_a_sample_question_goes_to_the_article_and_the_group_is_done(
    visit: Visit, ask_on: Ask, articles: None, desk_database: Database
) -> None:
    group = ask_on()
    page = act(visit("editor"), group, "sample", article_key=DOCTOR, language="fr", text="Le permis ?")
    assert "proposée pour l&#39;article" in page and "editor," in page
    assert state(desk_database, group) == (review.HANDLED, DOCTOR)
    assert samples(desk_database, DOCTOR) == [f"voir {DOCTOR}", "Le permis ?"]
    with Session(desk_database) as session:
        audit = session.scalars(select(AuditEntry).where(AuditEntry.action == "review.sample_added")).one()
    assert (audit.user_name, audit.subject) == ("editor", DOCTOR)
    assert "Le permis" not in str(audit.details)
    again = ask_on()
    assert again != group, "asked again, it is open again"
    assert f"{QUEUE}/{group}" in visit("staff").get(f"{QUEUE}/{again}").text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": "Je m'appelle …, le permis ?", "article_key": DOCTOR}, "Remplacez « … »"),
        ({"text": "  ", "article_key": DOCTOR}, "Écrivez la question."),
        ({"text": "Le permis ?", "article_key": ""}, "Choisissez un article."),
        ({"text": f"voir {DOCTOR}", "article_key": DOCTOR}, 'role="alert"'),
    ],
)
def test_a_refused_sample_says_why_and_keeps_what_was_typed(
    visit: Visit, ask_on: Ask, articles: None, desk_database: Database, values: dict[str, str], said: str
) -> None:
    group = ask_on()
    page = act(visit("editor"), group, "sample", language="ar", **values)
    assert said in page
    assert values["text"].strip().replace("'", "&#39;") in page
    assert '<option selected value="ar">' in page
    assert state(desk_database, group) == (review.OPEN, None) and samples(desk_database, DOCTOR) is None


def test_a_draft_begins_with_the_question_and_is_linked(visit: Visit, ask_on: Ask, desk_database: Database) -> None:
    group = ask_on()
    page = act(visit("editor"), group, "draft", topic="civil_status", language="fr", text=LICENCE)
    status, key = state(desk_database, group)
    assert status == review.HANDLED and key is not None and key.startswith("civil_status.")
    assert f"/desk/admin/articles/{key}" in page
    assert samples(desk_database, key) == [LICENCE]


@pytest.mark.parametrize(
    ("step", "values"),
    [
        ("assign", {"article_key": DOCTOR}),
        ("sample", {"article_key": DOCTOR, "language": "fr", "text": LICENCE}),
        ("draft", {"topic": "health", "language": "fr", "text": LICENCE}),
        ("dismiss", {"why": "unclear"}),
    ],
)
def test_the_last_action_is_undone_with_all_that_it_did(
    visit: Visit, ask_on: Ask, articles: None, desk_database: Database, step: str, values: dict[str, str]
) -> None:
    group = ask_on()
    act(visit("editor"), group, step, **values)
    key = state(desk_database, group)[1]
    page = act(visit("editor", name="awa"), group, "undo")
    assert "L&#39;action est annulée." in page
    assert state(desk_database, group) == (review.OPEN, None)
    assert key is None or samples(desk_database, key) is None
    assert "Il n&#39;y a rien à annuler." in act(visit("editor"), group, "undo")


def test_undoing_one_of_two_leaves_the_other(
    visit: Visit, ask_on: Ask, articles: None, desk_database: Database
) -> None:
    group = ask_on()
    editor = visit("editor")
    act(editor, group, "assign", article_key=SCHOOL)
    for text in ("Le permis ?", "Un permis marocain ?"):
        act(editor, group, "sample", article_key=DOCTOR, language="fr", text=text)
    act(editor, group, "undo")
    assert state(desk_database, group) == (review.HANDLED, DOCTOR)
    assert samples(desk_database, DOCTOR) == [f"voir {DOCTOR}", "Le permis ?"]
    act(editor, group, "undo")
    assert state(desk_database, group) == (review.OPEN, SCHOOL)
    assert samples(desk_database, DOCTOR) is None


def test_what_was_published_or_worked_on_since_is_not_undone_and_the_page_says_so(
    visit: Visit, ask_on: Ask, articles: None, desk_database: Database
) -> None:
    group, other = ask_on(), ask_on("le visa pour l'Espagne")
    act(visit("editor"), group, "sample", article_key=DOCTOR, language="fr", text=LICENCE)
    act(visit("editor"), other, "draft", topic="health", language="fr", text="Le visa ?")
    with Session(desk_database) as session, session.begin():
        publish(session, "boss", DOCTOR, token_of(session, DOCTOR))
        key = session.get_one(ReviewGroup, other).article_key or ""
        version = open_version(session, key)
        assert version is not None
        save_draft(session, "awa", key, token_of(session, key), {**version.content, "as_of": "2026"})
    assert "déjà publiée" in act(visit("editor"), group, "undo")
    assert "déjà travaillé" in act(visit("editor"), other, "undo")
    assert state(desk_database, group) == (review.HANDLED, DOCTOR)


def test_staff_undo_a_dismissal_and_nothing_of_editors(visit: Visit, ask_on: Ask, articles: None) -> None:
    group, other = ask_on(), ask_on("le visa pour l'Espagne")
    staff = visit("staff")
    act(staff, group, "dismiss", why="other")
    assert "annulée" in act(staff, group, "undo")
    act(visit("editor"), other, "assign", article_key=DOCTOR)
    assert "/undo" not in staff.get(f"{QUEUE}/{other}").text
    assert staff.post(f"{QUEUE}/{other}/undo", {"edition": edition(staff, other)}).status_code == 403


def test_two_people_who_act_at_once_notice_each_other(
    visit: Visit, ask_on: Ask, articles: None, desk_database: Database
) -> None:
    group = ask_on()
    editor = visit("editor")
    seen = edition(editor, group)
    act(visit("staff", name="Samira"), group, "dismiss", why="other")
    typed = {"edition": seen, "article_key": DOCTOR, "language": "fr", "text": "Le permis marocain ?"}
    answer = editor.post(f"{QUEUE}/{group}/sample", typed)
    assert answer.status_code == 409
    assert "Samira a fait quelque chose" in answer.text and "Le permis marocain ?" in answer.text
    assert state(desk_database, group) == (review.DISMISSED, None)
    assert "proposée" in act(editor, group, "sample", **{**typed, "edition": edition(editor, group)})


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_pages_work_in_each_language_without_inline_scripts_or_styles(
    visit: Visit, ask_on: Ask, articles: None, language: str
) -> None:
    group = ask_on("<script>alert(1)</script> permis")
    act(visit("editor", language), group, "assign", article_key=DOCTOR)
    for path in (QUEUE, f"{QUEUE}/{group}", f"{QUEUE}/{group}?find=a"):
        page = visit("editor", language).get(path).text
        assert "<script>" not in page and "style=" not in page
        assert page.count("<h1>") == 1


def test_every_field_of_a_group_has_an_id_of_its_own(visit: Visit, ask_on: Ask, articles: None) -> None:
    page = visit("editor").get(f"{QUEUE}/{ask_on()}?find=a").text
    names = re.findall(r' id="([^"]+)"', page)
    assert sorted(names) == sorted(set(names))
    assert set(re.findall(r'<label for="([^"]+)"', page)) <= set(names)
