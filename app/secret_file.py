"""A secret of this installation, as a file."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from app.problems import Problem


def kept_secret(path: Path) -> str:
    """The secret in a file, made when there is none; its owner only can read it. Raises Problem for an empty file."""
    if not path.exists():
        _make(path)
    # Who copies the file with an editor or with `echo` gets a line end that is not part of the secret.
    secret = path.read_text().rstrip("\r\n")
    if not secret:
        raise Problem(f"The file {path} is empty: put its secret back, or delete it and a new one is made.")
    return secret


def _make(path: Path) -> None:
    """Of several processes at the same moment one wins, and none ever sees a part of a secret."""
    path.parent.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    with NamedTemporaryFile("w", dir=path.parent) as aside:  # mode 0600
        aside.write(secrets.token_urlsafe(32))
        aside.flush()
        os.fsync(aside.fileno())
        with suppress(FileExistsError):
            os.link(aside.name, path)
