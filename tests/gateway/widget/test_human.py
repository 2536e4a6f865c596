"""What a human at the desk writes: it arrives by itself, and nobody takes it for the assistant's words."""

import pytest
from selenium import webdriver

from reply import Reply
from tests.gateway.widget.browser import answers, conversation, one, texts, until, widget, write
from tests.gateway.widget.fake_dalil import FakeDalil, Posted
from tests.gateway.widget.test_embedded import site

pytestmark = pytest.mark.browser

HUMAN = ".bubble.human"


def ask_for_human(dalil: FakeDalil, browser: webdriver.Chrome) -> str:
    """Ask as a person does; the number of the conversation."""
    dalil.answer = noted
    write(browser, "I want to talk to a person")
    answers(browser, 1)
    return str(dalil.posts[0]["conversation"])


def noted(_: Posted) -> Reply:
    return Reply("Your request is noted", "en", human=True)


def write_as_human(dalil: FakeDalil, conversation_id: str, text: str) -> None:
    with dalil.changed:
        dalil._add(conversation_id, "human", text, None, Reply(text, "en", human=True).to_dict())


def test_what_a_human_writes_arrives_by_itself_under_its_own_name(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    browser.get(f"{dalil.url}/?lang=en")
    number = ask_for_human(dalil, browser)
    write_as_human(dalil, number, "Hello, this is the team")
    assert one(browser, f"{HUMAN} .who").is_displayed()
    assert texts(browser, HUMAN) == ["A person from the team: Hello, this is the team"]
    assert texts(browser, ".turn.assistant .bubble:not(.human) > .unseen") == ["Dalil: "]


def test_the_last_of_several_messages_of_a_human_is_on_the_screen(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    browser.get(f"{dalil.url}/?lang=en")
    number = ask_for_human(dalil, browser)
    for text in range(8):
        write_as_human(dalil, number, f"message {text}")
    last = answers(browser, 9)[-1]
    inside = "return arguments[0].getBoundingClientRect().bottom <= arguments[1].getBoundingClientRect().bottom"
    until(browser, lambda: browser.execute_script(inside, last, one(browser, ".scroller")))


def test_a_closed_panel_that_waits_for_a_human_shows_that_there_is_news(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    with site(dalil, 'data-lang="en"') as url:
        browser.get(url)
        one(browser, ".launcher").click()
        number = ask_for_human(dalil, browser)
        one(browser, ".close").click()
        write_as_human(dalil, number, "Hello, this is the team")
        assert one(browser, ".launcher.news").is_displayed()


def test_a_message_to_a_human_is_taken_without_the_sign_that_an_answer_is_being_written(
    dalil: FakeDalil, browser: webdriver.Chrome, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.get(f"{dalil.url}/?lang=en")
    number = ask_for_human(dalil, browser)
    write_as_human(dalil, number, "Hello, this is the team")
    monkeypatch.setattr(dalil, "reply", lambda _: None)
    monkeypatch.setattr(FakeDalil, "take", taken_silently)
    write(browser, "I am here")
    until(browser, lambda: len(dalil.posts) == 2)
    until(browser, lambda: not one(browser, ".typing").is_displayed())
    assert conversation(browser)[-1] == "I am here"
    browser.refresh()
    widget(browser)
    until(browser, lambda: texts(browser, f"{HUMAN} .who"))
    assert not one(browser, ".typing").is_displayed()


def taken_silently(dalil: FakeDalil, posted: Posted) -> Posted:
    """As the server takes a message while a human has the conversation: stored, and no answer is to come."""
    with dalil.changed:
        dalil.posts.append(posted)
        dalil._add(posted["conversation"], "person", posted["text"], posted["id"])
    return {"pending": False, "replies": []}
