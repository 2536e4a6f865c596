"""Everything that has to be there before the processes start."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from app.address_key import check_address_key
from app.console import say
from app.database import load, migrate
from app.model_file import model_for
from app.settings import Settings
from app.training import train_if_needed, training_texts
from knowledge.database import connect
from knowledge.library import Library
from language.vector_file import keep_vectors

_WORTH_SAYING = 1
"""Seconds."""


def prepare(configuration: Settings) -> Path:
    """Migrate, load, train and index what has changed; returns the model to serve."""
    say("Preparing the database …")
    migrate(configuration)
    check_address_key(configuration)
    loaded = load(configuration)
    say(f"  {loaded.articles} articles, {loaded.services} services")
    for name in loaded.kept:
        say(f"  {name}: changed here and in the files; what is here was kept")
    if not model_for(configuration).exists():
        say("Training the language model (a minute or two, only when its data changed) …")
    started = time.monotonic()
    model = _learn(configuration)
    if time.monotonic() - started > _WORTH_SAYING:
        say(f"  learned in {time.monotonic() - started:.0f} s")
    return model


def _learn(configuration: Settings) -> Path:
    """The engine's model and the search index at the same time, and before both need them the sentence vectors."""
    vectors = configuration.data / "training" / "vectors.npz"
    vectors_kept = Event()
    needed = not (model_for(configuration).exists() and configuration.search_index.exists())
    engine = connect(configuration.database)
    with ThreadPoolExecutor(1) as pool:
        training = pool.submit(train_if_needed, configuration, vectors, vectors_kept)
        try:
            known = keep_vectors(training_texts(), vectors) if needed else {}
        finally:
            vectors_kept.set()
        Library(engine, configuration.search_index, known)
        engine.dispose()
        return training.result()
