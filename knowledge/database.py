"""The connection to the one SQL database."""

from sqlalchemy import Engine, create_engine, event

_SQLITE_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # what is committed survives a power cut: a message is acknowledged after that only
    "foreign_keys=ON",
    "busy_timeout=10000",
    "secure_delete=ON",  # what is deleted is overwritten
)


def connect(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL.

    Errors never show the values of a statement, which may be what somebody wrote. SQLite gets write-ahead logging and
    waits up to 10 s for a lock, so that web and actions can share the file.
    """
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: object, _: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in _SQLITE_SETTINGS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
