"""What the tests of this part share."""

from tests.desk.databases import database, house, postgres_with_tables

__all__ = ["database", "house", "postgres_with_tables"]
