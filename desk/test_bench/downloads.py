"""Files to keep."""

from fastapi import Response


def download(content: str, name: str, kind: str) -> Response:
    """A file that the browser saves; `kind` is its media type."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=f"{kind}; charset=utf-8", headers=headers)
