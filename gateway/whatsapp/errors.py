"""What a failed sending means for the message: Meta's error codes, read as what to do next."""

from enum import StrEnum

from httpx import codes


class Outcome(StrEnum):
    """What is to be done with a message that was not sent, or perhaps was."""

    RETRY = "retry"
    """Not sent; it may work later."""
    AMBIGUOUS = "ambiguous"
    """Perhaps sent: the answer got lost. Only a delivery status can tell."""
    PARK = "park"
    """Not sent, and nothing will be before somebody repairs the account, the token or the settings."""
    GIVE_UP = "give_up"
    """Not sent, and this message never will be."""
    WINDOW_CLOSED = "window_closed"
    """Not sent: the person last wrote more than 24 hours ago, only a template may go."""
    PACE = "pace"
    """Not sent: too many messages to this person; the others may go on."""


_BY_CODE = {
    131047: Outcome.WINDOW_CLOSED,
    131056: Outcome.PACE,
    **dict.fromkeys([1, 2, 4, 80007, 130429, 131000, 131016, 131053, 131057, 133004], Outcome.RETRY),
    **dict.fromkeys([0, 10, 190, *range(200, 300), 368, 131005, 131031, 131042, 131045, 131048, 133010], Outcome.PARK),
}


class SendError(Exception):
    """A message was not sent, or perhaps was: `outcome` tells what to do. Its text is safe to log."""

    def __init__(self, outcome: Outcome, code: int | None = None, status: int | None = None) -> None:
        """`code` is Meta's, `status` is HTTP's; None where there was no such answer."""
        super().__init__(f"{outcome}, code {code}")
        self.outcome = outcome
        self.code = code
        self.status = status


def classify(code: int | None, status: int) -> Outcome:
    """What an answer with that error code of Meta's means; the HTTP status counts only where there is no code."""
    if code is not None:
        return _BY_CODE.get(code, Outcome.GIVE_UP)
    if status in (codes.UNAUTHORIZED, codes.FORBIDDEN):
        return Outcome.PARK
    temporary = status == codes.TOO_MANY_REQUESTS or codes.is_server_error(status)
    return Outcome.RETRY if temporary else Outcome.GIVE_UP
