"""Writing an article at the desk."""

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import AuditEntry
from knowledge.editing.content import content_of
from knowledge.editing.versions import article_row, open_version
from tests.desk.articles.conftest import KEY, OTHER
from tests.desk.articles.pages import ANSWER, ARTICLES, SAMPLES, TITLE, editor, fields_of, notices
from tests.desk.conftest import Visit
from tests.desk.visitors import Visitor


def draft_title(database: Database, key: str = KEY) -> str | None:
    with Session(database) as session:
        version = open_version(session, key)
        return version.content["languages"]["fr"]["title"] if version else None


def write(visitor: Visitor, key: str = KEY, **typed: str) -> dict[str, str]:
    """Open the editor and type; what the form would send."""
    names = {"title": TITLE, "answer": ANSWER, "samples": SAMPLES}
    return {**fields_of(visitor.get(editor(key))), **{names.get(name, name): text for name, text in typed.items()}}


def test_a_saved_draft_is_there_again_and_what_is_live_stays(visit: Visit, desk_database: Database) -> None:
    amina = visit("editor", name="amina")
    answer = amina.post(editor(KEY), write(amina, title="Voir une médecin"))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{editor(KEY)}?done=articles.saved")
    assert fields_of(amina.get(editor(KEY)))[TITLE] == "Voir une médecin"
    with Session(desk_database) as session:
        row = article_row(session, KEY)
        assert row and content_of(row)["languages"]["fr"]["title"] == "Voir un médecin"
        (entry,) = session.scalars(select(AuditEntry))
        assert (entry.user_name, entry.action, entry.subject) == ("amina", "article.saved", KEY)


def test_each_column_is_written_in_the_direction_of_its_language_whatever_the_pages(visit: Visit) -> None:
    page = visit("editor", "fr").get(editor(KEY)).text
    assert '<section class="card stack language" lang="ar" dir="rtl"' in page
    assert '<section class="card stack language" lang="fr" dir="ltr"' in page


def test_the_second_of_two_people_keeps_their_text_and_sees_the_first_ones(
    visit: Visit, desk_database: Database
) -> None:
    amina, karim = visit("editor", name="amina"), visit("editor", name="karim")
    typed = write(karim, title="Titre de Karim")
    amina.post(editor(KEY), write(amina, title="Titre d'Amina"))
    answer = karim.post(editor(KEY), typed)
    assert answer.status_code == 409
    assert draft_title(desk_database) == "Titre d'Amina"
    said = notices(answer)
    assert "amina a modifié ceci" in said
    assert "<del>d'Amina</del><ins>de Karim</ins>" in answer.text.replace("&#39;", "'")
    again = fields_of(answer)
    assert again[TITLE] == "Titre de Karim"
    assert karim.post(editor(KEY), again).status_code == 303
    assert draft_title(desk_database) == "Titre de Karim"


def test_who_writes_in_a_draft_that_was_given_up_meanwhile_is_told(visit: Visit, desk_database: Database) -> None:
    amina, karim = visit("editor", name="amina"), visit("editor", name="karim")
    amina.post(editor(KEY), write(amina, title="Un"))
    typed = write(karim, title="Deux")
    amina.post(f"{ARTICLES}/{KEY}/withdraw", {"version": fields_of(amina.get(editor(KEY)))["version"]})
    answer = karim.post(editor(KEY), typed)
    assert answer.status_code == 409
    assert fields_of(answer)[TITLE] == "Deux"
    assert draft_title(desk_database) is None


def test_a_new_article_gets_a_key_from_its_title(visit: Visit, desk_database: Database) -> None:
    amina = visit("editor")
    typed = fields_of(amina.get(f"{ARTICLES}/new")) | {"topic": "health", "texts-2-title": "Teeth", TITLE: "Les dents"}
    answer = amina.post(f"{ARTICLES}/new", typed)
    assert answer.headers["location"].startswith(editor("health.teeth"))
    assert draft_title(desk_database, "health.teeth") == "Les dents"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"topic": ""}, "Choisissez un sujet."),
        ({"topic": "health", "name": "Les dents"}, "Seulement les lettres a à z"),
        ({"topic": "health", "name": "doctor"}, "Il y a déjà un article"),
    ],
)
def test_a_refused_key_is_explained_beside_its_field_and_the_text_is_kept(
    visit: Visit, typed: dict[str, str], said: str
) -> None:
    amina = visit("editor")
    answer = amina.post(f"{ARTICLES}/new", {**fields_of(amina.get(f"{ARTICLES}/new")), TITLE: "Les dents", **typed})
    assert answer.status_code in (409, 422)
    assert f'-error" lang="fr" dir="ltr">{said}' in answer.text
    assert fields_of(answer)[TITLE] == "Les dents"


def test_a_new_articles_key_can_be_changed_and_a_live_ones_cannot(visit: Visit, desk_database: Database) -> None:
    amina = visit("editor")
    first = fields_of(amina.get(f"{ARTICLES}/new")) | {"topic": "health", "name": "dents"}
    amina.post(f"{ARTICLES}/new", first)
    answer = amina.post(editor("health.dents"), fields_of(amina.get(editor("health.dents"))) | {"name": "teeth"})
    assert answer.headers["location"].startswith(editor("health.teeth"))
    assert "name" not in fields_of(amina.get(editor(KEY)))
    amina.post(editor(KEY), write(amina, title="Un") | {"topic": "schooling", "name": "other"})
    assert draft_title(desk_database) == "Un"


def test_buttons_that_only_show_save_nothing_and_keep_what_was_typed(visit: Visit, desk_database: Database) -> None:
    amina = visit("editor")
    answer = amina.post(editor(KEY), write(amina, title="Un") | {"action": "add_source"})
    assert answer.status_code == 200
    assert fields_of(answer)[TITLE] == "Un"
    assert "sources-1-title" in fields_of(answer)
    assert draft_title(desk_database) is None


def test_the_preview_shows_what_was_typed_as_whatsapp_and_as_widget(visit: Visit) -> None:
    amina = visit("editor")
    typed = write(amina, answer="Appelez le 141 & venez <vite>.")
    whole = amina.post(editor(KEY), typed | {"action": "preview", "preview": "fr"}).text
    alone = amina.post(f"{ARTICLES}/preview", typed | {"preview": "fr"}).text
    for page in (whole, alone):
        assert "Appelez le 141 &amp; venez &lt;vite&gt;." in page
        assert "<dalil-chat" in page
        assert "Loi 02-03" in page
    assert "<html" not in alone


def test_an_article_without_sources_or_answer_can_be_previewed_all_the_same(visit: Visit) -> None:
    amina = visit("editor")
    blank = fields_of(amina.get(f"{ARTICLES}/new"))
    assert "Pas encore de réponse" in amina.post(f"{ARTICLES}/preview", blank).text
    assert "Bonjour." in amina.post(f"{ARTICLES}/preview", blank | {ANSWER: "Bonjour."}).text


def test_what_is_missing_is_said_beside_the_right_field_in_the_pages_language(visit: Visit) -> None:
    amina = visit("editor", "ar")
    typed = write(amina, title="x" * 71) | {"as_of": "2999", "sources-0-year": "soon", "texts-1-samples": ""}
    amina.post(editor(KEY), typed)
    plain, checked = amina.get(editor(KEY)).text, amina.get(f"{editor(KEY)}?check=1").text
    for field, said in (
        (TITLE, "طويل جدا: عدد الأحرف 71، والحد الأقصى 70."),
        ("as_of", "اكتبوا سنة مثل 2018"),
        ("sources-0-year", "اكتبوا سنة مثل 2018"),
        ("texts-1-samples", "اكتبوا سؤالا واحدا على الأقل."),
    ):
        assert f'id="{field}-error" lang="ar" dir="rtl">{said}' in checked
        assert f"{field}-error" not in plain
    assert "بقيت 4 نقط" in plain


def test_a_warning_names_the_languages_that_were_not_changed(visit: Visit) -> None:
    amina = visit("editor")
    amina.post(editor(KEY), write(amina, title="Un autre titre"))
    for page in (editor(KEY), f"{ARTICLES}/{KEY}", f"{ARTICLES}/{KEY}/hand-in"):
        assert "Une langue a changé, mais pas : Arabe, Anglais" in notices(amina.get(page)).replace(" ,", ",")
    amina.post(editor(OTHER), write(amina, OTHER, samples="encore une question"))
    assert "Une langue a changé" not in notices(amina.get(editor(OTHER)))


def test_saving_what_is_live_says_that_there_is_nothing_to_save(visit: Visit, desk_database: Database) -> None:
    amina = visit("editor")
    answer = amina.post(editor(KEY), write(amina))
    assert answer.status_code == 409
    assert "Le texte est le même que celui qui est publié" in notices(answer)
    assert draft_title(desk_database) is None


def test_what_was_handed_in_is_not_open_for_writing(visit: Visit) -> None:
    amina = visit("editor")
    amina.post(editor(KEY), write(amina, title="Un"))
    typed = write(amina, title="Deux")
    amina.post(f"{ARTICLES}/{KEY}/hand-in", {"version": typed["version"]})
    assert amina.get(editor(KEY)).headers["location"] == f"{ARTICLES}/{KEY}"
    assert amina.post(editor(KEY), typed).status_code == 409
