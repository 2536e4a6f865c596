"""Who of the desk writes to people, and under what name."""

from sqlalchemy.orm import Session

from desk.audit import note
from desk.inbox.models import ShownName
from desk.models import User
from gateway.handoff.staff import StaffMember


def member_of(session: Session, user: User) -> StaffMember:
    """The user as the gateway knows them."""
    return StaffMember(user.id, user.name, shown_name(session, user))


def shown_name(session: Session, user: User) -> str:
    """What people see of the user's name; empty: nothing."""
    chosen = session.get(ShownName, user.id)
    return chosen.name if chosen else ""


def choose_name(session: Session, user: User, name: str) -> None:
    """Show this name from now on; an empty one: none."""
    chosen = session.get(ShownName, user.id)
    if chosen and not name:
        session.delete(chosen)
    elif chosen:
        chosen.name = name
    elif name:
        session.add(ShownName(user_id=user.id, name=name))
    note(session, user, "inbox.name_chosen", shown=bool(name))
