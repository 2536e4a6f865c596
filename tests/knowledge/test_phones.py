"""Phone numbers as people dial them in Morocco."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.phones import as_dialled, numbers_in


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("+212 (0) 5 37 54 54 00", "05 37 54 54 00"),
        ("+212 5 37 54 54 00", "05 37 54 54 00"),
        ("00212 537545400", "05 37 54 54 00"),
        ("0537545400", "05 37 54 54 00"),
        ("05.37.54.54.00", "05 37 54 54 00"),
        ("+212 800 00 41 46", "0800 00 41 46"),
        ("0800004747", "0800 00 47 47"),
        ("2511", "2511"),
        ("177", "177"),
        ("15", "15"),
    ],
)
def test_a_number_is_shown_as_it_is_dialled(written: str, dialled: str) -> None:
    assert as_dialled(written) == dialled


@pytest.mark.parametrize("written", ["", "abc", "5", "05 37 54", "+33 4 86 51 71 61", "05 37 54 54 00 00 00"])
def test_what_cannot_be_dialled_in_the_country_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not a phone number"):
        as_dialled(written)


@given(st.from_regex(r"[5-7][0-9]{8}", fullmatch=True))
def test_every_spelling_of_a_number_is_dialled_the_same(national: str) -> None:
    dialled = as_dialled(f"0{national}")
    assert dialled == as_dialled(f"+212 {national}") == as_dialled(f"+212 (0) {national}") == as_dialled(dialled)
    assert re.sub(r"\D", "", dialled) == f"0{national}"


def test_a_field_may_hold_several_numbers() -> None:
    assert numbers_in("2511 / 0800 00 47 47") == ["2511", "0800 00 47 47"]
    assert numbers_in("") == []
