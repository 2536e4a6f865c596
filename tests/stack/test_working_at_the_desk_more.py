"""More daily jobs at the desk of the running stack: security codes, links for associations, the review queue."""

import re
import time
from collections.abc import Iterator
from html import unescape
from typing import Any

import httpx
import pyotp
import pytest

from tests.desk.articles.pages import fields_of
from tests.desk.pictures import count
from tests.running_stack import Stack
from tests.stack.desk_visitor import PASSWORD, DeskVisitor, new_user
from tests.stack.test_working_at_the_desk import NEW, SECONDS_UNTIL_LIVE, Person, step, until

pytestmark = pytest.mark.stack

SECONDS_UNTIL_LEARNED = 20.0
ARTICLES = "/desk/admin/articles"
SECOND = "/desk/account/second"
DIRECTORY = "/desk/admin/directory"
REVIEW = "/desk/review"
CODE_OF_NOBODY = "0000-0000-0000-0000"
"""Recovery codes have no zeros."""
TOWN, NAME, PHONE = "Dakhla", "Association d'essai du lien", "05 28 00 11 22"
TABLE = (
    "org_name_fr,org_type,service_category,service_description_fr,city,source,confidence\n"
    f"{NAME},association,language_courses,Cours d'essai.,{TOWN},document d'essai,verified_in_source\n"
)
OFF_TOPIC = "combien coûte une moto neuve à Rabat ?"
WORDS_OF_FIELDS = {"phones": "Téléphones", "fees_description": "Prix", "schedules": "Horaires"}
MISUNDERSTOOD, RIGHT_ARTICLE = "le papier de mon patron pour le travail", "work_contract_visa.how"


@pytest.mark.parametrize(
    ("column", "question"),
    [
        (0, "Mes enfants sans papiers peuvent-ils aller à l'école ?"),
        (1, "هل يمكن لابنتي الدراسة بدون بطاقة الإقامة؟"),
        (2, "Can my children go to school without papers?"),
    ],
)
def test_who_writes_a_second_article_for_a_question_is_told_which_one_answers_it(
    editor: DeskVisitor, column: int, question: str
) -> None:
    def said_of(text: str) -> str:
        typed = {"topic": "schooling", f"texts-{column}-samples": text}
        return editor.post(f"{ARTICLES}/answered", fields_of(editor.get(NEW)) | typed).text

    said = said_of(question)
    assert re.findall(rf'href="{ARTICLES}/([^"]+)"', said) == ["schooling.no_papers"], said
    assert "déjà répondu par" in said
    assert "déjà répondu par" not in said_of("perroquet")


@pytest.fixture(scope="module")
def awa(stack: Stack) -> Iterator[DeskVisitor]:
    """Somebody who signs in with a password only; the tests leave it so."""
    new_user(stack, "Awa", "staff")
    visitor = DeskVisitor(stack)
    assert is_in_with_password(visitor)
    yield visitor
    visitor.close()


def sign_in_again(visitor: DeskVisitor) -> str:
    """Whoever is in goes out and gives the password; where that leads."""
    if visitor.get("/desk").status_code == httpx.codes.OK:
        visitor.post("/desk/logout")
    return str(visitor.sign_in("Awa").headers["location"])


def is_in_with_password(visitor: DeskVisitor) -> bool:
    return sign_in_again(visitor) == "/desk"


def is_in_with_code(visitor: DeskVisitor, code: str) -> bool:
    """The password, which is not enough, and then a code."""
    asked = sign_in_again(visitor)
    assert asked.startswith("/desk/login/second"), "the password alone is enough"
    assert visitor.get("/desk").headers["location"].startswith("/desk/login")
    visitor.post("/desk/login/second", {"code": code}, page=asked)
    return visitor.get("/desk").status_code == httpx.codes.OK


def ask_for(visitor: DeskVisitor, what: str) -> httpx.Response:
    """Change something about the security code, with the password."""
    return visitor.post(SECOND, {"password": PASSWORD, "do": what})


def turn_on(visitor: DeskVisitor) -> tuple[pyotp.TOTP, str, list[str]]:
    """The app on the phone, its code that was used for it, and the recovery codes."""
    page = ask_for(visitor, "offer").headers["location"]
    secret = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", visitor.get(page).text)
    assert secret and "<svg" in visitor.get(f"{SECOND}/qr.svg").text
    phone = pyotp.TOTP(secret[0].replace(" ", ""))
    code = phone.now()
    shown = visitor.post(page, {"code": code}).text
    return phone, code, re.findall(r"\b(?:[a-z2-9]{4}-){3}[a-z2-9]{4}\b", shown)


def test_with_a_security_code_nobody_gets_in_without_one_and_each_code_works_once(awa: DeskVisitor) -> None:
    phone, used, recovery = turn_on(awa)
    assert len(recovery) == 10
    assert not is_in_with_code(awa, used), "the code that turned it on"
    assert is_in_with_code(awa, phone.at(int(time.time()) + 30)), "the code that comes next"
    assert not is_in_with_code(awa, CODE_OF_NOBODY)
    assert is_in_with_code(awa, recovery[0])
    assert not is_in_with_code(awa, recovery[0]), "a recovery code for the second time"

    assert is_in_with_code(awa, recovery[1])
    assert ask_for(awa, "off").status_code == 303
    assert is_in_with_password(awa)


def test_an_administrator_takes_away_the_security_code_of_somebody_who_lost_their_phone(
    administrator: DeskVisitor, awa: DeskVisitor
) -> None:
    turn_on(awa)
    assert not is_in_with_code(awa, CODE_OF_NOBODY)
    person = re.search(r'href="(/desk/admin/users/[0-9]+)"[^>]*>Awa<', administrator.get("/desk/admin/users").text)
    assert person, "not in the list of accounts"
    assert administrator.post(f"{person[1]}/remove-second-factor").status_code == 303
    assert is_in_with_password(awa)


@pytest.fixture(scope="module")
def service(stack: Stack, administrator: DeskVisitor) -> Iterator[dict[str, str]]:
    """A service of an association that there is not, until the tests are over."""
    sent = administrator.post(f"{DIRECTORY}/import", files={"file": ("services.csv", TABLE.encode(), "text/csv")})
    assert administrator.post(f"{sent.headers['location']}/run").status_code == 303
    found = httpx.get(
        f"{stack.url}/api/services", params={"search": "Cours d'essai", "full": True, "per_page": 100}
    ).json()["contents"]
    (one,) = [each for each in found if each["organization"]["name"] == NAME]
    organization = one["organization"]["id"]
    yield {"id": one["id"], "organization": organization}
    administrator.post(f"{DIRECTORY}/organizations/{organization}/inactive", {"source": "seulement un essai"})


def test_what_an_association_corrects_with_its_link_is_told_when_an_editor_has_approved_it(
    stack: Stack, administrator: DeskVisitor, editor: DeskVisitor, service: dict[str, str]
) -> None:
    def told() -> dict[str, Any]:
        """The service as a program reads it."""
        return dict(httpx.get(f"{stack.url}/api/services/{service['id']}").json())

    made = administrator.post(f"{DIRECTORY}/organizations/{service['organization']}/links").text
    link = re.search(r"/desk/associations/[\w-]+", made)
    assert link, made
    association = DeskVisitor(stack)
    said = {"phones": PHONE, "schedules": "le lundi de 9 h à 16 h", "fees_description": "500 DH"}
    fields = {f"{service['id']}:{field}": text for field, text in said.items()}
    assert association.post(link[0], {"said_by": "Salma", **fields}, page=link[0]).status_code == 303
    assert association.get(link[0]).text.count("Votre correction attend") == len(said)
    assert not told().get("phones"), "nobody has approved it yet"

    for field, decision in (("phones", "approve"), ("fees_description", "refuse"), ("schedules", "approve")):
        if field == "schedules":
            fill_monday(editor, service["id"])
        assert decide(editor, field, decision).status_code == 303
    now = told()
    assert [phone["number"] for phone in now["phones"]] == [PHONE]
    assert not now.get("fees_description"), "it was refused"

    def on_cards() -> list[tuple[list[str], str]]:
        cards = stack.ask(f"cours de langue à {TOWN}")["services"]
        return [(card["phones"], card["hours"]) for card in cards if card["name"] == NAME]

    until(lambda: on_cards() == [([PHONE], "lundi 09:00–16:00")], SECONDS_UNTIL_LIVE, "not on the cards in time")


def decide(editor: DeskVisitor, field: str, decision: str) -> httpx.Response:
    """Approve or refuse the first correction that waits for a field, as it was proposed."""
    page = editor.get(f"{DIRECTORY}/corrections").text
    number = re.search(rf"<h3>{WORDS_OF_FIELDS[field]}.*?/corrections/([0-9]+)\"", page, re.DOTALL)
    assert number, page
    proposed = re.search(rf'id="text-{number[1]}"[^>]*>([^<]*)<', page)
    text = {"text": unescape(proposed[1])} if proposed else {}
    return editor.post(f"{DIRECTORY}/corrections/{number[1]}", {"decision": decision, **text})


def fill_monday(editor: DeskVisitor, service_id: str) -> None:
    """Hours are filled in by hand."""
    shown = editor.get(f"{DIRECTORY}/services/{service_id}").text
    path = re.search(r'href="([^"]+/hours)"', shown)
    assert path, shown
    version = re.search(r'name="version" value="([^"]*)"', editor.get(path[1]).text)
    hours = {"w-0-0-opens": "09:00", "w-0-0-closes": "16:00", "source": "correction de l'association"}
    saved = editor.post(path[1], {"version": version[1] if version else "", **hours})
    assert saved.status_code == 303, saved.text


@pytest.fixture(scope="module")
def review(stack: Stack, editor: DeskVisitor) -> str:
    """The review queue, half an hour after some people got no good answer."""
    for text in (OFF_TOPIC, OFF_TOPIC, f"je m'appelle Fatou Diallo, mon numéro est 0612345678, {OFF_TOPIC}"):
        Person(stack).write(text)
    person = Person(stack)
    for text in (MISUNDERSTOOD, "c'est faux"):
        person.write(text)
    count(stack)
    return editor.get(REVIEW).text


def path_of(review: str, question: str) -> str:
    """The page of a question."""
    found = re.search(rf'href="({REVIEW}/[0-9]+)"><bdi>{re.escape(question)}<', review)
    assert found, review
    return found[1]


def edition(visitor: DeskVisitor, group: str) -> str:
    found = re.search(r'name="edition" value="([^"]*)"', visitor.get(group).text)
    assert found
    return found[1]


def test_questions_without_an_answer_wait_for_review_together_and_without_names_and_numbers(
    editor: DeskVisitor, review: str
) -> None:
    group = path_of(review, OFF_TOPIC)
    shown = editor.get(group).text
    assert "Demandé par 3 personnes" in shown
    assert "je m&#39;appelle …, mon numéro est …" in shown
    assert "Fatou" not in shown + review and "0612345678" not in shown + review

    sent = {"edition": edition(editor, group), "why": "off_topic"}
    assert editor.post(f"{group}/dismiss", sent).status_code == 303
    assert f'href="{group}"' not in editor.get(REVIEW).text


def test_a_question_of_the_review_queue_is_found_by_the_assistant_once_it_is_published_as_a_sample(
    stack: Stack, administrator: DeskVisitor, editor: DeskVisitor, review: str
) -> None:
    def nearest() -> str:
        ranking = stack.ask(MISUNDERSTOOD)["trace"]["ranking"]
        return str(ranking[0]["key"]) if ranking else ""

    group = path_of(review, MISUNDERSTOOD)
    sent = {"edition": edition(editor, group), "article_key": RIGHT_ARTICLE, "language": "fr", "text": MISUNDERSTOOD}
    assert editor.post(f"{group}/sample", sent).status_code == 303
    assert nearest() != RIGHT_ARTICLE, "nobody has published it yet"
    assert step(administrator, f"{ARTICLES}/{RIGHT_ARTICLE}", "publish").status_code == 303
    until(lambda: nearest() == RIGHT_ARTICLE, SECONDS_UNTIL_LEARNED, "not found by its own words")
    assert f'href="{group}"' not in editor.get(REVIEW).text, "it was dealt with"
