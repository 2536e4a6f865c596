"""Whole addresses of what the API serves."""

from fastapi import Request


def address(request: Request, path: str, query: str = "") -> str:
    """The address of a path of the API, as the caller reaches it."""
    return str(request.url.replace(path=request.scope.get("root_path", "") + path, query=query))
