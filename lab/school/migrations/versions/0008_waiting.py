"""How many customers of a run wait for an answer, and since when: for a board that opens no run."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("runs") as table:
        table.add_column(sa.Column("waiting", sa.Integer(), nullable=True))
        table.add_column(sa.Column("waits_since", sa.Integer(), nullable=True))
