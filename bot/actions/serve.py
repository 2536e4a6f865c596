"""Starts the action server with the knowledge already in memory: `python -m bot.actions.serve PORT`.

Otherwise the first person to ask would wait for it.
"""

import sys

from rasa_sdk.__main__ import main_from_args
from rasa_sdk.endpoint import create_argument_parser

from bot.actions.shelf import library


def main(port: int) -> None:
    """Serve all actions of `bot.actions` until the process ends; `SANIC_HOST` says where to listen."""
    library().rank_articles("Dalil", {})
    library().watch()
    main_from_args(create_argument_parser().parse_args(["--actions", "bot.actions", "--port", str(port), "--quiet"]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
