"""The real web application behind a real port, with a database and an engine of the test's choice."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from app.database import migrate
from app.settings import Settings
from app.web import create_app
from tests.ports import free_ports


@contextmanager
def running_web(data: Path, engine_port: int, **settings: Any) -> Iterator[httpx.Client]:
    """A client of the application, which runs until the block ends; nobody listens where the actions should be."""
    port, actions_port = free_ports(2)
    values = {"data": data, "engine_port": engine_port, "actions_port": actions_port, "database_url": "", **settings}
    configuration = Settings(**values)
    migrate(configuration)
    server = uvicorn.Server(uvicorn.Config(create_app(configuration), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the web application did not start"
        time.sleep(0.01)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(timeout=10)
