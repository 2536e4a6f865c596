"""HEAD: what GET would answer, without its body (ASGI middleware)."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadAsGet:
    """FastAPI's routes know only the methods they are declared with; declaring HEAD would show each of them twice."""

    def __init__(self, application: ASGIApp) -> None:
        """See ASGI."""
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._application(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._application({**scope, "method": "GET"}, receive, send_without_body)
