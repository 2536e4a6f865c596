"""Starts the action server with the knowledge already in memory: `python -m bot.actions.serve PORT`.

In one process: rasa-sdk's own start would serve from a second one, which reads all knowledge again when the first
person asks, and never looks for changes.
"""

import os
import sys

from rasa_sdk.endpoint import create_app_for_serve
from rasa_sdk.executor import ActionExecutor

from bot.actions.shelf import library


def main(port: int) -> None:
    """Serve all actions of `bot.actions` until the process ends; `SANIC_HOST` says where to listen."""
    library().rank_articles("Dalil", {})
    library().category("Dalil")
    library().watch()
    executor = ActionExecutor()
    executor.register_package("bot.actions")
    server = create_app_for_serve(executor)
    server.run(host=os.environ["SANIC_HOST"], port=port, single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
