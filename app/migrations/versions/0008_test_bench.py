"""Regression set of the test bench."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "trial_conversation",
        sa.Column("engine_id", sa.String(length=36), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("language_chosen", sa.Boolean(), nullable=False),
        sa.Column("used_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("engine_id", name=op.f("pk_trial_conversation")),
    )
    op.create_index(op.f("ix_trial_conversation_used_at"), "trial_conversation", ["used_at"])
    _create_question()
    op.create_table(
        "regression_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_by", sa.String(length=60), nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=True),
        sa.Column("beat_at", _MOMENT, nullable=False),
        sa.Column("stop_wanted", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regression_run")),
        sa.UniqueConstraint("active", name=op.f("uq_regression_run_active")),
    )
    _create_result()


def _create_question() -> None:
    op.create_table(
        "regression_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("variety", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("article", sa.String(length=80), nullable=True),
        sa.Column("also", sa.JSON(), nullable=False),
        sa.Column("category", sa.String(length=80), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=True),
        sa.Column("look_alike", sa.Boolean(), nullable=False),
        sa.Column("danger", sa.String(length=40), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(length=60), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regression_question")),
        sa.UniqueConstraint("digest", name=op.f("uq_regression_question_digest")),
    )
    for column in ("kind", "article"):
        op.create_index(op.f(f"ix_regression_question_{column}"), "regression_question", [column])


def _create_result() -> None:
    op.create_table(
        "regression_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("expected", sa.JSON(), nullable=False),
        sa.Column("got", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["regression_run.id"],
            name=op.f("fk_regression_result_run_id_regression_run"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regression_result")),
        sa.UniqueConstraint("run_id", "question_id", name=op.f("uq_regression_result_run_id")),
    )
    op.create_index(op.f("ix_regression_result_question_id"), "regression_result", ["question_id"])
