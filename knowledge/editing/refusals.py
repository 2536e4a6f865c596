"""Why a step is not done. Each refusal is named by a code for which the pages have words."""

from knowledge.models import ArticleVersion


class Refused(Exception):
    """A step that may not be taken now; nothing was changed."""

    def __init__(self, code: str, **values: str) -> None:
        """`code` names the reason, `values` are what its sentence needs."""
        super().__init__(code)
        self.code = code
        self.values = values


class EditedMeanwhile(Exception):
    """Somebody else changed the article since the person opened it; nothing was saved."""

    def __init__(self, version: ArticleVersion | None) -> None:
        """`version` is what there is now: the open version, or else the last one; None when there is none any more."""
        super().__init__(version.article_key if version else "")
        self.by = version.changed_by if version else ""
        """Who made the last change; empty for a load of the content files."""
        self.at = version.changed_at if version else None
        self.content = version.content if version else None
