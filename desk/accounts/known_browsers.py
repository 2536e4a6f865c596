"""Browsers in which somebody has signed in before: attackers elsewhere cannot use up that person's attempts."""

from desk.accounts.tokens import new_token
from gateway.addresses import AddressBook

LASTS = 180 * 24 * 60 * 60
"""Seconds."""
_PURPOSE = "known browser"


def browser_mark(box: AddressBook, user_id: int) -> str:
    """What the browser keeps in a cookie; nobody else can make one."""
    return box.seal(f"{_PURPOSE} {user_id} {new_token()}".encode()).decode()


def known_to(box: AddressBook, mark: str, user_id: int) -> str | None:
    """What tells this browser from others when that person has signed in there, else None."""
    try:
        content = box.unseal(mark.encode()).decode()
    except ValueError:
        return None
    start = f"{_PURPOSE} {user_id} "
    return content.removeprefix(start) if content.startswith(start) else None
