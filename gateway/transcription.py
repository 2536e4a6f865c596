"""The client of a speech recogniser: what a voice message says, as text."""

import httpx

from gateway.bearer import bearer
from gateway.engine import LONGEST_TEXT

_EXTENSIONS = {
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/webm": "webm",
}
"""Servers tell the format by the file's name. Any other type may be forged and is not passed on."""
_WHATSAPP_VOICE = "audio/ogg"


class TranscriptionError(Exception):
    """The recogniser gave no text: it is down, too slow, refuses, or heard nothing. Its text is safe to log."""


class Transcriber:
    """A server with OpenAI's transcription API, usually one of our own."""

    def __init__(self, url: str, token: str | None, model: str, timeout: float = 30.0) -> None:
        """`url` ends before "/audio/transcriptions"; `timeout` in seconds is for each step of a request.

        Raises ValueError for a token that no header can carry.
        """
        headers = bearer(token) if token else {}
        self._client = httpx.AsyncClient(base_url=url, headers=headers, timeout=timeout)
        self._model = model

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def transcribe(self, audio: bytes, mime: str, language: str | None) -> str:
        """The words of a recording, at most as many as the engine reads.

        `language` (ISO 639-1) helps the recogniser; None lets it find out. Raises TranscriptionError.
        """
        named = mime.partition(";")[0].strip().lower()
        kind = named if named in _EXTENSIONS else _WHATSAPP_VOICE
        files = {"file": (f"voice.{_EXTENSIONS[kind]}", audio, kind)}
        fields = {"model": self._model, "response_format": "json"} | ({"language": language} if language else {})
        try:
            response = await self._client.post("/audio/transcriptions", files=files, data=fields)
        except httpx.HTTPError as error:
            failure = type(error).__name__
        else:
            return _text_of(response)
        # Not inside the handler: httpx's exception holds the request and with it the token.
        raise TranscriptionError(failure)


def _text_of(response: httpx.Response) -> str:
    if not response.is_success:
        raise TranscriptionError(f"status {response.status_code}")
    try:
        answer = response.json()
    except ValueError:
        answer = None
    match answer:
        case {"text": str(text)} if text.strip():
            return text.strip()[:LONGEST_TEXT].rstrip()
        case {"text": str()}:
            raise TranscriptionError("nothing was heard")
    raise TranscriptionError("an answer of another shape")
