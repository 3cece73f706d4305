"""Jobs that are not about one run, regrades with a difference table, proposals for a second person, appeals."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OPEN_WORK = "subject <> '' AND state IN ('waiting', 'working')"
OPEN_APPEAL = "state = 'open'"


def upgrade() -> None:
    with op.batch_alter_table("jobs") as table:
        table.alter_column("run_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("subject", sa.String(length=60), nullable=False, server_default=""))
    op.create_index(
        "uq_jobs_open_subject_digest", "jobs", ["subject", "digest"], unique=True,
        sqlite_where=sa.text(OPEN_WORK), postgresql_where=sa.text(OPEN_WORK),
    )  # fmt: skip
    with op.batch_alter_table("assignments") as table:
        table.add_column(sa.Column("appeals_until", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("marks") as table:
        table.add_column(sa.Column("before", sa.String(length=40), nullable=False, server_default=""))
    _make_regrades()
    _make_proposals()
    _make_appeals()


def _make_regrades() -> None:
    op.create_table(
        "regrades",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name="fk_regrades_assignment_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_regrades_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name="fk_regrades_asked_by"),
        sa.ForeignKeyConstraint(["closed_by"], ["users.id"], name="fk_regrades_closed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_regrades"),
    )
    op.create_index("ix_regrades_assignment_id", "regrades", ["assignment_id"], unique=False)
    op.create_table(
        "regrade_rows",
        sa.Column("regrade_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("old_grade_id", sa.Integer(), nullable=True),
        sa.Column("old_points", sa.String(length=20), nullable=False),
        sa.Column("old_max_points", sa.Integer(), nullable=False),
        sa.Column("points", sa.String(length=20), nullable=False),
        sa.Column("max_points", sa.Integer(), nullable=False),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("error", sa.String(length=60), nullable=False),
        sa.Column("error_args", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["regrade_id"], ["regrades.id"], name="fk_regrade_rows_regrade_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_regrade_rows_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["old_grade_id"], ["grades.id"], name="fk_regrade_rows_old_grade_id"),
        sa.PrimaryKeyConstraint("regrade_id", "run_id", name="pk_regrade_rows"),
    )
    op.create_index("ix_regrade_rows_run_id", "regrade_rows", ["run_id"], unique=False)


def _make_proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("regrade_id", sa.Integer(), nullable=True),
        sa.Column("old_grade_id", sa.Integer(), nullable=False),
        sa.Column("old_points", sa.String(length=20), nullable=False),
        sa.Column("points", sa.String(length=20), nullable=False),
        sa.Column("max_points", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("fraction", sa.String(length=40), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False),
        sa.Column("levels", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("grade_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_proposals_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["regrade_id"], ["regrades.id"], name="fk_proposals_regrade_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["old_grade_id"], ["grades.id"], name="fk_proposals_old_grade_id"),
        sa.ForeignKeyConstraint(["proposed_by"], ["users.id"], name="fk_proposals_proposed_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name="fk_proposals_decided_by"),
        sa.ForeignKeyConstraint(["grade_id"], ["grades.id"], name="fk_proposals_grade_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
    )
    op.create_index("ix_proposals_run_id", "proposals", ["run_id"], unique=False)
    op.create_index("ix_proposals_state", "proposals", ["state"], unique=False)


def _make_appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("fraction", sa.String(length=40), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mark_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_appeals_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["answered_by"], ["users.id"], name="fk_appeals_answered_by"),
        sa.ForeignKeyConstraint(["mark_id"], ["marks.id"], name="fk_appeals_mark_id"),
        sa.PrimaryKeyConstraint("id", name="pk_appeals"),
    )
    op.create_index("ix_appeals_run_id_check_id", "appeals", ["run_id", "check_id"], unique=False)
    op.create_index(
        "uq_appeals_open_run_id_check_id", "appeals", ["run_id", "check_id"], unique=True,
        sqlite_where=sa.text(OPEN_APPEAL), postgresql_where=sa.text(OPEN_APPEAL),
    )  # fmt: skip
