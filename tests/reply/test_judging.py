"""What an answer was, and when it was right."""

from typing import Any

import pytest

from reply import Choice, Reply, Trace
from reply.gold import Gold, read_row
from reply.judging import OFFERED, RIGHT, WRONG, judged, verdict

OFFERS = (
    Choice("A", '/ask_health{"article": "health.emergency"}'),
    Choice("B", '/ask_health{"article": "health.hiv_tb"}'),
    Choice("C", "/menu"),
)


def expected(kind: str, **fields: Any) -> Gold:
    return Gold("1", "some text", kind, **fields)


def got(kind: str, choices: tuple[Choice, ...] = (), urgent: bool = False, **trace: Any) -> dict[str, Any]:
    return judged(Reply("Yes.", "en", choices, urgent=urgent, trace=Trace(kind, **trace)))


def test_choices_of_an_unsure_answer_are_reported_by_article_in_their_order() -> None:
    unsure = got("ambiguous", OFFERS, intent="ask_health", confidence=0.123456)
    assert unsure["choices"] == ["health.emergency", "health.hiv_tb"]
    assert unsure["article"] is None and unsure["confidence"] == 0.1235
    sure = got("question", OFFERS, article="health.emergency")
    assert (sure["article"], sure["choices"]) == ("health.emergency", [])


@pytest.mark.parametrize(
    ("gold", "answer", "worth"),
    [
        (expected("question", article="health.hiv_tb"), got("question", article="health.hiv_tb"), RIGHT),
        (expected("question", article="a.b", also=("health.hiv_tb",)), got("question", article="health.hiv_tb"), RIGHT),
        (expected("question", article="health.emergency"), got("question", OFFERS), RIGHT),
        (expected("question", article="health.hiv_tb"), got("question", OFFERS), OFFERED),
        (expected("question", article="health.hiv_tb"), got("question", article="health.emergency"), WRONG),
        (expected("question", article="health.hiv_tb"), got("out_of_scope"), WRONG),
        (expected("service", category="health", place="Fès"), got("service", category="health", place="Fès"), RIGHT),
        (expected("service", category="health"), got("service", category="health", place="Fès"), RIGHT),
        (expected("service", category="health", place="Fès"), got("service", category="health"), WRONG),
        (expected("service", category="health"), got("service", category="housing"), WRONG),
        (expected("service", category="health"), got("question", category="health", article="a.b"), WRONG),
        (expected("emergency"), got("emergency", urgent=True), RIGHT),
        (expected("emergency"), got("question", article="violence.husband"), WRONG),
        (expected("out_of_scope"), got("out_of_scope"), RIGHT),
        (expected("out_of_scope"), got("question", OFFERS), WRONG),
        (expected("command", article="menu"), got("command", article="repeat"), WRONG),
    ],
)  # fmt: skip
def test_one_word_says_whether_an_answer_was_right(gold: Gold, answer: dict[str, Any], worth: str) -> None:
    assert verdict(gold, answer) == worth


def test_a_false_alarm_is_wrong_even_with_the_right_article_below_it() -> None:
    alarm = got("emergency", urgent=True, article="health.hiv_tb")
    assert verdict(expected("question", article="health.hiv_tb"), alarm) == WRONG
    assert verdict(expected("question", article="health.hiv_tb", danger="health"), alarm) == RIGHT


def test_what_is_right_for_a_message_survives_its_way_through_a_row() -> None:
    gold = expected("service", also=("a.b",), category="health", place="Fès", variety="darija", look_alike=True)
    assert read_row(gold.to_row()) == gold
