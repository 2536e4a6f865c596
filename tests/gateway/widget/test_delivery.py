"""What is written arrives once and in order, and what is answered is shown once, on whatever network."""

import time

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from reply import Reply
from tests.gateway.widget.browser import answers, connected, conversation, every, one, until, widget, write
from tests.gateway.widget.fake_dalil import FakeDalil, echo

pytestmark = pytest.mark.browser


def start(browser: webdriver.Chrome, dalil: FakeDalil) -> None:
    dalil.answer = echo
    browser.get(f"{dalil.url}/?lang=en")
    widget(browser)


def taken(dalil: FakeDalil) -> list[str]:
    """The texts of the persons' messages as they were stored."""
    return [message["text"] for message in dalil.stored if message["from"] == "person"]


def dialogue(*said: str) -> list[str]:
    return [line for text in said for line in (text, f"answer to {text}")]


def stream_open(browser: webdriver.Chrome, dalil: FakeDalil, times: int = 1) -> None:
    until(browser, lambda: len(dalil.resumed) >= times, "no stream was opened")


def test_messages_written_without_a_network_go_out_once_and_in_order_when_it_is_back(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    start(browser, dalil)
    write(browser, "zero")
    answers(browser, 1)
    connected(browser, online=False)
    assert one(browser, ".offline").is_displayed()
    for text in ("one", "two", "three"):
        write(browser, text)
    until(browser, lambda: "kept here" in one(browser, ".person .error").text)
    assert taken(dalil) == ["zero"]
    connected(browser, online=True)
    until(browser, lambda: len(answers(browser, 1)) == 4, seconds=4)
    assert taken(dalil) == [post["text"] for post in dalil.posts] == ["zero", "one", "two", "three"]
    assert not one(browser, ".offline").is_displayed() and not every(browser, ".error")


def test_messages_that_still_wait_survive_a_reload(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    start(browser, dalil)
    dalil.status = 503
    for text in ("one", "two"):
        write(browser, text)
    until(browser, lambda: every(browser, ".person .error"))
    dalil.status = 200
    browser.refresh()
    answers(browser, 2)
    assert conversation(browser) == ["one", "two", "answer to one", "answer to two"]
    assert taken(dalil) == ["one", "two"]


def test_a_message_whose_acknowledgement_is_lost_is_sent_again_and_counts_once(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    start(browser, dalil)
    dalil.loses_responses = 2
    write(browser, "help")
    for _ in range(2):
        until(browser, lambda: one(browser, ".person .error button").is_displayed())
        one(browser, ".person .error button").click()
    answers(browser, 1)
    write(browser, "thanks")
    answers(browser, 2)
    assert len({post["id"] for post in dalil.posts[:3]}) == 1
    assert taken(dalil) == ["help", "thanks"]
    assert conversation(browser) == dialogue("help", "thanks")


def test_an_answer_that_the_stream_brought_before_the_acknowledgement_is_shown_once(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    start(browser, dalil)
    write(browser, "one")
    answers(browser, 1)
    stream_open(browser, dalil)
    dalil.loses_responses = 1
    write(browser, "two")
    answers(browser, 2)
    until(browser, lambda: one(browser, ".person .error button")).click()
    until(browser, lambda: len(dalil.posts) == 3 and not every(browser, ".error"))
    assert conversation(browser) == dialogue("one", "two")


def test_without_an_answer_yet_the_stream_brings_it(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    start(browser, dalil)
    dalil.holds_answers = True
    write(browser, "one")
    stream_open(browser, dalil)
    assert one(browser, ".typing").is_displayed()
    write(browser, "two")
    until(browser, lambda: len(dalil.held) == 2)
    dalil.release()
    answers(browser, 2)
    until(browser, lambda: not one(browser, ".typing").is_displayed())
    assert conversation(browser) == ["one", "two", "answer to one", "answer to two"]


def test_a_broken_stream_goes_on_where_it_stopped_without_gap_or_repetition(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    start(browser, dalil)
    write(browser, "one")
    answers(browser, 1)
    stream_open(browser, dalil)
    conversation_id = dalil.posts[0]["conversation"]
    dalil.write(conversation_id, "from staff")
    answers(browser, 2)
    last = dalil.stored[-1]["number"]
    dalil.break_streams()
    stream_open(browser, dalil, times=2)
    dalil.write(conversation_id, "from staff again")
    answers(browser, 3)
    assert dalil.resumed == [None, str(last)]
    assert conversation(browser) == [*dialogue("one"), "from staff", "from staff again"]


def test_where_streams_do_not_get_through_messages_come_by_asking(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    start(browser, dalil)
    dalil.streams = False
    write(browser, "one")
    answers(browser, 1)
    dalil.write(dalil.posts[0]["conversation"], "from staff")
    until(browser, lambda: conversation(browser) == [*dialogue("one"), "from staff"], seconds=10)
    assert len(dalil.resumed) == 3


def test_a_page_in_the_background_closes_its_stream_and_misses_nothing(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    source = (
        "const real = setTimeout; window.setTimeout = (act, after) => real(act, after === 60000 ? 10 : after);"
        "Object.defineProperty(document, 'hidden', { get: () => window.away })"
    )
    show = "window.away = %s; document.dispatchEvent(new Event('visibilitychange'))"
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": source})
    try:
        start(browser, dalil)
        write(browser, "one")
        answers(browser, 1)
        stream_open(browser, dalil)
        browser.execute_script(show % "true")
        time.sleep(0.2)
        dalil.write(dalil.posts[0]["conversation"], "from staff")
        time.sleep(0.5)
        assert conversation(browser) == dialogue("one")
        browser.execute_script(show % "false")
        answers(browser, 2)
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
    assert conversation(browser) == [*dialogue("one"), "from staff"]


def test_a_browser_without_streams_asks(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    script = {"source": "delete window.EventSource"}
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", script)
    try:
        start(browser, dalil)
        dalil.holds_answers = True
        write(browser, "one")
        until(browser, lambda: dalil.held)
        dalil.release()
        answers(browser, 1)
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
    assert conversation(browser) == dialogue("one") and dalil.resumed == []


def test_no_stream_is_open_before_the_first_message(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    start(browser, dalil)
    assert not [path for path in dalil.asked if path.startswith("/chat/")]


def test_somebody_who_writes_too_much_reads_why_and_the_message_goes_out_later(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    start(browser, dalil)
    dalil.status, dalil.error = 429, {"error": "Please wait a moment.", "retry_after": 1}
    write(browser, "one")
    assert until(browser, lambda: one(browser, ".person .error p").text) == "Please wait a moment."
    dalil.status = 200
    answers(browser, 1)
    assert conversation(browser) == dialogue("one")


def test_a_refused_message_can_be_changed_and_lets_the_next_one_pass(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    start(browser, dalil)
    dalil.status, dalil.error = 413, {"detail": "Too long."}
    write(browser, "very long")
    line = until(browser, lambda: one(browser, ".person .error"))
    assert "Too long." in line.text
    dalil.status = 200
    write(browser, "short")
    answers(browser, 1)
    line.find_element(By.TAG_NAME, "button").click()
    assert one(browser, "#text").get_attribute("value") == "very long"
    assert conversation(browser) == dialogue("short")


def test_danger_is_shown_at_once_while_an_earlier_answer_is_awaited(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    start(browser, dalil)
    dalil.missing, dalil.streams, dalil.holds_answers = "/chat/messages", False, True
    write(browser, "slow")
    until(browser, lambda: dalil.held)
    dalil.holds_answers = False
    dalil.answer = lambda _: Reply("Call 19 now.", "en", urgent=True)
    write(browser, "help")
    (answer,) = answers(browser, 1)
    assert answer.find_element(By.CSS_SELECTOR, ".calls a").get_attribute("href") == "tel:19"
