"""The words of a message that carry its subject."""

import pytest

from language.content_words import content_words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "Bonjour, j'ai une question svp",
        "hello I have a question please",
        "السلام عليكم عندي سؤال",
        "salam 3ndi mochkil",
    ],
)
def test_a_message_that_only_opens_a_conversation_has_none(text: str) -> None:
    assert content_words(text) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Bonjour, j'ai une question sur l'école", ["ecole"]),
        ("I need information about the hospital", ["hospital"]),
        ("عندي سؤال على المدرسة", ["المدرسه"]),
        ("salam bghit nswl 3la lmdrasa", ["lmdrasa"]),
    ],
)
def test_the_subject_is_left(text: str, left: list[str]) -> None:
    assert content_words(text) == left
