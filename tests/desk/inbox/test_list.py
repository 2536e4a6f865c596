"""The list of the inbox: who comes first, what is new, and never a word of what was said."""

import re

import pytest

from reply import Reply
from tests.desk.inbox.conftest import ALWAYS, WEB, WHATSAPP, Inbox, Visit
from tests.desk.inbox.looking import page, sections, take
from tests.gateway.house import address


def test_who_waits_comes_first_then_mine_then_colleagues_then_the_others(inbox: Inbox, visit: Visit) -> None:
    samira, karim = visit(), visit(name="karim")
    numbers = {}
    for person, channel in (("anna", WEB), ("omar", WHATSAPP), ("li", WEB), ("ada", WEB)):
        turn = inbox.turn("hello", person, channel)
        inbox.answer(turn, Reply("answer", "ar"))
        numbers[person] = turn.conversation_id
    turn = inbox.turn("a human please", "anna")
    inbox.answer(turn, Reply("noted", "ar", human=True))
    take(samira, numbers["omar"])
    take(karim, numbers["li"])
    text = page(samira)
    found = sections(text)
    assert list(found) == ["waiting", "mine", "colleagues", "recent"]
    for section, person in zip(found, numbers, strict=True):
        assert re.findall(r"/desk/inbox/(\d+)", found[section]) == [str(numbers[person])]
    assert "Avec karim" in found["colleagues"]


def test_a_card_shows_channel_language_subject_and_how_much_is_new_and_never_a_word_of_what_was_said(
    inbox: Inbox, visit: Visit
) -> None:
    number = inbox.wanted(WHATSAPP)
    inbox.store("my secret", channel=WHATSAPP)
    inbox.know_topic(number, "schooling")
    text = page(visit())
    for shown in ("WhatsApp", "Anglais", "2 nouveaux messages", "École"):
        assert shown in text
    assert "secret" not in text and address("anna", WHATSAPP).value not in text


def test_danger_is_marked_until_somebody_has_read_it(inbox: Inbox, visit: Visit) -> None:
    number = inbox.wanted()
    inbox.answer(inbox.turn("help"), Reply("Call 19", "en", urgent=True))
    samira = visit()
    assert "Danger" in sections(page(samira))["waiting"]
    take(samira, number)
    page(samira, number)
    assert "Danger" not in sections(page(samira))["mine"]


def test_what_i_have_read_is_not_new_and_what_comes_then_is(inbox: Inbox, visit: Visit) -> None:
    number, samira = inbox.begun(), visit()
    take(samira, number)
    page(samira, number)
    inbox.store("one more")
    assert "1 nouveau message" in page(samira)
    page(visit(name="karim"), number)
    assert "1 nouveau message" in page(samira), "a colleague has not read it for me"
    page(samira, number)
    assert "1 nouveau message" not in page(samira)


def test_tests_and_farewells_are_in_no_list(inbox: Inbox, visit: Visit) -> None:
    stored = inbox.store("question")
    inbox.inbox.mark_as_test(stored)
    inbox.answer(inbox.turn("delete", "omar", WHATSAPP), Reply("Done", "en", forget=True))
    text = page(visit())
    assert "/desk/inbox/1" not in text and "recent" not in sections(text)
    assert visit().get(f"/desk/inbox/{stored.conversation_id}").status_code == 410


def test_an_empty_inbox_says_what_will_happen(visit: Visit) -> None:
    assert "apparaîtra ici" in page(visit())


@pytest.mark.parametrize(
    ("hours", "said"), [([], "personne ne lit ici"), (ALWAYS, "ouvert"), ([["MO", "23:58", "23:59"]], "fermé")]
)
def test_staff_see_what_people_are_told_about_the_desk(
    inbox: Inbox, visit: Visit, hours: list[list[str]], said: str
) -> None:
    if hours:
        inbox.set_hours(hours)
    assert said in page(visit())


# Live


def test_the_script_is_told_how_much_is_new_and_nothing_when_nothing_has_changed(inbox: Inbox, visit: Visit) -> None:
    samira = visit()
    inbox.wanted()
    first = samira.get("/desk/inbox/news")
    assert (first.json()["waiting"], first.json()["unread"], first.json()["danger"]) == (1, 1, False)
    again = {"headers": {"If-None-Match": first.headers["etag"]}}
    assert samira.get("/desk/inbox/news", **again).status_code == 304
    inbox.store("one more")
    assert samira.get("/desk/inbox/news", **again).json()["unread"] == 2


@pytest.mark.parametrize("path", ["/desk/inbox/list", "/desk/inbox/{number}/talk"])
def test_a_part_of_a_page_is_sent_only_when_it_has_changed(inbox: Inbox, visit: Visit, path: str) -> None:
    samira, number = visit(), inbox.wanted()
    path = path.format(number=number)
    first = samira.get(path)
    assert first.status_code == 200 and "<html" not in first.text
    again = {"headers": {"If-None-Match": first.headers["etag"]}}
    assert samira.get(path, **again).status_code == 304
    inbox.store("one more")
    assert samira.get(path, **again).status_code == 200


def test_the_script_learns_that_a_conversation_is_gone(inbox: Inbox, visit: Visit) -> None:
    number = inbox.wanted()
    inbox.forgetting.forget(WEB, address("anna"))
    answer = visit().get(f"/desk/inbox/{number}/talk")
    assert answer.status_code == 410 and "effacer ses données" in answer.text
