"""The desk's daily jobs with the running stack: what somebody does there changes what people are answered."""

import csv
import io
import re
import time
import uuid
from collections.abc import Callable
from html import unescape

import httpx
import pytest

from tests.desk.articles.pages import fields_of
from tests.running_stack import Stack
from tests.stack.desk_visitor import DeskVisitor

pytestmark = pytest.mark.stack

SECONDS_UNTIL_LIVE = 5.0
NEW = "/desk/admin/articles/new"
HOURS = "/desk/inbox/hours"
TEXTS = (
    ("Garder un perroquet chez soi", "Perroquet", "Oui, vous pouvez garder un perroquet.",
     "Est-ce que je peux garder un perroquet dans ma chambre ?\nmon perroquet a-t-il le droit d'habiter avec moi\n"
     "le propriétaire refuse mon perroquet"),
    ("الاحتفاظ بببغاء في البيت", "ببغاء", "نعم، يمكنكم الاحتفاظ بببغاء.",
     "هل يمكنني الاحتفاظ بببغاء في غرفتي؟\nواش نقدر نخلي الببغاء ديالي فالدار\nصاحب البيت يرفض الببغاء"),
    ("Keeping a parrot at home", "Parrot", "Yes, you may keep a parrot.",
     "Can I keep a parrot in my room?\nmy landlord refuses my parrot\nis a parrot allowed in the flat"),
)  # fmt: skip
"""Title, label, answer and samples in each language, of an article that says nothing about anybody's rights."""


def until(found: Callable[[], object], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline, what
        time.sleep(0.3)


def written(administrator: DeskVisitor) -> dict[str, str]:
    """The form of a new article, filled in."""
    fields = fields_of(administrator.get(NEW)) | {
        "topic": "housing", "risk": "normal", "as_of": "2026", "review_by": "2027-11-01",
        "sources-0-title": "Essai du poste de travail", "sources-0-year": "2026",
    }  # fmt: skip
    for number, (title, label, answer, samples) in enumerate(TEXTS):
        texts = {"title": title, "label": label, "short": answer, "answer": answer, "samples": samples}
        fields |= {f"texts-{number}-{name}": text for name, text in texts.items()}
    return fields


def step(administrator: DeskVisitor, article: str, name: str, page: str = "", **more: str) -> httpx.Response:
    """Take a step with an article, from the page that offers it."""
    shown = administrator.get(f"{article}{page}")
    token = re.search(r'name="version" value="([^"]*)"', shown.text)
    assert token, shown.text
    return administrator.post(f"{article}/{name}", {"version": token[1], **more})


def test_the_first_start_invites_an_administrator(stack: Stack) -> None:
    def link() -> "re.Match[str] | None":
        return re.search(r"http://\S+(/desk/password/\S+)", stack.log.read_text(encoding="utf-8"))

    until(link, 10, "no link at the start")
    found = link()
    page = httpx.get(stack.url + found[1] if found else "")
    assert page.status_code == 200 and 'type="password"' in page.text


def test_a_published_article_is_answered_in_five_seconds_and_an_archived_one_no_more(
    stack: Stack, administrator: DeskVisitor
) -> None:
    saved = administrator.post(NEW, written(administrator) | {"action": "save"})
    assert saved.status_code == 303, saved.text
    article = saved.headers["location"].partition("?")[0].removesuffix("/edit")
    key = article.rpartition("/")[2]
    question = "je peux garder mon perroquet dans la chambre que je loue ?"
    assert stack.ask(question)["trace"]["article"] != key, "a draft is nobody's answer"

    handed = step(administrator, article, "hand-in", "/hand-in")
    assert handed.status_code == 303, handed.text
    assert step(administrator, article, "publish").status_code == 303
    until(lambda: stack.ask(question)["trace"]["article"] == key, SECONDS_UNTIL_LIVE, "not live in time")

    archived = step(administrator, article, "archive", comment="seulement un essai")
    assert archived.status_code == 303, archived.text
    until(lambda: stack.ask(question)["trace"]["article"] != key, SECONDS_UNTIL_LIVE, "still answered")


def table_of_services() -> bytes:
    """Twenty services, three of them with a mistake: no name, an unknown category, an unknown confidence."""
    names = ("org_key", "org_name_fr", "org_type", "service_category", "service_description_fr", "city", "phone",
             "source", "confidence")  # fmt: skip
    rows = [
        ["essai", "Association d'essai", "association", "housing", f"Chambre d'essai numéro {number}.", "Oujda",
         "", "document d'essai", "verified_in_source"]
        for number in range(1, 21)
    ]  # fmt: skip
    rows[4][1], rows[4][0] = "", "essai2"
    rows[9][3] = "parrots"
    rows[14][8] = "sure"
    output = io.StringIO()
    csv.writer(output).writerows([names, *rows])
    return output.getvalue().encode()


def test_of_twenty_imported_services_three_are_refused_with_reasons_and_the_import_can_be_undone(
    stack: Stack, administrator: DeskVisitor
) -> None:
    def services() -> int:
        return int(httpx.get(f"{stack.url}/api/services", params={"full": "false"}).json()["total_items"])

    before = services()
    path = "/desk/admin/directory/import"
    sent = administrator.post(path, files={"file": ("services.csv", table_of_services(), "text/csv")})
    assert sent.status_code == 303, sent.text
    preview = sent.headers["location"]
    refused = administrator.get(f"{preview}?state=refused").text
    assert len(re.findall(r'<ul class="problems">', refused)) == 3
    assert services() == before, "a preview changes nothing"

    assert administrator.post(f"{preview}/run").status_code == 303
    assert services() == before + 17
    undone = administrator.post(f"{preview}/undo")
    assert undone.status_code in (200, 303)
    assert services() == before


def test_an_answer_marked_as_wrong_is_caught_by_the_regression_set(stack: Stack, administrator: DeskVisitor) -> None:
    asked = administrator.post("/desk/test", {"text": "mon fils peut aller à l'école sans papiers ?"})
    assert asked.status_code == 200
    carried = dict(re.findall(r'<input type="hidden" form="try" name="([^"]+)" value="([^"]*)"', asked.text))
    kept = administrator.post("/desk/test/judge", {**unescaped(carried), "article": "health.medicines"})
    assert kept.status_code == 303, kept.text

    run = administrator.post("/desk/test/runs").headers["location"]
    until(lambda: not administrator.get(f"{run}/progress").json()["running"], 60, "the run does not end")
    counts = administrator.get(f"{run}/progress").json()["counts"]
    assert counts.get("wrong", 0) >= 1, counts


def unescaped(fields: dict[str, str]) -> dict[str, str]:
    return {unescape(name): unescape(value) for name, value in fields.items()}


class Person:
    """Somebody in the chat page."""

    def __init__(self, stack: Stack) -> None:
        self._url = stack.url
        self.conversation = str(uuid.uuid4())

    def write(self, text: str) -> list[str]:
        """The replies that come at once."""
        body = {"conversation": self.conversation, "id": str(uuid.uuid4()), "text": text}
        answer = httpx.post(f"{self._url}/chat/messages", json=body, timeout=60)
        return [reply["text"] for reply in answer.json()["replies"]]

    def read(self) -> str:
        """All that stands in the page."""
        page = httpx.get(f"{self._url}/chat/messages", params={"conversation": self.conversation}, timeout=60)
        return str(page.json())


def test_a_human_answers_and_the_assistant_is_silent_until_they_give_back(
    stack: Stack, administrator: DeskVisitor
) -> None:
    hours = {
        f"day_{day}-{field}": value for day in range(7) for field, value in (("opens", "00:00"), ("closes", "00:00"))
    }
    shown = administrator.get(HOURS).text
    version = re.search(r'name="version"[^>]* value="([^"]*)"', shown)
    saved = administrator.post(HOURS, {**hours, "patience": "30", "version": version[1] if version else ""})
    assert saved.status_code == 303, saved.text

    person = Person(stack)
    person.write("je veux parler à quelqu'un de votre équipe")
    waiting = re.findall(r'href="(/desk/inbox/[0-9]+)"', administrator.get("/desk/inbox").text)
    assert waiting, "nobody waits"
    conversation = waiting[0]
    assert administrator.post(f"{conversation}/take").status_code == 303
    assert person.write("mon fils peut aller à l'école ?") == [], "the assistant answers beside a human"
    assert "mon fils peut aller" in administrator.get(conversation).text
    assert administrator.post(f"{conversation}/answer", {"text": "Bonjour, je suis là."}).status_code == 303
    until(lambda: "Bonjour, je suis là." in person.read(), 5, "the answer does not arrive")

    assert administrator.post(f"{conversation}/return").status_code == 303
    assert person.write("mon fils peut aller à l'école sans papiers ?"), "the assistant does not come back"
