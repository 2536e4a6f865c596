"""Alembic's entry: all rooms' tables, one history."""

from alembic import context

from desk.tables import Base as DeskBase
from gateway.models import Base as GatewayBase
from knowledge.database import connect
from knowledge.models import Base as KnowledgeBase


def run() -> None:
    """Run the migrations on the database whose address the caller put into the configuration."""
    engine = connect(context.config.attributes["url"])
    with engine.begin() as connection:
        context.configure(
            connection=connection,
            target_metadata=[KnowledgeBase.metadata, GatewayBase.metadata, DeskBase.metadata],
            render_as_batch=engine.dialect.name == "sqlite",
        )
        context.run_migrations()
    engine.dispose()


run()
