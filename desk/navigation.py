"""Where somebody can go from every page."""

from dataclasses import dataclass

from desk.models import ADMINISTRATOR, ROLES, STAFF


@dataclass(frozen=True)
class Place:
    """A part of the desk; `key` is the word for its name, and with `_about` behind it for what is done there."""

    path: str
    key: str
    role: str = STAFF
    """Whoever has this role or a higher one sees it."""


PLACES = (
    Place("/desk/inbox", "nav_inbox"),
    Place("/desk/test", "nav_test"),
    Place("/desk/review", "nav_review"),
    Place("/desk/admin/articles", "nav_articles"),
    Place("/desk/admin/directory", "nav_directory"),
    Place("/desk/statistics", "nav_statistics"),
    Place("/desk/admin/users", "nav_users", ADMINISTRATOR),
    Place("/desk/admin/audit", "nav_audit", ADMINISTRATOR),
)


def navigation(role: str) -> tuple[Place, ...]:
    """The parts that somebody with a role may open."""
    return tuple(place for place in PLACES if ROLES.index(place.role) <= ROLES.index(role))
