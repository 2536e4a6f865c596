"""Review queue with groups and actions; statistics per week."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _create_groups()
    _create_actions()
    _extend_entries()
    _create_counts()


def _create_groups() -> None:
    op.create_table(
        "review_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("article_key", sa.String(length=80), nullable=True),
        sa.Column("before_id", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_group")),
    )
    op.create_index(op.f("ix_review_group_state"), "review_group", ["state"])


def _create_actions() -> None:
    op.create_table(
        "review_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("user_name", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("article_key", sa.String(length=80), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=True),
        sa.Column("state_before", sa.String(length=10), nullable=False),
        sa.Column("article_before", sa.String(length=80), nullable=True),
        sa.Column("undone_by", sa.String(length=60), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["review_group.id"], name=op.f("fk_review_action_group_id_review_group"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_action")),
    )
    op.create_index(op.f("ix_review_action_group_id"), "review_action", ["group_id"])


def _extend_entries() -> None:
    with op.batch_alter_table("review_entry") as batch:
        batch.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("near_key", sa.String(length=80), nullable=True))
        batch.add_column(sa.Column("topic", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.create_foreign_key(
            op.f("fk_review_entry_group_id_review_group"), "review_group", ["group_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_index(op.f("ix_review_entry_group_id"), ["group_id"])
        batch.create_index(op.f("ix_review_entry_topic"), ["topic"])
    with op.batch_alter_table("review_entry") as batch:
        batch.alter_column("counts", server_default=None)


def _create_counts() -> None:
    op.create_table(
        "week_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_count")),
        sa.UniqueConstraint(
            "week", "channel", "language", "kind", "topic", "outcome", "category", "place",
            name=op.f("uq_week_count_week"),
        ),
    )  # fmt: skip
    op.create_table(
        "reply_time_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("replier", sa.String(length=10), nullable=False),
        sa.Column("within", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_time_count")),
        sa.UniqueConstraint("week", "channel", "replier", "within", name=op.f("uq_reply_time_count_week")),
    )
    op.create_table(
        "collector_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collector_position")),
    )
