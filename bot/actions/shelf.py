"""The one library of the action server's process."""

import os
from functools import lru_cache
from pathlib import Path

from knowledge.database import connect
from knowledge.library import Library


@lru_cache(maxsize=1)
def library() -> Library:
    """The knowledge of the database that `DALIL_DATABASE_URL` names; the index is kept in `DALIL_SEARCH_INDEX`."""
    cache = os.environ.get("DALIL_SEARCH_INDEX")
    return Library(connect(os.environ["DALIL_DATABASE_URL"]), Path(cache) if cache else None)
