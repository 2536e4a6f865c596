"""The action server's start: the knowledge is in memory and followed before the first person asks."""

from argparse import Namespace

import pytest

from bot.actions import serve


class Shelf:
    """Notes in which order things are asked of the library."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def rank_articles(self, text: str, topics: dict[str, float]) -> list[object]:
        self.asked.append("ready")
        return []

    def watch(self) -> None:
        self.asked.append("watching")


def test_the_server_knows_and_watches_the_knowledge_before_it_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()

    def serve_until_the_end(arguments: Namespace) -> None:
        assert shelf.asked == ["ready", "watching"]
        shelf.asked.append(f"serving {arguments.actions} on {arguments.port}")

    monkeypatch.setattr(serve, "library", lambda: shelf)
    monkeypatch.setattr(serve, "main_from_args", serve_until_the_end)
    serve.main(5055)
    assert shelf.asked[-1] == "serving bot.actions on 5055"
