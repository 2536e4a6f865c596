"""Everything that has to be there before the processes start."""

import time
from pathlib import Path

from app.console import say
from app.database import load, migrate
from app.model_file import model_for
from app.settings import Settings
from app.training import train_if_needed
from knowledge.database import connect
from knowledge.library import Library


def prepare(configuration: Settings) -> Path:
    """Migrate, load, train and index what has changed; returns the model to serve."""
    say("Preparing the database …")
    migrate(configuration)
    loaded = load(configuration)
    say(f"  {loaded.articles} articles, {loaded.services} services")
    for name in loaded.kept:
        say(f"  {name}: changed here and in the files; what is here was kept")
    if not model_for(configuration).exists():
        say("Training the language model (a minute or two, only when its data changed) …")
    started = time.monotonic()
    model = train_if_needed(configuration)
    if time.monotonic() - started > 1:
        say(f"  trained in {time.monotonic() - started:.0f} s")
    started = time.monotonic()
    engine = connect(configuration.database)
    Library(engine, configuration.search_index)
    engine.dispose()
    if time.monotonic() - started > 1:
        say(f"Search index ready in {time.monotonic() - started:.0f} s")
    return model
