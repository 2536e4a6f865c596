"""How long a reply waits before it is sent again."""

import pytest

from gateway.whatsapp.delivery import _pause
from gateway.whatsapp.errors import Outcome


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 4), (2, 16), (3, 60), (60, 60)])
def test_a_person_who_got_too_much_is_left_alone_for_longer_each_time_and_a_minute_at_most(
    attempts: int, seconds: int
) -> None:
    assert _pause(Outcome.PACE, attempts).total_seconds() == seconds


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (4, 16), (60, 512)])
def test_after_a_passing_error_each_pause_is_twice_as_long(attempts: int, seconds: int) -> None:
    assert _pause(Outcome.RETRY, attempts).total_seconds() == seconds
