"""What WhatsApp can do beside sending replies: show that somebody is writing, and bring voice messages."""

import logging

from gateway.transcription import Transcriber, TranscriptionError
from gateway.whatsapp.graph import Graph, MediaError

logger = logging.getLogger(__name__)

_LARGEST_AUDIO = 16 * 1024 * 1024
"""Bytes: what WhatsApp itself allows."""


class WhatsAppHelper:
    """See `gateway.answering.Helper`."""

    def __init__(self, graph: Graph, transcriber: Transcriber | None) -> None:
        """Without a transcriber voice messages are not heard."""
        self._graph = graph
        self._transcriber = transcriber

    async def show_typing(self, external_id: str) -> None:
        """See `gateway.answering.Helper`."""
        await self._graph.mark_read_and_type(external_id)

    async def hear(self, media_id: str, language: str | None) -> str | None:
        """See `gateway.answering.Helper`."""
        if self._transcriber is None:
            return None
        try:
            audio, kind = await self._graph.media(media_id, _LARGEST_AUDIO)
            return await self._transcriber.transcribe(audio, kind, language)
        except (MediaError, TranscriptionError) as error:
            logger.warning("A voice message could not be heard: %s", error)
            return None
