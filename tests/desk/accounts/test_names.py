"""What users can be called."""

import pytest
from sqlalchemy.orm import Session

from desk.accounts.names import tidy, user_named, wrong_with


@pytest.mark.parametrize("name", ["amina", "Fatima-Zahra B.", "سلمى", "يوسف الإدريسي", "N’Diaye", "ⵜⴰⴼⵓⴽⵜ", "user 2"])
def test_a_name_has_letters_of_any_script(name: str) -> None:
    assert wrong_with(name) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "name_length"),
        ("a", "name_length"),
        ("a" * 61, "name_length"),
        ("amina@example.org", "name_signs"),
        ("<b>amina</b>", "name_signs"),
        ("amina\u202egnirts", "name_signs"),
        ("1234", "name_letters"),
        ("Dalil", "name_reserved"),
    ],
)
def test_what_is_no_name_is_refused_with_the_reason(name: str, why: str) -> None:
    assert wrong_with(name) == why


@pytest.mark.parametrize("spelling", ["AMINA", "  amina ", "Amina", "driss", "سلمى"])
def test_capital_letters_and_spaces_make_no_difference(session: Session, spelling: str) -> None:
    assert user_named(session, spelling) is not None


def test_nobody_has_a_name_that_was_not_given(session: Session) -> None:
    assert user_named(session, "amin") is None
    assert tidy("  a \t b ") == "a b"
