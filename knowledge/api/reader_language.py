"""In which language an answer is."""

from typing import Annotated, Literal

from fastapi import Depends, Query, Request, Response

from language.identify import DEFAULT_LANGUAGE, LANGUAGES


def preferred_language(accept_language: str) -> str:
    """The first of our languages in an Accept-Language header by its weights (q), else the default."""
    weights: dict[str, float] = {}
    for part in accept_language.split(","):
        tag, _, weight = part.partition(";")
        weights.setdefault(tag.strip().partition("-")[0].lower(), _weight(weight))
    wanted = [code for code in weights if code in LANGUAGES and weights[code] > 0]
    return max(wanted, key=lambda code: weights[code], default=DEFAULT_LANGUAGE)


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0


def reader_language(
    request: Request,
    response: Response,
    lang: Annotated[
        Literal["fr", "ar", "en"] | None,
        Query(description="Language of the texts; without it, the first that `Accept-Language` names, else French"),
    ] = None,
) -> str:
    """What `lang` or the header asks for; the answer says which language it is in."""
    language = lang or preferred_language(request.headers.get("accept-language", ""))
    response.headers.update(language_headers(language))
    return language


def language_headers(language: str) -> dict[str, str]:
    """The headers of an answer in a language."""
    return {"Content-Language": language, "Vary": "Accept-Language"}


Language = Annotated[str, Depends(reader_language)]
