"""Where the pages of articles are."""

ARTICLES = "/desk/admin/articles"
NEW = f"{ARTICLES}/new"
PREVIEW = f"{ARTICLES}/preview"
ANSWERED = f"{ARTICLES}/answered"
ONE = f"{ARTICLES}/{{key}}"


def path_of(key: str, step: str = "") -> str:
    """The page of an article, or of a step on it: "edit", "history", …"""
    return f"{ARTICLES}/{key}/{step}" if step else f"{ARTICLES}/{key}"
