"""A preview shows what WhatsApp and the widget would be sent, and nothing that is for staff."""

import json

import pytest

from desk.test_bench.preview import Shown, previews
from desk.test_bench.whatsapp_text import Piece, pieces
from gateway.whatsapp.render import pages, render
from reply import Reply
from tests.desk.test_bench.replies import answer, choices, long, position, services, urgent

BOTH = pytest.mark.parametrize("language", ["fr", "ar"])
SHAPES = pytest.mark.parametrize("make", [answer, long, services, choices, urgent, position])


def text_of(message: Shown) -> str:
    return "".join(piece.text for piece in message.text)


@BOTH
@SHAPES
def test_every_message_that_would_be_sent_is_shown_with_all_its_words(make, language: str) -> None:  # type: ignore[no-untyped-def]
    reply: Reply = make(language)
    shown = previews(reply).whatsapp
    assert len(shown) == pages(reply)
    for number, message in enumerate(shown):
        content = render(reply, 0, number)
        body = content["text"]["body"] if content["type"] == "text" else content["interactive"]["body"]["text"]
        assert text_of(message).replace("*", "") == body.replace("*", "")


def test_a_tap_below_a_message_says_what_the_choice_stands_for() -> None:
    reply = answer("fr")
    (message,) = previews(reply).whatsapp
    assert [button.choice for button in message.buttons] == list(reply.choices)


def test_more_than_three_choices_are_a_list_with_descriptions() -> None:
    (message,) = previews(choices("ar")).whatsapp
    assert (message.opens, message.buttons) == ("اختيار", ())
    assert len(message.rows) == 5 and all(row.description for row in message.rows)


def test_the_rest_of_a_long_answer_comes_after_a_tap_for_more() -> None:
    first, *later = previews(long("fr")).whatsapp
    assert first.asked_by == "" and later
    assert {message.asked_by for message in later} == {"Suite"}
    assert [button.choice for button in first.buttons] == [None]


def test_a_question_for_the_position_is_shown_as_one() -> None:
    (message,) = previews(position("fr")).whatsapp
    assert message.asks_position and not message.buttons


@BOTH
@SHAPES
def test_why_an_answer_was_given_is_in_no_preview(make, language: str) -> None:  # type: ignore[no-untyped-def]
    reply: Reply = make(language)
    shown = previews(reply)
    assert shown.widget == {name: value for name, value in reply.to_dict().items() if name != "trace"}
    sent = json.dumps([shown.widget, *(render(reply, 0, page) for page in range(pages(reply)))])
    for secret in ("trace", "ranking", "confidence", "action_", "0.934"):
        assert secret not in sent


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*Centre* Exemple", [Piece("Centre", "bold"), Piece(" Exemple")]),
        ("_a_ ~b~", [Piece("a", "italic"), Piece(" "), Piece("b", "struck")]),
        ("2*3*4 et snake_case_name", [Piece("2*3*4 et snake_case_name")]),
        ("* un point", [Piece("* un point")]),
        ("(https://e.org/a_b_c).", [Piece("("), Piece("https://e.org/a_b_c", link="https://e.org/a_b_c"), Piece(").")]),
        ("www.example.org", [Piece("www.example.org", link="https://www.example.org")]),
        ("📞 +212 5 00 00 00 00", [Piece("📞 "), Piece("+212 5 00 00 00 00", link="tel:+212500000000")]),
        ("", []),
    ],
)  # fmt: skip
def test_a_text_looks_as_whatsapp_formats_it(text: str, shown: list[Piece]) -> None:
    assert list(pieces(text)) == shown
