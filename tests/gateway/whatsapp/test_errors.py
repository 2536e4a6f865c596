"""What Meta's error codes mean for a message."""

import pytest

from gateway.whatsapp.errors import Outcome, SendError, classify

CODES = {
    Outcome.RETRY: [1, 2, 4, 80007, 130429, 131000, 131016, 131053, 131057, 133004],
    Outcome.PACE: [131056],
    Outcome.WINDOW_CLOSED: [131047],
    Outcome.PARK: [0, 10, 190, 200, 230, 299, 368, 131005, 131031, 131042, 131045, 131048, 133010],
    Outcome.GIVE_UP: [3, 100, 199, 300, 130403, 131008, 131009, 131021, 131026, 131049, 131050, 131051, 131062, 999999],
}


@pytest.mark.parametrize(("code", "outcome"), [(code, outcome) for outcome in CODES for code in CODES[outcome]])
def test_the_error_code_decides_whatever_the_status(code: int, outcome: Outcome) -> None:
    assert {classify(code, status) for status in (400, 401, 403, 404, 429, 500, 503)} == {outcome}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (429, Outcome.RETRY),
        (500, Outcome.RETRY),
        (502, Outcome.RETRY),
        (503, Outcome.RETRY),
        (401, Outcome.PARK),
        (403, Outcome.PARK),
        (302, Outcome.GIVE_UP),
        (400, Outcome.GIVE_UP),
        (404, Outcome.GIVE_UP),
    ],
)
def test_without_a_code_the_status_decides(status: int, outcome: Outcome) -> None:
    assert classify(None, status) is outcome


def test_an_error_says_code_and_outcome_and_nothing_else() -> None:
    error = SendError(Outcome.PARK, 190, 401)
    assert (error.outcome, error.code, error.status) == (Outcome.PARK, 190, 401)
    assert str(error) == "park, code 190"
    assert str(SendError(Outcome.RETRY)) == "retry, code None"
