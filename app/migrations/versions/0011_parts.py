"""Which messages end with a button for the next part of a reply."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("goes_on", sa.Boolean(), nullable=False, server_default=sa.false()))
