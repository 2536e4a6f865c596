"""The client of Meta's Graph API: sends messages, shows that we are typing, fetches voice messages."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import httpx

from gateway.bearer import bearer
from gateway.events import PHONE, USER_ID, Address
from gateway.whatsapp.errors import Outcome, SendError, classify

logger = logging.getLogger(__name__)

DEFAULT_URL = "https://graph.facebook.com/v26.0"
AT_ONCE = 32
"""Requests under way; the others wait. httpx itself would stop the whole process for 30 seconds at 500 (measured)."""
_MEDIA_HOSTS = (".fbsbx.com", ".whatsapp.net")
_NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class MediaError(Exception):
    """A file could not be fetched, is too large or lies where we do not go. Its text is safe to log."""


class Graph:
    """One WhatsApp number's access to the Graph API.

    The token is in the Authorization header only. httpx's own exceptions hold the request with that header, so none
    of them is let out or chained.
    """

    def __init__(self, url: str, token: str, phone_number_id: str, timeout: float = 10.0) -> None:
        """`url` ends with the API's version; `timeout` in seconds is for each step of a request, or a whole file.

        Raises ValueError for a token that no header can carry.
        """
        self._client = httpx.AsyncClient(base_url=url, headers=bearer(token), timeout=timeout, follow_redirects=False)
        self._messages = f"/{phone_number_id}/messages"
        self._timeout = timeout
        self._places = asyncio.Semaphore(AT_ONCE)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def send(self, addresses: Sequence[Address], content: dict[str, Any], own_id: str) -> str:
        """Send one message and return the channel's id of it.

        `content` is the message's type and what belongs to it; `own_id` comes back with each delivery status, also
        when this answer got lost. Raises SendError.
        """
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            **_addressee(addresses),
            **content,
            "biz_opaque_callback_data": own_id,
        }
        response = await self._post(body)
        external_id = _external_id(response)
        if external_id is None:
            raise SendError(Outcome.AMBIGUOUS, None, response.status_code)
        return external_id

    async def mark_read_and_type(self, external_id: str) -> None:
        """Mark a person's message as read and show that we are typing; when that fails, the answer still comes."""
        body = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": external_id,
            "typing_indicator": {"type": "text"},
        }
        try:
            await self._post(body)
        except SendError as error:
            logger.info("No typing indicator: %s", error)

    async def media(self, media_id: str, largest: int) -> tuple[bytes, str]:
        """A file's bytes, at most `largest`, and its MIME type. Raises MediaError."""
        try:
            async with self._places, asyncio.timeout(self._timeout):
                found = await self._client.get("/" + quote(media_id, safe=""))
                url, mime = _place_and_type(found)
                return await self._download(url, largest), mime
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            failure = type(error).__name__
        raise MediaError(failure)

    async def _download(self, url: httpx.URL, largest: int) -> bytes:
        if not self._may_fetch(url):
            raise MediaError("the file lies on a foreign host")
        content = bytearray()
        async with self._client.stream("GET", url) as response:
            if response.status_code != httpx.codes.OK:
                raise MediaError(f"status {response.status_code}")
            async for part in response.aiter_bytes():
                content += part
                if len(content) > largest:
                    raise MediaError(f"larger than {largest} bytes")
        return bytes(content)

    def _may_fetch(self, url: httpx.URL) -> bool:
        """True where the token may be shown: the Graph API itself and Meta's file servers."""
        own = self._client.base_url
        if (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port):
            return True
        return url.scheme == "https" and url.host.endswith(_MEDIA_HOSTS)

    async def _post(self, body: dict[str, Any]) -> httpx.Response:
        """The answer when it is a success. Raises SendError."""
        try:
            async with self._places:
                response = await self._client.post(self._messages, json=body)
        except httpx.HTTPError as error:
            failure = SendError(_unanswered(error))
        else:
            if response.is_success:
                return response
            failure = _refusal(response)
        raise failure


def _addressee(addresses: Sequence[Address]) -> dict[str, str]:
    """The person's number; the business-scoped id where there is none."""
    for kind, field in ((PHONE, "to"), (USER_ID, "recipient")):
        for address in addresses:
            if address.kind == kind:
                return {field: address.value}
    raise SendError(Outcome.GIVE_UP)


def _unanswered(error: httpx.HTTPError) -> Outcome:
    """Only before the request is written is it certain that nothing was sent."""
    if isinstance(error, httpx.UnsupportedProtocol):
        return Outcome.PARK  # the address in the settings is none
    return Outcome.RETRY if isinstance(error, _NOTHING_SENT) else Outcome.AMBIGUOUS


def _refusal(response: httpx.Response) -> SendError:
    """What an answer other than a success means.

    An error in Meta's own words says that the message was refused. A 5xx without them is from something in between,
    or from a server that broke down while it worked: Meta may have taken the message, and to send it again could
    answer twice. So it is ambiguous, and the delivery status decides.
    """
    status = response.status_code
    error = _json(response).get("error")
    if not isinstance(error, dict) and response.is_server_error:
        return SendError(Outcome.AMBIGUOUS, None, status)
    code = error.get("code") if isinstance(error, dict) else None
    known = code if type(code) is int else None
    return SendError(classify(known, status), known, status)


def _external_id(response: httpx.Response) -> str | None:
    match _json(response):
        case {"messages": [{"id": str(external_id)}, *_]} if external_id:
            return external_id
    return None


def _place_and_type(response: httpx.Response) -> tuple[httpx.URL, str]:
    match _json(response):
        case {"url": str(url), "mime_type": str(mime)} if response.is_success:
            return httpx.URL(url), mime
    raise MediaError(f"no address of the file, status {response.status_code}")


def _json(response: httpx.Response) -> dict[str, Any]:
    """The answer's JSON object; an empty one for anything else."""
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
