"""The client of the speech recogniser: a text or a TranscriptionError, nothing in between."""

import asyncio
import email
import json
import logging
import threading
import time
import traceback
from collections.abc import Iterator
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from gateway.transcription import Transcriber, TranscriptionError
from tests.ports import free_ports

VOICE = b"OggS" + bytes(range(256))
TOKEN = "a-token-of-the-recogniser"


class Recogniser(ThreadingHTTPServer):
    """A small server with OpenAI's transcription API, which can be slow or broken."""

    def __init__(self) -> None:
        self.answer = json.dumps({"text": "bonjour"}).encode()
        self.status = 200
        self.seconds = 0.0
        self.paths: list[str] = []
        self.tokens: list[str | None] = []
        self.parts: list[dict[str, Message]] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Recogniser

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        form = email.message_from_bytes(f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode() + body)
        parts = [part for part in form.walk() if not part.is_multipart()]
        self.server.parts.append({str(part.get_param("name", "", "Content-Disposition")): part for part in parts})
        self.server.paths.append(self.path)
        self.server.tokens.append(self.headers["Authorization"])
        time.sleep(self.server.seconds)
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing."""


@pytest.fixture
def recogniser() -> Iterator[Recogniser]:
    server = Recogniser()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def heard(
    url: str,
    mime: str = "audio/ogg; codecs=opus",
    language: str | None = None,
    token: str | None = TOKEN,
    timeout: float = 5.0,
) -> str:
    async def whole() -> str:
        transcriber = Transcriber(url, token, "whisper-1", timeout)
        try:
            return await transcriber.transcribe(VOICE, mime, language)
        finally:
            await transcriber.close()

    return asyncio.run(whole())


def test_a_recording_becomes_text(recogniser: Recogniser) -> None:
    recogniser.answer = json.dumps({"text": "  بغيت نقيد ولدي فالمدرسة \n"}).encode()
    assert heard(recogniser.url, language="ar") == "بغيت نقيد ولدي فالمدرسة"
    (parts,) = recogniser.parts
    fields = {name: part.get_payload() for name, part in parts.items() if name != "file"}
    assert fields == {"model": "whisper-1", "response_format": "json", "language": "ar"}
    assert parts["file"].get_payload(decode=True) == VOICE
    assert (recogniser.paths, recogniser.tokens) == (["/v1/audio/transcriptions"], [f"Bearer {TOKEN}"])


@pytest.mark.parametrize(
    ("mime", "name"),
    [
        ("audio/ogg; codecs=opus", "voice.ogg"),
        ("audio/mpeg", "voice.mp3"),
        ("Audio/MP4", "voice.m4a"),
        ("", "voice.ogg"),
        ('x"\r\nX-Evil: 1', "voice.ogg"),
    ],
)
def test_the_name_of_the_file_tells_its_format_and_a_forged_type_is_not_passed_on(
    recogniser: Recogniser, mime: str, name: str
) -> None:
    heard(recogniser.url, mime)
    (parts,) = recogniser.parts
    assert parts["file"].get_filename() == name
    assert parts["file"].keys() == ["Content-Disposition", "Content-Type"]


def test_language_and_token_are_left_out_when_unknown(recogniser: Recogniser) -> None:
    assert heard(recogniser.url, token=None) == "bonjour"
    assert recogniser.tokens == [None]
    assert recogniser.parts[0].keys() == {"file", "model", "response_format"}


def test_a_long_recording_is_cut_to_what_the_engine_reads(recogniser: Recogniser) -> None:
    recogniser.answer = json.dumps({"text": "é" * 5000}).encode()
    assert heard(recogniser.url) == "é" * 1500


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>", id="not JSON"),
        pytest.param(b"\xff\xfe", id="not even text"),
        pytest.param(b'{"text": " \\n"}', id="nothing heard"),
        pytest.param(b'{"text": null}', id="no text"),
        pytest.param(b'["bonjour"]', id="another shape"),
        pytest.param(b"{}", id="without its field"),
    ],
)
def test_anything_but_a_text_is_an_error(recogniser: Recogniser, answer: bytes) -> None:
    recogniser.answer = answer
    with pytest.raises(TranscriptionError):
        heard(recogniser.url)


@pytest.mark.parametrize("status", [302, 400, 401, 413, 500, 503])
def test_a_refusal_or_failure_is_an_error(recogniser: Recogniser, status: int) -> None:
    recogniser.status = status
    with pytest.raises(TranscriptionError, match=str(status)):
        heard(recogniser.url)


def test_a_slow_recogniser_is_given_up(recogniser: Recogniser) -> None:
    recogniser.seconds = 0.6
    with pytest.raises(TranscriptionError, match="ReadTimeout"):
        heard(recogniser.url, timeout=0.2)


def test_a_recogniser_that_is_down_is_an_error() -> None:
    with pytest.raises(TranscriptionError, match="ConnectError"):
        heard(f"http://127.0.0.1:{free_ports(1)[0]}/v1")


def test_token_and_text_are_in_no_log_and_no_exception(
    recogniser: Recogniser, caplog: pytest.LogCaptureFixture
) -> None:
    for logger in (None, "httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, logger)
    heard(recogniser.url)
    recogniser.status = 401
    errors = []
    for url in (recogniser.url, f"http://127.0.0.1:{free_ports(1)[0]}"):
        with pytest.raises(TranscriptionError) as raised:
            heard(url)
        errors.append(raised.value)
    assert "httpx" in {record.name for record in caplog.records}
    told = caplog.text + "".join(line for error in errors for line in traceback.format_exception(error))
    assert TOKEN not in told
    assert "bonjour" not in told
    assert [error for error in errors if error.__cause__ or error.__context__] == []
