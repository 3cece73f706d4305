"""The picture studio: drafts of recipes, where a run's pictures come from, and which have their smaller copies."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture_drafts",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("undone", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_picture_drafts_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "source", name="pk_picture_drafts"),
    )
    with op.batch_alter_table("run_media") as table:
        table.add_column(sa.Column("kind", sa.String(length=8), nullable=False, server_default="upload"))
        table.add_column(sa.Column("source", sa.String(length=120), nullable=False, server_default=""))
        table.add_column(sa.Column("compared", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("media") as table:
        table.add_column(sa.Column("sizes_at", sa.DateTime(timezone=True), nullable=True))
        table.create_index("ix_media_sizes_at", ["sizes_at"], unique=False)
