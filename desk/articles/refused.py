"""Why a step was not taken, in the words of the page."""

from fastapi import Request

from desk.pages import words_of
from knowledge.editing.refusals import EditedMeanwhile, Refused


def refusal(request: Request, refused: Refused) -> str:
    """The sentence for a refusal."""
    return words_of(request)(f"articles.refused_{refused.code}", **refused.values)


def overtaken(request: Request, meanwhile: EditedMeanwhile) -> str:
    """The sentence for a step that somebody else was quicker than."""
    words = words_of(request)
    return words("articles.overtaken", who=meanwhile.by or words("articles.content_files"))
