"""Places in a course, sections, assignment rules, groups, extra time, second markers, questions, transcripts."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("members") as table:
        table.add_column(sa.Column("section", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("refs", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("assignments") as table:
        table.add_column(sa.Column("late", sa.JSON(none_as_null=True), nullable=True))
        table.add_column(sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("counts", sa.String(length=8), nullable=False, server_default="best"))
        table.add_column(sa.Column("show_evidence", sa.String(length=16), nullable=False, server_default="with_score"))
        table.add_column(sa.Column("show_solution", sa.String(length=16), nullable=False, server_default="never"))
        table.add_column(sa.Column("blind", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("markers", sa.Integer(), nullable=False, server_default=sa.text("1")))
        table.add_column(sa.Column("clock", sa.String(length=8), nullable=False, server_default="student"))
        table.add_column(sa.Column("clock_days", sa.Integer(), nullable=False, server_default=sa.text("0")))
        table.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
        table.add_column(sa.Column("group_size", sa.Integer(), nullable=False, server_default=sa.text("0")))
        table.add_column(sa.Column("group_by", sa.String(length=8), nullable=False, server_default="teacher"))
        table.add_column(sa.Column("board", sa.String(length=8), nullable=False, server_default="off"))
        table.add_column(sa.Column("freeze_minutes", sa.Integer(), nullable=False, server_default=sa.text("0")))
    _make_extras()
    _make_groups()
    with op.batch_alter_table("runs") as table:
        table.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("collected_by", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_runs_group_id", "groups", ["group_id"], ["id"])
        table.create_foreign_key("fk_runs_collected_by", "users", ["collected_by"], ["id"])
        table.create_index("ix_runs_group_id", ["group_id"], unique=False)
    _make_opinions()
    _make_help_requests()
    _make_transcripts()


def _make_extras() -> None:
    op.create_table(
        "extras",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name="fk_extras_assignment_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_extras_user_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["granted_by"], ["users.id"], name="fk_extras_granted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_extras"),
    )
    op.create_index("ix_extras_assignment_id_user_id", "extras", ["assignment_id", "user_id"], unique=False)
    op.create_index("ix_extras_user_id", "extras", ["user_id"], unique=False)


def _make_groups() -> None:
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name="fk_groups_assignment_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_groups"),
    )
    op.create_index("ix_groups_assignment_id", "groups", ["assignment_id"], unique=False)
    op.create_table(
        "group_members",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name="fk_group_members_assignment_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_group_members_user_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_group_members_group_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("assignment_id", "user_id", name="pk_group_members"),
    )
    op.create_index("ix_group_members_user_id", "group_members", ["user_id"], unique=False)
    op.create_index("ix_group_members_group_id", "group_members", ["group_id"], unique=False)


def _make_opinions() -> None:
    op.create_table(
        "opinions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("fraction", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_opinions_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["marker_id"], ["users.id"], name="fk_opinions_marker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_opinions"),
    )
    op.create_index("ix_opinions_run_id_check_id", "opinions", ["run_id", "check_id"], unique=False)


def _make_help_requests() -> None:
    op.create_table(
        "help_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_help_requests_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_help_requests_user_id"),
        sa.ForeignKeyConstraint(["answered_by"], ["users.id"], name="fk_help_requests_answered_by"),
        sa.PrimaryKeyConstraint("id", name="pk_help_requests"),
    )
    for column in ("run_id", "user_id", "state"):
        op.create_index(f"ix_help_requests_{column}", "help_requests", [column], unique=False)


def _make_transcripts() -> None:
    op.create_table(
        "transcripts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=19), nullable=False),
        sa.Column("signed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name="fk_transcripts_course_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_transcripts_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_transcripts"),
        sa.UniqueConstraint("code", name="uq_transcripts_code"),
    )
    op.create_index("ix_transcripts_course_id", "transcripts", ["course_id"], unique=False)
    op.create_index("ix_transcripts_user_id", "transcripts", ["user_id"], unique=False)
