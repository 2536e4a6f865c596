"""Phone numbers as people dial them in Morocco."""

import re

import phonenumbers

from language.normalise import tidy

_REGION = "MA"
_SHORT_LINE = re.compile(r"\d{2,4}")
_LOOKS_LIKE_A_NUMBER = re.compile(r"[\d\s()+./-]+")


def numbers_in(text: str) -> list[str]:
    """The numbers of a directory field, which separates them by " / "."""
    return [part.strip() for part in text.split(" / ") if part.strip()]


def as_dialled(number: str) -> str:
    """The form dialled inside Morocco: "+212 (0) 5 37 54 54 00" → "05 37 54 54 00"; short lines stay ("2511").

    Raises ValueError when the text is not a phone number of Morocco.
    """
    written = tidy(number)
    if _SHORT_LINE.fullmatch(written):
        return written
    if not _LOOKS_LIKE_A_NUMBER.fullmatch(written):
        raise ValueError(f"not a phone number: {number!r}")
    try:
        parsed = phonenumbers.parse(written.replace("(0)", ""), _REGION)
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"not a phone number: {number!r}") from error
    if parsed.country_code != 212 or not phonenumbers.is_possible_number(parsed):
        raise ValueError(f"not a phone number of Morocco: {number!r}")
    national = f"0{parsed.national_number}"
    if national.startswith("0800"):
        return f"{national[:4]} {national[4:6]} {national[6:8]} {national[8:]}"
    return " ".join(national[i : i + 2] for i in range(0, len(national), 2))
