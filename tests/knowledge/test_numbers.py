"""The helpers that compare texts notice what they are for."""

import pytest

from tests.knowledge.numbers import numbers_in, turned_round


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lundi 9 h–15 h", "Monday 9am–3pm"),
        ("9h30", "9:30 am"),
        ("13 h–17 h", "1–5pm"),
        ("13h-17h", "من 13 إلى 17"),
        ("3 636 enfants", "3,636 children"),
        ("05 37 54 54 00", "\u200e05 37 54 54 00"),
    ],
)
def test_the_same_number_in_another_notation_is_the_same(one: str, other: str) -> None:
    assert numbers_in(one) == numbers_in(other)


@pytest.mark.parametrize(
    ("one", "other"), [("15, 19", "15"), ("2018", "2019"), ("9 am", "9 pm"), ("05 37 54 54 00", "05 37 54 54 01")]
)
def test_another_number_is_not(one: str, other: str) -> None:
    assert numbers_in(one) != numbers_in(other)


@pytest.mark.parametrize("mark", ["\u200e", "\u2066", "\u2068"])
@pytest.mark.parametrize("phone", ["05 37 54 54 00", "+33 4 86 51 71 61"])
def test_a_phone_needs_a_mark_before_it(phone: str, mark: str) -> None:
    assert turned_round(f"اتصلوا {phone} الآن") == [phone]
    assert turned_round(f"اتصلوا {mark}{phone} الآن") == []


def test_one_group_needs_none() -> None:
    assert turned_round("اتصلوا 15 أو 177، أو 2511 في 2018") == []
