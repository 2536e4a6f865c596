"""What is known about the browser that sends a request."""

from dataclasses import dataclass

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Browser:
    """From where somebody signs in."""

    network: str
    """Network address, or the part of it that one caller has."""
    agent: str
    """Browser and system, for people."""
    mark: str
    """Cookie that says who has signed in here before; empty for nobody."""


def short_agent(header: str) -> str:
    """Browser and system that a User-Agent header names, such as "Firefox, Android"; empty when it names neither."""
    found = (_first(header, names) for names in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, found))


def _first(header: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((shown for sign, shown in names if sign in header), "")
